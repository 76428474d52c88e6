"""A case is published with images that say who made them and what they show."""

from uuid import uuid4

import pytest
from wagtail.images.tests.utils import get_test_image_file

from casestudies.publication import publication_errors
from common.models import CreditedImage
from common.refusals import PublicationRefused
from tests.factories import CaseStudyPageFactory

pytestmark = pytest.mark.django_db

CREDIT = {"author": "Grand Cahors", "licence": "CC BY 4.0"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def image(**credit):
    return CreditedImage.objects.create(title="Le car", file=get_test_image_file(), **credit)


def figure(one, alt="Un car devant une mairie", *, decorative=False):
    told = {"image": one.pk, "alt_text": alt, "decorative": decorative}
    return {"type": "figure", "value": {"image": told, "caption": ""}}


def gallery(*figures):
    items = [{"id": str(uuid4()), "type": "item", "value": one["value"]} for one in figures]
    return {"type": "gallery", "value": {"figures": items}}


def draft(blocks=(), **values):
    page = CaseStudyPageFactory(live=False, **values)
    page.trials = type(page)._meta.get_field("trials").to_python(list(blocks))
    return page


def errors(page):
    return [(error.field, error.block) for error in publication_errors(page)]


def test_a_credited_and_described_image_passes():
    one = image(**CREDIT)
    page = draft([figure(one), gallery(figure(one), figure(one, "", decorative=True))])
    page.cover_image = one
    assert errors(page) == []


@pytest.mark.parametrize("missing", ["author", "licence"])
def test_an_image_without_credit_is_named_where_it_is(missing):
    one = image(**{**CREDIT, missing: ""})
    page = draft([figure(one), gallery(figure(image(**CREDIT)), figure(one))], cover_image=one)
    assert errors(page) == [
        ("cover_image", None),
        ("trials", (0, "image")),
        ("trials", (1, "figures")),
    ]


def test_an_image_that_says_nothing_is_named_where_it_is():
    assert errors(draft([figure(image(**CREDIT), "")])) == [("trials", (0, "image"))]


def test_no_way_in_publishes_an_image_without_credit():
    page = draft([figure(image())])
    revision = page.save_revision()
    with pytest.raises(PublicationRefused):
        revision.publish()
