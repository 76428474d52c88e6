"""Wagtail's own screens work with users who have no user name (Wagtail 8.0.1)."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.forms import MESSAGES_TO_ONE, TRIES_FROM_ONE, TRIES_OF_ONE
from accounts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "une-phrase-assez-longue"


@pytest.fixture
def administrator():
    return User.objects.create_superuser("admin@example.org", PASSWORD)


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator)
    return client


def form(**changes):
    return {
        "email": "jeanne@example.org",
        "first_name": "Jeanne",
        "last_name": "Martin",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "is_active": "on",
        **changes,
    }


def test_one_signs_in_with_an_address(client, administrator):
    login = reverse("wagtailadmin_login")
    page = client.get(login).content.decode()
    assert 'name="username"' in page
    response = client.post(login, {"username": "Admin@Example.org", "password": PASSWORD})
    assert response.status_code == 302
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_a_wrong_password_is_refused(client, administrator):
    login = reverse("wagtailadmin_login")
    response = client.post(login, {"username": "admin@example.org", "password": "wrong"})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


def test_passwords_are_not_tried_without_end(client, administrator):
    login = reverse("wagtailadmin_login")
    for _ in range(TRIES_OF_ONE):
        client.post(login, {"username": "admin@example.org", "password": "wrong"})
    # The right one too, however the name is written: who tries must not learn that it is.
    right = {"username": " Admin@Example.org", "password": PASSWORD}
    response = client.post(login, right)
    assert "un quart d’heure" in response.content.decode()
    assert client.get(reverse("wagtailadmin_home")).status_code == 302
    # Neither others from here, nor the same account from elsewhere, are kept out.
    User.objects.create_superuser("other@example.org", PASSWORD)
    assert client.post(login, right | {"username": "other@example.org"}).status_code == 302
    assert client.post(login, right, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_who_signs_in_often_is_not_kept_out(client, administrator):
    right = {"username": "admin@example.org", "password": PASSWORD}
    for _ in range(TRIES_OF_ONE + 2):
        assert client.post(reverse("wagtailadmin_login"), right).status_code == 302
        client.logout()


@pytest.mark.long
def test_passwords_are_not_tried_on_one_account_after_another(client):
    login = reverse("wagtailadmin_login")
    names = [f"{number}@example.org" for number in range(TRIES_FROM_ONE + 1)]
    pages = [client.post(login, {"username": name, "password": "x"}) for name in names]
    told = ["un quart d’heure" in page.content.decode() for page in pages]
    assert told == [False] * TRIES_FROM_ONE + [True]


def test_nobody_is_sent_messages_without_end(client, administrator, mailoutbox):
    for _ in range(MESSAGES_TO_ONE + 2):
        page = client.post(reverse("wagtailadmin_password_reset"), {"email": administrator.email})
        assert page.status_code == 302
    assert len(mailoutbox) == MESSAGES_TO_ONE


def test_an_editor_is_created_and_can_sign_in(signed_in):
    editors = Group.objects.get(name="Editors")
    response = signed_in.post(
        reverse("wagtailusers_users:add"), form(email="Jeanne@Example.org", groups=[editors.pk])
    )
    assert response.status_code == 302
    user = User.objects.get(email="jeanne@example.org")
    assert list(user.groups.all()) == [editors]
    signed_in.logout()
    assert signed_in.login(username="jeanne@example.org", password=PASSWORD)
    assert signed_in.get(reverse("wagtailadmin_home")).status_code == 200


def test_an_address_is_given_once_whatever_its_case(signed_in):
    response = signed_in.post(reverse("wagtailusers_users:add"), form(email="ADMIN@example.org"))
    assert response.status_code == 200
    assert "email" in response.context["form"].errors
    assert User.objects.count() == 1


def test_a_user_is_edited(signed_in):
    user = User.objects.create_user("jeanne@example.org", PASSWORD)
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    assert 'value="jeanne@example.org"' in signed_in.get(address).content.decode()
    changes = form(email="jeanne.martin@example.org", password1="", password2="")
    assert signed_in.post(address, changes).status_code == 302
    user.refresh_from_db()
    assert user.email == "jeanne.martin@example.org"
    assert user.check_password(PASSWORD)


def test_a_user_is_deleted(signed_in):
    user = User.objects.create_user("jeanne@example.org")
    address = reverse("wagtailusers_users:delete", args=[user.pk])
    assert signed_in.post(address).status_code == 302
    assert not User.objects.filter(pk=user.pk).exists()


def test_users_are_listed_sorted_and_found(signed_in):
    User.objects.create_user("jeanne@example.org", first_name="Jeanne", last_name="Martin")
    User.objects.create_user("paul@example.org", first_name="Paul", last_name="Durand")
    address = reverse("wagtailusers_users:index")
    everyone = signed_in.get(address, {"ordering": "name"}).content.decode()
    assert "jeanne@example.org" in everyone
    assert "paul@example.org" in everyone
    found = signed_in.get(address, {"q": "martin"}).content.decode()
    assert "jeanne@example.org" in found
    assert "paul@example.org" not in found


def test_ones_own_account_page_works(signed_in):
    assert signed_in.get(reverse("wagtailadmin_account")).status_code == 200


def test_the_fields_to_sign_in_are_named_in_french(client):
    page = client.get(reverse("wagtailadmin_login"))
    labels = re.findall(r"<label[^>]*>\s*([^<]+?)\s*<", page.content.decode())
    assert labels[:2] == ["Adresse électronique", "Mot de passe"]
