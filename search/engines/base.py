"""What every search engine is asked, what it answers, and nothing of how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from collectivities.comparability import Profile
from search.types import Sort


@dataclass(frozen=True, kw_only=True)
class Query:
    """A search, cleaned by the service.

    Attributes:
        stems: All of them must be found; none means every entry.
        locale: Language code of the entries.
        filters: Facet → accepted values; an entry needs one of them in each facet.
        profile: The collectivité that entries are compared with.
        sort: `COMPARABILITY` only with a profile.
        offset: Hits to skip.
        limit: Hits to return at most.
    """

    stems: tuple[str, ...] = ()
    locale: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    profile: Profile | None = None
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
    """

    page_ids: Sequence[int]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    without: Mapping[str, int]


class Engine(Protocol):
    """Finds entries. Every engine passes the same suite, `tests/contracts/search_engine.py`.

    Order, the same for all: relevance by score (newest first when there are no words);
    comparability by score, times relevance when there are words, entries without a known lead
    last; newest by date, undated last; title in alphabetical order. Equals by page id.
    """

    def search(self, query: Query) -> Result:
        """Return the hits of a query, its counts and its facets."""
