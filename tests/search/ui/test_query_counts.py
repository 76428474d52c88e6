"""How many queries the pages take: pinned, and the same whatever the amount of content."""

from collections import Counter
from collections.abc import Sequence
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collectivities.models import Collectivity
from tests.factories import CaseStudyPageFactory, CollectivityFactory, ThemeFactory, home

from .pages import search_url

pytestmark = pytest.mark.django_db

PLAIN = {"q": "guichet"}
FULL = {
    "q": "guichet",
    "pour": "200023737",
    "tri": "comparabilite",
    "theme": "accueil",
    "departement": "46",
    "annee": ["2018", "2020"],
}
# No page answers, not even without one of the filters.
NOTHING = {"q": "guichet", "theme": "acces-aux-droits", "annee": "1901", "stade": "stopped"}
LIMIT = 30
# Readers' searches are counted, which takes one write and, around it, three settings.
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0"}
# Wagtail asks these of the database each time they are needed.
WAGTAIL_REPEATS = ("wagtailcore_locale", "wagtailcore_pageviewrestriction")


def queries(client: Client, url: str, query: dict[str, object]) -> list[str]:
    """Return the queries of a page once the caches of the process are warm."""
    client.get(url, query, headers=BROWSER)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, query, headers=BROWSER).status_code == 200
    return [entry["sql"] for entry in captured.captured_queries]


def repeated(queries: list[str], allowed: Sequence[str] = ()) -> list[str]:
    """Return the queries made twice, but for those of Wagtail and those on the allowed tables."""
    tables = (*WAGTAIL_REPEATS, *allowed)
    return [
        sql
        for sql, times in Counter(queries).items()
        if times > 1
        # PostgreSQL's settings of a transaction are no question to the database.
        and not sql.startswith("SET LOCAL")
        and not any(f"FROM {table}" in sql.replace('"', "") for table in tables)
    ]


def grow(lot: SimpleNamespace, welcome: object) -> None:
    for number in range(12):
        place = CollectivityFactory(parent=lot.grouping)
        theme = ThemeFactory()
        CaseStudyPageFactory(
            title=f"Un guichet {number}",
            leads=[place, lot.grouping],
            with_themes=[welcome, theme],
            started_on="2018",
        )


@pytest.mark.parametrize("query", [PLAIN, FULL, NOTHING])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_search_does_not_grow_with_what_it_finds(
    client: Client,
    content: SimpleNamespace,
    lot: SimpleNamespace,
    query: dict[str, object],
    language: str,
):
    home("en")
    url = search_url(language)
    small = queries(client, url, query)
    grow(lot, content.welcome)
    large = queries(client, url, query)
    assert len(large) <= len(small), [sql for sql in large if sql not in small]
    assert len(large) <= LIMIT
    # The engine is asked twice: what there is, then what is in the other language only.
    assert repeated(large, ("search_text",)) == []


@pytest.mark.parametrize("which", ["grouping", "cahors", "department"])
def test_a_collectivity_page_does_not_grow(
    client: Client, content: SimpleNamespace, lot: SimpleNamespace, which: str
):
    place: Collectivity = getattr(lot, which)
    CaseStudyPageFactory(leads=[lot.cahors], with_themes=[content.welcome])
    url = place.get_absolute_url()
    small = queries(client, url, {})
    grow(lot, content.welcome)
    cache.clear()
    large = queries(client, url, {})
    assert len(large) <= len(small), [sql for sql in large if sql not in small]
    assert len(large) <= LIMIT
    assert repeated(large) == []
