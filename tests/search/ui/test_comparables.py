"""The collectivités comparable to one that have practices: on its page, and on a page of theirs."""

from datetime import date
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from casestudies.choices import CollectivityRole
from casestudies.models import CaseCollectivity, CaseStudyIndexPage, CaseStudyPage
from collectivities.comparability import WEIGHTS, Profile, comparability
from collectivities.models import Collectivity, Kind
from collectivities.weighting import Emphasis
from common.languages import open_homes
from search.comparables import LISTED, comparables, comparables_url
from search.models import SearchEntryLead
from tests.collectivities.strategies import profiles, weightings
from tests.collectivities.test_comparability import save_all
from tests.factories import CaseStudyPageFactory, CollectivityFactory, home, index

from .pages import get_page, notices, problems, query_of
from .test_query_counts import LIMIT, queries, repeated

pytestmark = [pytest.mark.django_db, pytest.mark.long]

READERS = {
    "a commune": {"population": 20_000},
    "a grouping": {"kind": Kind.CA, "population": 42_094, "member_count": 36},
    "a département": {"kind": Kind.DEPARTEMENT, "population": 174_000},
    "a région": {"kind": Kind.REGION, "population": 6_000_000, "department_codes": ()},
    "one abroad": {
        "kind": Kind.ABROAD,
        "country": "IT",
        "population": 390_000,
        "department_codes": (),
        "region_codes": (),
        "latitude": 44.5,
        "longitude": 11.3,
    },
    "another kind of body": {"kind": Kind.OTHER, "population": 390_000},
}


def list_of(client: Client, collectivity: Collectivity, **query: str) -> BeautifulSoup:
    return get_page(client, comparables_url(collectivity), **query)


def names(page: BeautifulSoup) -> list[str]:
    """Return the names of the collectivités of the list, in order."""
    return [link.get_text() for link in page.select("main ol > li > article h2 a[href]")]


def names_beside(page: BeautifulSoup) -> list[str]:
    """Return the names of those that the page of a collectivité shows, in order."""
    return [link.get_text() for link in page.select("[aria-labelledby=comparables] ol h3 a[href]")]


def expected(reader: Collectivity, leads: list[Collectivity]) -> list[Collectivity]:
    """Return the order by the pure function: by score, then by name."""
    compared = {lead: comparability(Profile.of(reader), Profile.of(lead)) for lead in leads}
    kept = [
        lead
        for lead in leads
        if lead != reader and compared[lead].reasons and round(compared[lead].score * 100)
    ]
    return sorted(kept, key=lambda lead: (-(compared[lead].score or 0), lead.name))


@pytest.fixture
def leads(db: None) -> list[Collectivity]:
    """Collectivités of every kind, each of which leads a case; two are alike but for their names."""
    rows = [
        CollectivityFactory(name="Zède", population=20_000),
        CollectivityFactory(name="Abbeville", population=20_000),
        CollectivityFactory(name="Bourg", population=900, department_codes=("19",)),
        CollectivityFactory(kind=Kind.CC, name="Pays", population=21_000, member_count=30),
        CollectivityFactory(kind=Kind.CA, name="Agglo", population=60_000, member_count=40),
        CollectivityFactory(kind=Kind.DEPARTEMENT, name="Lot", population=174_000),
        CollectivityFactory(
            kind=Kind.REGION, name="Bretagne", population=3_400_000, region_codes=("53",)
        ),
        CollectivityFactory(
            **{**READERS["one abroad"], "name": "Bologne", "code": "", "ref": "x-bologne"}
        ),
        CollectivityFactory(**{**READERS["another kind of body"], "name": "Réseau"}),
    ]
    for row in rows:
        CaseStudyPageFactory(leads=[row])
    return rows


@pytest.mark.parametrize("who", READERS)
def test_order_and_reasons_are_those_of_the_formula(leads: list[Collectivity], who: str):
    reader = CollectivityFactory(**READERS[who])
    found = comparables(reader, LISTED)
    wanted = expected(reader, leads)
    assert wanted
    assert [row.collectivity for row in found] == wanted
    for row in found:
        comparison = comparability(Profile.of(reader), Profile.of(row.collectivity))
        assert (row.percent, row.reasons) == (round(comparison.score * 100), comparison.reasons)
        assert row.practices == 1
    assert [row.collectivity for row in comparables(reader, 2)] == wanted[:2]


def test_none_is_comparable_to_itself(leads: list[Collectivity]):
    for reader in leads:
        assert [row.collectivity for row in comparables(reader, LISTED)] == expected(reader, leads)


def test_equals_come_by_name(leads: list[Collectivity]):
    reader = CollectivityFactory(population=20_000)
    found = [row.collectivity.name for row in comparables(reader, 2)]
    assert found == ["Abbeville", "Zède"]


@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    st.lists(profiles, min_size=1, max_size=20),
    st.integers(0, 19),
    st.integers(1, 25),
    weightings | st.just(WEIGHTS),
)
def test_the_order_of_the_database_is_that_of_the_formula(rows, which, limit, weights):
    Collectivity.objects.filter(ref__startswith="t-").delete()
    entry = (CaseStudyPage.objects.first() or CaseStudyPageFactory()).search_entry
    entry.leads.all().delete()
    saved = save_all(rows)
    SearchEntryLead.objects.bulk_create(
        SearchEntryLead(entry=entry, collectivity_id=pk) for pk in saved
    )
    reader = Collectivity.objects.get(pk=list(saved)[which % len(saved)])
    ours = saved.pop(reader.pk)
    compared = {pk: comparability(ours, profile, weights) for pk, profile in saved.items()}
    scores = [
        comparison.score
        for comparison in compared.values()
        if comparison.reasons and round((comparison.score or 0) * 100)
    ]

    found = comparables(reader, limit, weights)

    got = [compared[row.collectivity.pk] for row in found]
    best = sorted(scores, reverse=True)[:limit]
    assert [comparison.score for comparison in got] == pytest.approx(best, abs=1e-9)
    assert [row.reasons for row in found] == [comparison.reasons for comparison in got]
    assert len({row.collectivity.pk for row in found}) == len(found)


def test_what_does_not_count_makes_nobody_comparable(here: SimpleNamespace):
    # Only their place brings them close.
    far = CollectivityFactory(name="Loin", kind=Kind.REGION, population=None)
    assert [row.collectivity for row in comparables(far, LISTED)] == [here.there]
    elsewhere = Emphasis(distance=0)
    assert comparables(far, LISTED, elsewhere.weights()) == []


def test_nothing_weighs_nothing_compares(leads: list[Collectivity]):
    nothing = Emphasis(size=0, kind=0, structure=0, distance=0)
    assert comparables(leads[0], LISTED, nothing.weights()) == []


@pytest.fixture
def here(db: None) -> SimpleNamespace:
    """A reader's commune and another, which leads one case."""
    there = CollectivityFactory(name="Ailleurs")
    return SimpleNamespace(
        reader=CollectivityFactory(name="Ici"),
        there=there,
        case=CaseStudyPageFactory(title="Un guichet", leads=[there]),
    )


def counts(reader: Collectivity) -> dict[str, int]:
    return {row.collectivity.name: row.practices for row in comparables(reader, LISTED)}


def test_a_practice_counts_once_whatever_its_languages(here: SimpleNamespace):
    english = index(CaseStudyIndexPage, "Case studies", home("en"))
    translation = {"parent": english, "slug": "a", "translation_key": here.case.translation_key}
    CaseStudyPageFactory(leads=[here.there], **translation)
    assert counts(here.reader) == {"Ailleurs": 1}
    CaseStudyPageFactory(leads=[here.there], parent=english, title="English only")
    CaseStudyPageFactory(leads=[here.there, here.reader], title="À deux")
    assert counts(here.reader) == {"Ailleurs": 3}
    here.case.unpublish()
    assert counts(here.reader) == {"Ailleurs": 3}


def test_a_practice_of_a_closed_language_does_not_count(here: SimpleNamespace):
    english = home("en")
    parent = index(CaseStudyIndexPage, "Case studies", english)
    CaseStudyPageFactory(leads=[here.there], parent=parent, title="English only")
    CaseStudyPageFactory(leads=[CollectivityFactory(name="Far")], parent=parent, title="Too")
    assert counts(here.reader) == {"Ailleurs": 2, "Far": 1}
    english.unpublish()
    assert "en" not in open_homes()
    assert counts(here.reader) == {"Ailleurs": 1}


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


HIDE = [Page.unpublish, Page.delete, restrict]


@pytest.mark.parametrize("hide", [*HIDE, lambda case: restrict(case.get_parent())])
def test_what_nobody_can_read_makes_nobody_appear(here: SimpleNamespace, hide):
    assert counts(here.reader) == {"Ailleurs": 1}
    hide(here.case)
    assert counts(here.reader) == {}


@pytest.mark.parametrize("hide", HIDE)
def test_what_nobody_can_read_does_not_count(here: SimpleNamespace, hide):
    hidden = CaseStudyPageFactory(title="Un autre", leads=[here.there])
    assert counts(here.reader) == {"Ailleurs": 2}
    hide(hidden)
    assert counts(here.reader) == {"Ailleurs": 1}


def test_a_draft_and_a_partner_count_for_nothing(here: SimpleNamespace):
    partner = CollectivityFactory(name="Partenaire")
    CaseStudyPageFactory(leads=[partner], live=False)
    roles = [
        CaseCollectivity(collectivity=here.there),
        CaseCollectivity(collectivity=partner, role=CollectivityRole.PARTNER),
    ]
    CaseStudyPageFactory(title="Avec un partenaire", collectivities=roles)
    assert counts(here.reader) == {"Ailleurs": 2}


def test_the_list_says_who_why_and_how_many(client: Client, lot: SimpleNamespace, content: object):
    CollectivityFactory(kind=Kind.CA, name="Sans pratique", population=42_000)
    page = list_of(client, lot.grouping)
    assert names(page) == ["Val de Fensch"]
    article = page.select_one("ol article")
    text = article.get_text(" ", strip=True)
    assert "Communauté d’agglomération, Moselle" in text
    assert "1 pratique menée" in text
    assert "70\u202f000" in article.select_one(".hit-reasons").get_text()
    assert article.select_one("h2 a")["href"] == reverse("search:collectivity", args=["245700398"])
    assert "«\xa0Grand Cahors\xa0»" in page.select_one("h1").get_text()
    assert "Grand Cahors (communauté d’agglomération, Lot)" in page.title.get_text()
    assert page.select_one(f'header a[href="{lot.grouping.get_absolute_url()}"]')
    search = query_of(page.select_one("a.collectivity-search"))
    assert search == {"pour": [lot.grouping.ref], "tri": ["comparabilite"]}
    assert problems(page) == []


def test_the_page_of_a_collectivity_shows_the_nearest_and_leads_to_the_list(
    client: Client, leads: list[Collectivity]
):
    reader = CollectivityFactory(population=20_000, latitude=44.4, longitude=1.4)
    page = get_page(client, reader.get_absolute_url())
    wanted = [row.name for row in expected(reader, leads)]
    assert len(wanted) > 6
    assert names_beside(page) == wanted[:6]
    reasons = page.select("[aria-labelledby=comparables] .hit-reasons")
    assert {len(item.select("li")) for item in reasons} == {2, 3}
    links = [link["href"] for link in page.select("[aria-labelledby=comparables] > p a")]
    assert links == [f"/collectivites/{reader.ref}/comparables/"]
    assert problems(page) == []
    assert names(list_of(client, reader)) == wanted


def test_one_that_no_longer_exists_says_so(client: Client, here: SimpleNamespace):
    former = CollectivityFactory(name="Ancienne", valid_until=date(2015, 12, 31))
    CaseStudyPageFactory(leads=[former])
    articles = list_of(client, here.reader).select("ol article")
    said = {item.h2.get_text(): "jusqu’en 2015" in item.get_text() for item in articles}
    assert said == {"Ailleurs": False, "Ancienne": True}


def test_in_english(client: Client, lot: SimpleNamespace, content: object):
    home("en")
    with override("en"):
        assert comparables_url(lot.grouping) == "/en/collectivities/200023737/comparable/"
        page = list_of(client, lot.grouping)
        beside = get_page(client, lot.grouping.get_absolute_url())
    assert page.html["lang"] == "en"
    assert names(page) == names_beside(beside) == ["Val de Fensch"]
    assert "1 practice led" in page.select_one("ol article").get_text()
    alternates = {link["hreflang"]: link["href"] for link in page.select("link[hreflang]")}
    assert alternates["fr"].endswith("/collectivites/200023737/comparables/")
    assert alternates["en"].endswith("/en/collectivities/200023737/comparable/")
    assert problems(page) == problems(beside) == []


def test_a_closed_language_has_no_list(client: Client, lot: SimpleNamespace):
    assert client.get(f"/en/collectivities/{lot.grouping.ref}/comparable/").status_code == 404


def test_what_counts_more_changes_the_order(client: Client, db: None):
    reader = CollectivityFactory(population=10_000, latitude=44.4, longitude=1.4)
    # As large but far away, and the other way round.
    CaseStudyPageFactory(
        leads=[
            CollectivityFactory(
                name="Jumelle",
                latitude=50.6,
                longitude=3.0,
                department_codes=("59",),
                region_codes=("32",),
            )
        ]
    )
    CaseStudyPageFactory(
        leads=[CollectivityFactory(name="Voisine", population=90_000, latitude=44.5, longitude=1.4)]
    )
    nearby, alike = "taille:0,distance:2", "taille:2,distance:0"
    assert names(list_of(client, reader, poids=nearby)) == ["Voisine", "Jumelle"]
    page = list_of(client, reader, poids=alike)
    assert names(page) == ["Jumelle", "Voisine"]
    assert page.select_one("#dial-taille option[selected]")["value"] == "taille:2"
    assert query_of(page.select_one("a.collectivity-search"))["poids"] == [alike]
    assert query_of(page.select_one("link[rel=canonical]")) == {"poids": [alike]}
    assert page.select_one(".comparables-form a")["href"] == comparables_url(reader)
    assert problems(page) == []


@pytest.mark.parametrize(
    "query",
    ["poids=taille:9", "poids=%00", "poids=" + "9" * 15_000, "a&" * 20_000, "poids=%ed%a0%80"],
)
def test_any_weights_give_a_page_and_what_is_ignored_is_said(
    client: Client, here: SimpleNamespace, query: str
):
    response = client.get(comparables_url(here.reader), QUERY_STRING=query)
    assert response.status_code == 200
    page = BeautifulSoup(response.content.decode(), "html.parser")
    assert notices(page)
    assert names(page) == ["Ailleurs"]


def test_nobody_comparable_says_what_to_do_next(client: Client, leads: list[Collectivity]):
    bare = CollectivityFactory(
        kind=Kind.OTHER, name="Un réseau", population=None, department_codes=(), region_codes=()
    )
    beside = get_page(client, bare.get_absolute_url()).select_one("[aria-labelledby=comparables]")
    page = list_of(client, bare)
    assert names(page) == []
    for shown in (beside, page.main):
        assert "aucune n’est encore assez proche" in shown.get_text()
        links = [link["href"] for link in shown.select("ul a")]
        assert links == [
            f"/recherche/?pour={bare.ref}&tri=comparabilite",
            "/pratiques-recherchees/",
        ]
    assert problems(page) == []


@pytest.mark.parametrize("ref", ["99999", "x-rien", "a b", "'", "%00", "é"])
def test_an_unknown_one_is_not_found(client: Client, db: None, ref: str):
    address = reverse("search:comparables", args=["REF"]).replace("REF", ref)
    assert client.get(address).status_code == 404


def test_at_most_thirty_are_listed(client: Client, here: SimpleNamespace):
    stops = "La liste s’arrête à 30."
    assert stops not in list_of(client, here.reader).get_text()
    CaseStudyPageFactory(leads=CollectivityFactory.create_batch(31))
    page = list_of(client, here.reader)
    assert len(names(page)) == LISTED
    assert stops in page.get_text()


def grow() -> None:
    for number in range(4):
        CaseStudyPageFactory(title=f"Cas {number}", leads=CollectivityFactory.create_batch(9))


def test_two_queries_find_them_however_many(here: SimpleNamespace, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(comparables(here.reader, LISTED)) == 1
    grow()
    with django_assert_num_queries(2):
        assert len(comparables(here.reader, LISTED)) == LISTED


def test_the_list_does_not_grow(client: Client, here: SimpleNamespace):
    url = comparables_url(here.reader)
    small = queries(client, url, {})
    grow()
    cache.clear()
    large = queries(client, url, {})
    assert len(large) <= len(small), [sql for sql in large if sql not in small]
    assert len(large) <= LIMIT // 2
    assert repeated(large) == []
