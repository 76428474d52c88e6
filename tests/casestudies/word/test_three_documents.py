"""How much of three documents the import fills, and that the rest of each is to be sorted."""

import pytest

from accounts.models import User
from casestudies.models import CaseStudyIndexPage
from casestudies.word.building import build_draft
from casestudies.word.placing import place
from casestudies.word.reading import read_document
from casestudies.word.report import filled_fields
from tests.casestudies.word import three_documents
from tests.casestudies.word.structures import to_sort
from tests.factories import (
    AudienceFactory,
    CollectivityFactory,
    MethodPageFactory,
    OrganisationFactory,
    SkillFactory,
    ThemeFactory,
    index,
)

pytestmark = pytest.mark.django_db

ALWAYS = {"title", "problem", "approach", "trials", "collectivities", "started_on", "sources",
          "results"}  # fmt: skip


@pytest.fixture(autouse=True)
def known(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    CollectivityFactory(name="Grand Cahors")
    CollectivityFactory(name="Lot", kind="departement")
    for name in ("Accès aux droits", "Accueil du public"):
        ThemeFactory(name=name)
    AudienceFactory(name="Habitants ruraux")
    SkillFactory(name="Écoute")
    for name in ("DITP", "Préfecture du Lot"):
        OrganisationFactory(name=name)
    MethodPageFactory(title="Immersion")


def imported(content):
    placement = place(read_document(content))
    parent = index(CaseStudyIndexPage, "Études de cas")
    user = User.objects.create_superuser("admin@example.org", "une-phrase-assez-longue")
    page = build_draft(placement, parent, user, "document.docx")
    return set(filled_fields(page)), to_sort(placement), page


def test_the_filled_template_leaves_nothing_to_sort():
    filled, left, page = imported(three_documents.filled_template())
    assert left == []
    assert filled == ALWAYS | {
        "summary", "stage", "ended_on", "themes", "audiences", "partners", "method_uses", "limits",
        "skills", "conditions", "obstacles", "replications", "follow_ups",
    }  # fmt: skip
    assert [b.block_type for b in page.trials] == ["figure", "text", "key_figure"]
    assert [b.block_type for b in page.approach] == ["text", "timeline_step", "timeline_step"]


def test_a_document_without_styles_is_understood():
    filled, left, page = imported(three_documents.without_styles())
    assert left == []
    assert filled == ALWAYS | {
        "summary", "stage", "ended_on", "themes", "audiences", "partners", "method_uses", "limits",
        "conditions", "obstacles",
    }  # fmt: skip
    assert [b.block_type for b in page.approach] == ["text", "quotation"]
    assert "<li>l’agent polyvalent</li>" in page.trials[0].value.source


def test_a_messy_document_keeps_what_it_cannot_place():
    filled, left, page = imported(three_documents.messy())
    assert filled == ALWAYS
    assert page.started_on == "2017-12"
    said = " ".join(f"{where} {html}" for where, html in left)
    for text in (
        "Rapport de groupe", "15 décembre 2017", "en cours", "environ 100 k€", "Météo | beau",
        "Catus | mardi | 9 h", "Merci à la préfecture.", "Groupe 3, INET", "À sourcer",
        "habitants ruraux, habitants",
    ):  # fmt: skip
        assert text in said, text
    assert "508 usagers en quatre mois" in page.trials[0].value.source
