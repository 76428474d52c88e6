"""Which pages a reader may be shown: live, public, of an open language, and in which language."""

from collections.abc import Iterable
from functools import cache
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from .languages import live_homes
from .privacy import is_private

P = TypeVar("P", bound=Page)

LINK_FIELDS = ("locale", "title", "translation_key", "url_path")
"""What a link to a page needs; the texts of a page cost more to read than the rest of it."""


def public(pages: PageQuerySet) -> PageQuerySet:
    """Return those of the pages that anybody may read: live, unrestricted, no aliases.

    A page of a language that is not open answers "not found": it is not for readers either.
    """
    return pages.filter(_is_public())


@cache
def _is_public() -> Q:
    # Made once: a query takes a copy, and a page has many.
    is_open = Q(locale__in=live_homes().values("locale"))
    return Q(~is_private(), is_open, live=True, alias_of__isnull=True)


def live_pages(model: type[P], locale: Locale) -> PageQuerySet:
    """Return the live, public pages of a type in one language, aliases excluded."""
    return public(model._default_manager.all()).filter(locale=locale)


def only_in_other_locales(model: type[P], locale: Locale) -> PageQuerySet:
    """Return the live pages of other languages that have no live counterpart in `locale`."""
    here = live_pages(model, locale).values("translation_key")
    elsewhere = public(model._default_manager.all()).exclude(locale=locale)
    return elsewhere.exclude(translation_key__in=here).select_related("locale")


def localized(
    model: type[P],
    keys: Iterable[UUID] | QuerySet,
    locale: Locale,
    queryset: PageQuerySet | None = None,
) -> dict[UUID, P]:
    """Return, by translation key, the live page in `locale`, or else in French, or else any.

    The number of queries does not grow with the keys. `queryset` says what to load with the pages.
    """
    if queryset is None:
        queryset = model._default_manager.all()
    pages = public(queryset).filter(translation_key__in=keys)
    return best_by_key(pages.select_related("locale"), locale)


def best_by_key(pages: Iterable[P], locale: Locale) -> dict[UUID, P]:
    """Return, by translation key, the page in `locale`, or else in French, or else any of these.

    In the order in which the keys come first. The pages have their locale.
    """

    def preference(page: P) -> tuple[bool, bool]:
        is_french = page.locale.language_code == settings.LANGUAGE_CODE
        return page.locale_id == locale.pk, is_french

    best: dict[UUID, P] = {}
    for page in pages:
        known = best.get(page.translation_key)
        if known is None or preference(page) > preference(known):
            best[page.translation_key] = page
    return best


def localized_pages(
    model: type[P], pages: Iterable[Page], locale: Locale, queryset: PageQuerySet | None = None
) -> list[P]:
    """Return the live version of each page as `localized` picks it, in the order of `pages`."""
    keys = [page.translation_key for page in pages]
    found = localized(model, keys, locale, queryset)
    return [found[key] for key in keys if key in found]
