"""What is suggested while typing: the right things, best first, and nothing that is not public."""

import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from search.models import SearchState
from search.suggestions.finding import MOST, MOST_OF
from tests.factories import (
    CaseStudyPageFactory,
    CollectivityFactory,
    MethodPageFactory,
    StandardPageFactory,
    StudyPageFactory,
    ThemeFactory,
    home,
)
from tests.search.ui.test_any_query_string import NAMES, RAW, VALUES

pytestmark = pytest.mark.django_db

URL = "/recherche/suggestions/"
# Each request comes from somewhere else: the limit has its own test.
_visitors = (f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in range(1 << 24))


def suggestions(client: Client, text: str, url: str = URL) -> list[dict[str, str]]:
    response = client.get(url, {"q": text}, REMOTE_ADDR=next(_visitors))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    results: list[dict[str, str]] = response.json()["results"]
    return results


def labels(client: Client, text: str, kind: str, url: str = URL) -> list[str]:
    return [found["label"] for found in suggestions(client, text, url) if found["kind"] == kind]


def test_each_kind_says_what_it_is_and_where_it_leads(client: Client, content: SimpleNamespace):
    CaseStudyPageFactory(title="Autre guichet")
    found = suggestions(client, "gui")
    assert found == [
        {
            "kind": "case",
            "kind_label": "Études de cas",
            "label": "Autre guichet",
            "url": "/etudes-de-cas/autre-guichet/",
        },
        {
            "kind": "case",
            "kind_label": "Études de cas",
            "label": "Un guichet dans un bus",
            "url": content.bus.url,
        },
        {
            "kind": "method",
            "kind_label": "Méthodes",
            "label": "Observation du guichet",
            "url": content.shadowing.url,
        },
        {
            "kind": "word",
            "kind_label": "Mots fréquents",
            "label": "guichet",
            "url": "/recherche/?q=guichet",
        },
    ]
    assert suggestions(client, "accu") == [
        {
            "kind": "theme",
            "kind_label": "Thèmes",
            "label": "Accueil du public",
            "url": "/recherche/?theme=accueil",
        }
    ]
    assert suggestions(client, "grand ca") == [
        {
            "kind": "collectivity",
            "kind_label": "Collectivités",
            "label": "Grand Cahors (communauté d’agglomération, Lot)",
            "url": "/recherche/?pour=200023737&tri=comparabilite",
        }
    ]


def test_titles_that_begin_with_it_come_first(client: Client):
    for title in ["Maison de la médiation", "Médiation", "Immédiat", "Une médiathèque"]:
        MethodPageFactory(title=title)
    found = labels(client, "media", "method")
    assert found == ["Médiation", "Maison de la médiation", "Une médiathèque"]


@pytest.mark.parametrize(
    "typed",
    ["acc", "ACC", "àcc", "Accueil d", "l'acc", "L’ACC", "de l'acc", "usagers acc", "les acc"],
)
def test_accents_case_elisions_and_order_do_not_matter(client: Client, typed: str):
    MethodPageFactory(title="L’accueil des usagers")
    MethodPageFactory(title="Un raccourci")
    assert labels(client, typed, "method") == ["L’accueil des usagers"]


def test_a_word_without_accent_finds_one_with(client: Client):
    MethodPageFactory(title="Évaluer à l’œil")
    assert labels(client, "evaluer", "method") == labels(client, "a l'oei", "method")
    assert labels(client, "ÉVAL", "method") == ["Évaluer à l’œil"]


@pytest.mark.parametrize("typed", ["", " ", "g", "l'", "l’ ", "!?", "\0", "   g   ", "é"])
def test_less_than_two_letters_suggest_nothing(
    client: Client, content: SimpleNamespace, typed: str
):
    assert suggestions(client, typed) == []


def test_only_cases_and_methods_are_opened(client: Client):
    StandardPageFactory(title="Guichet")
    StudyPageFactory(title="Guichet")
    assert {found["kind"] for found in suggestions(client, "guich")} == {"word"}


def test_drafts_never_appear(client: Client):
    pages = [CaseStudyPageFactory(title=f"Zéphyr {n}", live=False) for n in "ab"]
    assert suggestions(client, "zeph") == []
    for page in pages:
        page.save_revision().publish()
        page.refresh_from_db()
    assert labels(client, "zeph", "case") == ["Zéphyr a", "Zéphyr b"]
    assert labels(client, "zeph", "word") == ["zéphyr"]
    for page in pages:
        page.title = "Alizé"
        page.save_revision()
    assert suggestions(client, "aliz") == []
    for page in pages:
        page.unpublish()
    assert suggestions(client, "zeph") == []


def test_restricted_pages_never_appear(client: Client):
    pages = [CaseStudyPageFactory(title=f"Zéphyr {n}") for n in "ab"]
    assert len(labels(client, "zeph", "case")) == 2
    kept = PageViewRestriction.objects.create(page=pages[0], restriction_type="login")
    assert len(suggestions(client, "zeph")) == 1
    PageViewRestriction.objects.create(page=pages[0].get_parent(), restriction_type="groups")
    assert suggestions(client, "zeph") == []
    kept.delete()
    assert suggestions(client, "zeph") == []


def test_deleted_pages_never_appear(client: Client):
    pages = [CaseStudyPageFactory(title=f"Zéphyr {n}") for n in "ab"]
    assert labels(client, "zeph", "word") == ["zéphyr"]
    pages[0].delete()
    assert len(labels(client, "zeph", "case")) == 1
    pages[1].delete()
    assert suggestions(client, "zeph") == []


def make_private(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")


def make_section_private(page: Page) -> None:
    make_private(page.get_parent())


def move_into_private(page: Page) -> None:
    section = StandardPageFactory(title="Privé", slug=f"prive-{page.pk}")
    make_private(section)
    page.move(Page.objects.get(pk=section.pk), pos="last-child")


@pytest.mark.parametrize(
    "hide",
    [make_private, make_section_private, move_into_private, Page.unpublish, Page.delete],
    ids=lambda hide: hide.__name__,
)
def test_nothing_of_a_hidden_page_appears(client: Client, hide: Callable[[Page], object]):
    theme = ThemeFactory(name="Zéphyr")
    pages = [CaseStudyPageFactory(title="Zéphyr", with_themes=[theme])]
    pages.append(MethodPageFactory(title="Zéphyr", summary="Une zéphyrine"))
    pages.append(StudyPageFactory(title="Étude", summary="Une zéphyrine"))
    kinds = {found["kind"] for found in suggestions(client, "zeph")}
    assert kinds == {"case", "method", "theme", "word"}
    for page in pages:
        hide(Page.objects.get(pk=page.pk))
    assert suggestions(client, "zeph") == []


def test_each_language_has_its_own(client: Client):
    english = home("en")
    CaseStudyPageFactory(title="Zéphyr")
    for title in ["Zephyr one", "Zephyr two"]:
        StandardPageFactory(parent=english, title=title)
    assert [found["kind"] for found in suggestions(client, "zeph")] == ["case"]
    found = suggestions(client, "zeph", "/en/search/suggestions/")
    assert [(one["label"], one["url"]) for one in found] == [("zephyr", "/en/search/?q=zephyr")]
    assert found[0]["kind_label"] == "Frequent words"


def test_a_language_that_is_closed_has_none(client: Client):
    assert client.get("/en/search/suggestions/?q=zephyr").status_code == 404


def test_a_page_that_a_signal_missed_is_not_shown(client: Client):
    page = CaseStudyPageFactory(title="Zéphyr")
    Page.objects.filter(pk=page.pk).update(live=False)
    assert labels(client, "zeph", "case") == []


def test_themes_of_no_public_page_never_appear(client: Client):
    theme = ThemeFactory(name="Zéphyr", slug="vent")
    page = CaseStudyPageFactory(with_themes=[theme], live=False)
    assert suggestions(client, "zeph") == []
    page.save_revision().publish()
    assert labels(client, "zeph", "theme") == ["Zéphyr"]
    theme.name = "Alizé"
    theme.save()
    assert (labels(client, "zeph", "theme"), labels(client, "aliz", "theme")) == ([], ["Alizé"])


def test_a_theme_is_named_as_it_is_now_even_with_the_same_stems(client: Client):
    theme = ThemeFactory(name="Accueil du public")
    CaseStudyPageFactory(with_themes=[theme])
    assert labels(client, "accueil", "theme") == ["Accueil du public"]
    theme.name = "Accueil des publics"
    theme.save()
    assert labels(client, "accueil", "theme") == ["Accueil des publics"]


def test_themes_of_the_most_pages_come_first(client: Client):
    rare, common = ThemeFactory(name="Accueil"), ThemeFactory(name="Accès")
    CaseStudyPageFactory(with_themes=[rare, common])
    CaseStudyPageFactory(with_themes=[common])
    assert labels(client, "acc", "theme") == ["Accès", "Accueil"]


def test_words_of_the_most_pages_come_first_once_a_family(client: Client):
    for summary in ["Nuages", "Nuages et nuance", "Un nuage, une nuance", "Nuée"]:
        StandardPageFactory(summary=summary)
    found = labels(client, "nua", "word")
    assert [found[0].rstrip("s"), *found[1:]] == ["nuage", "nuance"]
    assert labels(client, "nue", "word") == []


def test_a_word_completes_the_last_one_and_keeps_the_others(client: Client):
    StandardPageFactory.create_batch(2, summary="Une médiathèque pour l’usager")
    (found,) = suggestions(client, "Ouvrir  la mediat")
    assert found["label"] == "Ouvrir la médiathèque"
    assert found["url"] == "/recherche/?q=Ouvrir+la+m%C3%A9diath%C3%A8que"
    assert labels(client, "pour l'us", "word") == ["pour l'usager"]
    assert labels(client, "mediatheque", "word") == []


def test_a_place_or_a_theme_after_other_words_keeps_them(client: Client, content: SimpleNamespace):
    urls = [found["url"] for found in suggestions(client, "bus de cahors")]
    assert "/recherche/?q=bus+de&pour=46A42&tri=comparabilite" in urls
    (theme,) = (found for found in suggestions(client, "bus accu") if found["kind"] == "theme")
    assert theme["url"] == "/recherche/?q=bus&theme=accueil"


def test_postal_codes_are_understood(client: Client, lot: SimpleNamespace):
    assert labels(client, "46000", "collectivity") == ["Cahors (commune, Lot)"]


def test_no_kind_crowds_out_the_others(client: Client):
    theme = ThemeFactory(name="Guichet")
    for number in range(12):
        CaseStudyPageFactory(title=f"Guichet {number}", with_themes=[theme])
        MethodPageFactory(title=f"Guichet {number}")
        CollectivityFactory(name=f"Guichet {number}")
    found = [one["kind"] for one in suggestions(client, "guich")]
    assert len(found) == MOST
    assert list(dict.fromkeys(found)) == list(MOST_OF)
    assert found.count("case") == found.count("method") == found.count("collectivity") == 2


def grow(numbers: range) -> None:
    for number in numbers:
        theme = ThemeFactory(name=f"Guichet {number}")
        place = CollectivityFactory(name=f"Guichet-{number}")
        CaseStudyPageFactory(title=f"Guichet {number}", leads=[place], with_themes=[theme])
        MethodPageFactory(title=f"Guichet {number}")
    cache.clear()


@pytest.mark.long
@pytest.mark.parametrize(
    ("text", "most"), [("gui", 5), ("un guichet", 8), ("bus gui", 7), ("zzzz", 3), ("zz zzz", 6)]
)
def test_queries_do_not_grow(client: Client, text: str, most: int):
    def queries() -> int:
        suggestions(client, text)
        with CaptureQueriesContext(connection) as captured:
            suggestions(client, text)
        return len(captured)

    grow(range(2))
    few = queries()
    grow(range(2, 14))
    assert queries() == few
    # The token and the pages; the rest is the collectivité box, asked twice at most.
    assert few <= most


def test_loading_takes_as_many_queries_whatever_there_is(client: Client):
    def queries() -> int:
        suggestions(client, "gui")
        SearchState.touch()
        with CaptureQueriesContext(connection) as captured:
            suggestions(client, "gui")
        return len(captured)

    grow(range(2))
    few = queries()
    grow(range(2, 8))
    assert queries() == few


def test_it_may_be_cached_and_is_told_apart_by_its_tag(client: Client, content: SimpleNamespace):
    response = client.get(URL, {"q": "gui"})
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert not response.has_header("Vary")
    assert response["X-Robots-Tag"] == "noindex"
    headers = {"If-None-Match": response["ETag"]}
    assert client.get(URL, {"q": "gui"}, headers=headers).status_code == 304
    MethodPageFactory(title="Guichet")
    assert client.get(URL, {"q": "gui"}, headers=headers).status_code == 200


def test_a_visitor_who_asks_too_often_is_told_so(
    client: Client, content: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
):
    # All within one period.
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)

    def status(address: str) -> int:
        return client.get(URL, {"q": "gui"}, REMOTE_ADDR=address).status_code

    assert {status("192.0.2.7") for _ in range(300)} == {200}
    refused = client.get(URL, {"q": "gui"}, REMOTE_ADDR="192.0.2.7")
    assert refused.status_code == 429
    assert refused.json()["results"] == []
    assert refused["Cache-Control"] == "no-store"
    assert refused["Retry-After"] == "60"
    assert not refused.has_header("ETag")
    assert status("192.0.2.8") == 200


def test_it_is_only_read(client: Client):
    assert client.post(URL, {"q": "gui"}).status_code == 405
    assert client.head(URL, {"q": "gui"}).status_code == 200


PATIENT = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@PATIENT
@given(text=st.one_of(VALUES, st.text(alphabet="gui'’ -aéû\0\n", max_size=30)))
def test_any_text_is_answered(client: Client, content: SimpleNamespace, text: str):
    found = suggestions(client, text.encode(errors="replace").decode())
    assert len(found) <= MOST
    assert all(one["label"] and one["url"].startswith("/") for one in found)


@PATIENT
@given(raw=RAW, name=NAMES)
def test_any_query_string_is_answered(client: Client, content: SimpleNamespace, raw, name):
    query = f"{name}={raw}&{raw}"
    response = client.get(URL, QUERY_STRING=query, REMOTE_ADDR=next(_visitors))
    assert response.status_code == 200
    assert response.json()["results"] is not None


@pytest.mark.parametrize("query", ["a&" * 20_000, "q=" + "de+" * 5_000, "q=" + "x" * 15_000])
def test_long_query_strings_are_answered(client: Client, content: SimpleNamespace, query: str):
    assert client.get(URL, QUERY_STRING=query).json() == {"results": []}
