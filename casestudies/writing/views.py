"""The admin's addresses for who writes a case: begin one, what it lacks, what looks like it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from common.addresses import ids_in, row_or_404

from .near import near_cases
from .panels import completeness_context

LONGEST_TITLE = 255
MOST_PLACES = 20


def list_to_add_to(user: Any) -> CaseStudyIndexPage | None:
    """Return the list under which someone may begin a case, in the first language if they may."""
    lists = CaseStudyIndexPage.objects.select_related("locale")
    first = Locale.get_default().pk
    by_language = sorted(lists, key=lambda page: (page.locale_id != first, page.pk))
    for page in by_language:
        if page.permissions_for_user(user).can_add_subpage():
            return page
    return None


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Lead to Wagtail's form of a new case."""
    parent = list_to_add_to(request.user)
    if parent is None:
        raise PermissionDenied
    return redirect("wagtailadmin_pages:add", "casestudies", "casestudypage", parent.pk)


@never_cache
@require_safe
def completeness_of(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the meter of a case, as its latest version says it."""
    page = row_or_404(CaseStudyPage, page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    context = completeness_context(page.get_latest_revision_as_object())
    return render(request, "casestudies/admin/writing/_completeness.html", context)


@never_cache
@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """Show the cases that look like what is typed; any text and any number are accepted."""
    title = request.GET.get("title", "")[:LONGEST_TITLE]
    places = list(ids_in(request.GET.getlist("collectivity")[:MOST_PLACES]))
    pages = ids_in([request.GET.get("page", "")])
    found = near_cases(request.user, title, places, *pages)
    return render(request, "casestudies/admin/writing/_near_cases.html", {"near": found})
