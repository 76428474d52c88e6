"""Images as Word holds them, and as it can show them."""

import sys
from io import BytesIO

from PIL import Image as Picture
from PIL import UnidentifiedImageError

from common.models import CreditedImage
from common.pictures import FORMATS, pixels_of

MAX_BYTES = 2 * 1024 * 1024
MAX_SIDE = 2_000
# What the library can put in a document.
_FORMATS = frozenset({"PNG", "JPEG", "GIF"})


def picture_of(image: CreditedImage) -> bytes | None:
    """Return the bytes of an image, made smaller or of another type when Word needs it.

    None when its file is missing or unreadable: the document is written without it.
    """
    try:
        with image.open_file() as stream:
            content = bytes(stream.read())
        with Picture.open(BytesIO(content)) as picture:
            if picture.format in _FORMATS and len(content) <= MAX_BYTES:
                return content
            return _converted(picture)
    except (OSError, UnidentifiedImageError, Picture.DecompressionBombError):
        return None


def pixels_in(content: bytes) -> int:
    """Return how many pixels bytes say that they hold, 0 when they are no image that is known."""
    try:
        with Picture.open(BytesIO(content), formats=FORMATS) as picture:
            return pixels_of(picture)
    except (OSError, ValueError, SyntaxError):
        return 0
    except Picture.DecompressionBombError:
        return sys.maxsize


def _converted(picture: Picture.Image) -> bytes:
    opaque = picture.mode in {"RGB", "L"}
    smaller = picture.convert("RGB" if opaque else "RGBA")
    smaller.thumbnail((MAX_SIDE, MAX_SIDE))
    stream = BytesIO()
    smaller.save(stream, "JPEG" if opaque else "PNG", quality=85)
    return stream.getvalue()
