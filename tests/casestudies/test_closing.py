"""The accounts of a past promotion are closed in one go; what it published stays."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from accounts.roles import CONTRIBUTOR, EDITOR, TUTOR
from casestudies.models import CaseAuthor, Contributor, Invitation, Promotion
from tests.factories import CaseStudyPageFactory, home
from tests.roles.world import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def promotion():
    return Promotion.objects.create(name="Simone Veil", locale=home().locale)


@pytest.fixture
def student(promotion):
    return person(CONTRIBUTOR, "jeanne@example.org", promotion)


@pytest.fixture
def close(client, promotion):
    client.force_login(person(EDITOR, "editor@example.org"))
    address = reverse("close_promotion", args=[promotion.pk])

    def close():
        """Confirm what the page shows; return it."""
        page = client.get(address)
        accounts = [user.pk for user in page.context["accounts"]]
        client.post(address, {"account": accounts})
        return page.content.decode()

    return close


def is_open(user):
    return User.objects.get(pk=user.pk).is_active


def test_the_page_says_who_then_closes(close, student, promotion):
    other = Promotion.objects.create(name="Autre", locale=promotion.locale)
    elsewhere = person(CONTRIBUTOR, "paul@example.org", other)
    case = CaseStudyPageFactory(authors=[CaseAuthor(contributor=student.contributor)])
    session = Client()
    session.force_login(student)
    page = close()
    assert "jeanne@example.org" in page
    assert "paul@example.org" not in page
    assert (is_open(student), is_open(elsewhere)) == (False, True)
    assert session.get(reverse("wagtailadmin_home")).status_code == 302
    assert "Jeanne Martin" in Client().get(case.url).content.decode()
    assert Contributor.objects.get(user=student).promotion == promotion


def test_an_account_that_opens_again_has_no_session_of_before(close, student):
    session = Client()
    session.force_login(student)
    close()
    User.objects.filter(pk=student.pk).update(is_active=True)
    assert session.get(reverse("wagtailadmin_home")).status_code == 302


def test_a_closed_account_neither_signs_in_nor_has_a_new_password(close, student, mailoutbox):
    close()
    assert not Client().login(username="jeanne@example.org", password="secret")
    Client().post(reverse("wagtailadmin_password_reset"), {"email": "jeanne@example.org"})
    assert mailoutbox == []


@pytest.mark.parametrize("change", ["editor", "tutor", "superuser", "no role"])
def test_those_who_have_another_role_stay(close, student, change):
    if change == "superuser":
        User.objects.filter(pk=student.pk).update(is_superuser=True)
    elif change == "no role":
        student.groups.clear()
    else:
        student.groups.add(Role.objects.get(key=change).group)
    page = close()
    assert "jeanne@example.org" in page
    assert is_open(student)


def test_who_was_not_shown_is_not_closed(client, close, student, promotion):
    address = reverse("close_promotion", args=[promotion.pk])
    client.post(address, {"account": ["x", "-1", "99999", "9" * 30, "9" * 5_000]})
    assert is_open(student)
    late = person(CONTRIBUTOR, "late@example.org", promotion)
    client.post(address, {"account": [student.pk]})
    assert (is_open(student), is_open(late)) == (False, True)


def test_an_account_of_another_promotion_is_not_closed_through_this_one(client, close, promotion):
    other = Promotion.objects.create(name="Autre", locale=promotion.locale)
    elsewhere = person(CONTRIBUTOR, "paul@example.org", other)
    client.post(reverse("close_promotion", args=[promotion.pk]), {"account": [elsewhere.pk]})
    assert is_open(elsewhere)


def test_open_invitations_are_withdrawn(client, close, promotion, mailoutbox):
    data = {"promotion": promotion.pk, "role": CONTRIBUTOR, "people": "late@example.org"}
    client.post(reverse("invite_promotion"), data)
    close()
    # Nobody to close: the page still has no button, and a post is enough.
    assert Invitation.objects.get().state == "withdrawn"


@pytest.mark.parametrize("key", [CONTRIBUTOR, TUTOR])
def test_others_close_nothing(client, student, promotion, key):
    client.force_login(person(key, "someone@example.org"))
    address = reverse("close_promotion", args=[promotion.pk])
    assert client.get(address).status_code == 302
    client.post(address, {"account": [student.pk]})
    assert is_open(student)
