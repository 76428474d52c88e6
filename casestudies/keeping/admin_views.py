"""Where editors decide of what was proposed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import any_permission_required, permission_required

from casestudies.models import CaseStudyPage, Confirmation
from common.refusals import PublicationRefused

from . import deciding
from .forms import FollowUpForm, ReplicationForm

PER_PAGE = 50
MAY_CONFIRM = "casestudies.change_confirmation"
MAY_REPORT = "casestudies.change_replicationreport"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of proposal, and how it is decided of.

    Attributes:
        title: Of the page where one is decided of.
        waiting: Returns those that wait.
        form: What an editor may mend of it first.
        accept: Adds what the form holds to the case.
        refuse: Leaves the case as it is.
    """

    title: "str | Promise"
    waiting: Callable[[], QuerySet]
    form: type[forms.ModelForm]
    accept: Callable[..., bool]
    refuse: Callable[[int, Any], bool]


CONFIRMATION = Kind(
    title=gettext_lazy("What became of it"),
    waiting=deciding.waiting_confirmations,
    form=FollowUpForm,
    accept=deciding.accept_confirmation,
    refuse=deciding.refuse_confirmation,
)
REPORT = Kind(
    title=gettext_lazy("We did it too"),
    waiting=deciding.waiting_reports,
    form=ReplicationForm,
    accept=deciding.accept_report,
    refuse=deciding.refuse_report,
)


@any_permission_required(MAY_CONFIRM, MAY_REPORT)
def proposals(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision, of each kind that one may decide of."""
    pages = {}
    for name, permission, kind in (
        ("confirmations", MAY_CONFIRM, CONFIRMATION),
        ("reports", MAY_REPORT, REPORT),
    ):
        if request.user.has_perm(permission):
            number = request.GET.get(f"{name}_page")
            pages[name] = Paginator(kind.waiting(), PER_PAGE).get_page(number)
    return _render(request, "proposals", _("Proposals"), pages)


@permission_required(MAY_CONFIRM)
def confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an answer, or accept it as it was mended, or refuse it."""
    return _decide(request, CONFIRMATION, pk)


@permission_required(MAY_REPORT)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report, or accept it as it was mended, or refuse it."""
    return _decide(request, REPORT, pk)


def urls() -> list[URLPattern]:
    """Return the addresses of these views in the admin."""
    start = "case-studies/proposals"
    return [
        path(f"{start}/", proposals, name="keeping_proposals"),
        path(f"{start}/confirmations/<int:pk>/", confirmation, name="keeping_confirmation"),
        path(f"{start}/reports/<int:pk>/", report, name="keeping_report"),
    ]


def _decide(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    if data is not None and "refuse" in data:
        return _answer(request, _("It is refused.") if kind.refuse(pk, request.user) else "")
    proposal = kind.waiting().filter(pk=pk).first()
    if proposal is None:
        return _answer(request, "")
    form = kind.form(data, initial=_initial(kind, proposal))
    if form.is_valid():
        try:
            is_done = kind.accept(pk, request.user, **form.cleaned_data)
        except CaseStudyPage.DoesNotExist:
            form.add_error(None, _("The case is not published any more: it cannot be accepted."))
        except PublicationRefused as refusal:
            form.add_error(None, _what_lacks(refusal))
        else:
            text = _("It is accepted, and shown on the case.")
            return _answer(request, text if is_done else "")
    context = {"form": form, "proposal": proposal}
    return _render(request, "decide", str(kind.title), context)


def _what_lacks(refusal: PublicationRefused) -> list[str]:
    """Return what the case, or a translation of it, lacks to be published again, in sentences."""
    title = refusal.page.get_admin_display_title()
    intro = _("Nothing was changed in “%(title)s”: it cannot be published as it is.")
    return [intro % {"title": title}, *refusal.reasons]


def _initial(kind: Kind, proposal: Any) -> dict[str, Any]:
    names = kind.form.base_fields
    initial = {name: getattr(proposal, name) for name in names if hasattr(proposal, name)}
    if isinstance(proposal, Confirmation):
        initial["date"] = f"{timezone.localdate(proposal.answered_at):%Y-%m}"
    return initial


def _answer(request: HttpRequest, done: str) -> HttpResponse:
    """Say what was done; nothing when someone else did before."""
    if done:
        messages.success(request, done)
    else:
        messages.error(request, _("Someone decided of it already."))
    return redirect("keeping_proposals")


def _render(
    request: HttpRequest, template: str, title: str, context: dict[str, Any]
) -> HttpResponse:
    context = {"page_title": title, "header_title": title, **context}
    return render(request, f"casestudies/keeping/admin/{template}.html", context)
