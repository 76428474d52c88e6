"""Which methods a reader is shown, in the language of the page."""

from typing import Any, TypeVar

from wagtail.models import Locale, Page

from common.pages import live_pages, only_in_other_locales

from .choices import Phase

P = TypeVar("P", bound=Page)


def cards_by_phase(model: type[P], locale: Locale) -> dict[str, Any]:
    """Return the live methods of `locale` grouped by phase, and those of other languages only."""
    by_phase: dict[str, list[P]] = {phase.value: [] for phase in Phase}
    for page in live_pages(model, locale).order_by("title"):
        by_phase[page.phase].append(page)
    groups = [(Phase(value), pages) for value, pages in by_phase.items() if pages]
    return {
        "phases": groups,
        "other_language_pages": list(only_in_other_locales(model, locale).order_by("title")),
    }
