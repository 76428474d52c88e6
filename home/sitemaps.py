"""The sitemap: every public page of every open language."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

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
