"""The embedded engine: the database finds the words, a snapshot in memory filters and counts."""

import heapq
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_

from search.engines.base import (
    COMPARABILITY_FLOOR,
    PLAIN_PAGE_WEIGHT,
    ROUNDING,
    STALE_WEIGHT,
    Query,
    Result,
)
from search.types import FACETS, Sort

from . import snapshot as snapshots
from .snapshot import UNSCORED, Snapshot

_BELOW_ALL = 1e6


class DatabaseEngine:
    """Search on SQLite or PostgreSQL. See `search.engines.base.Engine`."""

    def search(self, query: Query) -> Result:
        """Return the hits of a query, its counts and its facets."""
        snapshot = snapshots.current(query.locale)
        matched = _matched(snapshot, query) & ~_excluded(snapshot, query)
        selections = {
            facet: _selected(snapshot, facet, values) for facet, values in query.filters.items()
        }
        found = reduce(and_, selections.values(), matched)
        facets, without = _counts(snapshot, matched, found, selections)
        places = _in_order(snapshot, query, found)[query.offset : query.offset + query.limit]
        return Result(
            page_ids=[snapshot.page_ids[place] for place in places],
            total=found.bit_count(),
            facets=facets,
            without=without,
            unfiltered=matched.bit_count(),
        )


def _matched(snapshot: Snapshot, query: Query) -> int:
    """Return the entries that have terms enough."""
    having = [snapshot.having(term) for term in query.terms]
    if query.least_rarity is None:
        return reduce(and_, having, snapshot.everything)
    rarities = array("d", [0.0]) * len(snapshot.page_ids)
    for term, bits in zip(query.terms, having, strict=True):
        for place in snapshot.listed(bits):
            rarities[place] += term.rarity
    least = query.least_rarity - ROUNDING
    return snapshot.bits(place for place, rarity in enumerate(rarities) if rarity >= least)


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
        near = snapshot.nearness(query.profile, query.weights)
        least = query.least_comparability
        bits |= snapshot.bits(place for place, score in enumerate(near) if score < least)
    return bits


def _selected(snapshot: Snapshot, facet: str, values: Iterable[str]) -> int:
    known = snapshot.facets.get(facet, {})
    return reduce(or_, (known.get(value, 0) for value in values), 0)


def _counts(
    snapshot: Snapshot, matched: int, found: int, selections: Mapping[str, int]
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    facets: dict[str, dict[str, int]] = {}
    without: dict[str, int] = {}
    for facet in FACETS:
        base = found
        if facet in selections:
            others = (bits for name, bits in selections.items() if name != facet)
            base = reduce(and_, others, matched)
            without[facet] = base.bit_count()
        values = snapshot.facets.get(facet, {})
        counts = ((value, (base & bits).bit_count()) for value, bits in values.items())
        facets[facet] = {value: count for value, count in counts if count}
    return facets, without


def _in_order(snapshot: Snapshot, query: Query, found: int) -> list[int]:
    """Return the positions found in order, at least as far as the page that is asked for."""
    if query.sort == Sort.TITLE:
        return snapshot.listed(found, snapshot.by_title)
    if query.sort == Sort.NEWEST:
        return snapshot.listed(found)
    end = query.offset + query.limit
    if query.sort == Sort.COMPARABILITY and query.profile is not None:
        near = snapshot.nearness(query.profile, query.weights)
        if query.terms:
            return _best(snapshot, _multiplied(_text_scores(snapshot, query, found), near), end)
        return _best(snapshot, {place: near[place] for place in snapshot.listed(found)}, end)
    if query.terms:
        return _best(snapshot, _text_scores(snapshot, query, found), end)
    # Nobody who asks for nothing in particular comes for the legal notice.
    plain = _plain(snapshot)
    return [*snapshot.listed(found & ~plain), *snapshot.listed(found & plain)]


def _text_scores(snapshot: Snapshot, query: Query, found: int) -> dict[int, float]:
    """Return position → text score of the entries found."""
    places = snapshot.listed(found)
    scores = dict(zip(places, snapshot.scores(query.terms, places), strict=True))
    for place in snapshot.listed(found & _plain(snapshot)):
        scores[place] *= PLAIN_PAGE_WEIGHT
    if query.stale_before is not None:
        for place in snapshot.listed(found & snapshot.known_before(query.stale_before)):
            scores[place] *= STALE_WEIGHT
    return scores


def _multiplied(scores: Mapping[int, float], near: Sequence[float]) -> dict[int, float]:
    """Return position → relevance times comparability, below all others without a lead."""
    return {
        place: score * COMPARABILITY_FLOOR - _BELOW_ALL
        if near[place] == UNSCORED
        else score * (near[place] + COMPARABILITY_FLOOR)
        for place, score in scores.items()
    }


def _best(snapshot: Snapshot, values: Mapping[int, float], limit: int) -> list[int]:
    """Return the first positions, greatest value first, equals by page."""
    # The last value that counts, then the few that reach it: far less to compare than a full sort.
    least = min(heapq.nlargest(limit, values.values()), default=0.0)
    pages = snapshot.page_ids
    kept = [(-value, pages[place], place) for place, value in values.items() if value >= least]
    return [place for _value, _page, place in sorted(kept)[:limit]]
