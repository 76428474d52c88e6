"""wagtail-localize's own screens, posted as a translator would (wagtail-localize 1.14)."""

import pytest
import wagtail_localize
from django.core.files.base import ContentFile
from django.test import TestCase
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page
from wagtail_localize.models import OverridableSegment, StringSegment, Translation

from casestudies.models import CaseAttachment, CaseStudyPage
from common.refusals import PublicationRefused
from methods.models import MethodDownload
from tests.factories import CaseStudyPageFactory, MethodPageFactory, ThemeFactory
from vocabulary.models import Theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def english():
    return Locale.objects.get(language_code="en")


@pytest.fixture
def submit(admin_client, english):
    """Submit a page for translation and return its translation."""

    def submit(page):
        url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = admin_client.post(url, {"locales": [english.pk]})
        assert response.status_code == 302
        return Translation.objects.get(
            source__object_id=page.translation_key, target_locale=english
        )

    return submit


@pytest.fixture
def fill(admin_client):
    """Translate each string of a translation, in the editor's own requests."""

    def fill(translation, words):
        for segment in StringSegment.objects.filter(source=translation.source):
            url = reverse(
                "wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]
            )
            text = words.get(segment.string.data, f"EN {segment.string.data}")
            body = encode_multipart(BOUNDARY, {"value": text})
            assert admin_client.put(url, body, content_type=MULTIPART_CONTENT).status_code in (
                200, 201,
            )  # fmt: skip

    return fill


@pytest.fixture
def publish(admin_client, english):
    """Publish a translation with the editor's button, and return the page."""

    def publish(page):
        target = page.get_translation(english)
        url = reverse("wagtailadmin_pages:edit", args=[target.pk])
        with TestCase.captureOnCommitCallbacks(execute=True):
            admin_client.post(url, {"action": "publish"})
        return type(page).objects.get(pk=target.pk)

    return publish


def test_the_version_whose_screens_these_tests_know():
    assert wagtail_localize.VERSION[:2] == (1, 14)


def test_parents_become_drafts_never_aliases(submit, english):
    page = CaseStudyPageFactory()
    submit(page)
    translated = Page.objects.filter(locale=english)
    assert translated.count() == 3
    assert not translated.filter(live=True).exists()
    assert not translated.filter(alias_of__isnull=False).exists()


def test_a_case_is_translated_facts_included(submit, fill, publish, english):
    theme = ThemeFactory(name="Accueil")
    method = MethodPageFactory(title="Immersion")
    page = CaseStudyPageFactory(
        title="Un bus", with_themes=[theme], with_methods=[method], started_on="2017-12"
    )
    translation = submit(page)
    words = {"Un bus": "A bus", page.slug: "a-bus", "Une source": "A source"}
    fill(translation, words)
    published = publish(page)
    assert published.live
    assert published.title == "A bus"
    assert (published.reference, published.started_on) == (page.reference, "2017-12")
    lead = page.collectivities.get().collectivity
    assert published.collectivities.get().collectivity == lead
    assert published.sources.get().title == "A source"
    english_theme = Theme.objects.get(locale=english)
    assert published.themes.get().theme == english_theme
    assert english_theme.slug == theme.slug
    # A link between pages stays on the French page, and is read through its key.
    assert published.method_uses.get().method == method


def test_a_fact_that_changes_reaches_the_translation(submit, fill, publish, admin_client):
    page = CaseStudyPageFactory(stage="experiment")
    translation = submit(page)
    fill(translation, {})
    publish(page)
    page.stage = "generalised"
    page.save_revision().publish()
    url = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    with TestCase.captureOnCommitCallbacks(execute=True):
        admin_client.post(url, {"publish_translations": "on"})
    target = CaseStudyPage.objects.get(
        translation_key=page.translation_key, locale=translation.target_locale
    )
    assert target.stage == "generalised"


@pytest.fixture
def documents(settings, tmp_path):
    """A guide in French, and the same in English."""
    settings.MEDIA_ROOT = tmp_path
    model = get_document_model()
    french = model.objects.create(title="Le guide", file=ContentFile(b"x", "guide.pdf"))
    english = model.objects.create(title="The guide", file=ContentFile(b"x", "guide-en.pdf"))
    return french, english


@pytest.mark.parametrize(
    ("factory", "relation", "row"),
    [
        (CaseStudyPageFactory, "attachments", CaseAttachment),
        (MethodPageFactory, "downloads", MethodDownload),
    ],
)
def test_a_translation_gives_its_own_document_or_that_of_its_original(
    submit, fill, publish, admin_client, documents, factory, relation, row
):
    french, english = documents
    rows = [row(document=french, sort_order=order) for order in (0, 1)]
    page = factory(**{relation: rows})
    translation = submit(page)
    fill(translation, {})
    segments = OverridableSegment.objects.filter(
        source=translation.source, context__path__endswith=".document"
    )
    assert segments.count() == 2
    own = getattr(page, relation).first().translation_key
    segment = segments.get(context__path__contains=str(own))
    url = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
    body = encode_multipart(BOUNDARY, {"value": english.pk})
    assert admin_client.put(url, body, content_type=MULTIPART_CONTENT).status_code == 201
    rows = getattr(publish(page), relation).all()
    assert [row.document.title for row in rows] == ["The guide", "Le guide"]


def test_a_translation_is_held_to_what_publication_needs(submit, fill, english):
    page = CaseStudyPageFactory()
    submit(page)
    target = page.get_translation(english)
    target.collectivities.set([])
    revision = target.save_revision()
    with pytest.raises(PublicationRefused):
        revision.publish()
