"""Every case of the demonstration, written in Word and read back, says the same."""

import html
import re

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.utils import translation
from docx import Document
from wagtail.images.tests.utils import get_test_image_file

from accounts.models import User
from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from casestudies.word.building import build_draft
from casestudies.word.package import check_package
from casestudies.word.placement import Fate
from casestudies.word.placing import place
from casestudies.word.reading import read_document
from casestudies.word.template import write_template
from casestudies.word.vocabulary import RICH, STORY
from casestudies.word.writing import write_case
from common.models import CreditedImage
from tests.casestudies.word.structures import to_sort
from tests.factories import CaseStudyPageFactory
from tests.home.demo_content import make_collectivities

PLAIN = [
    "title", "summary", "stage", "started_on", "ended_on", "cost_band", "cost_amount",
    "cost_covers", "agent_days", "duration_months", "legal_competence", "contact_name",
    "contact_role", "cover_alt",
]  # fmt: skip
ROWS = {
    "collectivities": ["collectivity_id", "role"],
    "themes": ["theme_id"],
    "audiences": ["audience_id"],
    "skills": ["skill_id", "note"],
    "partners": ["organisation_id", "role"],
    "method_uses": ["method_id", "phase", "how"],
    "funding": ["funder", "amount", "share_percent", "note", "source_url"],
    "results": ["statement", "evidence", "claimed_by", "source_url"],
    "follow_ups": ["date", "status", "note", "source_url"],
    "replications": ["who", "date", "note", "source_url"],
    "sources": ["title", "publisher", "url", "published_on"],
    "authors": ["contributor_id"],
}


def same_html(source):
    """Return rich text without what Word cannot tell apart: entities, spaces around and between."""
    text = html.unescape(re.sub(r"[ \n]+", " ", source)).replace("<br/>", " ")
    text = re.sub(r"\s*(</?(?:p|ul|ol|li|h3)>)\s*", r"\1", text)
    return re.sub(r" ?\[\d+\]", "[n]", text).strip()


def blocks_of(page, name):
    """Return the blocks of a part: texts that follow one another made one, notes last, unnumbered."""
    said, notes = [], []
    for block in getattr(page, name):
        value = block.value
        if block.block_type == "text":
            text = same_html(value.source)
            if said and said[-1][0] == "text":
                said[-1] = ("text", said[-1][1] + text)
            else:
                said.append(("text", text))
        elif block.block_type == "footnote":
            notes.append(("footnote", " ".join(value["text"].split()), value["source_url"]))
        else:
            prepared = value.get_prep_value() if hasattr(value, "get_prep_value") else value
            cells = {key: same_html(str(cell or "")) for key, cell in prepared.items()}
            said.append((block.block_type, cells))
    return said, sorted(notes)


def facts_of(page):
    found = {name: getattr(page, name) for name in PLAIN}
    found |= {name: same_html(getattr(page, name)) for name in RICH}
    for name, columns in ROWS.items():
        rows = getattr(page, name).all()
        found[name] = [tuple(getattr(row, column) for column in columns) for row in rows]
    return found


def imported(content, name="document.docx", language="fr"):
    """Import a file as the admin does; return the placement and the draft."""
    placement = place(read_document(content))
    parent = CaseStudyIndexPage.objects.get(locale__language_code=language)
    user = User.objects.filter(is_superuser=True).first()
    return placement, build_draft(placement, parent, user, name)


@pytest.mark.site
class TestDemonstration(TestCase):
    """Loads the whole demonstration, so that `make check` leaves it out."""

    @classmethod
    def setUpTestData(cls):
        make_collectivities()
        call_command("load_demo", verbosity=0)
        User.objects.create_superuser(email="admin@example.org", password="x")

    def setUp(self):
        translation.activate("fr")

    def test_every_case_comes_back_the_same(self):
        cases = CaseStudyPage.objects.select_related("locale").order_by("pk")
        assert len(cases) == 22
        for case in list(cases):
            with self.subTest(case.reference, language=case.locale.language_code):
                placement, draft = imported(write_case(case), language=case.locale.language_code)
                assert to_sort(placement) == []
                assert {line.fate for line in placement.lines} == {Fate.PLACED}
                assert facts_of(draft) == facts_of(case)
                for name in STORY:
                    assert blocks_of(draft, name) == blocks_of(case, name)
                assert not draft.live
                assert draft.latest_revision is not None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_template_is_a_plain_document_that_fills_nothing(language):
    content = write_template(language)
    check_package(content)
    with translation.override("fr"):
        placement = place(read_document(content))
    assert placement.fields == {}
    assert placement.story == {}
    assert {name: rows for name, rows in placement.rows.items() if rows} == {}
    assert {line.fate for line in placement.lines} == {Fate.PLACED}


@pytest.mark.django_db
class TestOtherBlocks:
    """What the demonstration does not use."""

    @pytest.fixture(autouse=True)
    def prepared(self, settings, tmp_path, admin_user):
        settings.MEDIA_ROOT = tmp_path
        self.image = CreditedImage.objects.create(
            title="Le car", file=get_test_image_file(), author="A. Martin"
        )
        # Wagtail's form gives it; the import knows the image again by it.
        self.image.get_file_hash()
        self.image.save()
        translation.activate("fr")

    def back(self, **values):
        page = CaseStudyPageFactory(live=False, **values)
        placement, draft = imported(write_case(page))
        assert {line.fate for line in placement.lines} == {Fate.PLACED}
        return page, draft

    @pytest.mark.parametrize(
        "block",
        [
            ("text", '<p>Un <b>mot</b> <i>fort</i> : <a href="https://example.org/">ici</a></p>'),
            ("text", "<ul><li>un<ul><li>a</li><li>b</li></ul></li><li>deux</li></ul>"),
            ("text", "<ol><li>un</li><li>deux</li></ol><h3>Un titre</h3><p>ligne<br/>suite</p>"),
            ("text", "<p>&lt;script&gt; &amp; [1]</p>"),
            ("quotation", {"text": "Des mots\nà elle", "attribution": "Une agente",
                           "source_url": "https://example.org/"}),
            ("quotation", {"text": "Des mots", "attribution": "", "source_url": ""}),
            ("callout", {"title": "À retenir", "text": "<ul><li>un</li></ul><p>deux</p>"}),
            ("callout", {"title": "", "text": "<p>Un seul mot</p>"}),
            ("key_figure", {"value": "508", "label": "usagers", "source_title": "La DITP",
                            "source_url": "https://example.org/"}),
        ],
    )  # fmt: skip
    def test_a_block_comes_back_the_same(self, block):
        page, draft = self.back(trials=[block])
        assert blocks_of(draft, "trials") == blocks_of(page, "trials")

    def test_an_image_comes_back_as_the_one_that_the_site_has(self):
        told = {"image": self.image.pk, "decorative": False, "alt_text": "Un car"}
        figure = {"type": "figure", "value": {"image": told, "caption": "Le premier arrêt"}}
        page, draft = self.back(
            trials=[figure], cover_image=self.image, cover_alt="Le car, de face"
        )
        [block] = draft.trials
        assert (block.value["image"].pk, block.value["caption"]) == (
            self.image.pk, "Le premier arrêt",
        )  # fmt: skip
        assert block.value["image"].contextual_alt_text == "Un car"
        assert (draft.cover_image, draft.cover_alt) == (page.cover_image, "Le car, de face")

    def test_a_note_that_nothing_calls_comes_back_called(self):
        note = ("footnote", {"label": "7", "text": "Une réserve", "source_url": ""})
        _page, draft = self.back(trials=[("text", "<p>Fait.</p>"), note])
        assert [block.block_type for block in draft.trials] == ["text", "footnote"]
        assert "[1]" in draft.trials[0].value.source

    def test_what_the_file_cannot_hold_is_said_in_words(self):
        video = ("video", {"title": "Une journée", "url": "https://example.org/v", "file": None,
                           "transcript": "<p>Bonjour.</p>"})  # fmt: skip
        _page, draft = self.back(trials=[video])
        assert draft.trials[0].value["url"] == "https://example.org/v"
        assert "Bonjour." in draft.trials[1].value.source


def test_the_command_writes_the_template(tmp_path):
    path = tmp_path / "modele.docx"
    call_command("write_word_template", path)
    texts = [paragraph.text for paragraph in Document(path).paragraphs]
    assert "Le problème" in texts
