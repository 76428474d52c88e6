"""The facets, orders and leads of every entry of a locale, kept in memory between searches.

Counting facets is what a search spends its time on: one GROUP BY over the matches of a frequent
word takes 170 ms at 20,000 entries. Here each value of a facet is a set of bits, one an entry, so a
count is one AND (under 1 ms for all values of all facets). A snapshot is as true as its token:
every change of the entries changes `SearchState`, in the same transaction, and each search reads
it first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Aggregate, F, TextField

from collectivities.comparability import WEIGHTS, Profile, Weights
from collectivities.comparability_sql import score_expression
from collectivities.models import Collectivity
from search.caching import PerLocale
from search.engines.base import SCORE_DIGITS
from search.models import SearchEntry, SearchEntryLead, SearchFacet

UNSCORED = -1.0
_READERS_KEPT = 16


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """The entries of one locale. An entry is known by its position, latest first, undated last.

    Attributes:
        page_ids: Position → page.
        positions: Entry id → position.
        by_page: Positions in the order of their pages.
        by_title: Positions in alphabetical order.
        facets: Facet → value → positions that have it, as bits.
        first_leads: Position → one of its lead collectivités, 0 without any.
        other_leads: Pairs of position and lead, for those that have several.
    """

    page_ids: Sequence[int] = ()
    positions: Mapping[int, int] = field(default_factory=dict)
    by_page: Sequence[int] = ()
    by_title: Sequence[int] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    first_leads: Sequence[int] = ()
    other_leads: Sequence[tuple[int, int]] = ()
    _nearness: "dict[tuple[Profile, Weights], Nearness]" = field(default_factory=dict, repr=False)

    @property
    def everything(self) -> int:
        """All positions, as bits."""
        return (1 << len(self.page_ids)) - 1

    def bits(self, positions: Iterable[int]) -> int:
        """Return these positions as bits."""
        return _bits(positions, len(self.page_ids))

    def listed(self, bits: int, order: Iterable[int] | None = None) -> list[int]:
        """Return the positions of a set of bits, in the given order or latest first."""
        found = bits.to_bytes(len(self.page_ids) // 8 + 1, "little")
        candidates = range(len(self.page_ids)) if order is None else order
        return [position for position in candidates if found[position >> 3] >> (position & 7) & 1]

    def nearness(self, profile: Profile, weights: Weights = WEIGHTS) -> "Nearness":
        """Return how comparable each entry is with a reader's collectivité."""
        known = self._nearness.get((profile, weights))
        if known is None:
            while len(self._nearness) >= _READERS_KEPT:
                self._nearness.pop(next(iter(self._nearness)), None)
            known = Nearness.of(self, profile, weights)
            self._nearness[profile, weights] = known
        return known

    @classmethod
    def load(cls, locale: str) -> "Snapshot":
        """Read every entry of a locale from the database."""
        entries = SearchEntry.objects.filter(locale=locale)
        rows = list(
            entries.order_by(F("updated_at").desc(nulls_last=True), "page_id").values_list(
                "pk", "page_id", "sort_title"
            )
        )
        positions = {pk: position for position, (pk, _page, _title) in enumerate(rows)}
        page_ids = [page for _pk, page, _title in rows]
        by_page = sorted(range(len(rows)), key=page_ids.__getitem__)
        first_leads, other_leads = _leads(positions)
        return cls(
            page_ids=page_ids,
            positions=positions,
            by_page=by_page,
            # Sorts are stable: equals stay in the order of their pages.
            by_title=sorted(by_page, key=[title for _pk, _page, title in rows].__getitem__),
            facets=_facets(positions),
            first_leads=first_leads,
            other_leads=other_leads,
        )


@dataclass(frozen=True)
class Nearness:
    """How comparable each entry is with one collectivité, by its best lead.

    Attributes:
        scores: Position → score, `UNSCORED` without a lead that can be compared.
        order: Positions, most comparable first, unscored last, equals by page.
    """

    scores: Sequence[float]
    order: Sequence[int]

    @classmethod
    def of(cls, snapshot: Snapshot, profile: Profile, weights: Weights) -> "Nearness":
        """Score the entries of a snapshot."""
        rows = Collectivity.objects.filter(pk__in=SearchEntryLead.objects.values("collectivity"))
        rows = rows.annotate(score=score_expression(profile, weights=weights)).order_by()
        by_lead = {
            pk: round(score, SCORE_DIGITS)
            for pk, score in rows.values_list("pk", "score")
            if score is not None
        }
        scores = [by_lead.get(lead, UNSCORED) for lead in snapshot.first_leads]
        for place, lead in snapshot.other_leads:
            scores[place] = max(scores[place], by_lead.get(lead, UNSCORED))
        return cls(scores, sorted(snapshot.by_page, key=scores.__getitem__, reverse=True))

    def at_least(self, score: float) -> int:
        """Return the positions that reach this score, as bits."""
        places = (place for place, near in enumerate(self.scores) if near >= score)
        return _bits(places, len(self.scores))


class _Ids(Aggregate):
    """The ids of a group, in one text: a row each would take most of the loading time."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "STRING_AGG(%(expressions)s::text, ',')"
        return self.as_sql(compiler, connection, template=template, **context)


def _bits(positions: Iterable[int], size: int) -> int:
    found = bytearray(size // 8 + 1)
    for position in positions:
        found[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(found, "little")


def _facets(positions: Mapping[int, int]) -> dict[str, dict[str, int]]:
    # Not joined to the entries to keep only the locale's: the index alone is read.
    groups = SearchFacet.objects.values_list("facet", "value").annotate(ids=_Ids("entry_id"))
    facets: dict[str, dict[str, int]] = defaultdict(dict)
    for facet, value, ids in groups.order_by():
        places = map(positions.get, map(int, ids.split(",")))
        if bits := _bits((place for place in places if place is not None), len(positions)):
            facets[facet][value] = bits
    return dict(facets)


def _leads(positions: Mapping[int, int]) -> tuple[list[int], list[tuple[int, int]]]:
    first = [0] * len(positions)
    others: list[tuple[int, int]] = []
    for entry, collectivity in SearchEntryLead.objects.values_list("entry_id", "collectivity_id"):
        if (place := positions.get(entry)) is None:
            continue
        if first[place]:
            others.append((place, collectivity))
        else:
            first[place] = collectivity
    return first, others


current = PerLocale(Snapshot.load).current
"""Return the snapshot of a locale as the database has it now."""
