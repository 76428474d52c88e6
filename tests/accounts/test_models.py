import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_in_lower_case():
    user = User.objects.create_user("Jeanne.Martin@Example.ORG", "secret")
    assert user.email == "jeanne.martin@example.org"
    assert User.objects.get(email="JEANNE.MARTIN@EXAMPLE.ORG") == user


def test_two_accounts_cannot_differ_by_case_only():
    User.objects.create_user("jeanne@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="JEANNE@example.org").save()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="Jeanne@Example.org")])
    assert User.objects.count() == 1


def test_one_signs_in_whatever_the_case():
    user = User.objects.create_user("jeanne@example.org", "secret")
    assert authenticate(username="Jeanne@Example.org", password="secret") == user
    assert authenticate(username="jeanne@example.org", password="Secret") is None


def test_without_a_password_nobody_signs_in():
    user = User.objects.create_user("jeanne@example.org")
    assert not user.has_usable_password()


def test_a_user_needs_an_address():
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("", "secret")


def test_a_superuser_may_do_everything():
    user = User.objects.create_superuser("jeanne@example.org", "secret")
    assert user.is_superuser
    assert user.is_staff
    assert user.has_perm("wagtailadmin.access_admin")
