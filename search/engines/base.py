"""What every search engine is asked, what it answers, and nothing of how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from collectivities.comparability import WEIGHTS, Profile, Weights
from search.types import Sort

Stems = tuple[str, ...]

COMPARABILITY_FLOOR = 0.3
"""What a match keeps of its relevance where nothing is comparable, as search.md gives it."""
SCORE_DIGITS = 6
"""Comparability is rounded so, for engines that count in other precisions to agree on equals."""
SYNONYM_WEIGHT = 0.4
"""What a synonym counts beside the words that were typed."""
PLAIN_PAGE_WEIGHT = 0.5
"""What a plain page counts beside cases, methods and studies: few come for the legal notice."""
STALE_WEIGHT = 0.85
"""What a page counts that nobody confirmed for long, where its words decide: it sinks a little."""
ROUNDING = 0.001
"""Sums of rarities are compared with this tolerance, in whatever precision an engine counts."""


@dataclass(frozen=True)
class Term:
    """One thing asked for. An entry has it when it has all its words, or one of its synonyms.

    Attributes:
        words: Stems, wherever they stand.
        synonyms: Phrases, each of stems that follow one another.
        rarity: How much finding it says; above 0.
    """

    words: Stems
    synonyms: tuple[Stems, ...] = ()
    rarity: float = 1.0

    def stems(self) -> frozenset[str]:
        """Return every stem that may be found for it."""
        return frozenset(self.words).union(*self.synonyms)


@dataclass(frozen=True, kw_only=True)
class Query:
    """A search, cleaned by the service.

    Attributes:
        terms: What is asked for; none means every entry.
        least_rarity: What the rarities of the terms that an entry has must add up to; None asks for
            every term.
        locale: Language code of the entries.
        filters: Facet → accepted values; an entry needs one of them in each facet.
        excluded: Pages that are not to be found.
        profile: The collectivité that entries are compared with.
        weights: How much each kind of closeness counts in that.
        least_comparability: The score from 0 to 1 that an entry must reach; 0 asks for none.
        stale_before: Entries last known to be true before this day count `STALE_WEIGHT`.
        sort: `COMPARABILITY` only with a profile.
        offset: Hits to skip.
        limit: Hits to return at most.
    """

    terms: tuple[Term, ...] = ()
    least_rarity: float | None = None
    locale: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: frozenset[int] = frozenset()
    profile: Profile | None = None
    weights: Weights = WEIGHTS
    least_comparability: float = 0.0
    stale_before: date | None = None
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, kw_only=True)
class Result:
    """What an engine found.

    Attributes:
        page_ids: The pages asked for, in order.
        total: All hits.
        facets: Facet → value → hits it has under the selections of the other facets; values
            without hits are left out.
        without: Selected facet → hits there would be without its selection.
        unfiltered: Hits there would be without any selection.
    """

    page_ids: Sequence[int] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    without: Mapping[str, int] = field(default_factory=dict)
    unfiltered: int = 0


class Engine(Protocol):
    """Finds entries. Every engine passes the same suite, `tests/contracts/search_engine.py`.

    Order, the same for all: relevance by score (newest first when there are no words);
    comparability by score, times relevance when there are words, entries without a known lead
    last; newest by date, undated last; title in alphabetical order. Equals by page id.
    """

    def search(self, query: Query) -> Result:
        """Return the hits of a query, its counts and its facets."""
