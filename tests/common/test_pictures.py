"""What is kept of an uploaded image: its pixels, upright, and nothing that a camera adds."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, PngImagePlugin

from common.pictures import MAX_SIDE, PictureRefused, tidied

PLACE = b"44.4475"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">exif:GPSLatitude=44.4475</x:xmpmeta>'


def camera_exif(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Une marque 44.4475"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (44.0, 26.0, 51.0)
    return exif


def written(picture, kind, **options):
    stream = BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def photograph(size=(60, 40), *, kind="JPEG", orientation=1):
    """A picture, red on its left half, blue on its right one, with where it was taken."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    return written(picture, kind, exif=camera_exif(orientation), xmp=XMP)


def opened(content):
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_where_it_was_taken_is_not_kept(kind):
    before = photograph(kind=kind)
    assert PLACE in before
    after = tidied(before).read()
    assert PLACE not in after
    picture = opened(after)
    assert picture.format == kind
    assert not picture.getexif()
    assert "xmp" not in picture.info


def test_what_a_png_says_is_not_kept():
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "44.4475")
    said.add_itxt("XML:com.adobe.xmp", XMP.decode())
    picture = Image.new("RGBA", (8, 8), (0, 0, 255, 128))
    before = written(picture, "PNG", pnginfo=said, exif=camera_exif())
    assert PLACE in before
    after = tidied(before).read()
    assert PLACE not in after
    assert opened(after).getpixel((0, 0)) == (0, 0, 255, 128)


def test_a_comment_and_what_follows_the_image_are_not_kept():
    before = written(Image.new("RGB", (8, 8)), "JPEG", comment=b"chez 44.4475") + b"<script>"
    after = tidied(before).read()
    assert PLACE not in after
    assert b"<script>" not in after


@pytest.mark.parametrize(
    ("orientation", "size", "left_or_top"),
    [(1, (60, 40), "red"), (3, (60, 40), "blue"), (6, (40, 60), "red"), (8, (40, 60), "blue")],
)
def test_it_stays_upright(orientation, size, left_or_top):
    picture = opened(tidied(photograph(orientation=orientation)).read())
    assert picture.size == size
    red, _green, blue = picture.getpixel((5, 5))
    assert ("red" if red > blue else "blue") == left_or_top


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_large_one_is_made_smaller(orientation):
    picture = opened(tidied(photograph((4000, 1000), orientation=orientation)).read())
    assert sorted(picture.size) == [MAX_SIDE // 4, MAX_SIDE]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_a_large_one_of_any_colours_is_made_smaller(mode):
    content = written(Image.new(mode, (MAX_SIDE * 2, 4)), "PNG")
    assert opened(tidied(content).read()).width == MAX_SIDE


def test_a_small_photograph_looks_the_same():
    shades = Image.linear_gradient("L")
    before = written(Image.merge("RGB", [shades, shades.rotate(90), shades]), "JPEG", quality=40)
    difference = ImageChops.difference(opened(tidied(before).read()), opened(before))
    assert max(high for _low, high in difference.getextrema()) <= 8


def test_colours_keep_their_profile():
    before = written(Image.new("RGB", (8, 8)), "JPEG", icc_profile=b"un profil")
    assert opened(tidied(before).read()).info["icc_profile"] == b"un profil"


def test_transparency_of_a_palette_stays():
    picture = Image.new("P", (8, 8), 3)
    after = tidied(written(picture, "GIF", transparency=3)).read()
    assert opened(after).convert("RGBA").getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_still_moves(kind):
    colours = ["red", "green", "blue"]
    first, *rest = [Image.new("RGB", (MAX_SIDE + 40, 8), colour) for colour in colours]
    before = written(first, kind, save_all=True, append_images=rest, duration=[40, 80, 120])
    picture = opened(tidied(before).read())
    assert (picture.n_frames, picture.width) == (3, MAX_SIDE)
    picture.seek(2)
    assert picture.convert("RGB").getpixel((0, 0))[2] > 200


def test_two_photographs_in_a_file_become_one():
    first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    before = written(first, "MPO", save_all=True, append_images=[second], exif=camera_exif())
    picture = opened(tidied(before).read())
    assert (picture.format, getattr(picture, "n_frames", 1)) == ("JPEG", 1)
    assert not picture.getexif()


def test_the_same_image_is_kept_the_same_way():
    assert tidied(photograph()).read() == tidied(photograph()).read()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PNG",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        photograph()[:-200],
        written(Image.new("RGB", (8, 8)), "TIFF"),
        written(Image.new("RGB", (8, 8)), "PNG")[:40],
    ],
)
def test_what_is_not_a_whole_image_is_refused(content):
    with pytest.raises(PictureRefused):
        tidied(content)


def test_more_pixels_than_the_site_takes_are_refused_before_they_are_read(settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60 * 40
    assert tidied(photograph((60, 40)))
    with pytest.raises(PictureRefused):
        tidied(photograph((61, 40)))
