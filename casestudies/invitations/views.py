"""The page where an invited person makes an account."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from common.limits import limited

from .forms import AcceptanceForm
from .inviting import accept, find

# A whole promotion may answer from one network in the same hour; a link cannot be guessed.
ANSWERS_IN_AN_HOUR, HOUR = 400, 3_600


@sensitive_post_parameters("password", "confirmation")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("invitations", ANSWERS_IN_AN_HOUR, HOUR)
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form of an invitation, or make the account and sign in."""
    invitation = find(token)
    if invitation is None:
        return render(request, "casestudies/invitation_gone.html", status=404)
    data = request.POST if request.method == "POST" else None
    form = AcceptanceForm(data, email=invitation.email)
    if form.is_valid():
        names = {name: form.cleaned_data[name] for name in ("first_name", "last_name")}
        user = accept(token, password=form.cleaned_data["password"], **names)
        if user is None:
            return render(request, "casestudies/invitation_gone.html", status=404)
        login(request, user)
        return redirect("wagtailadmin_home")
    context = {"form": form, "invitation": invitation}
    return render(request, "casestudies/invitation.html", context)
