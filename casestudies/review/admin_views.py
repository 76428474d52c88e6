"""The collectivité's review of a case, in the admin: sent, withdrawn, answered, done without."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from casestudies.models import CaseStudyPage, CollectivityReview, ReviewOverride
from casestudies.versions.reading import page_saying
from common.addresses import row_or_404

from .agreement import is_under_review, latest_answer, objections
from .content import fingerprint
from .forms import DecisionForm, SendForm
from .people import may_review
from .rounds import decide, may_decide, may_send, open_reviews, send, withdraw


def case_review(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show where the review of a case stands, to those who may edit it."""
    page = _page(request, page_id)
    return _show(request, page)


@require_POST
def send_case(request: HttpRequest, page_id: int) -> HttpResponse:
    """Send the latest version of a case to its collectivité, by a new link."""
    page = _page(request, page_id)
    if not may_send(page, request.user):
        raise PermissionDenied
    form = SendForm(request.POST)
    if not form.is_valid():
        return _show(request, page, send_form=form)
    try:
        review = send(page, form.cleaned_data["email"], request.user)
    except IntegrityError:
        messages.error(request, _("Someone sent it at the same moment."))
    else:
        if review.sent_at:
            messages.success(request, _("The case is sent to the collectivité."))
        else:
            messages.error(request, _("The message could not leave: send it again later."))
    return redirect("casestudies_review", page.pk)


@require_POST
def withdraw_link(request: HttpRequest, page_id: int) -> HttpResponse:
    """Withdraw the link that waits for an answer."""
    page = _page(request, page_id)
    if not may_review(request.user, page):
        raise PermissionDenied
    if withdraw(page.pk):
        messages.success(request, _("The link is withdrawn: it shows nothing any more."))
    else:
        messages.error(request, _("No link was waiting for an answer."))
    return redirect("casestudies_review", page.pk)


@require_POST
def decide_without(request: HttpRequest, page_id: int) -> HttpResponse:
    """Record an editor's reason for doing without the collectivité's agreement."""
    page = _page(request, page_id)
    if not may_decide(page, request.user):
        raise PermissionDenied
    form = DecisionForm(request.POST, latest=fingerprint(page.get_latest_revision().content))
    if not form.is_valid():
        return _show(request, page, decision_form=form)
    decide(page, request.user, form.cleaned_data["reason"])
    messages.success(request, _("Your decision is recorded: this version may be published."))
    return redirect("casestudies_review", page.pk)


@require_safe
def reviewed_version(request: HttpRequest, page_id: int, pk: int) -> HttpResponse:
    """Show the version that a collectivité was shown, as it read it."""
    page = _page(request, page_id)
    review = get_object_or_404(CollectivityReview.objects.select_related("page"), pk=pk, page=page)
    shown = page_saying(review.page, review.content)
    return render(request, shown.get_template(request), shown.get_context(request))


def urls() -> list[URLPattern]:
    """Return the addresses of these views in the admin."""
    start = "case-studies/review/<int:page_id>"
    return [
        path(f"{start}/", case_review, name="casestudies_review"),
        path(f"{start}/send/", send_case, name="casestudies_review_send"),
        path(f"{start}/withdraw/", withdraw_link, name="casestudies_review_withdraw"),
        path(f"{start}/decide/", decide_without, name="casestudies_review_decide"),
        path(f"{start}/version/<int:pk>/", reviewed_version, name="casestudies_review_version"),
    ]


def _page(request: HttpRequest, page_id: int) -> CaseStudyPage:
    # One that a program made may have no version.
    written = CaseStudyPage.objects.filter(latest_revision__isnull=False)
    page = row_or_404(written, page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def _show(
    request: HttpRequest,
    page: CaseStudyPage,
    *,
    send_form: SendForm | None = None,
    decision_form: DecisionForm | None = None,
) -> HttpResponse:
    latest = page.get_latest_revision()
    title = _("The collectivité's review")
    waiting = open_reviews(page.pk).first()
    email = waiting.email if waiting else latest.content.get("contact_email", "")
    context: dict[str, Any] = {
        "page": page,
        "page_title": title,
        "header_title": title,
        "header_icon": "group",
        "waiting": waiting,
        "is_changed": waiting and waiting.fingerprint != fingerprint(latest.content),
        "answer": latest_answer(page.pk),
        "objections": objections(page.pk, latest.content) if is_under_review(page) else [],
        "reviews": page.reviews.filter(answered_at__isnull=False).prefetch_related("remarks"),
        "decisions": ReviewOverride.objects.filter(page=page),
        "reads": may_review(request.user, page),
        "send_form": send_form or SendForm(initial={"email": email}),
        "may_send": may_send(page, request.user),
        "decision_form": decision_form or DecisionForm(None, latest=fingerprint(latest.content)),
        "may_decide": may_decide(page, request.user),
    }
    status = 422 if send_form or decision_form else 200
    return render(request, "casestudies/admin/review.html", context, status=status)
