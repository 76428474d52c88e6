"""Makes an uploaded image fit to be kept: upright, of a sane size, without what cameras add to it.

A photograph says where it was taken, when and by which device, and holds a small copy of itself.
None of it stays: the image is written again from its pixels.
"""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image, ImageOps, ImageSequence

MAX_SIDE = 2_560
"""The longest side of an image that is kept, in pixels: twice the widest that a page shows."""

QUALITY = 88
# Pillow's names of the formats that `WAGTAILIMAGES_EXTENSIONS` lets in.
FORMATS = ("GIF", "JPEG", "PNG", "WEBP")
# What its readers raise on bytes that are not what they seem.
FAILURES = (
    *(OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError),
    Image.DecompressionBombError,
)


class PictureRefused(Exception):  # noqa: N818 - it is a refusal, not a fault
    """The bytes are no image that can be kept."""


class TidyFile(ContentFile):
    """The content of an image that went through `tidied`."""


def tidied(content: bytes, name: str | None = None) -> TidyFile:
    """Return an image ready to be kept, in its own format; the same for the same bytes.

    Raises PictureRefused for what cannot be read to its end.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            # Some telephones put two photographs in a file: the second is never shown.
            kind = "JPEG" if picture.format == "MPO" else picture.format or ""
            frames = 1 if kind == "JPEG" else getattr(picture, "n_frames", 1)
            if pixels_of(picture) * frames > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise PictureRefused
            is_animated = frames > 1
            return TidyFile(
                _animation(picture, kind) if is_animated else _still(picture, kind), name
            )
    except FAILURES as failure:
        raise PictureRefused from failure


def pixels_of(picture: Image.Image) -> int:
    """Return how many pixels an opened image says that it has: nothing is decoded."""
    return picture.width * picture.height


def _still(picture: Image.Image, kind: str) -> bytes:
    orientation = picture.getexif().get(0x0112, 1)
    options = _colours(picture)
    if picture.format == "JPEG" and orientation == 1 and max(picture.size) <= MAX_SIDE:
        # Compressed as it was: writing it again costs nothing that one could see.
        return _written(picture, kind, quality="keep", **options)
    upright = ImageOps.exif_transpose(_smaller(picture))
    if upright.mode == picture.mode and "transparency" in picture.info:
        options["transparency"] = picture.info["transparency"]
    return _written(upright, kind, quality=QUALITY, **options)


def _animation(picture: Image.Image, kind: str) -> bytes:
    frames, durations = [], []
    for frame in ImageSequence.Iterator(picture):
        durations.append(frame.info.get("duration", 100))
        frames.append(_smaller(frame.convert("RGBA")))
    options = {"duration": durations, "loop": picture.info.get("loop", 0), **_colours(picture)}
    rest = frames[1:]
    return _written(frames[0], kind, save_all=True, append_images=rest, quality=QUALITY, **options)


def _smaller(picture: Image.Image) -> Image.Image:
    if max(picture.size) <= MAX_SIDE:
        return picture
    if picture.mode in {"P", "1"}:
        # Colours of a palette cannot be blended.
        picture = picture.convert("RGBA")
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    return picture


def _colours(picture: Image.Image) -> dict[str, Any]:
    """Return what says how to show the colours: the only thing kept besides them."""
    profile = picture.info.get("icc_profile")
    return {"icc_profile": profile} if profile else {}


def _written(picture: Image.Image, kind: str, **options: Any) -> bytes:
    # Some of Pillow's writers take from here what they are not given.
    picture.info = {}
    stream = BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()
