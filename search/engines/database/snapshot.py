"""The facets, orders and leads of every entry of a locale, kept in memory between searches.

Counting facets is what a search spends its time on: one GROUP BY over the matches of a frequent
word takes 170 ms at 20,000 entries. Here each value of a facet is a set of bits, one an entry, so a
count is one AND (under 1 ms for all values of all facets). A snapshot is as true as its token:
every change of the entries changes `SearchState`, in the same transaction, and each search reads
it first.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import compress
from operator import or_
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Aggregate, F, TextField

from collectivities.comparability import WEIGHTS, Profile, Weights
from collectivities.comparability_sql import score_expression
from collectivities.models import Collectivity
from search.caching import PerLocale, make_room
from search.engines.base import SCORE_DIGITS, Term
from search.models import SearchEntry, SearchEntryLead, SearchFacet

from .matchers import matcher

K = TypeVar("K")
V = TypeVar("V")

UNSCORED = -1.0
# Of these 8 bytes an entry are kept…
_READERS_KEPT = 16
_TEXTS_KEPT = 32
# … and of these a bit.
_TERMS_KEPT = 500
_DIGITS = bytes.maketrans(b"01", b"\0\1")


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """The entries of one locale. An entry is known by its position, latest first, undated last.

    Attributes:
        locale: Language code.
        page_ids: Position → page.
        entry_ids: Position → entry.
        by_title: Positions in alphabetical order.
        facets: Facet → value → positions that have it, as bits.
        first_leads: Position → one of its lead collectivités, 0 without any.
        other_leads: Pairs of position and lead, for those that have several.
        known_on: Position → the day it was last known to be true, as an ordinal, 0 without one.
    """

    locale: str = ""
    page_ids: Sequence[int] = ()
    entry_ids: Sequence[int] = ()
    by_title: Sequence[int] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    first_leads: Sequence[int] = ()
    other_leads: Sequence[tuple[int, int]] = ()
    known_on: Sequence[int] = ()
    _positions: Sequence[int] = field(default=(), repr=False)
    _having: dict[Term, int] = field(default_factory=dict, repr=False)
    _scores: dict[tuple[Term, ...], Sequence[float]] = field(default_factory=dict, repr=False)
    _nearness: dict[tuple[Profile, Weights], Sequence[float]] = field(
        default_factory=dict, repr=False
    )

    @property
    def everything(self) -> int:
        """All positions, as bits."""
        return (1 << len(self.page_ids)) - 1

    def bits(self, positions: Iterable[int]) -> int:
        """Return these positions as bits."""
        return _bits(positions, len(self.page_ids))

    def listed(self, bits: int, order: Sequence[int] | None = None) -> list[int]:
        """Return the positions of a set of bits, in the given order or latest first."""
        found = f"{bits:0{len(self.page_ids)}b}".encode().translate(_DIGITS)[::-1]
        if order is None:
            return list(compress(range(len(self.page_ids)), found))
        return list(compress(order, map(found.__getitem__, order)))

    def having(self, term: Term) -> int:
        """Return the positions of the entries that have a term, as bits."""

        def find() -> int:
            entries = matcher().found(term, self.locale)
            return self.bits(_placed(entries, self._positions))

        return _kept(self._having, term, find, _TERMS_KEPT)

    def scores(self, terms: tuple[Term, ...], places: Sequence[int]) -> list[float]:
        """Return the text scores of some positions, in their order."""
        entries = [self.entry_ids[place] for place in places]
        any_of = reduce(or_, map(self.having, terms))
        if terms not in self._scores and len(places) * 3 < any_of.bit_count() * 2:
            known = matcher().scores(terms, self.locale, entries, are_all=False)
            return [known.get(entry, 0.0) for entry in entries]

        # Most of those that have a term are sought: it is faster to score them all, and the next
        # page, or the same words with another filter, find them there.
        def score() -> Sequence[float]:
            having = [self.entry_ids[place] for place in self.listed(any_of)]
            known = matcher().scores(terms, self.locale, having, are_all=True)
            return array("d", (known.get(entry, 0.0) for entry in self.entry_ids))

        scores = _kept(self._scores, terms, score, _TEXTS_KEPT)
        return [scores[place] for place in places]

    def known_before(self, day: date) -> int:
        """Return the positions of the entries last known to be true before a day, as bits."""
        limit = day.toordinal()
        return self.bits(place for place, known in enumerate(self.known_on) if 0 < known < limit)

    def nearness(self, profile: Profile, weights: Weights = WEIGHTS) -> Sequence[float]:
        """Return position → how comparable its best lead is with a reader's collectivité.

        `UNSCORED` without a lead that can be compared.
        """

        def compare() -> Sequence[float]:
            by_lead = _lead_scores(profile, weights)
            scores = array("d", (by_lead.get(lead, UNSCORED) for lead in self.first_leads))
            for place, lead in self.other_leads:
                scores[place] = max(scores[place], by_lead.get(lead, UNSCORED))
            return scores

        return _kept(self._nearness, (profile, weights), compare, _READERS_KEPT)

    @classmethod
    def load(cls, locale: str) -> "Snapshot":
        """Read every entry of a locale from the database."""
        entries = SearchEntry.objects.filter(locale=locale)
        rows = list(
            entries.order_by(F("updated_at").desc(nulls_last=True), "page_id").values_list(
                "pk", "page_id", "sort_title"
            )
        )
        entry_ids = [pk for pk, _page, _title in rows]
        page_ids = [page for _pk, page, _title in rows]
        positions = _places(entry_ids)
        titles = [(title, page) for _pk, page, title in rows]
        first_leads, other_leads = _leads(positions, len(rows))
        # Of their index alone: beside the rest of an entry, its texts would be read.
        known = entries.filter(known_on__isnull=False).values_list("pk", "known_on")
        days = {pk: day.toordinal() for pk, day in known.order_by() if day}
        return cls(
            locale=locale,
            page_ids=page_ids,
            entry_ids=entry_ids,
            by_title=sorted(range(len(rows)), key=titles.__getitem__),
            facets=_facets(positions, len(rows)),
            first_leads=first_leads,
            other_leads=other_leads,
            known_on=[days.get(pk, 0) for pk in entry_ids],
            _positions=positions,
        )


def _kept(known: dict[K, V], key: K, make: Callable[[], V], most: int) -> V:
    """Return what is kept under a key, made when it is not; the oldest gives way."""
    value = known.get(key)
    if value is None:
        value = make()
        make_room(known, most)
        known[key] = value
    return value


def _lead_scores(profile: Profile, weights: Weights) -> dict[int, float]:
    """Return the score of each lead collectivité that can be compared."""
    rows = Collectivity.objects.filter(pk__in=SearchEntryLead.objects.values("collectivity"))
    scored = rows.annotate(score=score_expression(profile, weights=weights)).order_by()
    sql, parameters = scored.values_list("pk", "score").query.sql_with_params()
    with connection.cursor() as cursor:
        # Not through the ORM, which takes as long to read them as the database to compare them.
        cursor.execute(sql, parameters)
        digits = 10**SCORE_DIGITS
        return {pk: int(score * digits + 0.5) / digits for pk, score in cursor if score is not None}


class _Ids(Aggregate):
    """The ids of a group, in one text: a row each would take most of the loading time."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "STRING_AGG(%(expressions)s::text, ',')"
        return self.as_sql(compiler, connection, template=template, **context)


def _bits(positions: Iterable[int], size: int) -> int:
    """Return positions below a size as bits; `size` itself is left out."""
    digits = bytearray(b"0") * (size + 1)
    one = ord("1")
    for position in positions:
        digits[position] = one
    return int(digits[:size][::-1] or b"0", 2)


def _places(entry_ids: Sequence[int]) -> Sequence[int]:
    """Return entry → position, the number of entries for one of another locale.

    An array: a dictionary of 100,000 does not fit the processor's cache, and most of the time went
    with waiting for it.
    """
    size = len(entry_ids)
    positions = array("l", [size]) * (max(entry_ids, default=0) + 1)
    for position, entry in enumerate(entry_ids):
        positions[entry] = position
    return positions


def _placed(entries: Iterable[int], positions: Sequence[int]) -> list[int]:
    """Return the positions of entries; those newer than the snapshot are left out."""
    end = len(positions)
    return [positions[entry] for entry in entries if entry < end]


def _facets(positions: Sequence[int], size: int) -> dict[str, dict[str, int]]:
    # Not joined to the entries to keep only the locale's: the index alone is read.
    groups = SearchFacet.objects.values_list("facet", "value").annotate(ids=_Ids("entry_id"))
    facets: dict[str, dict[str, int]] = defaultdict(dict)
    for facet, value, ids in groups.order_by():
        if bits := _bits(_placed(json.loads(f"[{ids}]"), positions), size):
            facets[facet][value] = bits
    return dict(facets)


def _leads(positions: Sequence[int], size: int) -> tuple[list[int], list[tuple[int, int]]]:
    first = [0] * size
    others: list[tuple[int, int]] = []
    end = len(positions)
    for entry, collectivity in SearchEntryLead.objects.values_list("entry_id", "collectivity_id"):
        place = positions[entry] if entry < end else size
        if place == size:
            continue
        if first[place]:
            others.append((place, collectivity))
        else:
            first[place] = collectivity
    return first, others


current = PerLocale(Snapshot.load).current
"""Return the snapshot of a locale as the database has it now."""
