"""Images through Wagtail's own screens: credited, without a place, of a type that they are."""

import json
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile

from common.models import CreditedImage
from tests.common.test_pictures import PLACE, photograph, written

pytestmark = pytest.mark.django_db

CREDIT = {"author": "Grand Cahors", "licence": "Licence Ouverte 2.0"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def stored_files(folder):
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def upload(content=None, name="car.jpg"):
    return SimpleUploadedFile(name, photograph() if content is None else content)


def fields(**values):
    return {"title": "Le car", "description": "", "tags": "", "source_url": "", **values}


def add(client, image=None, **values):
    data = fields(file=image or upload(), **values)
    return client.post(reverse("wagtailimages:add"), data)


def test_a_credited_image_is_stored_without_its_place(admin_client, tmp_path):
    assert add(admin_client, **CREDIT).status_code == 302
    image = CreditedImage.objects.get()
    assert image.credit == "Grand Cahors, Licence Ouverte 2.0"
    stored = image.file.read()
    assert PLACE not in stored
    assert image.file_size == len(stored)
    assert all(PLACE not in content for content in stored_files(tmp_path))


@pytest.mark.parametrize("missing", ["author", "licence"])
def test_an_image_without_credit_is_refused(admin_client, missing):
    response = add(admin_client, **{**CREDIT, missing: " "})
    assert response.status_code == 200
    assert response.context["form"].errors[missing] == ["Champ requis."]
    assert not CreditedImage.objects.exists()


def test_a_photograph_taken_sideways_is_stored_upright(admin_client):
    add(admin_client, upload(photograph(orientation=6)), **CREDIT)
    image = CreditedImage.objects.get()
    assert (image.width, image.height) == (40, 60)


def test_the_chooser_asks_for_the_credit_too(admin_client):
    url = reverse("wagtailimages_chooser:create")
    data = {f"image-chooser-upload-{name}": value for name, value in fields().items()}
    response = admin_client.post(url, {**data, "image-chooser-upload-file": upload()})
    assert json.loads(response.content)["step"] == "reshow_creation_form"
    assert not CreditedImage.objects.exists()
    credit = {f"image-chooser-upload-{name}": value for name, value in CREDIT.items()}
    response = admin_client.post(url, {**data, **credit, "image-chooser-upload-file": upload()})
    answer = json.loads(response.content)
    assert answer["step"] == "chosen"
    # The title of a photograph describes nothing: it is not offered as an alternative text.
    assert answer["result"]["default_alt_text"] == ""
    assert PLACE not in CreditedImage.objects.get().file.read()


def test_many_at_once_wait_for_their_credit_without_a_place(admin_client, tmp_path):
    response = admin_client.post(reverse("wagtailimages:add_multiple"), {"files[]": upload()})
    assert json.loads(response.content)["success"]
    assert not CreditedImage.objects.exists()
    pending = UploadedFile.objects.get()
    assert all(PLACE not in content for content in stored_files(tmp_path))
    url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[pending.pk])
    prefix = f"uploaded-image-{pending.pk}-"
    data = {f"{prefix}{name}": value for name, value in fields().items()}
    assert not json.loads(admin_client.post(url, data).content)["success"]
    assert not CreditedImage.objects.exists()
    credit = {f"{prefix}{name}": value for name, value in CREDIT.items()}
    assert json.loads(admin_client.post(url, {**data, **credit}).content)["success"]
    image = CreditedImage.objects.get()
    assert (image.author, image.width, image.height) == ("Grand Cahors", 60, 40)
    assert image.file_size == len(image.file.read())
    assert all(PLACE not in content for content in stored_files(tmp_path))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("dessin.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("photo.png", photograph()),
        ("photo.jpg", b"%PDF-1.7"),
        ("photo.jpg", photograph()[:-200]),
        ("photo.tiff", written(Image.new("RGB", (8, 8)), "TIFF")),
    ],
)
def test_what_is_not_what_it_says_is_refused(admin_client, tmp_path, name, content):
    response = add(admin_client, upload(content, name), **CREDIT)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    many = admin_client.post(
        reverse("wagtailimages:add_multiple"), {"files[]": upload(content, name)}
    )
    assert json.loads(many.content)["error_message"]
    assert not stored_files(tmp_path)


def test_huge_dimensions_are_refused_before_they_are_read(admin_client, tmp_path):
    # Some kilobytes that would take 400 MB once read.
    content = written(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(content) < 100_000
    response = add(admin_client, upload(content, "plan.png"), **CREDIT)
    assert "pixels" in response.context["form"].errors["file"][0]
    assert not stored_files(tmp_path)


def test_a_script_that_saves_an_image_stores_it_tidied(django_user_model):
    image = CreditedImage(title="Le car")
    image.file = ContentFile(photograph((4000, 1000)), "car.jpg")
    image.save()
    image.refresh_from_db()
    with default_storage.open(image.file.name) as stored:
        content = stored.read()
    assert PLACE not in content
    assert (image.width, image.height) == Image.open(BytesIO(content)).size == (2560, 640)
    assert image.file_size == len(content)


def test_another_file_takes_the_place_of_the_first(admin_client, tmp_path):
    add(admin_client, **CREDIT)
    image = CreditedImage.objects.get()
    data = fields(file=upload(photograph((30, 20)), "autre.jpg"), **CREDIT)
    admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), data)
    image.refresh_from_db()
    assert (image.width, image.height) == (30, 20)
    assert all(PLACE not in content for content in stored_files(tmp_path))
    admin_client.post(
        reverse("wagtailimages:edit", args=[image.pk]), fields(author="Moi", licence="CC BY 4.0")
    )
    image.refresh_from_db()
    assert (image.author, image.width) == ("Moi", 30)
