"""Response headers that Django gets wrong for this site."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


class DropUselessVaryMiddleware:
    """Drop `Vary: Accept-Language` from public pages, whose address alone decides the language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(f"/{settings.ADMIN_PATH}") or not response.has_header("Vary"):
            return response
        kept = [name.strip() for name in response["Vary"].split(",")]
        kept = [name for name in kept if name.lower() != "accept-language"]
        del response["Vary"]
        if kept:
            patch_vary_headers(response, kept)
        return response
