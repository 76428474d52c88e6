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

pytestmark = [pytest.mark.django_db, pytest.mark.long]

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


# Pages take long to make: they grow once for all the searches, and once for all the places.
def test_searches_do_not_grow_with_what_they_find(
    client: Client, content: SimpleNamespace, lot: SimpleNamespace, subtests: pytest.Subtests
):
    home("en")
    asked = [(language, query) for language in ("fr", "en") for query in (PLAIN, FULL, NOTHING)]

    def count_all() -> list[list[str]]:
        return [queries(client, search_url(language), query) for language, query in asked]

    before = count_all()
    grow(lot, content.welcome)
    for of, small, large in zip(asked, before, count_all(), strict=True):
        with subtests.test(of=of):
            assert len(large) <= len(small), [sql for sql in large if sql not in small]
            assert len(large) <= LIMIT
            # The engine is asked twice: what there is, then what is in the other language only.
            assert repeated(large, ("search_text",)) == []


def test_the_pages_of_collectivities_do_not_grow(
    client: Client, content: SimpleNamespace, lot: SimpleNamespace, subtests: pytest.Subtests
):
    CaseStudyPageFactory(leads=[lot.cahors], with_themes=[content.welcome])
    places: list[Collectivity] = [lot.grouping, lot.cahors, lot.department]

    def count_all() -> list[list[str]]:
        cache.clear()
        return [queries(client, place.get_absolute_url(), {}) for place in places]

    before = count_all()
    grow(lot, content.welcome)
    for place, small, large in zip(places, before, count_all(), strict=True):
        with subtests.test(of=place.name):
            assert len(large) <= len(small), [sql for sql in large if sql not in small]
            assert len(large) <= LIMIT
            assert repeated(large) == []
