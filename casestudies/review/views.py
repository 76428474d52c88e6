"""The page where a collectivité reads a case and answers, by its link."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from casestudies.models import CollectivityReview
from casestudies.models.review import Step
from casestudies.versions.reading import page_saying
from common.limits import limited

from .content import contact_of
from .forms import WholeAnswer
from .rounds import answer, find

# A town hall may share one address on the network; a link cannot be guessed.
VISITS_IN_AN_HOUR, HOUR = 200, 3_600
TEXTS = ("passage", "comment", "correction")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("reviews", VISITS_IN_AN_HOUR, HOUR)
def review(request: HttpRequest, token: str) -> HttpResponse:
    """Show the version that was sent and the form of the answer, or keep this answer."""
    found = find(token)
    if found is None:
        return _private(_gone(request))
    if found.step == Step.ANSWERED:
        # The answer of someone else may have come meanwhile: what was written is shown.
        return _private(_page(request, found, None))
    data = request.POST if request.method == "POST" else None
    form = WholeAnswer(data, asks_contact=bool(contact_of(found.content)))
    is_answer = data is not None and not form.is_growing
    if is_answer and form.is_valid():
        if answer(found, form.answer()):
            return _private(redirect(request.path))
        later = find(token)
        if later is None:
            return _private(_gone(request))
        return _private(_page(request, later, None))
    return _private(_page(request, found, form, status=422 if is_answer else 200))


def _page(
    request: HttpRequest,
    found: CollectivityReview,
    form: WholeAnswer | None,
    *,
    status: int = 200,
) -> HttpResponse:
    page = page_saying(found.page, found.content)
    is_late = form is None and request.method == "POST"
    context: dict[str, Any] = {
        **page.get_context(request),
        "review": found,
        "whole": form,
        "contact": _in_words(contact_of(found.content)),
        "is_late": is_late,
        "written": _written(request) if is_late else [],
        "remarks": found.remarks.all() if found.answered_at else [],
    }
    status = 409 if is_late else status
    return render(request, "casestudies/review.html", context, status=status)


def _in_words(contact: tuple[str, ...]) -> str:
    """Return the name and role of a contact, or else the address: its own receiver reads it."""
    return ", ".join(part for part in contact[:2] if part) or "".join(contact)


def _gone(request: HttpRequest) -> HttpResponse:
    context = {"written": _written(request)}
    return render(request, "casestudies/review_gone.html", context, status=404)


def _written(request: HttpRequest) -> list[str]:
    """Return the texts of a form that cannot be kept, for their author to copy."""
    posted = [(name, str(text)) for name, text in request.POST.items()]
    return [text for name, text in posted if name.endswith(TEXTS) and text.strip()]


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the address, which lets in, from search engines and from other sites."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    # Not "no-referrer": browsers would then hide the origin that forms are checked by.
    response["Referrer-Policy"] = "same-origin"
    return response
