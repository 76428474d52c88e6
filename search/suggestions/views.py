"""The suggestions as data, for the script of the search field."""

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from common.limits import limited

from .finding import kind_name, suggest

# A page that is withdrawn may be named so long by a cache on the way.
MAX_AGE = 60
# Five a second: a whole town hall, or a class, may share one address.
LIMIT = 300


def _refusal(text: str) -> JsonResponse:
    return JsonResponse({"results": [], "error": text})


@require_safe
@limited("suggestions", limit=LIMIT, seconds=60, answer=_refusal)
@conditional_page
@cache_control(public=True, max_age=MAX_AGE)
def suggestions(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with a few suggestions, kind by kind; any query string is accepted."""
    try:
        text = request.GET.get("q", "")
    except TooManyFieldsSent:
        text = ""
    found = suggest(text, str(get_language()))
    results = [
        {"kind": one.kind, "kind_label": kind_name(one.kind), "label": one.label, "url": one.url}
        for one in found
    ]
    return JsonResponse({"results": results}, headers={"X-Robots-Tag": "noindex"})
