"""The embedded engine: the database finds the words, a snapshot in memory filters and counts."""

import heapq
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Q

from collectivities.comparability import Profile
from collectivities.comparability_sql import score_expression
from collectivities.models import Collectivity

from ...models import SearchEntryLead
from ...types import FACETS, Sort
from ..base import Query, Result
from . import snapshot as snapshots
from .matchers import matcher
from .snapshot import Snapshot

# search.md: what a perfect text match keeps where nothing is comparable.
COMPARABILITY_FLOOR = 0.3


class DatabaseEngine:
    """Search on SQLite or PostgreSQL. See `search.engines.base.Engine`."""

    def search(self, query: Query) -> Result:
        """Return the hits of a query, its counts and its facets."""
        snapshot = snapshots.current(query.locale)
        scores = _text_scores(snapshot, query) if query.stems else None
        matched = snapshot.everything if scores is None else snapshot.bits(scores)
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
        )


def _text_scores(snapshot: Snapshot, query: Query) -> dict[int, float]:
    """Return position → text score of the entries that have every stem."""
    scored = query.sort in (Sort.RELEVANCE, Sort.COMPARABILITY)
    rows = matcher().match(query.stems, query.locale, scored=scored)
    positions = snapshot.positions
    return {positions[entry]: score for entry, score in rows if entry in positions}


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
        places = _by_comparability(snapshot, query.profile, found, scores, end)
    elif query.sort == Sort.TITLE:
        places = snapshot.listed(found, snapshot.by_title)
    elif query.sort == Sort.NEWEST or scores is None:
        places = snapshot.listed(found, snapshot.newest)
    else:
        kept = ((-scores[place], snapshot.page_ids[place]) for place in snapshot.listed(found))
        return [page for _score, page in heapq.nsmallest(end, kept)[query.offset :]]
    return [snapshot.page_ids[place] for place in places[query.offset : end]]


def _by_comparability(
    snapshot: Snapshot,
    profile: Profile,
    found: int,
    scores: Mapping[int, float] | None,
    limit: int,
) -> list[int]:
    """Return the first positions, best first; entries without a scored lead come last."""
    by_lead = _lead_scores(snapshot, profile)

    def keys() -> Iterator[tuple[bool, float, int, int]]:
        for place in snapshot.listed(found):
            known = [by_lead[lead] for lead in snapshot.leads.get(place, ()) if lead in by_lead]
            near = max(known, default=0.0)
            relevance = 1.0 if scores is None else scores[place]
            floor = 0.0 if scores is None else COMPARABILITY_FLOOR
            # Python's and SQL's last digits differ: equals must stay equal.
            score = round(relevance * (near + floor), 9)
            yield not known, -score, snapshot.page_ids[place], place

    return [key[-1] for key in heapq.nsmallest(limit, keys())]


def _lead_scores(snapshot: Snapshot, profile: Profile) -> dict[int, float]:
    """Return collectivité → score, for those that led an entry and can be compared."""
    leads = Q(pk__in=SearchEntryLead.objects.values("collectivity"))
    scored = Collectivity.objects.filter(leads).annotate(score=score_expression(profile))
    return {pk: score for pk, score in scored.values_list("pk", "score") if score is not None}
