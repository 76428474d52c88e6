"""What a search in another language would find in French only: said, counted and linked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import override
from wagtail.models import Page

from . import service
from .addresses import SearchAddress
from .analysis import stems
from .engines.base import Query
from .facets import TYPE_LABELS
from .models import SearchEntry
from .presentation import Choice
from .types import MAX_REACHABLE_HITS, MAX_TERMS, Sort

PAGES_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class FrenchOnly:
    """The French pages that a search finds and that are not translated.

    Attributes:
        total: How many there are.
        pages: The first of them.
        url: The same search in French.
    """

    total: int
    pages: Sequence[Choice]
    url: str


def found_only_in_french(
    state: SearchAddress, language: str, request: HttpRequest
) -> FrenchOnly | None:
    """Return what the search finds in French and not in `language`; None when nothing."""
    french = settings.LANGUAGE_CODE
    if language == french:
        return None
    found = _found(state, french)
    if not found:
        return None
    translated = set(_translated(french, language))
    untranslated = [page for page in found if page not in translated]
    if not untranslated:
        return None
    with override(french):
        url = state.changed().url()
    return FrenchOnly(
        total=len(untranslated), pages=_links(untranslated[:PAGES_SHOWN], request), url=url
    )


def _found(state: SearchAddress, language: str) -> Sequence[int]:
    """Return every page found, without reading any: only the engine is asked."""
    asked = state.request(language)
    words = tuple(dict.fromkeys(stems(asked.text, language)))[:MAX_TERMS]
    if asked.text and not words:
        return ()
    query = Query(
        stems=words,
        locale=language,
        filters=asked.filters,
        sort=Sort.RELEVANCE if asked.sort == Sort.COMPARABILITY else asked.sort,
        limit=MAX_REACHABLE_HITS,
    )
    return service.engine().search(query).page_ids


def _translated(french: str, language: str) -> Sequence[int]:
    """Return the French pages that readers of `language` find in it: both have their entry."""
    there = SearchEntry.objects.filter(locale=language).values("page__translation_key")
    here = SearchEntry.objects.filter(locale=french, page__translation_key__in=there)
    return list(here.values_list("page", flat=True))


def _links(pages: Sequence[int], request: HttpRequest) -> list[Choice]:
    live = Page.objects.live().public().in_bulk(pages)
    types = dict(SearchEntry.objects.filter(page__in=pages).values_list("page_id", "type"))
    return [
        Choice(
            label=live[page].title,
            url=live[page].get_url(request) or "",
            name=str(TYPE_LABELS.get(types.get(page, ""), "")),
        )
        for page in pages
        if page in live
    ]
