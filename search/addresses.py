"""The address of a search: every state of the page is one, always written in the same order."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from collectivities.models import Collectivity
from collectivities.weighting import EVENLY, Emphasis

from .types import FACETS, SearchRequest, Sort

ONLY = "oui"
"""The value of `comparables` in an address."""


@dataclass(frozen=True, kw_only=True)
class SearchAddress:
    """What an address asks for, once understood.

    Attributes:
        text: The words.
        collectivity: The reader's own.
        emphasis: What counts more or less to the reader when collectivités are compared.
        comparable_only: Only pages about collectivités comparable to the reader's.
        sort: The order asked for, even when it still misses the collectivité it needs.
        filters: Facet → selected values.
        page: Page number from 1.
    """

    text: str = ""
    collectivity: Collectivity | None = None
    emphasis: Emphasis = EVENLY
    comparable_only: bool = False
    sort: Sort = Sort.RELEVANCE
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1

    def query_string(self) -> str:
        """Return the query string in canonical order; what is at its default is left out."""
        pairs: list[tuple[str, str | int]] = []
        if self.text:
            pairs.append(("q", self.text))
        if self.collectivity:
            pairs.append(("pour", self.collectivity.ref))
        if self.comparable_only:
            pairs.append(("comparables", ONLY))
        if emphasis := self.emphasis.text():
            pairs.append(("poids", emphasis))
        if self.sort != Sort.RELEVANCE:
            pairs.append(("tri", self.sort.value))
        for facet in FACETS:
            pairs += [(facet, value) for value in sorted(self.filters.get(facet, ()))]
        if self.page > 1:
            pairs.append(("page", self.page))
        return urlencode(pairs)

    def url(self, view: str = "search:search") -> str:
        """Return the address of this state in the active language."""
        query = self.query_string()
        return reverse(view) + (f"?{query}" if query else "")

    def changed(self, **changes: Any) -> "SearchAddress":
        """Return the state with these fields changed, back on its first page."""
        return replace(self, **{"page": 1, **changes})

    def without_value(self, facet: str, value: str) -> "SearchAddress":
        """Return the state without one selected value of a facet."""
        kept = tuple(other for other in self.filters.get(facet, ()) if other != value)
        return self.changed(filters={**self.filters, facet: kept})

    def without_facet(self, facet: str) -> "SearchAddress":
        """Return the state without any selected value of a facet."""
        return self.changed(filters={**self.filters, facet: ()})

    def without_collectivity(self) -> "SearchAddress":
        """Return the state without the reader's collectivité, nor what needs it."""
        sort = Sort.RELEVANCE if self.sort == Sort.COMPARABILITY else self.sort
        return self.changed(collectivity=None, sort=sort, emphasis=EVENLY, comparable_only=False)

    def choosing(self, collectivity: Collectivity) -> "SearchAddress":
        """Return the state for this collectivité, whose results then come most comparable first."""
        sort = Sort.COMPARABILITY if self.sort == Sort.RELEVANCE else self.sort
        return self.changed(collectivity=collectivity, sort=sort)

    def followed(self) -> "SearchAddress":
        """Return the state as feeds and alerts know it: their order is their own."""
        return self.changed(sort=Sort.RELEVANCE)

    def is_empty(self) -> bool:
        """Tell whether the address asks for nothing in particular."""
        return not self.query_string()

    def request(self, locale: str) -> SearchRequest:
        """Return what to ask the search service for pages in `locale`."""
        lacks_collectivity = self.sort == Sort.COMPARABILITY and self.collectivity is None
        return SearchRequest(
            text=self.text,
            locale=locale,
            filters={facet: values for facet, values in self.filters.items() if values},
            collectivity=self.collectivity,
            weights=self.emphasis.weights(),
            comparable_only=self.comparable_only and self.collectivity is not None,
            sort=Sort.RELEVANCE if lacks_collectivity else self.sort,
            page=self.page,
        )
