"""Which page answers an address: found in one query, with its language, its type and its privacy."""

from functools import cache

from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from .privacy import is_private


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer as Wagtail's own view, which takes five queries to find a page, and more at depth."""
    if path:
        # Where `Page.route_for_request` says that it keeps what it found.
        request._wagtail_route_for_request = _route(request, path)  # type: ignore[attr-defined]  # noqa: SLF001
    response: HttpResponse = wagtail_serve(request, path)
    return response


def _route(request: HttpRequest, path: str) -> RouteResult | None:
    page = _page_at(request, path)
    try:
        return page.route(request, []) if page else None
    except Http404:
        return None


def _page_at(request: HttpRequest, path: str) -> Page | None:
    """Return the page at a path below the home page of the active language, of its own type."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    root = site.root_page
    homes = Page.objects.filter(
        translation_key=root.translation_key, locale__language_code=get_language()
    )
    # The site's own home page leads to its pages even as a draft.
    home = homes.filter(Q(live=True) | Q(pk=root.pk))
    # The slug has an index, the whole path has none.
    pages = Page.objects.filter(
        slug=path.rstrip("/").rpartition("/")[-1],
        url_path=Concat(home.values("url_path")[:1], Value(path)),
    )
    pages = pages.select_related("locale", *_joins())
    found = pages.annotate(is_private=is_private()).first()
    if found is None:
        return None
    accessor = _accessors().get(found.specific_class)
    page: Page = getattr(found, accessor) if accessor else found
    page.locale = found.locale
    page.is_known_public = not found.is_private
    return page


@cache
def _accessors() -> dict[type[Page], str]:
    """Return, by page type, under what name a page has itself as one of that type."""
    return {
        relation.related_model: relation.get_accessor_name()
        for relation in Page._meta.related_objects
        if relation.field.remote_field.parent_link
    }


@cache
def _joins() -> list[str]:
    """Return what to read with a page: itself as one of each type, and what that type shows."""
    return [
        name
        for model, accessor in _accessors().items()
        for name in (
            accessor,
            *(f"{accessor}__{joined}" for joined in getattr(model, "joined", ())),
        )
    ]
