"""What Wagtail has to know for every page of the site."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
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


@hooks.register("insert_global_admin_css")
def admin_styles() -> str:
    """Load what our own panels and widgets add to the admin's styles."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
