"""What the page says of the words it understood, and what a reader makes of comparability."""

from types import SimpleNamespace

import pytest
from django.test import Client

from collectivities.models import Collectivity, Kind
from common.languages import open_homes
from search.elsewhere import terms_in
from tests.factories import (
    CaseStudyPageFactory,
    CollectivityFactory,
    StandardPageFactory,
    ThemeFactory,
    home,
)

from .pages import hit_titles, notices, problems, query_of, search, search_url

pytestmark = pytest.mark.django_db


def understood(page) -> str:
    return " ".join(tag.get_text(" ", strip=True) for tag in page.select(".search-understood"))


def test_a_slip_is_mended_and_said(client: Client, content: SimpleNamespace):
    page = search(client, q="guichett")
    assert content.bus.title in hit_titles(page)
    assert "« guichett »" in understood(page).replace("\u00a0", " ")
    assert page.select_one(".search-understood strong").get_text() == "guichet"
    assert page.select_one("#search-words")["value"] == "guichett"


def test_a_doubt_is_only_a_link(client: Client):
    for number in range(20):
        StandardPageFactory(title="Un guichet", slug=f"p{number}")
    StandardPageFactory(title="Un guichit", slug="autre")
    page = search(client, q="guichit", type="page")
    link = page.select_one(".search-understood a")
    assert (link.get_text(), query_of(link["href"])) == (
        "guichet",
        {"q": ["guichet"], "type": ["page"]},
    )


def test_what_has_most_of_the_words_comes_after_what_has_all(
    client: Client, content: SimpleNamespace
):
    StandardPageFactory(title="Bus et mairie")
    page = search(client, q="guichet bus mairie")
    assert "Aucune page ne contient tous vos mots" in understood(page)
    page = search(client, q="guichet bus repensé quartier")
    assert len(hit_titles(page)) == 1


def test_only_comparable_collectivites(
    client: Client, content: SimpleNamespace, lot: SimpleNamespace
):
    CaseStudyPageFactory(
        title="Loin",
        leads=[
            CollectivityFactory(
                kind=Kind.REGION, population=9**7, department_codes=(), region_codes=("32",)
            )
        ],
    )
    everything = search(client, pour=lot.grouping.ref)
    assert "Loin" in hit_titles(everything)
    assert everything.select_one("input[name=comparables]").get("checked") is None
    page = search(client, pour=lot.grouping.ref, comparables="oui")
    assert content.bus.title in hit_titles(page)
    assert "Loin" not in hit_titles(page)
    assert content.shadowing.title not in hit_titles(page)
    removal = next(a for a in page.select(".search-active a") if "comparables" in a.get_text())
    assert query_of(removal["href"]) == {"pour": [lot.grouping.ref]}
    assert problems(page) == []


def test_comparable_to_whom_is_asked(client: Client, content: SimpleNamespace):
    page = search(client, comparables="oui", poids="taille:2")
    assert len(hit_titles(page)) == 3
    assert any("pour laquelle vous travaillez" in notice for notice in notices(page))
    assert page.select("input[name=comparables]") == []


def test_weights_change_the_order_and_stay_in_the_address(
    client: Client, lot: SimpleNamespace, moselle: Collectivity
):
    same_size = CollectivityFactory(
        kind=Kind.DEPARTEMENT, population=42_000, department_codes=("59",), region_codes=("32",)
    )
    CaseStudyPageFactory(title="Même taille", leads=[same_size])
    CaseStudyPageFactory(title="Même type", leads=[moselle])
    asked = {"pour": lot.grouping.ref, "tri": "comparabilite"}
    assert hit_titles(search(client, **asked)) == ["Même type", "Même taille"]
    # As the form sends them: one parameter for each thing.
    weights = ["taille:2", "nature:0", "structure:0", "distance:0"]
    page = search(client, **asked, poids=weights)
    assert hit_titles(page) == ["Même taille", "Même type"]
    canonical = page.select_one("link[rel=canonical]")["href"]
    assert query_of(canonical)["poids"] == ["taille:2,nature:0,structure:0,distance:0"]
    chosen = [option["value"] for option in page.select("select[name=poids] option[selected]")]
    assert chosen == weights
    assert any("taille compte double" in a.get_text() for a in page.select(".search-active a"))


def test_weights_that_mean_nothing_are_said(client: Client, lot: SimpleNamespace):
    page = search(client, pour=lot.grouping.ref, poids="taille:9,âge:1")
    assert any("taille:9" in notice and "âge:1" in notice for notice in notices(page))


def test_a_french_search_proposes_what_exists_in_english_only(
    client: Client, content: SimpleNamespace
):
    english = home("en")
    theme = ThemeFactory(name="Urban commons", slug="communs", locale=english.locale)
    ThemeFactory(name="Communs urbains", slug="communs", translation_key=theme.translation_key)
    only = StandardPageFactory(parent=english, title="Bologna and its urban commons")
    StandardPageFactory(parent=english, title="Something else", slug="else")
    for words in ("bologna", "communs urbains"):
        page = search(client, q=words)
        link = page.select_one(".search-elsewhere li a")
        assert (link["href"], link["lang"], link["hreflang"]) == (only.url, "en", "en")
        heading = page.select_one(".search-elsewhere h2").get_text()
        assert heading == "1 autre résultat, en anglais seulement"
        assert only.title not in hit_titles(page)
    only.unpublish()
    assert search(client, q="bologna").select(".search-elsewhere") == []


def test_what_is_translated_is_not_proposed_twice(client: Client):
    english = home("en")
    french = StandardPageFactory(title="Bologna")
    StandardPageFactory(
        parent=english, title="Bologna", slug="b", translation_key=french.translation_key
    )
    assert hit_titles(search(client, q="bologna")) == ["Bologna"]
    assert search(client, q="bologna").select(".search-elsewhere") == []


def test_nothing_of_a_closed_language_is_proposed(client: Client):
    english = home("en")
    StandardPageFactory(parent=english, title="Bologna", slug="b")
    english.unpublish()
    assert "en" not in open_homes()
    assert search(client, q="bologna").select(".search-elsewhere") == []
    assert terms_in("l'", "fr", "en") == ()
    assert client.get(search_url(), {"q": "bologna"}).status_code == 200
