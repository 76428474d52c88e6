"""The pages of what goes wrong before or beside a view."""

import base64
import hashlib
import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def not_sent(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say what to do about a form that came without the cookie that protects it."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page of a failure, when nothing else may be relied on: its own style, no more."""
    response = defaults.server_error(request)
    digests = [hashlib.sha256(style).digest() for style in _STYLE.findall(response.content)]
    sources = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {sources}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'"
    )
    return response
