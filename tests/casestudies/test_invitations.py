"""A promotion is invited in one go; a link makes one account, once, for fourteen days."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from accounts.models import Role, User
from accounts.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR, TUTOR
from casestudies.models import Contributor, Invitation, Promotion, PromotionTutor
from common import limits
from common.tokens import digest_of
from tests.factories import home
from tests.roles.world import person

pytestmark = pytest.mark.django_db
PASSWORD = "une phrase assez longue"


@pytest.fixture
def promotion():
    return Promotion.objects.create(name="Simone Veil", year=2026, locale=home().locale)


@pytest.fixture
def editor(client):
    user = person(EDITOR, "editor@example.org")
    client.force_login(user)
    return user


@pytest.fixture
def invite(client, editor, promotion):
    """Post the form, as an editor."""

    def invite(people, role=CONTRIBUTOR, **values):
        data = {"promotion": promotion.pk, "role": role, "people": people, **values}
        return client.post(reverse("invite_promotion"), data, follow=True)

    return invite


def link(message) -> str:
    found = re.search(r"http://localhost:8000(\S+)", message.body)
    assert found is not None
    return found[1]


def answer(client, address, **values):
    data = {"first_name": "Jeanne", "last_name": "Martin", "password": PASSWORD}
    return client.post(address, {**data, "confirmation": PASSWORD, **values})


def test_each_person_receives_a_link(invite):
    response = invite("Jeanne Martin <Jeanne@Example.org>\n\n paul@example.org;\n")
    assert "2 invitations sont parties" in response.content.decode()
    assert [message.to for message in mail.outbox] == [["jeanne@example.org"], ["paul@example.org"]]
    first, second = mail.outbox
    assert first.body.startswith("Bonjour Jeanne Martin,")
    assert second.body.startswith("Bonjour,")
    assert "Simone Veil (2026)" in first.body
    assert "14 jours" in first.body
    html, kind = first.alternatives[0]
    assert kind == "text/html"
    assert f'href="http://localhost:8000{link(first)}"' in html
    assert '<html lang="fr">' in html
    assert link(first) != link(second)


def test_the_message_is_in_the_language_of_the_inviter(invite, editor):
    profile = UserProfile.get_for_user(editor)
    profile.preferred_language = "en"
    profile.save()
    invite("jeanne@example.org")
    assert mail.outbox[0].subject == "Your invitation to Co-construire"
    assert link(mail.outbox[0]).startswith("/en/invitation/")
    assert '<html lang="en">' in mail.outbox[0].alternatives[0][0]


def test_the_link_is_not_kept(invite):
    invite("jeanne@example.org")
    token = link(mail.outbox[0]).strip("/").rpartition("/")[2]
    kept = Invitation.objects.values().get()
    assert token not in str(kept)
    assert kept["digest"] == digest_of(token)


@pytest.mark.parametrize(
    "line",
    [
        *("jeanne", "jeanne@", "a@example.org b@example.org", "Jeanne <a@example.org> x", "<>"),
        *('"a b"@example.org', "x" * 250 + "@example.org", "a,b@example.org"),
        f"{'x' * 151} <a@example.org>",
    ],
)
def test_one_wrong_line_and_nothing_is_sent(invite, line):
    response = invite(f"paul@example.org\n{line}")
    assert not mail.outbox
    assert not Invitation.objects.exists()
    errors = response.context["form"].errors["people"]
    assert errors[0] == "Personne n’a été invité\N{NO-BREAK SPACE}: 1 ligne est à corriger."
    body = response.content.decode()
    assert "Ligne 2, «" in body
    assert "Ligne 1" not in body
    # What was typed is still there to be mended.
    assert "paul@example.org" in body


def test_known_addresses_are_said_and_not_invited_again(invite):
    User.objects.create_user("known@example.org")
    invite("jeanne@example.org")
    response = invite("KNOWN@example.org\nJeanne@example.org\npaul@example.org\nPaul@Example.org")
    assert [message.to for message in mail.outbox[1:]] == [["paul@example.org"]]
    body = response.content.decode()
    assert "jeanne@example.org, known@example.org" in body
    assert Invitation.objects.count() == 2


def test_too_many_at_once_is_refused(invite):
    response = invite("\n".join(f"p{number}@example.org" for number in range(201)))
    assert "200" in str(response.context["form"].errors)
    assert not mail.outbox


@pytest.mark.parametrize(
    "pasted", ["\ufeff{}", "{}\u200b", "{}\u200e", "Jeanne\u200b <{}>", "{}\xad"]
)
def test_what_nobody_sees_in_a_pasted_list_is_left_out(invite, pasted):
    invite(pasted.format("jeanne@example.org"))
    assert Invitation.objects.get().email == "jeanne@example.org"
    assert mail.outbox[0].to == ["jeanne@example.org"]


@pytest.mark.parametrize("role", [EDITOR, ADMINISTRATOR, "translator-en", "", "x"])
def test_no_other_role_is_given(invite, role):
    response = invite("jeanne@example.org", role=role)
    assert "role" in response.context["form"].errors
    assert not Invitation.objects.exists()


def test_a_row_changed_to_another_role_makes_no_account(invite, client):
    invite("jeanne@example.org")
    Invitation.objects.update(role=ADMINISTRATOR)
    client.logout()
    with pytest.raises(ValueError, match="administrator"):
        answer(client, link(mail.outbox[0]))
    assert not User.objects.filter(email="jeanne@example.org").exists()


@pytest.mark.parametrize("key", [CONTRIBUTOR, TUTOR])
def test_others_do_not_invite(client, promotion, key):
    client.force_login(person(key, "someone@example.org"))
    invitation = Invitation.objects.create(
        email="a@example.org", role=TUTOR, promotion=promotion, language="fr", digest="x"
    )
    before = Invitation.objects.values().get()
    for name, args in [
        *(("invitations", []), ("invite_promotion", [])),
        *(("send_invitation", [invitation.pk]), ("withdraw_invitation", [invitation.pk])),
    ]:
        for method in (client.get, client.post):
            assert method(reverse(name, args=args)).status_code in {302, 405}
    assert Invitation.objects.values().get() == before
    assert not mail.outbox


def test_a_student_makes_an_account_and_is_in(invite, client, promotion):
    invite("jeanne@example.org")
    client.logout()
    address = link(mail.outbox[0])
    page = client.get(address)
    assert page["Cache-Control"].startswith("max-age=0")
    assert "jeanne@example.org" in page.content.decode()
    response = answer(client, address)
    assert response.url == reverse("wagtailadmin_home")
    assert client.get(response.url).status_code == 200
    user = User.objects.get(email="jeanne@example.org")
    assert user.check_password(PASSWORD)
    assert user.groups.get().role.key == CONTRIBUTOR
    assert not user.is_superuser
    contributor = Contributor.objects.get(user=user)
    assert (contributor.name, contributor.promotion) == ("Jeanne Martin", promotion)
    assert Invitation.objects.get().state == "accepted"


def test_a_tutor_tutors_the_promotion(invite, client, promotion):
    invite("jeanne@example.org", role=TUTOR)
    client.logout()
    answer(client, link(mail.outbox[0]))
    tutor = PromotionTutor.objects.get()
    assert (tutor.user.email, tutor.promotion) == ("jeanne@example.org", promotion)
    assert tutor.user.groups.get().role.key == TUTOR


def test_a_link_works_once(invite, client):
    invite("jeanne@example.org")
    client.logout()
    answer(client, link(mail.outbox[0]))
    client.logout()
    assert client.get(link(mail.outbox[0])).status_code == 404
    again = answer(
        client, link(mail.outbox[0]), password=PASSWORD[::-1], confirmation=PASSWORD[::-1]
    )
    assert again.status_code == 404
    assert User.objects.get(email="jeanne@example.org").check_password(PASSWORD)


def test_a_forged_link_is_not_found(invite, client):
    invite("jeanne@example.org")
    address = link(mail.outbox[0])
    digest = Invitation.objects.get().digest
    for forged in (
        f"{address[:-2]}x/",
        f"/invitation/{digest}/",
        "/invitation/%00/",
        "/invitation/é/",
    ):
        assert client.get(forged).status_code == 404


def test_a_link_expires_after_fourteen_days(invite, client):
    invite("jeanne@example.org")
    sent = Invitation.objects.filter(email="jeanne@example.org")
    sent.update(sent_at=timezone.now() - timedelta(days=13, hours=23))
    assert client.get(link(mail.outbox[0])).status_code == 200
    sent.update(sent_at=timezone.now() - timedelta(days=14, minutes=1))
    assert client.get(link(mail.outbox[0])).status_code == 404
    assert answer(client, link(mail.outbox[0])).status_code == 404
    assert "Expirée" in client.get(reverse("invitations")).content.decode()


def test_sent_again_the_first_link_stops(invite, client):
    invite("jeanne@example.org")
    client.post(reverse("send_invitation", args=[Invitation.objects.get().pk]))
    first, second = (link(message) for message in mail.outbox)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_a_withdrawn_link_stops_and_the_address_can_be_invited_again(invite, client):
    invite("jeanne@example.org")
    withdrawal = reverse("withdraw_invitation", args=[Invitation.objects.get().pk])
    client.post(withdrawal)
    client.post(withdrawal)
    client.post(reverse("send_invitation", args=[Invitation.objects.get().pk]))
    assert len(mail.outbox) == 1
    assert client.get(link(mail.outbox[0])).status_code == 404
    invite("jeanne@example.org")
    assert client.get(link(mail.outbox[1])).status_code == 200


def test_an_account_made_meanwhile_is_not_taken_over(invite, client):
    invite("jeanne@example.org")
    User.objects.create_user("jeanne@example.org", "another")
    client.logout()
    assert answer(client, link(mail.outbox[0])).status_code == 404
    assert User.objects.get(email="jeanne@example.org").check_password("another")
    assert Invitation.objects.get().state == "pending"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"password": "12345678901", "confirmation": "12345678901"}, "password"),
        ({"password": "court", "confirmation": "court"}, "password"),
        ({"password": "jeanne@example.org", "confirmation": "jeanne@example.org"}, "password"),
        ({"confirmation": "autre"}, "confirmation"),
        ({"first_name": " "}, "first_name"),
        ({"last_name": "x" * 76}, "last_name"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(invite, client, values, field):
    invite("jeanne@example.org")
    client.logout()
    response = answer(client, link(mail.outbox[0]), **values)
    assert list(response.context["form"].errors) == [field]
    body = response.content.decode()
    assert f'id="acceptance-{field}-error"' in body
    assert f'value="{values.get("password", PASSWORD)}"' not in body
    assert not User.objects.filter(email="jeanne@example.org").exists()


def test_a_message_that_cannot_leave_is_said_and_can_be_sent_again(invite, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = invite("jeanne@example.org")
    assert "jeanne@example.org" in response.content.decode()
    invitation = Invitation.objects.get()
    assert invitation.state == "unsent"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post(reverse("send_invitation", args=[invitation.pk]))
    assert client.get(link(mail.outbox[0])).status_code == 200


def test_answers_are_limited(invite, client, monkeypatch):
    invite("jeanne@example.org")
    address = link(mail.outbox[0])
    for _ in range(400):
        limits.allowed("invitations", "127.0.0.1", 400, 3600)
    assert client.get(address).status_code == 429


def test_without_the_group_nobody_is_made(invite, client):
    invite("jeanne@example.org")
    Role.objects.filter(key=CONTRIBUTOR).delete()
    client.logout()
    assert answer(client, link(mail.outbox[0])).status_code == 404
    assert Invitation.objects.get().state == "pending"


def test_the_list_does_not_grow_in_queries(invite, client, django_assert_num_queries):
    invite("\n".join(f"p{number}@example.org" for number in range(3)))
    client.get(reverse("invitations"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("invitations"))
    cost = len(few)
    invite("\n".join(f"q{number}@example.org" for number in range(30)))
    client.get(reverse("invitations"))
    with django_assert_num_queries(cost):
        client.get(reverse("invitations"))
