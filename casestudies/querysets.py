"""Which case studies, with what they need for a list."""

from wagtail.models import PageManager
from wagtail.query import PageQuerySet


class CaseStudyQuerySet(PageQuerySet):
    def for_cards(self) -> "CaseStudyQuerySet":
        """Load with each case what its card shows, in a number of queries that does not grow."""
        return self.select_related("cover_image", "locale").prefetch_related(
            "collectivities__collectivity", "themes__theme", "cover_image__renditions"
        )


CaseStudyManager = PageManager.from_queryset(CaseStudyQuerySet)
