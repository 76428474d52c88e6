"""Which case studies, with what they need for a list."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

if TYPE_CHECKING:
    from .models import CaseStudyPage


class CaseStudyQuerySet(PageQuerySet):
    def for_cards(self) -> "CaseStudyQuerySet":
        """Load with each case what its card shows, in a number of queries that does not grow."""
        return self.with_joins().prefetch_related(*_card_rows(self.model))

    def with_joins(self) -> "CaseStudyQuerySet":
        """Load with each case what a card shows of it in one query; `load_cards` loads the rest."""
        return self.select_related("cover_image", "locale")


CaseStudyManager = PageManager.from_queryset(CaseStudyQuerySet)


def load_cards(cases: "Iterable[CaseStudyPage]") -> None:
    """Load what the cards of these cases show and is not loaded yet, for all at once."""
    cases = [case for case in cases if case.pk]
    if cases:
        prefetch_related_objects(cases, *_card_rows(type(cases[0])))


def _card_rows(model: "type[CaseStudyPage]") -> list[Prefetch | str]:
    return [
        _rows(model, "collectivities", "collectivity"),
        _rows(model, "themes", "theme"),
        "cover_image__renditions",
    ]


def _rows(model: "type[CaseStudyPage]", name: str, joined: str) -> Prefetch:
    """Return how to load the rows of a child relation, what they lead to in the same query."""
    rows = model._meta.get_field(name).related_model._default_manager
    return Prefetch(name, rows.select_related(joined))
