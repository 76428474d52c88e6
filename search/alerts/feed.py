"""Any search as an Atom feed: its newest pages, whatever order the reader looks at them in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from common.addresses import whole_address
from common.limits import limited
from search import forms, service
from search.addresses import SearchAddress
from search.presentation import in_words
from search.types import Sort

from .news import News, news_of

ENTRIES = 30
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class _Followed:
    """A search, in words, with its newest pages."""

    state: SearchAddress
    words: str
    news: Sequence[News]


class _Atom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """Return when the newest entry changed; Django would say "now" of an empty feed."""
        return max((item["updateddate"] for item in self.items), default=LONG_AGO)


class _SearchFeed(Feed):
    feed_type = _Atom
    author_name = settings.WAGTAIL_SITE_NAME

    def get_object(self, request: HttpRequest, *args: object, **kwargs: object) -> _Followed:
        parsed = forms.parse_request(request)
        state = parsed.state.followed()
        language = str(get_language())
        asked = replace(
            state.request(language), sort=Sort.NEWEST, page_size=ENTRIES, is_strict=True
        )
        return _Followed(
            state=state,
            words=in_words(state, parsed.labels),
            news=[news_of(hit) for hit in service.search(asked).hits],
        )

    def title(self, followed: _Followed) -> str:
        site = settings.WAGTAIL_SITE_NAME
        return _("%(site)s: %(words)s") % {"site": site, "words": followed.words}

    def subtitle(self, followed: _Followed) -> str:
        return _("The newest pages that this search finds.")

    def link(self, followed: _Followed) -> str:
        return whole_address(followed.state.url())

    def feed_url(self, followed: _Followed) -> str:
        return whole_address(followed.state.url("search:feed"))

    def items(self, followed: _Followed) -> Sequence[News]:
        return followed.news

    def item_title(self, item: News) -> str:
        return item.title

    def item_description(self, item: News) -> str:
        near = "" if item.percent is None else _("%(percent)s%% comparable")
        return escape(" · ".join(filter(None, [item.summary, near % {"percent": item.percent}])))

    def item_link(self, item: News) -> str:
        return item.url

    def item_guid(self, item: News) -> str:
        return item.key

    def item_pubdate(self, item: News) -> datetime | None:
        return item.published

    def item_updateddate(self, item: News) -> datetime:
        return item.updated or LONG_AGO

    def item_categories(self, item: News) -> Sequence[str]:
        return [item.type_label]


_build = _SearchFeed()


@require_safe
@limited("feed", limit=60, seconds=60)
@conditional_page
@cache_control(public=True, max_age=600)
def feed(request: HttpRequest) -> HttpResponse:
    """Answer the feed of a search. Any query string gives one; its entity tag says what changed."""
    response = _build(request)
    # A page that leaves the feed makes the date go back: only the tag can tell.
    del response["Last-Modified"]
    return response
