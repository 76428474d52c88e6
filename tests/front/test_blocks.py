"""The blocks with files, and the previews that editors choose blocks by."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.blocks import Block
from wagtail.documents import get_document_model
from wagtail.images.tests.utils import get_test_image_file

from casestudies.blocks import StoryBlock
from casestudies.models import CaseAttachment
from common.models import CreditedImage
from home.models.pages import BodyBlock, HighlightBlock
from home.models.studies import RecommendationBlock
from methods.models import MethodStepBlock
from tests.factories import CaseStudyPageFactory

from .html import faults

PREVIEWED: list[Block] = [
    *StoryBlock().child_blocks.values(),
    *BodyBlock().child_blocks.values(),
    HighlightBlock(),
    RecommendationBlock(),
    MethodStepBlock(),
]


@pytest.fixture
def media(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.usefixtures("media")
def test_images_have_their_texts_and_credits(client: Client) -> None:
    image = CreditedImage.objects.create(
        title="Le car", file=get_test_image_file(), author="A. Martin", licence="CC BY 4.0"
    )
    told = {"image": image.pk, "decorative": False, "alt_text": "Un car devant une mairie"}
    figure = {"image": told, "caption": "Le premier arrêt"}
    silent = {"image": {"image": image.pk, "decorative": True, "alt_text": ""}, "caption": ""}
    case = CaseStudyPageFactory(
        cover_image=image,
        cover_alt="",
        problem=[
            {"type": "figure", "value": figure},
            {"type": "gallery", "value": {"figures": [figure, silent]}},
        ],
    )
    html = client.get(case.url).content.decode()
    assert faults(html) == []
    page = BeautifulSoup(html, "html.parser")
    texts = [image["alt"] for image in page.select(".case-body img")]
    assert texts == ["Un car devant une mairie", "Un car devant une mairie", ""]
    assert len(page.select(".gallery figure")) == 2
    assert "Le premier arrêt" in page.select_one("figcaption").find_next("figcaption").get_text()
    shown = [tag.get_text() for tag in page.select(".credit")]
    assert len(shown) == 4
    assert all("A. Martin, CC BY 4.0" in credit for credit in shown)
    cards = BeautifulSoup(client.get(case.get_parent().url).content, "html.parser")
    assert cards.select_one(".case-card img")["alt"] == ""
    assert "A. Martin" in cards.select_one(".case-card .credit").get_text()


@pytest.mark.django_db
@pytest.mark.usefixtures("media")
def test_documents_and_videos_say_what_they_are(client: Client) -> None:
    model = get_document_model()
    guide = model.objects.create(title="Le guide", file=ContentFile(b"x" * 2048, "guide.pdf"))
    film = model.objects.create(title="Le film", file=ContentFile(b"x", "film.mp4"))
    video = {"title": "Une journée", "file": film.pk, "url": "", "transcript": "<p>Bonjour.</p>"}
    case = CaseStudyPageFactory(
        problem=[
            {"type": "document", "value": {"document": guide.pk, "description": "À adapter"}},
            {"type": "video", "value": video},
        ],
        attachments=[CaseAttachment(document=guide, description="À lire")],
    )
    html = client.get(case.url).content.decode()
    assert faults(html) == []
    page = BeautifulSoup(html, "html.parser")
    links = page.select(".document-link")
    assert [link["href"] for link in links] == [guide.url, guide.url]
    assert "(PDF, 2,0\u00a0Kio)" in page.select_one(".document-block").get_text()
    source = page.select_one("video[controls] source")
    assert (source["src"], source["type"]) == (film.url, "video/mp4")
    assert "Bonjour." in page.select_one("details").get_text()


@pytest.mark.django_db
@pytest.mark.parametrize("block", PREVIEWED, ids=lambda block: type(block).__name__)
def test_each_block_has_a_preview_that_shows_something(admin_client: Client, block: Block) -> None:
    url = reverse("wagtailadmin_block_preview")
    response = admin_client.get(url, {"id": block.definition_prefix})
    assert response.status_code == 200
    shown = BeautifulSoup(response.content, "html.parser").main
    assert shown.get_text(strip=True)
    for image in shown.select("img"):
        assert finders.find(image["src"].removeprefix("/static/"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("block", "wanted"),
    [
        ("figure", "figure.figure > img"),
        ("gallery", ".gallery figure + figure > img"),
        ("document", 'a.document-link[href$=".pdf"]'),
        ("footnote", ".footnotes li .footnote-back"),
        ("footnote", "p .call a"),
    ],
)
def test_a_preview_looks_like_what_it_stands_for(
    admin_client: Client, block: str, wanted: str
) -> None:
    prefix = StoryBlock().child_blocks[block].definition_prefix
    response = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": prefix})
    assert BeautifulSoup(response.content, "html.parser").main.select(wanted)
