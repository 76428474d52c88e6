"""What a query becomes in Elasticsearch's language: one request for hits, counts and facets."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from search.engines.base import (
    COMPARABILITY_FLOOR,
    PLAIN_PAGE_WEIGHT,
    ROUNDING,
    STALE_WEIGHT,
    SYNONYM_WEIGHT,
    Query,
    Stems,
    Term,
)
from search.types import FACETS, Sort

from .comparing import best_lead, best_lead_times_words
from .layout import TEXTS

FIELDS = [f"{name}^{weight}" for name, weight in TEXTS.items()]
MAX_VALUES = 2_000
"""Of one facet; themes and organisations stay far below."""
FREE = "free"
"""Where the answer counts the facets without a selection."""
UNFILTERED = "unfiltered"
"""Where it counts the hits whatever the selections."""

_EQUALS = {"page": "asc"}
_BY_SCORE: list[Any] = [{"_score": "desc"}, _EQUALS]
_NEWEST: list[Any] = [{"updated": {"order": "desc", "missing": "_last"}}, _EQUALS]
_IN_ORDER: dict[Sort, list[Any]] = {
    Sort.TITLE: [{"sort_title": "asc"}, _EQUALS],
    Sort.NEWEST: _NEWEST,
    # Nobody who asks for nothing in particular comes for the legal notice.
    Sort.RELEVANCE: [{"is_plain": "asc"}, *_NEWEST],
}
# Lifts a logarithm above zero: no text score is below e^-20.
_LIFT = 20


def body(query: Query) -> dict[str, Any]:
    """Return the body of the search request."""
    selections = [
        {"terms": {f"facets.{facet}": list(values)}} for facet, values in query.filters.items()
    ]
    main, order = _scored(query)
    request: dict[str, Any] = {
        "query": main,
        "sort": order,
        "from": query.offset,
        "size": query.limit,
        "_source": False,
        "track_total_hits": True,
        "aggs": {**_facets(query.filters), UNFILTERED: {"filter": {"match_all": {}}}},
    }
    if selections:
        request["post_filter"] = {"bool": {"filter": selections}}
    return request


def _scored(query: Query) -> tuple[dict[str, Any], Sequence[Any]]:
    """Return the query without its facet selections, and the order of its hits."""
    text = _stale_pages_less(_text(query.terms, query.least_rarity), query.stale_before)
    conditions, profile = _conditions(query), query.profile
    if query.sort == Sort.COMPARABILITY and profile is not None:
        if text is None:
            near = best_lead(profile, query.weights)
            return {"bool": {**conditions, "should": [near]}}, _BY_SCORE
        near = best_lead_times_words(profile, query.weights, COMPARABILITY_FLOOR)
        return {"bool": {**conditions, "must": [_logarithm(text)], "should": [near]}}, _BY_SCORE
    if text is not None and query.sort == Sort.RELEVANCE:
        return {"bool": {**conditions, "must": [text]}}, _BY_SCORE
    if text is not None:
        conditions["filter"].append(text)
    return {"bool": conditions}, _IN_ORDER[query.sort]


def _conditions(query: Query) -> dict[str, list[Any]]:
    conditions: dict[str, list[Any]] = {"filter": [{"match_all": {}}]}
    if query.excluded:
        conditions["must_not"] = [{"ids": {"values": sorted(map(str, query.excluded))}}]
    if query.profile is not None and query.least_comparability > 0:
        conditions["filter"].append(
            best_lead(query.profile, query.weights, least=query.least_comparability)
        )
    return conditions


def _text(terms: Sequence[Term], least_rarity: float | None) -> dict[str, Any] | None:
    if not terms:
        return None
    asked = list(map(_term, terms))
    if least_rarity is None:
        return _plain_pages_less({"bool": {"must": asked}})
    rarities = [
        {"constant_score": {"filter": query, "boost": term.rarity}}
        for term, query in zip(terms, asked, strict=True)
    ]
    enough = {
        "script_score": {
            "query": {"bool": {"should": rarities}},
            "script": {"source": "_score"},
            "min_score": max(0.0, least_rarity - ROUNDING),
        }
    }
    return _plain_pages_less({"bool": {"filter": [enough], "should": asked}})


def _plain_pages_less(text: dict[str, Any]) -> dict[str, Any]:
    return _less(text, {"term": {"facets.type": "page"}}, PLAIN_PAGE_WEIGHT)


def _stale_pages_less(text: dict[str, Any] | None, day: date | None) -> dict[str, Any] | None:
    if text is None or day is None:
        return text
    return _less(text, {"range": {"known": {"lt": day.toordinal()}}}, STALE_WEIGHT)


def _less(text: dict[str, Any], which: dict[str, Any], weight: float) -> dict[str, Any]:
    """Return a query that finds the same, and counts some of it less."""
    return {"boosting": {"positive": text, "negative": which, "negative_boost": weight}}


def _term(term: Term) -> dict[str, Any]:
    typed = _words(term.words)
    if not term.synonyms:
        return typed
    others = {"bool": {"should": list(map(_phrase, term.synonyms)), "boost": SYNONYM_WEIGHT}}
    return {"bool": {"should": [typed, others], "minimum_should_match": 1}}


def _words(words: Stems) -> dict[str, Any]:
    return {"combined_fields": {"query": " ".join(words), "fields": FIELDS, "operator": "and"}}


def _phrase(words: Stems) -> dict[str, Any]:
    if len(words) == 1:
        return _words(words)
    return {"multi_match": {"query": " ".join(words), "fields": FIELDS, "type": "phrase"}}


def _logarithm(text: dict[str, Any]) -> dict[str, Any]:
    script = {"source": "Math.max(0, Math.log(_score) + params.lift)", "params": {"lift": _LIFT}}
    return {"script_score": {"query": text, "script": script}}


def _facets(filters: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the counts of each facet under the selections of the others.

    Those without a selection of their own are all counted under the same filter, evaluated once.
    """
    found = {facet: _counted([facet], filters) for facet in FACETS if facet in filters}
    free = [facet for facet in FACETS if facet not in filters]
    return {**found, FREE: _counted(free, filters)}


def _counted(facets: Sequence[str], filters: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    others = [
        {"terms": {f"facets.{other}": list(values)}}
        for other, values in filters.items()
        if other not in facets
    ]
    counts = {
        facet: {"terms": {"field": f"facets.{facet}", "size": MAX_VALUES}} for facet in facets
    }
    return {"filter": {"bool": {"filter": others}}, "aggs": counts}
