"""The page of a collectivité: who it is, and the practices here, around and comparable."""

from datetime import date
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from collectivities.models import Collectivity, Kind
from tests.factories import CaseStudyPageFactory, CollectivityFactory, home

from .pages import get_page, problems, query_of

pytestmark = pytest.mark.django_db


def page_of(client: Client, collectivity: Collectivity) -> BeautifulSoup:
    return get_page(client, collectivity.get_absolute_url())


def listed(page: BeautifulSoup, section: str) -> list[str]:
    """Return the titles of the practices of a section, by the id of its heading."""
    return [link.get_text() for link in page.select(f"[aria-labelledby={section}] h3 a")]


def nearest_language(tag: Tag) -> str:
    """Return the language that a screen reader reads an element in."""
    marked = tag if tag.has_attr("lang") else tag.find_parent(lang=True)
    assert marked is not None
    return str(marked["lang"])


def test_the_profile_says_who_it_is(client: Client, lot: SimpleNamespace):
    page = page_of(client, lot.grouping)
    text = page.select_one("[aria-labelledby=profile]").get_text(" ", strip=True)
    known = ("42\u202f094", "(2022)", "36", "47", "Occitanie", "200023737", "INSEE", "DGCL")
    for expected in known:
        assert expected in text
    links = {link.get_text(): link["href"] for link in page.select("[aria-labelledby=profile] a")}
    assert links["Lot"] == lot.department.get_absolute_url()
    assert links["Cahors"] == lot.cahors.get_absolute_url()
    assert problems(page) == []


def test_rural_or_urban_is_said_to_be_derived(client: Client, lot: SimpleNamespace):
    text = page_of(client, lot.grouping).select_one("[aria-labelledby=profile]").get_text()
    assert "Entre ville et campagne" in text
    assert "faute de source sur la densité" in text
    region = CollectivityFactory(kind=Kind.REGION, code="11", ref="reg-11", name="Île-de-France")
    assert "densité" not in page_of(client, region).get_text()


def test_a_commune_links_to_its_grouping(client: Client, lot: SimpleNamespace):
    page = page_of(client, lot.cahors)
    links = {link.get_text(): link["href"] for link in page.select("[aria-labelledby=profile] a")}
    assert links["Grand Cahors"] == lot.grouping.get_absolute_url()
    assert "46000" in page.select_one("[aria-labelledby=profile]").get_text()


def test_it_leads_to_the_search_for_it(client: Client, lot: SimpleNamespace):
    link = page_of(client, lot.grouping).select_one("a.collectivity-search")
    assert query_of(link) == {"pour": [lot.grouping.ref], "tri": ["comparabilite"]}


@pytest.fixture
def practices(lot: SimpleNamespace, moselle: Collectivity) -> SimpleNamespace:
    """A case in the grouping, one in its commune, one in the département, one far away."""
    neighbour = CollectivityFactory(
        kind=Kind.CC, code="200066371", ref="200066371", name="Quercy", department_codes=("46",)
    )
    for title, lead in {
        "Dans le groupement": lot.grouping,
        "Dans la ville": lot.cahors,
        "À côté": neighbour,
        "Au loin": moselle,
    }.items():
        CaseStudyPageFactory(title=title, leads=[lead])
    CaseStudyPageFactory(title="Brouillon", leads=[lot.grouping], live=False)
    return SimpleNamespace(neighbour=neighbour)


def test_practices_here_are_its_own_and_its_members(
    client: Client, practices: SimpleNamespace, lot: SimpleNamespace
):
    page = page_of(client, lot.grouping)
    assert set(listed(page, "here")) == {"Dans le groupement", "Dans la ville"}
    assert listed(page, "around") == ["À côté"]
    assert set(listed(page, "comparable")) == {"Au loin", "À côté"}
    assert problems(page) == []


def test_around_a_commune_come_its_grouping_and_its_departement(
    client: Client, practices: SimpleNamespace, lot: SimpleNamespace
):
    page = page_of(client, lot.cahors)
    assert listed(page, "here") == ["Dans la ville"]
    assert set(listed(page, "around")) == {"Dans le groupement", "À côté"}


def test_a_departement_holds_what_lies_in_it(
    client: Client, practices: SimpleNamespace, lot: SimpleNamespace
):
    page = page_of(client, lot.department)
    assert set(listed(page, "here")) == {"Dans le groupement", "Dans la ville", "À côté"}


def test_comparable_practices_say_why(
    client: Client, practices: SimpleNamespace, lot: SimpleNamespace
):
    page = page_of(client, lot.grouping)
    first = page.select_one("[aria-labelledby=comparable] article")
    assert first.select_one("h3 a").get_text() == "Au loin"
    reasons = first.select(".hit-reasons li")
    assert any("70\u202f000" in reason.get_text() for reason in reasons)


def test_many_practices_are_counted_and_linked(client: Client, lot: SimpleNamespace):
    for number in range(14):
        CaseStudyPageFactory(title=f"Cas {number}", leads=[lot.cahors])
    page = page_of(client, lot.department)
    assert len(listed(page, "here")) == 12
    link = page.select_one("[aria-labelledby=here] > p a")
    assert query_of(link) == {"departement": ["46"]}
    assert "2" in link.parent.get_text()


def test_english_shows_french_originals_labelled(
    client: Client, practices: SimpleNamespace, lot: SimpleNamespace
):
    home("en")
    with override("en"):
        page = page_of(client, lot.grouping)
    links = page.select("[aria-labelledby=here] h3 a[hreflang=fr]")
    assert len(links) == 2
    assert [nearest_language(link) for link in links] == ["fr", "fr"]
    hits = page.select("[aria-labelledby=comparable] article")
    assert len(hits) == 2
    for hit in hits:
        assert nearest_language(hit.select_one("h3 a")) == "fr"
        assert nearest_language(hit.select_one(".hit-excerpt")) == "fr"
        assert hit.select_one(".tag-language").get_text() == "In French"


def test_one_that_no_longer_exists_says_so(client: Client, db: None):
    former = CollectivityFactory(
        kind=Kind.REGION,
        code="73",
        ref="reg-73",
        name="Midi-Pyrénées",
        department_codes=(),
        region_codes=("76",),
        valid_until=date(2015, 12, 31),
    )
    text = page_of(client, former).select_one(".collectivity-former").get_text()
    assert "2015" in text


def test_one_abroad_shows_its_country_and_source(client: Client, db: None):
    bologna = CollectivityFactory(
        kind=Kind.ABROAD,
        code="",
        ref="x-bologne",
        name="Bologne",
        country="IT",
        location="Émilie-Romagne",
        population=390_000,
        is_loaded=False,
        department_codes=(),
        region_codes=(),
    )
    page = page_of(client, bologna)
    source = page.find("a", href="https://example.org/population")
    assert source is not None
    assert "Émilie-Romagne" in page.select_one(".collectivity-kind").get_text()
    assert page.select(".collectivity-attribution") == []
    assert problems(page) == []


def test_a_bare_one_still_reads_well(client: Client, db: None):
    bare = CollectivityFactory(
        kind=Kind.OTHER,
        code="",
        ref="x-reseau",
        name="Un réseau",
        population=None,
        population_source="",
        is_loaded=False,
        department_codes=(),
        region_codes=(),
    )
    page = page_of(client, bare)
    assert page.select("dl dt") == []
    assert page.select("[aria-labelledby=around]") == []
    assert problems(page) == []


@pytest.mark.parametrize("ref", ["99999", "x-rien", "a b", "'", "%00", "é"])
def test_an_unknown_one_is_not_found(client: Client, db: None, ref: str):
    address = reverse("search:collectivity", args=["REF"]).replace("REF", ref)
    assert client.get(address).status_code == 404


def test_the_lookup_is_not_taken_for_a_collectivity(client: Client, db: None):
    response = client.get(reverse("collectivities:lookup"), {"q": "cahors"})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
