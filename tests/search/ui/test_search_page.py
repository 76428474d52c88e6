"""The search page, as a reader without JavaScript meets it."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from collectivities.models import Collectivity, Kind
from methods.models import MethodIndexPage
from tests.factories import (
    CaseStudyPageFactory,
    CollectivityFactory,
    MethodPageFactory,
    StandardPageFactory,
    home,
    index,
)

from .pages import get_page, hit_titles, notices, problems, query_of, search, search_url

pytestmark = pytest.mark.django_db


def option(page: BeautifulSoup, facet: str, value: str) -> str:
    """Return the text of a checkbox's label."""
    field = page.find("input", attrs={"name": facet, "value": value})
    assert field is not None
    label = page.find("label", attrs={"for": field["id"]})
    assert label is not None
    return label.get_text(" ", strip=True)


def test_everything_is_listed_when_nothing_is_asked(client: Client, content: SimpleNamespace):
    page = search(client)
    expected = {content.bus.title, content.hall.title, content.shadowing.title}
    assert set(hit_titles(page)) == expected
    assert page.find("meta", attrs={"name": "robots"}) is None


def test_words_find_and_are_marked(client: Client, content: SimpleNamespace):
    page = search(client, q="guichets")
    assert set(hit_titles(page)) == {content.bus.title, content.shadowing.title}
    assert page.select_one("article h3 mark") is not None
    assert page.title is not None
    assert "guichets" in page.title.get_text()
    robots = page.find("meta", attrs={"name": "robots"})
    assert robots is not None
    assert "noindex" in robots["content"]


def test_a_heading_does_not_run_into_the_text_after_it(client: Client):
    title = "<h2>Deux mois au guichet</h2>"
    StandardPageFactory(title="Titre", body=[("text", f"{title}<p>On écoute.</p><p>Ici.</p>")])
    excerpt = search(client, q="guichet écoute").select_one(".hit-excerpt").get_text()
    assert "Deux mois au guichet · On écoute.\nIci." in excerpt


def test_a_hit_links_to_its_page_and_names_its_place(client: Client, content: SimpleNamespace):
    page = search(client, q="bus")
    article = page.select_one("article")
    assert article is not None
    assert article.select_one("h3 a")["href"] == content.bus.url
    assert "Grand Cahors" in article.get_text()
    assert "42\u202f094" in article.get_text()


def test_facets_narrow_and_keep_their_own_counts(client: Client, content: SimpleNamespace):
    page = search(client, theme="acces-aux-droits")
    assert hit_titles(page) == [content.bus.title]
    assert option(page, "theme", "accueil") == "Accueil du public (2)"
    assert option(page, "theme", "acces-aux-droits") == "Accès aux droits (1)"
    ticked = page.select("input[type=checkbox][checked]")
    assert [(field["name"], field["value"]) for field in ticked] == [("theme", "acces-aux-droits")]


def test_values_of_one_facet_add_up(client: Client, content: SimpleNamespace):
    page = search(client, annee=["2018", "2020"])
    assert set(hit_titles(page)) == {content.bus.title, content.hall.title}


def test_each_active_filter_has_a_link_without_it(client: Client, content: SimpleNamespace):
    page = search(client, q="guichet", theme=["accueil", "acces-aux-droits"], annee="2018")
    links = {
        link.get_text(" ", strip=True): query_of(link) for link in page.select(".search-active a")
    }
    without_welcome = next(query for text, query in links.items() if "Accueil" in text)
    assert without_welcome == {"q": ["guichet"], "theme": ["acces-aux-droits"], "annee": ["2018"]}
    without_words = next(query for text, query in links.items() if "guichet" in text)
    assert "q" not in without_words
    assert without_words["annee"] == ["2018"]


def test_nothing_found_proposes_the_filter_to_drop(client: Client, content: SimpleNamespace):
    page = search(client, q="hall", annee="2018")
    assert hit_titles(page) == []
    links = page.select(".search-empty li a")
    assert [query_of(link) for link in links] == [{"q": ["hall"]}]
    assert "(1" in page.select_one(".search-empty li").get_text()


def test_nothing_found_proposes_less_when_no_single_filter_suffices(
    client: Client, content: SimpleNamespace
):
    asked = {"q": "hall <repensé>", "annee": "2018", "theme": "acces-aux-droits", "tri": "titre"}
    page = search(client, **asked)
    assert hit_titles(page) == []
    assert problems(page) == []
    links = page.select(".search-empty li a")
    assert [link.get_text() for link in links] == [
        "chercher sans les mots «\N{NO-BREAK SPACE}hall <repensé>\N{NO-BREAK SPACE}»",
        "chercher «\N{NO-BREAK SPACE}hall <repensé>\N{NO-BREAK SPACE}» sans aucun filtre",
    ]
    without_words, without_filters = links
    kept = {"annee": ["2018"], "theme": ["acces-aux-droits"], "tri": ["titre"]}
    assert query_of(without_words) == kept
    assert query_of(without_filters) == {"q": ["hall <repensé>"], "tri": ["titre"]}
    for link, title in [(without_words, content.bus.title), (without_filters, content.hall.title)]:
        assert "(1 " in link.parent.get_text().replace("\N{NO-BREAK SPACE}", " ")
        assert hit_titles(get_page(client, link["href"])) == [title]


def test_one_word_that_no_page_has_is_not_told_to_be_fewer(
    client: Client, content: SimpleNamespace
):
    one, two = ("zzzzqqq", "zzzzqqq xxxkkk")
    assert "Essayez-en un autre" in search(client, q=one).select_one(".search-empty p").get_text()
    assert "Essayez-en moins" in search(client, q=two).select_one(".search-empty p").get_text()


def test_words_that_cannot_be_searched_are_said(client: Client, content: SimpleNamespace):
    page = search(client, q='"')
    assert hit_titles(page) == []
    assert page.select_one(".search-empty p") is not None


def test_comparability_comes_with_reasons(
    client: Client, content: SimpleNamespace, lot: SimpleNamespace
):
    page = search(client, pour=lot.grouping.ref, tri="comparabilite", type="case")
    assert hit_titles(page) == [content.bus.title, content.hall.title]
    first, second = (block.get_text(" ", strip=True) for block in page.select(".hit-comparability"))
    assert first.startswith("100")
    assert "42\u202f094" not in first
    assert "42\u202f094" in second
    assert "70\u202f000" in second
    assert not second.startswith("100")
    removal = query_of(page.select_one(".box-remove"))
    assert removal == {"type": ["case"]}


def test_sort_by_comparability_alone_says_what_is_missing(client: Client, content: SimpleNamespace):
    page = search(client, tri="comparabilite")
    link = page.select_one(".search-notices a")
    assert link is not None
    assert link["href"] == "#box-text"
    assert page.select_one("#box-text") is not None
    selected = page.select_one("#search-sort option[selected]")
    assert selected is not None
    assert selected["value"] == "comparabilite"
    assert len(hit_titles(page)) == 3


def test_a_case_that_cannot_be_compared_says_so(client: Client, lot: SimpleNamespace):
    abroad = CollectivityFactory(
        kind=Kind.OTHER,
        code="",
        ref="x-etat",
        name="Un service de l'État",
        population=None,
        department_codes=(),
        region_codes=(),
    )
    CaseStudyPageFactory(title="Ailleurs", leads=[abroad])
    with_place = search(client, pour=lot.grouping.ref)
    assert len(with_place.select(".hit-comparability")) == 1
    assert search(client).select(".hit-comparability") == []


def test_typing_an_ambiguous_name_gives_candidates(client: Client, lot: SimpleNamespace):
    page = search(client, pour_texte="cahors", q="bus", tri="titre")
    links = page.select(".box-candidates a")
    assert {query_of(link)["pour"][0] for link in links} == {lot.cahors.ref, lot.grouping.ref}
    assert all(query_of(link)["tri"] == ["titre"] for link in links)
    assert all(query_of(link)["q"] == ["bus"] for link in links)
    assert page.select_one("#box-text")["value"] == "cahors"


def test_choosing_a_candidate_sorts_by_comparability(client: Client, lot: SimpleNamespace):
    page = search(client, pour_texte="cahors", tri="pertinence")
    assert query_of(page.select_one(".box-candidates a"))["tri"] == ["comparabilite"]


def test_typing_a_code_chooses_at_once(
    client: Client, content: SimpleNamespace, lot: SimpleNamespace
):
    page = search(client, pour_texte=lot.grouping.siren)
    hidden = page.select_one("input[type=hidden][name=pour]")
    assert hidden is not None
    assert hidden["value"] == lot.grouping.ref
    assert hit_titles(page)[0] == content.bus.title
    assert "pour=200023737&tri=comparabilite" in page.find("link", rel="canonical")["href"]


def test_a_collectivity_nobody_knows_is_said(client: Client, content: SimpleNamespace):
    assert "Xyzzyville" in notices(search(client, pour_texte="Xyzzyville"))
    page = search(client, pour="99999")
    assert "99999" in notices(page)
    assert len(hit_titles(page)) == 3


@pytest.fixture
def many(db: None) -> list[str]:
    place = CollectivityFactory()
    return [
        CaseStudyPageFactory(title=f"Expérience {n:02d}", leads=[place]).title for n in range(45)
    ]


@pytest.mark.long
def test_pages_follow_one_another(client: Client, many: list[str]):
    first, third = search(client, tri="titre"), search(client, tri="titre", page="3")
    assert hit_titles(first) + hit_titles(search(client, tri="titre", page="2")) == many[:40]
    assert hit_titles(third) == many[40:]
    assert query_of(first.find("a", rel="next")) == {"tri": ["titre"], "page": ["2"]}
    assert third.find("a", rel="next") is None
    current = third.select_one(".pagination [aria-current=page]")
    assert current.get_text(" ", strip=True).endswith("3")
    assert third.select_one("ol.hit-list")["start"] == "41"


@pytest.mark.long
def test_a_page_beyond_the_last_shows_the_last(client: Client, many: list[str]):
    page = search(client, tri="titre", page="999999999")
    assert hit_titles(page) == many[40:]
    assert "999999999" in notices(page)


def test_the_address_is_written_one_way(client: Client, content: SimpleNamespace):
    page = search(client, annee="2018", theme=["acces-aux-droits", "accueil"], page="1", q=" bus ")
    expected = "?q=bus&theme=acces-aux-droits&theme=accueil&annee=2018"
    assert page.find("link", rel="canonical")["href"].endswith(search_url() + expected)


def test_drafts_are_not_found(client: Client, lot: SimpleNamespace):
    CaseStudyPageFactory(title="Brouillon", leads=[lot.cahors], live=False)
    assert hit_titles(search(client)) == []


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "guichet", "pour": "200023737", "tri": "comparabilite", "theme": "accueil"},
        {"q": "rien de tel", "annee": "1999", "stade": "inconnu"},
        {"pour_texte": "cahors"},
    ],
)
def test_the_page_is_sound(client: Client, content: SimpleNamespace, query: dict[str, str]):
    assert problems(search(client, **query)) == []


def test_english_lists_what_exists_in_french_only(
    client: Client, content: SimpleNamespace, lot: SimpleNamespace
):
    MethodPageFactory(
        parent=index(MethodIndexPage, "Methods", home("en")),
        title="Watching the counter",
        reference=content.shadowing.reference,
        translation_key=content.shadowing.translation_key,
    )
    page = search(client, "en")
    assert hit_titles(page) == ["Watching the counter"]
    links = page.select(".search-elsewhere a[lang=fr]")
    assert {link.get_text() for link in links} == {content.bus.title, content.hall.title}
    assert all(link["hreflang"] == "fr" for link in links)
    assert page.select_one("#search-fr").get_text().startswith("2 ")
    narrowed = search(client, "en", q="hall")
    to_french = narrowed.select(".search-elsewhere a")[-1]
    assert str(to_french["href"]) == f"{search_url('fr')}?q=hall"
    assert search(client, "fr").select(".search-elsewhere") == []


def test_each_language_points_to_the_other(client: Client, content: SimpleNamespace):
    home("en")
    page = search(client, q="bus")
    alternates = {
        tag["hreflang"]: tag["href"] for tag in page.select("link[rel=alternate][hreflang]")
    }
    assert alternates["en"].endswith(f"{search_url('en')}?q=bus")
    assert search_url("en").startswith("/en/")


def test_a_method_says_its_type_and_no_comparability(
    client: Client, lot: SimpleNamespace, moselle: Collectivity
):
    MethodPageFactory(title="Entretien")
    page = search(client, pour=moselle.ref)
    assert hit_titles(page) == ["Entretien"]
    assert page.select(".hit-comparability") == []
    assert page.select_one(".hit-type").get_text() != ""


def test_only_reading_is_allowed(client: Client):
    assert client.post(search_url()).status_code == 405
