"""The admin: loaded rows are looked at, editors' own are written, all can be chosen."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.forms import modelform_factory
from django.test import Client
from django.urls import reverse
from wagtail.admin.forms import WagtailAdminModelForm

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
    return reverse(f"collectivity_admin:{name}", args=args)


def form_data(**changes: str) -> dict[str, str]:
    empty = dict.fromkeys(
        [
            *("official_name", "location", "country", "siren", "population"),
            *("population_year", "population_source", "department_codes", "region_codes"),
            *("latitude", "longitude", "valid_until"),
        ],
        "",
    )
    return {**empty, "kind": Kind.OTHER, "name": "DINUM", **changes}


def test_the_list_offers_to_change_only_editors_rows(signed_in, loaded, own):
    response = signed_in.get(url("index"))
    html = response.content.decode()
    assert response.status_code == 200
    for action in ("edit", "delete"):
        assert url(action, own.pk) in html
        assert url(action, loaded.pk) not in html
    assert url("inspect", loaded.pk) in html


def test_the_list_searches_like_the_box(signed_in, loaded, own):
    html = signed_in.get(url("index"), {"q": "46042"}).content.decode()
    assert url("inspect", loaded.pk) in html
    assert url("inspect", own.pk) not in html
    assert signed_in.get(url("index"), {"q": '"\x00%'}).status_code == 200


def test_a_loaded_row_is_inspected_but_not_changed(signed_in, loaded):
    response = signed_in.get(url("inspect", loaded.pk))
    html = response.content.decode()
    assert response.status_code == 200
    assert "Cahors" in html
    assert url("edit", loaded.pk) not in html
    assert url("delete", loaded.pk) not in html


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_changing_a_loaded_row_by_its_address_is_refused(signed_in, loaded, action):
    before = Collectivity.objects.filter(pk=loaded.pk).values().get()
    for response in (
        signed_in.get(url(action, loaded.pk)),
        signed_in.post(url(action, loaded.pk), form_data()),
    ):
        # Wagtail answers a refusal by sending back to the admin's home, with a message.
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")
    assert Collectivity.objects.filter(pk=loaded.pk).values().get() == before


def test_there_is_no_copy(signed_in, loaded):
    assert signed_in.get(f"/admin/collectivities/copy/{loaded.pk}/").status_code == 404


def test_an_editor_adds_a_row(signed_in):
    CollectivityFactory(kind=Kind.DEPARTEMENT, code="46", ref="dep-46")
    data = form_data(name="Préfecture du Lot", department_codes="46")
    response = signed_in.post(url("add"), data)
    assert response.status_code == 302
    row = Collectivity.objects.get(ref="x-prefecture-du-lot")
    assert (row.kind, row.department_codes, row.is_loaded) == (Kind.OTHER, ("46",), False)
    form = signed_in.get(url("edit", row.pk)).content.decode()
    assert 'value="46"' in form


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "commune"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"kind": "etranger"}, "country"),
        ({"kind": "etranger", "country": "ZZ"}, "country"),
        ({"country": "IT"}, "country"),
        ({"population": "5"}, "population_source"),
        ({"population": "-5"}, "population"),
        ({"latitude": "90.5", "longitude": "0"}, "latitude"),
        ({"latitude": "nan", "longitude": "0"}, "latitude"),
        ({"latitude": "45"}, "__all__"),
        ({"department_codes": "999"}, "department_codes"),
        ({"region_codes": "Lot"}, "region_codes"),
        ({"name": ""}, "name"),
    ],
)
def test_what_the_form_refuses(client, editor, changes, field):
    client.force_login(editor)
    response = client.post(url("add"), form_data(**changes))
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not Collectivity.objects.exists()


def test_the_form_never_makes_a_loaded_row(signed_in, own):
    data = form_data(name="DINUM", is_loaded="on", ref="dep-46", code="46")
    assert signed_in.post(url("edit", own.pk), data).status_code == 302
    own.refresh_from_db()
    assert (own.is_loaded, own.ref, own.code) == (False, "x-dinum", "")


def test_the_form_cannot_turn_a_row_into_a_commune(signed_in, own):
    response = signed_in.post(url("edit", own.pk), form_data(kind="commune"))
    assert response.status_code == 200
    own.refresh_from_db()
    assert own.kind == Kind.OTHER


def test_an_editor_changes_and_deletes_their_row(signed_in, own):
    data = form_data(kind="etranger", name="Bologne", country="IT", population="390000")
    data["population_source"] = "https://example.org"
    assert signed_in.post(url("edit", own.pk), data).status_code == 302
    own.refresh_from_db()
    assert (own.name, own.country, own.population) == ("Bologne", "IT", 390_000)
    assert signed_in.post(url("delete", own.pk)).status_code == 302
    assert not Collectivity.objects.filter(pk=own.pk).exists()


def test_a_row_in_use_is_not_deleted(signed_in, own):
    child = CollectivityFactory(parent=own)
    response = signed_in.post(url("delete", own.pk))
    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert Collectivity.objects.filter(pk__in=[own.pk, child.pk]).count() == 2


def test_without_the_permission_nothing_is_offered(client, editor, own):
    editor.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(editor)
    for name, args in (("index", []), ("add", []), ("edit", [own.pk]), ("delete", [own.pk])):
        assert client.get(url(name, *args)).status_code == 302
    client.post(url("delete", own.pk))
    assert Collectivity.objects.filter(pk=own.pk).exists()


def test_a_foreign_key_is_a_chooser_that_renders_one_value(loaded):
    for number in range(30):
        CollectivityFactory(name=f"Ville {number}", code=f"99{number:03d}")
    # Asked first: the admin's addresses register the widget.
    chooser = reverse("collectivity_chooser:choose")
    form_class = modelform_factory(
        CaseCollectivity, form=WagtailAdminModelForm, fields=["collectivity"]
    )
    html = str(form_class(initial={"collectivity": loaded.pk})["collectivity"])
    assert chooser in html
    assert loaded.label in html
    assert "<option" not in html
    assert "Ville " not in html


def test_the_chooser_lists_a_page_and_finds_the_rest(client, editor, django_assert_max_num_queries):
    client.force_login(editor)
    rows = [CollectivityFactory(name=f"Ville {n}", code=f"99{n:03d}") for n in range(40)]
    wanted = CollectivityFactory(name="Saint-Étienne", code="42218", population=1)
    chooser = reverse("collectivity_chooser:choose")
    with django_assert_max_num_queries(12):
        html = client.get(chooser).json()["html"]
    assert html.count("data-chooser-modal-choice") == 10
    results = reverse("collectivity_chooser:choose_results")
    html = client.get(results, {"q": "st etienne"}).content.decode()
    assert html.count("data-chooser-modal-choice") == 1
    assert reverse("collectivity_chooser:chosen", args=[wanted.pk]) in html
    assert client.get(results, {"q": "ville", "p": 2}).status_code == 200
    assert client.get(results, {"q": "\x00%"}).status_code == 200
    chosen = client.get(reverse("collectivity_chooser:chosen", args=[rows[0].pk])).json()
    assert chosen["result"]["title"] == rows[0].label
