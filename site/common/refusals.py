"""What the site refuses to save, and how the admin says so wherever it was asked for."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

MOST_NAMED = 5


class Refused(Exception):  # noqa: N818 - it is a refusal with reasons, not a fault
    """Raised when something is asked of a page that the site does not do.

    Attributes:
        page: The page whose form mends it.
        reasons: Sentences that say what is wrong and what to do, translated.
    """

    def __init__(self, page: Page, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.page = page
        self.reasons = list(reasons)


class PublicationRefused(Refused):
    """Raised when a page that may not be published yet is about to be."""


class AliasRefused(Refused):
    """Raised when an alias would be saved: a language shows only what is really translated."""


def refuse_aliases(sender: type, instance: object, **kwargs: object) -> None:
    """Raise AliasRefused if the page about to be saved is an alias (a receiver of `pre_save`)."""
    if isinstance(instance, Page) and instance.alias_of_id and not kwargs.get("raw"):
        reason = _("Aliases are not used here: copy the page, or translate it.")
        raise AliasRefused(instance.alias_of, [reason])


class RefusalMiddleware:
    """Answer a refusal with its reasons, on the page's form, instead of an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Send the editor to the page with what is missing; other errors pass through."""
        if isinstance(error, ProtectedError) and request.method == "POST":
            return _keep_what_is_used(request, error)
        if not isinstance(error, Refused):
            return None
        title = error.page.get_admin_display_title()
        if isinstance(error, PublicationRefused):
            intro = _("“%(title)s” is not published yet.") % {"title": title}
        else:
            intro = _("Nothing was changed in “%(title)s”.") % {"title": title}
        messages.error(request, " ".join([intro, *error.reasons]))
        return redirect("wagtailadmin_pages:edit", error.page.pk)


def _keep_what_is_used(request: HttpRequest, error: ProtectedError) -> HttpResponse:
    """Say what uses something that was to be deleted; Wagtail does not look below a page."""
    names = sorted({str(getattr(row, "page", row)) for row in error.protected_objects})
    shown = ", ".join([*names[:MOST_NAMED], *(["…"] if len(names) > MOST_NAMED else [])])
    reason = _("Nothing was deleted: it is still used. Take it out of there first: %(pages)s.")
    messages.error(request, reason % {"pages": shown})
    return redirect(request.get_full_path())
