"""The admin: loaded rows are looked at, editors' own are written, all can be chosen."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.admin.forms.models import registry
from wagtail.admin.widgets import BaseChooser

from casestudies.models import CaseCollectivity
from collectivities.models import Collectivity, Kind
from tests.factories import CollectivityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    user = get_user_model().objects.create_user("editor@example.org", "password")
    codes = ["access_admin", "add_collectivity", "change_collectivity", "delete_collectivity"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    return user


@pytest.fixture(params=["editor", "administrator"])
def signed_in(request, client: Client, editor) -> Client:
    if request.param == "administrator":
        editor.is_superuser = True
        editor.save()
    client.force_login(editor)
    return client


@pytest.fixture
def loaded() -> Collectivity:
    return CollectivityFactory(name="Cahors", code="46042", location="Lot")


@pytest.fixture
def own() -> Collectivity:
    return Collectivity.objects.create(kind=Kind.OTHER, name="DINUM")


def url(name: str, *args: object) -> str:
    return reverse(f"collectivities:{name}" if ":" not in name else name, args=args)


def form_data(**changes: str) -> dict[str, str]:
    empty = dict.fromkeys(
        [
            *("official_name", "location", "country", "siren", "population"),
            *("population_year", "population_source", "department_codes", "region_codes"),
            "valid_until",
        ],
        "",
    )
    return {**empty, "kind": Kind.OTHER, "name": "DINUM", **changes}
