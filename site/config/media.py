"""Uploaded images, sent by Django itself in a small installation (SERVE_MEDIA)."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

# Documents stay behind Wagtail's own view, which checks who may read them.
_PUBLIC_FOLDERS = ("images/", "original_images/")
# The faces that people give themselves in the admin, for their colleagues.
_FACES = "avatar_images/"


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send an uploaded image, a face to those who are signed in. Raises Http404 for anything else."""
    is_face = path.startswith(_FACES) and request.user.is_authenticated
    if not (is_face or path.startswith(_PUBLIC_FOLDERS)) or ".." in path:
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    if isinstance(response, FileResponse):
        # An uploaded file opened alone can neither run a script nor call out.
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = f"{'private' if is_face else 'public'}, max-age=86400"
    return response
