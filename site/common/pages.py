"""Which pages a reader may be shown: live, public, and in which language."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

P = TypeVar("P", bound=Page)


def live_pages(model: type[P], locale: Locale) -> PageQuerySet:
    """Return the live, public pages of a type in one language, aliases excluded."""
    pages = model._default_manager.live().public()
    return pages.filter(locale=locale, alias_of__isnull=True)


def only_in_other_locales(model: type[P], locale: Locale) -> PageQuerySet:
    """Return the live pages of other languages that have no live counterpart in `locale`."""
    pages = model._default_manager.live().public()
    here = live_pages(model, locale).values("translation_key")
    return (
        pages.filter(alias_of__isnull=True)
        .exclude(locale=locale)
        .exclude(translation_key__in=here)
        .select_related("locale")
    )


def localized(
    model: type[P],
    keys: Iterable[UUID],
    locale: Locale,
    queryset: PageQuerySet | None = None,
) -> dict[UUID, P]:
    """Return, by translation key, the live page in `locale`, or else in French, or else any.

    The number of queries does not grow with the keys. `queryset` says what to load with the pages.
    """
    french = Locale.get_default().pk
    if queryset is None:
        queryset = model._default_manager.all()
    pages = queryset.live().public()
    pages = pages.filter(translation_key__in=set(keys), alias_of__isnull=True)

    def preference(page: P) -> tuple[bool, bool]:
        return page.locale_id == locale.pk, page.locale_id == french

    best: dict[UUID, P] = {}
    for page in pages.select_related("locale"):
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
