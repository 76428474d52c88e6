"""How often one visitor may ask for one thing, without keeping who they are.

The counts are in Django's cache, under keyed hashes, no longer than the period they count. A cache
in memory counts for each process alone: a `CACHE_URL` that the processes share (Redis, Memcached,
a table of the database) makes a limit hold for the whole site.
"""

import ipaddress
import time
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]
Answer = Callable[[str], HttpResponse]


def allowed(scope: str, key: str, limit: int, seconds: int) -> bool:
    """Count one more `scope` for `key`; tell whether it is within `limit` in this period."""
    name = _name(scope, key, seconds)
    cache.add(name, 0, seconds)
    try:
        count = cache.incr(name)
    except ValueError:  # a full cache forgot it in between
        return True
    # The database's cache keeps what it counts for its own default time.
    cache.touch(name, seconds)
    return count <= limit


def uncount(scope: str, key: str, seconds: int) -> None:
    """Take back what `allowed` counted last: it turned out to be nothing to limit."""
    with suppress(ValueError):  # a full cache forgot it
        cache.decr(_name(scope, key, seconds))


def _name(scope: str, key: str, seconds: int) -> str:
    digest = salted_hmac("common.limits", key, algorithm="sha256").hexdigest()
    return f"limit:{scope}:{int(time.time()) // seconds}:{digest}"


def visitor(request: HttpRequest) -> str:
    """Return the network address to count a visitor by; an IPv6 one stands for its home's /64.

    Behind `PROXY_COUNT` proxies of ours, the last addresses of X-Forwarded-For are those that they
    wrote; what comes before is whatever the visitor likes.
    """
    text = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.PROXY_COUNT and forwarded:
        text = forwarded.split(",")[-settings.PROXY_COUNT :][0].strip()
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address.packed[:8] + bytes(8), 64)))
    return str(address)


def in_plain_text(text: str) -> HttpResponse:
    """Return an answer of one line."""
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8")


def without_results(text: str) -> JsonResponse:
    """Return an answer for the scripts of the comboboxes: nothing is found, and why."""
    return JsonResponse({"results": [], "error": text})


def limited(
    scope: str, limit: int, seconds: int, answer: Answer = in_plain_text
) -> Callable[[View], View]:
    """Answer 429, with a sentence, beyond `limit` requests a visitor in `seconds`."""

    def decorator(view: View) -> View:
        @wraps(view)
        def limited_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if allowed(scope, visitor(request), limit, seconds):
                return view(request, *args, **kwargs)
            refusal = answer(_("Too many requests: try again a little later."))
            refusal.status_code = 429
            refusal["Retry-After"] = str(seconds)
            refusal["Cache-Control"] = "no-store"
            return refusal

        return limited_view

    return decorator
