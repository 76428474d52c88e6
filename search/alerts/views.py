"""Asking for an alert, confirming it, stopping it."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from common.limits import allowed, visitor
from common.mail import FAILURES
from search.forms import parse_request
from search.models import SearchAlert
from search.presentation import in_words

from . import mail, subscriptions
from .forms import AlertForm
from .tokens import CONFIRMATION_TIME, id_to_confirm, id_to_stop

HOUR, DAY = 3_600, 86_400
# A whole town hall may share one address on the network.
ASKED_BY_A_VISITOR_IN_AN_HOUR = 20
SENT_TO_AN_ADDRESS_IN_A_DAY = 3
MAX_QUERY_LENGTH = 2000
logger = logging.getLogger(__name__)
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@form_methods
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form for the search of the query string, or send the link that confirms it."""
    parsed = parse_request(request)
    state = parsed.state.followed()
    query = state.query_string()
    form = AlertForm(request.POST if request.method == "POST" else None)
    problem, status = "", 200
    if len(query) > MAX_QUERY_LENGTH:
        problem, status = _("This search is too long to be followed: drop some filters."), 400
    elif form.is_valid():
        problem, status = _ask(request, form.cleaned_data["address"], query)
        if not problem:
            return redirect(state.url("search:alert_requested"))
    context = {
        "form": form,
        "problem": problem,
        "notices": parsed.notices,
        "words": in_words(state, parsed.labels),
        "search_url": state.url(),
        "feed_url": state.url("search:feed"),
        "alert_url": state.url("search:alert"),
        "days": CONFIRMATION_TIME.days,
    }
    return render(request, "search/alerts/ask.html", context, status=status)


@never_cache
@require_safe
def requested(request: HttpRequest) -> HttpResponse:
    """Say that a message is on its way: the same words whether or not the address was known."""
    parsed = parse_request(request)
    context = {
        "words": in_words(parsed.state, parsed.labels),
        "search_url": parsed.state.url(),
        "days": CONFIRMATION_TIME.days,
    }
    return render(request, "search/alerts/requested.html", context)


@never_cache
@form_methods
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm an alert, by a button: programs that check mail follow the links."""
    pk = id_to_confirm(token)
    alert = SearchAlert.objects.filter(pk=pk).first() if pk else None
    if alert is None:
        return render(request, "search/alerts/gone.html", status=404)
    if request.method == "POST":
        subscriptions.confirm(alert.pk)
        return redirect(request.path)
    context = {"alert": alert, "words": mail.words_of(alert), "stop_url": mail.stop_url(alert)}
    return render(request, "search/alerts/confirm.html", context)


@csrf_exempt  # RFC 8058: the reader's mail program posts here, without cookies
@never_cache
@form_methods
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop an alert: at once when posted, by a button otherwise."""
    pk = id_to_stop(token)
    if pk is None:
        return render(request, "search/alerts/gone.html", status=404)
    if request.method == "POST":
        subscriptions.stop(pk)
    alert = SearchAlert.objects.filter(pk=pk).first()
    context = {"alert": alert, "words": mail.words_of(alert) if alert else ""}
    return render(request, "search/alerts/stop.html", context)


stop.outlives_languages = True  # type: ignore[attr-defined]


def _ask(request: HttpRequest, address: str, query: str) -> tuple[str, int]:
    """Ask for an alert; return what is in the way, in words, and the status that says so."""
    if not allowed("alerts-visitor", visitor(request), ASKED_BY_A_VISITOR_IN_AN_HOUR, HOUR):
        return _("Too many alerts were asked for from your network: try again in an hour."), 429
    if not allowed("alerts-address", address, SENT_TO_AN_ADDRESS_IN_A_DAY, DAY):
        return _("We wrote to this address several times today: look there, or tomorrow."), 429
    try:
        subscriptions.ask(address, str(get_language()), query)
    except FAILURES as error:
        logger.error("An alert could not be confirmed: %s", type(error).__name__)  # noqa: TRY400
        return _("The message could not leave: check the address, or try again later."), 503
    return "", 200
