"""A publication that is refused, and how the admin says so wherever it was asked for."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page


class PublicationRefused(ValidationError):  # noqa: N818 - the field's word for it is a refusal
    """Raised when a page that may not be published yet is about to be."""

    def __init__(self, page: Page, reasons: list[str]) -> None:
        super().__init__(reasons)
        self.page = page


class PublicationRefusedMiddleware:
    """Answer a refused publication with its reasons, on the page's form, instead of an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Send the editor back to the page with what is missing; other errors pass through."""
        if not isinstance(error, PublicationRefused):
            return None
        title = error.page.get_admin_display_title()
        intro = _("“%(title)s” is not published yet.") % {"title": title}
        messages.error(request, " ".join([intro, *error.messages]))
        return redirect("wagtailadmin_pages:edit", error.page.pk)
