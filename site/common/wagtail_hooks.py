"""What Wagtail has to know for every page of the site."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page


@hooks.register("before_serve_page")
def serve_own_language_only(
    page: Page, request: HttpRequest, args: Any, kwargs: Any
) -> HttpResponse | None:
    """Send a page asked for under another language's prefix, or an alias, to its own address."""
    original = page.alias_of or page
    if original.pk != page.pk or original.locale.language_code != get_language():
        return redirect(original.get_url(request))
    return None
