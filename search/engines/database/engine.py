"""The embedded engine: the database finds the words, a snapshot in memory filters and counts."""

import heapq
from collections.abc import Callable, Iterable, Mapping
from typing import cast

from search.engines.base import COMPARABILITY_FLOOR, PLAIN_PAGE_WEIGHT, Query, Result
from search.types import FACETS, Sort

from . import snapshot as snapshots
from .matchers import matcher
from .snapshot import UNSCORED, Nearness, Snapshot

_BELOW_ALL = 1e6


class DatabaseEngine:
    """Search on SQLite or PostgreSQL. See `search.engines.base.Engine`."""

    def search(self, query: Query) -> Result:
        """Return the hits of a query, its counts and its facets."""
        snapshot = snapshots.current(query.locale)
        scores = _text_scores(snapshot, query) if query.terms else None
        matched = snapshot.everything if scores is None else snapshot.bits(scores)
        matched &= ~_excluded(snapshot, query)
        selections = {
            facet: _selected(snapshot, facet, values) for facet, values in query.filters.items()
        }
        found = _all_of(matched, selections.values())
        facets, without = _counts(snapshot, matched, found, selections)
        return Result(
            page_ids=_page_of_hits(snapshot, query, found, scores),
            total=found.bit_count(),
            facets=facets,
            without=without,
            unfiltered=matched.bit_count(),
        )


def _text_scores(snapshot: Snapshot, query: Query) -> dict[int, float]:
    """Return position → text score of the entries that have terms enough."""
    scored = query.sort in (Sort.RELEVANCE, Sort.COMPARABILITY)
    rows = matcher().match(query.terms, query.least_rarity, query.locale, scored=scored)
    position = snapshot.positions.get
    scores = {position(entry): score for entry, score in rows}
    scores.pop(None, None)  # another locale's, or newer than the snapshot
    if scored:
        for place in snapshot.listed(_plain(snapshot)):
            if place in scores:
                scores[place] *= PLAIN_PAGE_WEIGHT
    return cast("dict[int, float]", scores)


def _plain(snapshot: Snapshot) -> int:
    return snapshot.facets.get("type", {}).get("page", 0)


def _excluded(snapshot: Snapshot, query: Query) -> int:
    bits = (
        snapshot.bits(
            place for place, page in enumerate(snapshot.page_ids) if page in query.excluded
        )
        if query.excluded
        else 0
    )
    if query.profile is not None and query.least_comparability > 0:
        bits |= ~snapshot.nearness(query.profile, query.weights).at_least(query.least_comparability)
    return bits


def _selected(snapshot: Snapshot, facet: str, values: Iterable[str]) -> int:
    known = snapshot.facets.get(facet, {})
    bits = 0
    for value in values:
        bits |= known.get(value, 0)
    return bits


def _all_of(bits: int, others: Iterable[int]) -> int:
    for other in others:
        bits &= other
    return bits


def _counts(
    snapshot: Snapshot, matched: int, found: int, selections: Mapping[str, int]
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    facets: dict[str, dict[str, int]] = {}
    without: dict[str, int] = {}
    for facet in FACETS:
        base = found
        if facet in selections:
            others = (bits for name, bits in selections.items() if name != facet)
            base = _all_of(matched, others)
            without[facet] = base.bit_count()
        values = snapshot.facets.get(facet, {})
        counts = ((value, (base & bits).bit_count()) for value, bits in values.items())
        facets[facet] = {value: count for value, count in counts if count}
    return facets, without


def _page_of_hits(
    snapshot: Snapshot, query: Query, found: int, scores: Mapping[int, float] | None
) -> list[int]:
    end = query.offset + query.limit
    if query.sort == Sort.COMPARABILITY and query.profile is not None:
        nearness = snapshot.nearness(query.profile, query.weights)
        if scores is None:
            places = snapshot.listed(found, nearness.order)
        else:
            places = _best(snapshot, found, _multiplied(scores, nearness), end)
    elif query.sort == Sort.TITLE:
        places = snapshot.listed(found, snapshot.by_title)
    elif query.sort == Sort.NEWEST:
        places = snapshot.listed(found)
    elif scores is None:
        # Nobody who asks for nothing in particular comes for the legal notice.
        plain = _plain(snapshot)
        places = [*snapshot.listed(found & ~plain), *snapshot.listed(found & plain)]
    else:
        places = _best(snapshot, found, scores.__getitem__, end)
    return [snapshot.page_ids[place] for place in places[query.offset : end]]


def _multiplied(scores: Mapping[int, float], nearness: Nearness) -> Callable[[int], float]:
    """Return position → relevance times comparability, below all others without a lead."""

    def value(place: int) -> float:
        near = nearness.scores[place]
        if near == UNSCORED:
            return scores[place] * COMPARABILITY_FLOOR - _BELOW_ALL
        return scores[place] * (near + COMPARABILITY_FLOOR)

    return value


def _best(snapshot: Snapshot, found: int, value: Callable[[int], float], limit: int) -> list[int]:
    """Return the first positions, greatest value first, equals by page."""
    places = snapshot.listed(found)
    values = list(map(value, places))
    # The last value that counts, then the few that reach it: far less to compare than a full sort.
    least = min(heapq.nlargest(limit, values), default=0.0)
    kept = [(-known, place) for known, place in zip(values, places, strict=True) if known >= least]
    pages = snapshot.page_ids
    kept.sort(key=lambda pair: (pair[0], pages[pair[1]]))
    return [place for _value, place in kept[:limit]]
