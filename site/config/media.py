"""Uploaded images, sent by Django itself in a small installation (SERVE_MEDIA)."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

# Documents stay behind Wagtail's own view, which checks who may read them.
_PUBLIC_FOLDERS = ("images/", "original_images/")


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send an uploaded image. Raises Http404 for anything outside the folders of images."""
    if not path.startswith(_PUBLIC_FOLDERS) or ".." in path:
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    if isinstance(response, FileResponse):
        # An uploaded file opened alone can neither run a script nor call out.
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "public, max-age=86400"
    return response
