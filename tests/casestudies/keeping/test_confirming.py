"""From a case that nobody confirmed for a year to a follow-up that an editor accepts."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from accounts.roles import EDITOR
from casestudies.freshness import due_for_confirmation
from casestudies.keeping.confirming import ask_for_confirmations
from casestudies.models import CaseStudyPage, Confirmation
from common.tokens import digest_of
from tests.search.ui.pages import problems

from .conftest import links, old_case, parsed

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=366)
CONTACT = "claude@example.org"


@pytest.fixture
def strict() -> Client:
    """A browser: the server asks it for the tokens of its forms."""
    return Client(enforce_csrf_checks=True)


def test_the_whole_way(strict, editor, now):
    case = old_case(CONTACT)
    assert ask_for_confirmations(now) == {"contact": 1}
    [message] = mail.outbox
    assert message.to == [CONTACT]
    assert case.title in message.subject
    [link] = links()
    html = str(message.alternatives[0].content)
    assert link in html

    page = strict.get(link)
    assert page.status_code == 200
    token = page.context["csrf_token"]
    assert not Confirmation.objects.filter(answered_at__isnull=False).exists()
    data = {"status": "changed", "note": "Deux bus de plus.", "csrfmiddlewaretoken": str(token)}
    thanks = strict.post(link, data, follow=True)
    assert "Merci" in thanks.content.decode()
    # Nothing is shown before an editor accepts it.
    assert "Deux bus" not in strict.get(case.url).content.decode()
    assert strict.get(link).status_code == 404

    answer = Confirmation.objects.get()
    office = Client()
    office.force_login(editor)
    listed = office.get(reverse("keeping_proposals")).content.decode()
    address = reverse("keeping_confirmation", args=[answer.pk])
    assert address in listed
    form = office.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    assert values == {
        "date": f"{timezone.localdate():%Y-%m}", "status": "changed", "note": "Deux bus de plus.",
    }  # fmt: skip
    done = office.post(address, values | {"note": "Deux bus de plus, depuis mars."}, follow=True)
    assert "accepté" in done.content.decode()
    case.refresh_from_db()
    assert case.last_verified_on == timezone.localdate()
    row = case.follow_ups.get()
    assert (row.status, row.note) == ("changed", "Deux bus de plus, depuis mars.")
    assert "depuis mars" in strict.get(case.url).content.decode()
    answer.refresh_from_db()
    assert (answer.is_accepted, answer.decided_by) == (True, editor)
    assert not due_for_confirmation(timezone.localdate()).exists()
    again = office.post(address, values, follow=True)
    assert "déjà" in again.content.decode()
    assert case.follow_ups.count() == 1


def test_only_the_digest_of_a_link_is_kept(now):
    old_case(CONTACT)
    ask_for_confirmations(now)
    row = Confirmation.objects.values().get()
    [link] = links()
    token = link.strip("/").rpartition("/")[2]
    assert row["digest"] == digest_of(token)
    assert token not in str(row)
    assert CONTACT not in str(row)


def test_asking_again_changes_nothing(editor, now):
    old_case(CONTACT)
    old_case()
    assert ask_for_confirmations(now) == {"contact": 1, "editors": 1}
    assert ask_for_confirmations(now) == {}
    assert ask_for_confirmations(now + timedelta(days=1)) == {}
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("email", "consent"), [("", True), (CONTACT, False)], ids=["no address", "no consent"]
)
def test_without_a_contact_who_agreed_the_editors_are_asked(editor, now, email, consent):
    case = old_case()
    CaseStudyPage.objects.filter(pk=case.pk).update(contact_email=email, contact_consent=consent)
    assert ask_for_confirmations(now) == {"editors": 1}
    [message] = mail.outbox
    assert message.to == [editor.email]


def test_each_editor_receives_one_message_for_all_cases(editor, now):
    other = User.objects.create_user("eric@example.org", "x")
    other.groups.add(Role.objects.get(key=EDITOR).group)
    closed = User.objects.create_user("gone@example.org", "x", is_active=False)
    closed.groups.add(Role.objects.get(key=EDITOR).group)
    for _ in range(3):
        old_case()
    ask_for_confirmations(now)
    assert [message.to for message in mail.outbox] == [[editor.email], [other.email]]
    assert len(links(0)) == len(links(1)) == 3


def test_a_contact_who_does_not_answer_is_followed_by_the_editors_then_by_nobody(
    client, editor, now
):
    old_case(CONTACT)
    ask_for_confirmations(now)
    assert links()
    late = now + timedelta(days=61)
    assert ask_for_confirmations(late) == {"editors": 1}
    assert mail.outbox[1].to == [editor.email]
    later = late + timedelta(days=61)
    assert ask_for_confirmations(later) == {}
    # The next year begins with the contact again.
    assert ask_for_confirmations(now + YEAR) == {}
    assert ask_for_confirmations(late + YEAR) == {"contact": 1}


def test_a_case_confirmed_meanwhile_is_not_asked_about(editor, now):
    case = old_case(CONTACT)
    CaseStudyPage.objects.filter(pk=case.pk).update(last_verified_on=timezone.localdate())
    assert ask_for_confirmations(now) == {}


def test_drafts_are_not_asked_about(editor, now):
    case = old_case(CONTACT)
    case.unpublish()
    assert ask_for_confirmations(now) == {}


class Refusing:
    """A mail server that refuses everything."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        pass

    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError(CONTACT)


def test_what_could_not_leave_leaves_the_next_time(settings, caplog, editor, now):
    old_case(CONTACT)
    old_case()
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.casestudies.keeping.test_confirming.Refusing"
    assert ask_for_confirmations(now) == {"failed": 2}
    assert CONTACT not in caplog.text
    settings.EMAIL_BACKEND = backend
    assert ask_for_confirmations(now) == {"contact": 1, "editors": 1}
    assert Confirmation.objects.count() == 2


class RefusingTheContact(EmailBackend):
    """A mail server that knows everybody but the contact."""

    def send_messages(self, messages: list[EmailMessage]) -> int:
        for message in messages:
            if CONTACT in message.to:
                raise SMTPRecipientsRefused({CONTACT: (550, b"No such user")})
        return super().send_messages(messages)


def test_a_contact_whom_no_message_reaches_is_followed_by_the_editors(settings, editor, now):
    old_case(CONTACT)
    settings.EMAIL_BACKEND = "tests.casestudies.keeping.test_confirming.RefusingTheContact"
    for day in (0, 3, 6):
        assert ask_for_confirmations(now + timedelta(days=day)) == {"failed": 1}
    assert ask_for_confirmations(now + timedelta(days=7)) == {"editors": 1}
    assert [message.to for message in mail.outbox] == [[editor.email]]
    assert ask_for_confirmations(now + timedelta(days=8)) == {}


def test_links_that_are_no_good(client, editor, now):
    case = old_case(CONTACT)
    ask_for_confirmations(now)
    [link] = links()
    good = {"status": "running", "note": ""}
    for path in (link[:-2] + "x/", link.upper(), "/toujours-la/x/", link[:-1] + "%00/"):
        assert client.post(path, good).status_code == 404, path
    assert not Confirmation.objects.filter(answered_at__isnull=False).exists()
    # Too old.
    Confirmation.objects.update(sent_at=now - timedelta(days=60, minutes=1))
    assert client.get(link).status_code == 404
    assert client.post(link, good).status_code == 404
    # About a case that is off the site.
    Confirmation.objects.update(sent_at=now)
    case.unpublish()
    assert client.post(link, good).status_code == 404
    case.get_latest_revision().publish()
    # Used.
    assert client.post(link, good).status_code == 302
    late = client.post(link, good | {"status": "stopped", "note": "Plus de <bus>."})
    assert late.status_code == 404
    assert "Plus de &lt;bus&gt;." in late.content.decode()
    assert Confirmation.objects.get().status == "running"


@pytest.mark.parametrize(
    "data", [{}, {"status": "deleted"}, {"status": "running", "note": "x" * 601}]
)
def test_answers_that_are_no_good_are_shown_again(client, editor, now, data):
    old_case(CONTACT)
    ask_for_confirmations(now)
    [link] = links()
    response = client.post(link, data)
    assert response.status_code == 200
    page = response.content.decode()
    assert 'role="alert"' in page
    assert data.get("note", "") in page
    assert not Confirmation.objects.filter(answered_at__isnull=False).exists()


def test_hidden_fields_of_an_answer_change_nothing_else(client, editor, now):
    case, other = old_case(CONTACT), old_case("other@example.org")
    ask_for_confirmations(now)
    forged = {"status": "running", "note": "", "case": other.pk, "is_accepted": "1",
              "digest": "x", "closed_at": "2020-01-01"}  # fmt: skip
    row = Confirmation.objects.get(case=case)
    mine = next(
        link
        for number in range(2)
        for link in links(number)
        if digest_of(link.strip("/").rpartition("/")[2]) == row.digest
    )
    client.post(mine, forged)
    row.refresh_from_db()
    assert (row.case, row.is_accepted, row.closed_at) == (case, None, None)
    assert Confirmation.objects.get(case=other).answered_at is None


def test_a_refused_answer_leaves_the_case(client, editor, now):
    case = old_case(CONTACT)
    ask_for_confirmations(now)
    client.post(links()[0], {"status": "stopped", "note": "Faux."})
    answer = Confirmation.objects.get()
    client.force_login(editor)
    client.post(reverse("keeping_confirmation", args=[answer.pk]), {"refuse": "1"})
    answer.refresh_from_db()
    case.refresh_from_db()
    assert answer.is_accepted is False
    assert (case.last_verified_on, case.follow_ups.count()) == (None, 0)
    assert ask_for_confirmations(now + timedelta(days=90)) == {}


def test_what_an_editor_writes_is_checked(client, editor, now):
    case = old_case(CONTACT)
    ask_for_confirmations(now)
    client.post(links()[0], {"status": "stopped", "note": ""})
    address = reverse("keeping_confirmation", args=[Confirmation.objects.get().pk])
    client.force_login(editor)
    for data in ({"date": "hier", "status": "stopped"}, {"date": "2026", "status": "x"}, {}):
        assert client.post(address, data).status_code == 200
    assert case.follow_ups.count() == 0


def test_what_is_off_the_site_cannot_be_accepted(client, editor, now):
    case = old_case(CONTACT)
    ask_for_confirmations(now)
    client.post(links()[0], {"status": "stopped", "note": ""})
    case.unpublish()
    address = reverse("keeping_confirmation", args=[Confirmation.objects.get().pk])
    client.force_login(editor)
    response = client.post(address, {"date": "2026-11", "status": "stopped", "note": ""})
    assert "n’est plus publiée" in response.content.decode()
    assert Confirmation.objects.get().closed_at is None


def test_the_pages_are_sound(client, editor, now):
    old_case(CONTACT)
    ask_for_confirmations(now)
    [link] = links()
    for response in (
        client.get(link), client.post(link, {}), client.get("/toujours-la/merci/"),
        client.get("/toujours-la/x/"),
    ):  # fmt: skip
        assert problems(parsed(response)) == []


def test_the_list_takes_as_many_queries_for_ten_as_for_two(client, editor, now):
    client.force_login(editor)

    def count(size: int) -> int:
        for _ in range(size):
            Confirmation.objects.create(
                case=old_case(), digest=str(Confirmation.objects.count()), is_for_editors=True,
                sent_at=now, answered_at=now, status="running",
            )  # fmt: skip
        client.get(reverse("keeping_proposals"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("keeping_proposals")).status_code == 200
        return len(queries)

    assert count(2) == count(8)


def test_asking_takes_few_queries_for_each_case(editor, now):
    def count(size: int) -> int:
        Confirmation.objects.all().delete()
        for _ in range(size):
            old_case()
        with CaptureQueriesContext(connection) as queries:
            ask_for_confirmations(now)
        return len(queries)

    two = count(2)
    assert count(4) - two <= 4 * 6
