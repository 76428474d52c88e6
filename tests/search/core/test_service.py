"""The service: whatever is asked gives an answer, in a constant number of queries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from collectivities.models import Collectivity
from search.models import SearchEntry
from search.service import search
from search.types import (
    FACETS,
    MAX_PAGE_SIZE,
    MAX_REACHABLE_HITS,
    MAX_TEXT_LENGTH,
    SearchRequest,
    Sort,
)
from tests.factories import CaseStudyPageFactory, CollectivityFactory, StandardPageFactory

VALUES = st.one_of(st.sampled_from(["case", "page", "stopped", "46"]), st.text(max_size=20))
FILTERS = st.dictionaries(
    st.one_of(st.sampled_from(FACETS), st.text(max_size=10)),
    st.lists(VALUES, max_size=3).map(tuple),
    max_size=4,
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="\"'*^:()-+&|!~<>\\/ \0abé", max_size=60),
    st.lists(
        st.sampled_from(["guichet", "mobile", "AND", "OR", "NOT", "NEAR", '"', "l'", "*"]),
        max_size=8,
    ).map(" ".join),
)


@pytest.fixture
def place(each_engine: Callable[[], None]) -> Collectivity:
    """The lead of one of two pages, searched on one engine, then on the other."""
    place: Collectivity = CollectivityFactory()
    CaseStudyPageFactory(title="Un guichet mobile", leads=[place], stage="stopped")
    StandardPageFactory(title="À propos")
    each_engine()
    return place


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[
        HealthCheck.differing_executors,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(
    text=TEXTS,
    filters=FILTERS,
    sort=st.sampled_from(list(Sort)),
    page=st.integers(),
    page_size=st.integers(),
    locale=st.sampled_from(["fr", "en", "xx", ""]),
    compares=st.booleans(),
)
def test_any_request_gets_an_answer_that_holds_together(
    place: Collectivity, *, compares: bool, **asked: Any
) -> None:
    request = SearchRequest(collectivity=place if compares else None, **asked)
    results = search(request)
    assert 1 <= results.page <= results.pages
    assert len(results.hits) <= min(results.total, MAX_PAGE_SIZE)
    assert set(results.facets) == set(FACETS)
    assert bool(results.hits) == bool(results.total)
    for facet, values in results.request.filters.items():
        assert {v.value for v in results.facets[facet] if v.selected} == set(values)
    if request.locale == "fr" and not results.request.filters and not results.request.text:
        assert results.total == 2


@pytest.mark.django_db
def test_long_texts_are_cut_between_words() -> None:
    StandardPageFactory(title="Guichet")
    results = search(SearchRequest(text="guichet " * 2_000))
    assert results.text_was_cut
    assert len(results.request.text) <= MAX_TEXT_LENGTH
    assert set(results.request.text.split()) == {"guichet"}
    assert results.total == 1


@pytest.mark.django_db
def test_only_the_first_twenty_words_are_searched() -> None:
    words = [f"mot{number}" for number in range(25)]
    StandardPageFactory(title="Page", summary=" ".join(words[:20]))
    results = search(SearchRequest(text=" ".join(words)))
    assert (results.total, results.text_was_cut) == (1, True)
    assert search(SearchRequest(text=" ".join(words[:21]))).total == 1
    assert search(SearchRequest(text=words[20], is_strict=True)).total == 0


@pytest.mark.django_db
def test_controls_and_spaces_are_cleaned() -> None:
    results = search(SearchRequest(text="  un\0 \x1f guichet\n\tmobile "))
    assert results.request.text == "un guichet mobile"


@pytest.mark.django_db
def test_no_page_lies_beyond_the_last_reachable_hit(monkeypatch: pytest.MonkeyPatch) -> None:
    from search import service
    from search.engines.base import Query, Result

    class Endless:
        def search(self, query: Query) -> Result:
            assert query.offset + query.limit <= MAX_REACHABLE_HITS
            return Result(page_ids=(), total=10**6, facets={}, without={})

    monkeypatch.setattr(service, "engine", Endless)
    assert service.search(SearchRequest(page=10**9)).pages == MAX_REACHABLE_HITS // 20


@pytest.mark.django_db
def test_saying_what_to_drop_asks_the_engine_twice_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    from search import service
    from search.engines.base import Query, Result
    from search.engines.database import DatabaseEngine

    asked: list[Query] = []

    class Counted(DatabaseEngine):
        def search(self, query: Query) -> Result:
            asked.append(query)
            return super().search(query)

    def times(**request: Any) -> int:
        asked.clear()
        search(SearchRequest(**request))
        return len(asked)

    monkeypatch.setattr(service, "engine", Counted)
    place = CollectivityFactory()
    CaseStudyPageFactory(title="Un guichet", leads=[place], stage="stopped")
    filters = {"stade": ("experiment",)}
    near = {"collectivity": place, "comparable_only": True}
    assert times(text="guichet") == 1
    assert times(text="guichet", filters=filters, **near) == 1
    filters["cout"] = ("10k_50k",)
    assert times(text="guichet", filters=filters) == 2
    assert times(text="guichet", filters=filters, **near) == 3
    assert times(text="guichet", filters=filters, is_strict=True, **near) == 1


@pytest.mark.django_db
def test_a_page_that_an_engine_should_not_have_found_is_not_shown() -> None:
    page = StandardPageFactory(title="Page")
    # As if a signal had been missed.
    Page.objects.filter(pk=page.pk).update(live=False)
    results = search(SearchRequest())
    assert (results.total, list(results.hits)) == (1, [])


def _queries(**asked: Any) -> int:
    # Restrictions, locales and content types may be cached by the first search.
    search(SearchRequest(**asked))
    with CaptureQueriesContext(connection) as captured:
        search(SearchRequest(**asked))
    return len(captured)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("text", ["", "guichet"])
def test_queries_do_not_grow_with_what_is_found(sort: Sort, text: str) -> None:
    places = CollectivityFactory.create_batch(3)
    asked = {
        "text": text,
        "sort": sort,
        "collectivity": places[0],
        "filters": {"type": ("case",), "stade": ("experiment", "stopped")},
    }
    CaseStudyPageFactory.create_batch(2, summary="Un guichet.", leads=places)
    few = _queries(**asked)
    CaseStudyPageFactory.create_batch(6, summary="Un guichet.", leads=places)
    assert search(SearchRequest(**asked)).total == 8
    assert _queries(**asked) == few
    # Token, text, restrictions, pages, entries, leads; PostgreSQL sets its planner for the text.
    assert few <= (6 if connection.vendor == "sqlite" else 10)


@pytest.mark.django_db
def test_a_snapshot_loads_in_a_constant_number_of_queries() -> None:
    def loading() -> int:
        from search.models import SearchState

        SearchState.touch()
        with CaptureQueriesContext(connection) as captured:
            search(SearchRequest())
        return len(captured)

    StandardPageFactory()
    few = loading()
    for _ in range(5):
        StandardPageFactory()
    assert loading() == few


@pytest.mark.django_db
def test_an_empty_site_has_a_search() -> None:
    SearchEntry.objects.all().delete()
    results = search(SearchRequest(text="guichet"))
    assert (results.total, results.pages) == (0, 1)
    call_command("search_check", verbosity=0)
