"""The sitemap: every public page of every open language, authors and promotions."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Model
from django.utils.translation import override
from wagtail.models import Page

from casestudies.credits.credited import credited_contributors, credited_promotions
from common.languages import open_homes
from common.pages import public


class PageSitemap(Sitemap):
    """Lists all languages, where Wagtail's own lists one (wagtail issue 12420)."""

    limit = 5_000

    def items(self) -> list[Page]:
        """Return the live, public pages below each open home."""
        pages: list[Page] = []
        for home in open_homes().values():
            below = public(Page.objects.descendant_of(home, inclusive=True))
            pages += below.filter(locale=home.locale).order_by("path")
        return pages

    def location(self, item: Page) -> str:
        return item.get_url() or "/"

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


class CreditSitemap(Sitemap):
    """Lists who is credited, in all languages."""

    limit = 5_000

    def items(self) -> list[tuple[str, Model]]:
        """Return each author, then each promotion, with each language it has a page in."""
        codes = list(open_homes())
        authors = credited_contributors()
        # A promotion has a page in a language that it has no name in: the same as in its own.
        promotions = credited_promotions().select_related("locale")
        return [
            *((code, author) for author in authors for code in codes),
            *(
                (row.locale.language_code, row)
                for row in promotions
                if row.locale.language_code in codes
            ),
        ]

    def location(self, item: tuple[str, Model]) -> str:
        code, row = item
        with override(code):
            url: str = row.get_absolute_url()  # type: ignore[attr-defined]
        return url
