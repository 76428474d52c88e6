"""Copies made in the admin: each has its own identifier, and none is an alias."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale, Page

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from common.refusals import AliasRefused
from tests.factories import (
    CaseStudyPageFactory,
    MethodPageFactory,
    StandardPageFactory,
    StudyPageFactory,
    home,
    index,
)

pytestmark = pytest.mark.django_db

REFERENCED = [CaseStudyPageFactory, MethodPageFactory, StudyPageFactory]
COPIED = [*REFERENCED, StandardPageFactory]


@pytest.fixture
def copy(admin_client):
    """Post the admin's copy form of a page, and return what became of it."""

    def copy(page, parent=None, slug="la-copie", **boxes):
        url = reverse("wagtailadmin_pages:copy", args=[page.pk])
        parent = parent or page.get_parent()
        values = {"new_title": "La copie", "new_slug": slug, "new_parent_page": parent.pk}
        response = admin_client.post(url, {**values, **boxes})
        assert response.status_code == 302
        return Page.objects.child_of(parent).get(slug=slug).specific

    return copy


@pytest.mark.parametrize("factory", COPIED)
@pytest.mark.parametrize("publish", [{}, {"publish_copies": "on"}], ids=["draft", "live"])
def test_a_copy_is_a_page_of_its_own(copy, client, factory, publish):
    page = factory(title="L’original")
    made = copy(page, **publish)
    assert made.live is bool(publish)
    assert client.get(made.url).status_code == (200 if publish else 404)
    if factory in REFERENCED:
        assert made.reference == "la-copie"
        assert made.latest_revision.content["reference"] == "la-copie"
        page.refresh_from_db()
        assert page.reference == "loriginal"
    # And its editor's next publication does not stumble on it either.
    made.save_revision(clean=True).publish()
    made.refresh_from_db()
    assert made.live


@pytest.mark.parametrize("factory", COPIED)
def test_no_alias_is_offered_nor_made(copy, admin_client, factory):
    page = factory()
    form = admin_client.get(reverse("wagtailadmin_pages:copy", args=[page.pk])).context["form"]
    assert "publish_copies" in form.fields
    assert "alias" not in form.fields
    assert copy(page, alias="on").alias_of is None


@pytest.mark.parametrize("factory", COPIED)
def test_an_alias_asked_for_in_code_is_refused_as_such(factory):
    page = factory()
    with pytest.raises(AliasRefused):
        page.create_alias(parent=page.get_parent(), update_slug="alias")


def test_the_same_slug_elsewhere_gives_a_numbered_identifier(copy):
    page = CaseStudyPageFactory(title="Un bus")
    elsewhere = index(CaseStudyIndexPage, "Case studies", home("en"))
    assert copy(page, parent=elsewhere, slug=page.slug).reference == "un-bus-2"


def test_a_copied_section_gives_each_page_below_its_own(copy):
    page = CaseStudyPageFactory(title="Un bus")
    made = copy(page.get_parent(), parent=home("en"), slug="cases", copy_subpages="on")
    below = CaseStudyPage.objects.child_of(made).get()
    assert below.reference == "un-bus-2"
    assert below.latest_revision.content["reference"] == "un-bus-2"


@pytest.mark.parametrize("factory", REFERENCED)
def test_a_translation_keeps_the_identifier_of_its_original(factory):
    home("en")
    page = factory(title="Un bus")
    page.slug = "un-autre-slug"
    page.save()
    english = Locale.objects.get(language_code="en")
    page.get_parent().copy_for_translation(english)
    translation = page.copy_for_translation(english)
    assert translation.reference == "un-bus"
    translation.full_clean()


def test_two_pages_never_share_an_identifier_given_by_hand():
    CaseStudyPageFactory(title="Un bus")
    other = CaseStudyPageFactory(title="Un car")
    other.reference = "un-bus"
    with pytest.raises(ValidationError, match="identifiant"):
        other.full_clean()
