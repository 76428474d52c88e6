"""Which languages are open to readers, and that each serves only its own pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, get_language_from_path, override
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from .privacy import is_private


def live_homes() -> PageQuerySet:
    """Return the home pages that anybody may read: a language is open when its home is one."""
    root = Site.objects.filter(is_default_site=True).values("root_page__translation_key")
    homes = Page.objects.live().filter(~is_private(), alias_of__isnull=True)
    return homes.filter(translation_key__in=root)


def open_homes(request: HttpRequest | None = None) -> dict[str, Page]:
    """Return language code → home page of each open language, asked once for a given request."""
    known: dict[str, Page] | None = getattr(request, "open_homes", None)
    if known is not None:
        return known
    homes = live_homes().select_related("locale")
    found = {home.locale.language_code: home for home in homes}
    if request is not None:
        request.open_homes = found  # type: ignore[attr-defined]
    return found


@dataclass(frozen=True, kw_only=True)
class Alternate:
    """The address of what a view shows in one language: `value` is the language's code."""

    value: str
    url: str


def in_each_language(request: HttpRequest, url: Callable[[], str]) -> list[Alternate]:
    """Return the whole address of what a view shows in each open language.

    `url` is called with each of them active.
    """
    alternates = []
    open_languages = open_homes(request)
    for code, _name in settings.LANGUAGES:
        if code not in open_languages:
            continue
        with override(code):
            alternates.append(Alternate(value=code, url=request.build_absolute_uri(url())))
    return alternates


class OpenLanguagesMiddleware:
    """Answer "not found" under the prefix of a language that is not open.

    A view whose links in messages must go on working has the attribute `outlives_languages`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Raise Http404 for a prefixed address of a closed language; let everything else pass."""
        if getattr(view, "outlives_languages", False):
            return None
        language = get_language_from_path(request.path_info)
        closed = (
            language and language != settings.LANGUAGE_CODE and language not in open_homes(request)
        )
        if closed:
            raise Http404(f"{get_language()} is not open")
        return None
