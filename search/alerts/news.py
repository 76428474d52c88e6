"""Found pages as feeds and messages tell of them, away from the site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid5

from django.http import QueryDict

from common.addresses import whole_address
from search import forms
from search.addresses import ONLY, SearchAddress
from search.facets import TYPE_LABELS
from search.presentation import Labels
from search.types import FACETS, Hit


@dataclass(frozen=True, kw_only=True)
class News:
    """A page to tell of.

    Attributes:
        key: A URN that stays the same wherever the page moves; each language has its own.
        percent: How comparable it is with the reader's collectivité, out of a hundred.
    """

    key: str
    title: str
    url: str
    summary: str
    type_label: str
    published: datetime | None
    updated: datetime | None
    percent: int | None


def news_of(hit: Hit) -> News:
    """Return what is told of a found page."""
    score = hit.comparison.score if hit.comparison else None
    return News(
        key=uuid5(hit.page.translation_key, hit.entry.locale).urn,
        title=hit.entry.title,
        url=whole_address(hit.page.get_url() or ""),
        summary=hit.entry.summary,
        type_label=str(TYPE_LABELS.get(hit.entry.type, "")),
        published=hit.page.first_published_at,
        updated=hit.entry.updated_at or hit.page.first_published_at,
        percent=None if score is None else round(score * 100),
    )


def stored_search(query: str) -> tuple[SearchAddress, Labels]:
    """Return the search that an alert keeps, and the labels of its filters.

    What no longer exists (a theme, a method, the collectivité that others are compared with) stays
    asked for and finds nothing: without it, the alert would tell of pages nobody asked for.
    """
    data = QueryDict(query)
    parsed = forms.parse(data)
    filters: Mapping[str, Sequence[str]] = {name: data.getlist(name) for name in FACETS}
    kept = {name: tuple(values) for name, values in filters.items() if values}
    comparable_only = ONLY in data.getlist("comparables")
    return replace(parsed.state, filters=kept, comparable_only=comparable_only), parsed.labels
