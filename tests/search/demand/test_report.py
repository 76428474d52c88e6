"""The report of searches that find little, and the promotion of one to contributors."""

import io
from importlib import import_module
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import Locale

from accounts.models import User
from search.models import SearchCount, WantedPractice

from .conftest import count

pytestmark = pytest.mark.django_db

ADD = "wagtailsnippets_search_wantedpractice:add"
ADDRESSES = ["demand_report", "demand_report_results"]


def rows(client: Client, **query: str) -> list[list[str]]:
    """Return the texts of the report's table."""
    html = client.get(reverse("demand_report"), query).content.decode()
    table = BeautifulSoup(html, "html.parser").select("table.listing tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in table]


def asked(client: Client, **query: str) -> dict[str, str]:
    """Return words → times asked, in the report's order."""
    return {row[0]: row[3] for row in rows(client, **query)}


def test_searches_are_grouped_and_the_most_asked_come_first(editor: Client) -> None:
    count("monnaie locale", times=2, days=3)
    count("monnaie locale", times=3, results=1)
    count("habitat", times=9, results=2)
    count("budget", times=50, results=3)
    # It found too little last year, and finds enough today.
    count("climat", times=20, days=80)
    count("climat", times=1, results=7)
    assert asked(editor) == {"habitat": "9", "monnaie locale": "5"}
    assert rows(editor)[1][5] == "1"


def test_the_filters_are_said_in_words(editor: Client, content: SimpleNamespace) -> None:
    count("", filters="type=case&theme=accueil")
    assert rows(editor)[0][1] == "Type de page\xa0: Étude de cas, Thème\xa0: Accueil du public"


def test_the_period_and_the_language_narrow(editor: Client) -> None:
    count("hier", days=1)
    count("printemps", days=60)
    count("an dernier", days=200)
    count("town hall", locale="en")
    assert set(asked(editor)) == {"hier", "printemps", "town hall"}
    assert set(asked(editor, period="30")) == {"hier", "town hall"}
    assert set(asked(editor, period="365")) == {"hier", "printemps", "an dernier", "town hall"}
    assert set(asked(editor, locale="en")) == {"town hall"}
    assert set(asked(editor, period="\x00", locale="xx", p="-1", ordering="id")) >= {"hier"}


def test_it_is_exported(editor: Client) -> None:
    count("monnaie locale", times=4, filters="theme=accueil")
    csv = editor.get(reverse("demand_report"), {"export": "csv"})
    lines = b"".join(csv.streaming_content).decode().splitlines()
    assert lines[1].startswith("monnaie locale,theme=accueil,fr,4,20")
    xlsx = editor.get(reverse("demand_report"), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(xlsx.streaming_content))).active
    assert [cell.value for cell in sheet[2]][:4] == ["monnaie locale", "theme=accueil", "fr", 4]


@pytest.mark.long
def test_its_queries_do_not_grow(editor: Client, django_assert_max_num_queries) -> None:
    for number in range(60):
        count(f"mot {number}", filters="type=case")
    with django_assert_max_num_queries(20):
        assert len(rows(editor)) == 50


@pytest.mark.parametrize("name", ADDRESSES)
def test_strangers_are_sent_to_sign_in(client: Client, name: str) -> None:
    count("monnaie locale")
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response.url.startswith(reverse("wagtailadmin_login"))


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("export", ["", "csv", "xlsx"])
def test_it_is_closed_to_those_who_were_not_given_it(
    client: Client, name: str, export: str
) -> None:
    count("monnaie locale")
    user = User.objects.create_user("intern@example.org")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    response = client.get(reverse(name), {"export": export})
    # Wagtail answers a refusal by sending back to the admin's home, with a message.
    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert reverse("demand_report") not in client.get(reverse("wagtailadmin_home")).text


def test_reading_the_report_does_not_let_one_promote(client: Client) -> None:
    count("monnaie locale")
    user = User.objects.create_user("reader@example.org")
    codes = ["access_admin", "view_searchcount"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(user)
    assert asked(client) == {"monnaie locale": "1"}
    assert reverse(ADD) not in client.get(reverse("demand_report")).text
    response = client.post(reverse(ADD), form())
    assert response.status_code == 302
    assert not WantedPractice.objects.exists()


def test_the_report_is_in_the_menu_of_editors(editor: Client) -> None:
    assert reverse("demand_report") in editor.get(reverse("wagtailadmin_home")).text


def test_administrators_can_give_the_report_to_a_group(client: Client) -> None:
    client.force_login(User.objects.create_superuser(email="a@example.org"))
    page = client.get(reverse("wagtailusers_groups:add")).text
    assert "recherche comptée" in page.lower() or "counted search" in page.lower()


def test_the_migration_makes_up_for_no_group_and_for_its_own_grants() -> None:
    migration = import_module("search.migrations.0006_demand")
    editors = Group.objects.get(name="Editors")
    given = set(editors.permissions.values_list("codename", flat=True))
    assert {"view_searchcount", "add_wantedpractice", "change_wantedpractice"} <= given
    migration.let_editors_in(apps, None)
    assert set(editors.permissions.values_list("codename", flat=True)) == given
    editors.delete()
    migration.let_editors_in(apps, None)


def form(**changes: str) -> dict[str, str]:
    fields = {
        "title": "Les monnaies locales",
        "text": "",
        "locale": str(Locale.objects.get(language_code="fr").pk),
        "words": "monnaie locale",
        "filters": "",
        "is_open": "on",
        "fulfilled_by": "",
    }
    return {**fields, **changes}


def test_a_search_is_promoted_from_the_report(editor: Client, content: SimpleNamespace) -> None:
    count("monnaie locale", filters="theme=accueil")
    page = BeautifulSoup(editor.get(reverse("demand_report")).content, "html.parser")
    button = page.select_one("table.listing td a.button")
    assert button.get_text(strip=True) == "Proposer aux contributeurs"
    filled = BeautifulSoup(editor.get(button["href"]).content, "html.parser")
    fields = {
        field["name"]: field.get("value", "on" if field.get("type") == "checkbox" else "")
        for field in filled.select("form input[name], form textarea[name]")
        if field.get("type") != "checkbox" or field.has_attr("checked")
    }
    assert fields["title"] == "Monnaie locale, Thème\xa0: Accueil du public"
    assert (fields["words"], fields["filters"]) == ("monnaie locale", "theme=accueil")
    fields["locale"] = filled.select_one("[name=locale] option[selected]")["value"]
    response = editor.post(reverse(ADD), fields)
    assert response.status_code == 302
    want = WantedPractice.objects.get()
    assert (want.locale.language_code, want.words, want.filters, want.is_open) == (
        "fr",
        "monnaie locale",
        "theme=accueil",
        True,
    )
    # The report then says it rather than offer it again.
    (row,) = rows(editor)
    assert row[-1] == "Proposée\xa0: Monnaie locale, Thème\xa0: Accueil du public"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?locale=xx&words=%00%ff&filters=theme=inconnu%26page=9",
        "?words=" + "x" * 9000 + "&filters=" + "a%26" * 4000,
        "?words=<script>alert(1)</script>",
    ],
)
def test_any_address_gives_the_form(editor: Client, query: str) -> None:
    response = editor.get(reverse(ADD) + query)
    assert response.status_code == 200
    assert "<script>alert" not in response.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"locale": ""}, "locale"),
        ({"words": "jean.dupont@mairie.fr"}, "words"),
        ({"words": "06 12 34 56 78"}, "words"),
        ({"words": ""}, "words"),
        ({"words": '"'}, "words"),
        ({"filters": "theme=inconnu"}, "filters"),
        ({"filters": "autre=1"}, "filters"),
    ],
)
def test_what_the_form_refuses(editor: Client, changes: dict[str, str], field: str) -> None:
    response = editor.post(reverse(ADD), form(**changes))
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not WantedPractice.objects.exists()


def test_the_form_keeps_the_editors_words_and_puts_filters_in_order(
    editor: Client, content: SimpleNamespace
) -> None:
    data = form(words=" Démocratie  locale", filters="theme=accueil&type=case&page=3")
    assert editor.post(reverse(ADD), data).status_code == 302
    want = WantedPractice.objects.get()
    assert (want.words, want.filters) == ("Démocratie locale", "type=case&theme=accueil")


def test_what_is_old_is_forgotten_and_nothing_else() -> None:
    for days in (0, 399, 400, 401, 800):
        count("monnaie", days=days)

    def purge() -> str:
        out = io.StringIO()
        call_command("purge_demand", stdout=out)
        return out.getvalue()

    assert purge().startswith("2 ")
    assert SearchCount.objects.count() == 3
    assert purge().startswith("0 ")
