"""Which case studies, with what they need for a list."""

from django.db.models import Prefetch
from wagtail.models import PageManager
from wagtail.query import PageQuerySet


class CaseStudyQuerySet(PageQuerySet):
    def for_cards(self) -> "CaseStudyQuerySet":
        """Load with each case what its card shows, in a number of queries that does not grow."""
        return self.select_related("cover_image", "locale").prefetch_related(
            self._rows("collectivities", "collectivity"),
            self._rows("themes", "theme"),
            "cover_image__renditions",
        )

    def _rows(self, name: str, joined: str) -> Prefetch:
        """Return how to load the rows of a child relation, what they lead to in the same query."""
        rows = self.model._meta.get_field(name).related_model._default_manager
        return Prefetch(name, rows.select_related(joined))


CaseStudyManager = PageManager.from_queryset(CaseStudyQuerySet)
