"""The page that says that something broke, when nothing else may be relied on."""

import base64
import hashlib
import re

from django.http import HttpRequest, HttpResponse
from django.views import defaults

_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page of a failure, its own style allowed and nothing else."""
    response = defaults.server_error(request)
    digests = [hashlib.sha256(style).digest() for style in _STYLE.findall(response.content)]
    sources = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {sources}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'"
    )
    return response
