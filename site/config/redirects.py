"""French has no prefix: addresses under /fr/ lead to the same page without it."""

from django.http import HttpRequest, HttpResponsePermanentRedirect


def unprefixed(request: HttpRequest, rest: str = "") -> HttpResponsePermanentRedirect:
    """Redirect /fr/… to /…, query string included, and never to another host."""
    address = request.get_full_path().removeprefix("/fr/")
    return HttpResponsePermanentRedirect("/" + address.lstrip("/"))
