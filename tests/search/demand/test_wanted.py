"""The public list of what is wanted."""

from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale

from search.models import WantedPractice
from tests.factories import CaseStudyPageFactory, home
from tests.search.ui.pages import get_page, problems

from .conftest import count, counted, search

pytestmark = pytest.mark.django_db


def want(title: str, *, language: str = "fr", **values: Any) -> WantedPractice:
    locale, _ = Locale.objects.get_or_create(language_code=language)
    return WantedPractice.objects.create(
        title=title, locale=locale, **{"words": title.lower(), **values}
    )


def wanted(client: Client, language: str = "fr") -> BeautifulSoup:
    with override(language):
        url = reverse("search:wanted")
    return get_page(client, url)


def titles(page: BeautifulSoup) -> list[str]:
    return [heading.get_text() for heading in page.select("li > article h2")]


def test_only_what_is_open_in_the_language_is_listed(client: Client) -> None:
    home("en")
    want("Ouverte")
    want("Close", is_open=False)
    want("Trouvée", fulfilled_by=CaseStudyPageFactory())
    want("Wanted", language="en")
    assert titles(wanted(client)) == ["Ouverte"]
    assert titles(wanted(client, "en")) == ["Wanted"]


def test_the_address_is_in_the_language(client: Client) -> None:
    home("en")
    page = wanted(client)
    assert reverse("search:wanted") == "/pratiques-recherchees/"
    alternates = {link["hreflang"]: link["href"] for link in page.select("link[rel=alternate]")}
    assert alternates["en"].endswith("/en/wanted-practices/")


def test_a_want_says_its_words_its_filters_and_leads_to_the_search(
    client: Client, content: SimpleNamespace
) -> None:
    want(
        "La démocratie locale",
        words="Démocratie locale",
        filters="type=case&theme=accueil",
        text="Ce qui a changé.\nEt pour qui.",
    )
    page = wanted(client)
    text = page.select_one("article").get_text(" ", strip=True)
    for expected in ("«\xa0Démocratie locale\xa0»", "Thème\xa0: Accueil du public", "pour qui"):
        assert expected in text
    (link,) = page.select("article a")
    assert link["href"] == (
        f"{reverse('search:search')}?q=D%C3%A9mocratie+locale&type=case&theme=accueil"
    )
    assert client.get(link["href"]).status_code == 200
    assert problems(page) == []


@pytest.mark.parametrize(
    ("times", "said"),
    [(0, None), (4, None), (5, "au moins 5"), (9, "au moins 5"), (1234, "au moins 1\u202f230")],
)
def test_how_often_is_rounded_and_seldom_is_not_said(
    client: Client, times: int, said: str | None
) -> None:
    want("Démocratie", words="Démocratie")
    if times:
        count("democratie", times=times)
    # What is too old, elsewhere, or another search.
    count("democratie", times=1000, days=91)
    count("democratie", times=1000, locale="en")
    count("democratie", times=1000, filters="type=case")
    text = wanted(client).select_one("article").get_text(" ", strip=True)
    assert ("au moins" in text) == bool(said)
    assert said is None or said in text


def test_the_most_asked_come_first_then_the_newest(client: Client) -> None:
    want("Ancienne")
    want("Demandée")
    want("Récente")
    count("demandee", times=3, days=1)
    count("demandee", times=3)
    assert titles(wanted(client)) == ["Demandée", "Récente", "Ancienne"]


def test_an_empty_list_reads_well(client: Client) -> None:
    page = wanted(client)
    assert "La liste est vide" in page.select_one("main").get_text()
    assert problems(page) == []


def test_a_case_that_goes_opens_the_want_again(client: Client) -> None:
    case = CaseStudyPageFactory()
    want("Trouvée", fulfilled_by=case)
    assert titles(wanted(client)) == []
    case.delete()
    assert titles(wanted(client)) == ["Trouvée"]


def test_what_an_editor_writes_is_text(client: Client) -> None:
    want("<script>alert(1)</script>", words="<b>gras</b>", text="<img src=x>")
    page = wanted(client)
    assert page.select("main script, main b, main img") == []
    assert problems(page) == []


def test_the_site_leads_to_it(client: Client) -> None:
    assert wanted(client).select_one(".site-footer a[aria-current=page]") is not None
    page = BeautifulSoup(search(client, q="introuvable").content, "html.parser")
    assert page.select_one(".search-empty a[href='/pratiques-recherchees/']") is not None
    assert page.select_one(".site-footer a[href='/pratiques-recherchees/']") is not None


def test_looking_at_the_list_counts_nothing(reader: Client) -> None:
    want("Démocratie")
    wanted(reader)
    assert counted() == {}
    assert reader.post(reverse("search:wanted")).status_code == 405


@pytest.mark.long
def test_its_queries_do_not_grow(client: Client, content: SimpleNamespace) -> None:
    def queries() -> int:
        cache.clear()
        wanted(client)
        with CaptureQueriesContext(connection) as captured:
            wanted(client)
        return len(captured)

    want("Une", filters="theme=accueil")
    small = queries()
    for number in range(9):
        want(f"Une {number}", filters="type=case&theme=accueil")
    assert queries() <= small <= 15
