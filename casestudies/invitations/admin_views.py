"""Invitations and the closing of accounts, in the admin."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required

from casestudies.models import Invitation, Promotion
from common.addresses import ids_in

from .closing import closable, close, members
from .forms import InvitationForm
from .inviting import invite, known_addresses, send, withdraw

MAY_INVITE = "casestudies.add_invitation"
MAY_CLOSE = "casestudies.close_promotion"
PER_PAGE = 50
may_invite = permission_required(MAY_INVITE)
may_close = permission_required(MAY_CLOSE)


@may_invite
def invitations(request: HttpRequest) -> HttpResponse:
    """List the invitations, newest first."""
    rows = Invitation.objects.select_related("promotion", "invited_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    return _render(request, "invitations", _("Invitations"), {"page": page})


@may_invite
def invite_promotion(request: HttpRequest) -> HttpResponse:
    """Invite the people of a list, and say who was known already."""
    data = request.POST if request.method == "POST" else None
    form = InvitationForm(data)
    if form.is_valid():
        people = form.cleaned_data["people"]
        known = known_addresses(people)
        new = [person for person in people if person.address not in known]
        try:
            sent = invite(
                new,
                form.cleaned_data["role"],
                form.cleaned_data["promotion"],
                inviter=request.user,
                language=str(get_language()),
            )
        except IntegrityError:
            form.add_error(None, _("Someone invited some of these people meanwhile: try again."))
        else:
            _tell(request, sent, sorted(known))
            return redirect("invitations")
    return _render(request, "invite", _("Invite a promotion"), {"form": form})


@may_invite
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an open invitation again, with a new link."""
    invitation = get_object_or_404(Invitation, pk=pk)
    if invitation.is_open:
        send([invitation])
        _tell(request, [invitation], [])
    else:
        messages.error(request, _("This invitation is not open any more."))
    return redirect("invitations")


@may_invite
@require_POST
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an open invitation: its link stops working."""
    if withdraw(pk):
        messages.success(request, _("The invitation is withdrawn."))
    else:
        messages.error(request, _("This invitation is not open any more."))
    return redirect("invitations")


@may_close
def close_promotion(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose accounts will be closed, then close those."""
    promotion = get_object_or_404(Promotion, pk=pk)
    if request.method == "POST":
        # Those who were shown: someone may have joined since.
        count = close(promotion, ids_in(request.POST.getlist("account")))
        text = ngettext("%(count)s account is closed.", "%(count)s accounts are closed.", count)
        messages.success(request, text % {"count": count})
        return redirect("wagtailsnippets_casestudies_promotion:list")
    accounts = list(closable(promotion))
    kept = members(promotion).exclude(pk__in=[user.pk for user in accounts])
    context = {"promotion": promotion, "accounts": accounts, "kept": kept}
    return _render(request, "close_promotion", _("Close the accounts of a promotion"), context)


def urls() -> list[URLPattern]:
    """Return the addresses of these views in the admin."""
    return [
        path("invitations/", invitations, name="invitations"),
        path("invitations/new/", invite_promotion, name="invite_promotion"),
        path("invitations/<int:pk>/send/", send_again, name="send_invitation"),
        path("invitations/<int:pk>/withdraw/", withdraw_invitation, name="withdraw_invitation"),
        path("promotions/<int:pk>/close/", close_promotion, name="close_promotion"),
    ]


def _tell(request: HttpRequest, invitations: list[Invitation], known: list[str]) -> None:
    """Say what left, what did not, and who was known already."""
    sent = sum(row.sent_at is not None for row in invitations)
    if sent:
        text = ngettext("%(count)s invitation is sent.", "%(count)s invitations are sent.", sent)
        messages.success(request, text % {"count": sent})
    if unsent := [row.email for row in invitations if row.sent_at is None]:
        text = _("These messages could not leave, send them again later: %(addresses)s")
        messages.error(request, text % {"addresses": ", ".join(unsent)})
    if known:
        text = _("Known already, not invited again: %(addresses)s")
        messages.warning(request, text % {"addresses": ", ".join(known)})


def _render(
    request: HttpRequest, template: str, title: str, context: dict[str, Any]
) -> HttpResponse:
    context = {"page_title": title, "header_title": title, "header_icon": "mail", **context}
    return render(request, f"casestudies/admin/{template}.html", context)
