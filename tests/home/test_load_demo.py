"""The demonstration content: checked as a whole, loaded once, never overwritten."""

import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase
from wagtail.models import Page

from casestudies.models import CaseStudyPage
from collectivities.models import Collectivity, Kind
from common.text import plain_text
from home.loading import files
from home.loading.files import CONTENT, ContentError, read_content
from home.models import HomePage
from methods.models import MethodPage
from vocabulary.models import GlossaryTerm, Theme

pytestmark = pytest.mark.django_db

REFS = {
    "200023737", "75056", "68224", "245900428", "200093201", "246700488", "67482", "200039865",
    "38185", "35238", "243800984", "246301097", "200071983", "reg-76", "reg-53", "reg-21",
    "reg-52", "dep-46", "dep-94", "dep-63", "31555",
}  # fmt: skip


def make_collectivities():
    """Create the reference rows that the content names, without the 36,000 others."""
    for ref in REFS:
        Collectivity(kind=Kind.COMMUNE, code=ref, ref=ref, name=f"Territoire {ref}").save()


@pytest.fixture
def folder(tmp_path, db):
    """A copy of the content, to be spoilt."""
    make_collectivities()
    return shutil.copytree(CONTENT, tmp_path / "demo")


def spoil(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def mistakes(folder):
    with pytest.raises(ContentError) as error:
        read_content(folder)
    return [(mistake.file, mistake.field) for mistake in error.value.mistakes]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('stage = "experiment"', 'stage = "nearly"', "stage"),
        ('stage = "experiment"', 'stages = "experiment"', "stages"),
        ('started_on = "2017-12"', 'started_on = "2017-13"', "started_on"),
        ('themes = ["acces-aux-droits"', 'themes = ["inconnu"', "themes"),
        ('ref = "200023737"', 'ref = "999999999"', "collectivities"),
        ("<p>Autour de Cahors", "<script>Autour de Cahors", "problem.0.text.text"),
        ("<p>Autour de Cahors", '<p onclick="x">Autour de Cahors', "problem.0.text.text"),
        ('title = "Carte', "title = Carte", "-"),
    ],
)  # fmt: skip
def test_each_mistake_names_its_file_and_field(folder, old, new, field):
    name = "fr/cases/carte-blanche-grand-cahors.toml"
    spoil(folder, name, old, new)
    assert (name, field) in mistakes(folder)


def test_every_mistake_is_told_at_once(folder):
    spoil(folder, "fr/methods/immersion.toml", 'phase = "understand"', 'phase = "dream"')
    spoil(folder, "fr/vocabulary.toml", 'slug = "acces-aux-droits"', 'slug = "Accès"')
    assert mistakes(folder) == [
        ("fr/vocabulary.toml", "themes.0.slug"),
        ("fr/methods/immersion.toml", "phase"),
    ]


def test_a_file_that_is_not_text_is_named(folder):
    (folder / "fr" / "home.toml").write_bytes(b"\xff\xfe")
    assert mistakes(folder) == [("fr/home.toml", "-")]


def test_a_mistake_stops_the_command_before_anything_is_written(folder, monkeypatch):
    spoil(folder, "fr/home.toml", "hero_title", "hero_titel")
    monkeypatch.setattr(files.read_content, "__defaults__", (folder,))
    with pytest.raises(CommandError, match=r"fr/home\.toml: hero_titel"):
        call_command("load_demo", verbosity=0)
    assert not Theme.objects.exists()


def sentences(page):
    text = plain_text(page.problem, page.approach, page.trials, page.limits, page.conditions)
    rows = [row.statement for row in page.results.all()]
    return {line for line in [*text.splitlines(), *rows] if len(line) > 20}


class TestLoadedContent(TestCase):
    """Loaded once for all of these tests."""

    @classmethod
    def setUpTestData(cls):
        make_collectivities()
        call_command("load_demo", verbosity=0, stdout=StringIO())

    def test_the_demonstration_holds_what_it_promises(self):
        french = CaseStudyPage.objects.filter(locale__language_code="fr", live=True)
        english = CaseStudyPage.objects.filter(locale__language_code="en", live=True)
        assert french.count() == 20
        assert set(english.values_list("reference", flat=True)) == {
            "bologna-urban-commons", "carte-blanche-grand-cahors",
        }  # fmt: skip
        assert MethodPage.objects.filter(locale__language_code="fr", live=True).count() == 15
        assert GlossaryTerm.objects.filter(locale__language_code="fr").count() >= 20
        assert HomePage.objects.filter(live=True).count() == 2
        assert not Page.objects.filter(live=False).exists()

    def test_the_translated_case_is_translated_to_the_last_sentence(self):
        versions = CaseStudyPage.objects.filter(reference="carte-blanche-grand-cahors")
        french = versions.get(locale__language_code="fr")
        english = versions.get(locale__language_code="en")
        assert english.title.startswith("Carte blanche: ")
        assert not sentences(french) & sentences(english)
        assert len(sentences(english)) > 20
        assert english.results.count() == french.results.count()

    def test_a_second_run_touches_nothing_that_was_edited(self):
        page = CaseStudyPage.objects.get(
            reference="carte-blanche-grand-cahors", locale__language_code="fr"
        )
        page.title = "Un titre choisi par une éditrice"
        page.save_revision().publish()
        home = HomePage.objects.get(locale__language_code="fr")
        home.hero_title = ""
        home.save_revision().publish()
        theme = Theme.objects.get(slug="accueil-du-public", locale__language_code="fr")
        theme.name = "L’accueil"
        theme.save()
        MethodPage.objects.get(reference="hackathon").delete()
        before = Page.objects.count()
        call_command("load_demo", verbosity=0)
        assert Page.objects.count() == before + 1
        page.refresh_from_db()
        home.refresh_from_db()
        theme.refresh_from_db()
        assert page.title == "Un titre choisi par une éditrice"
        assert home.hero_title == ""
        assert theme.name == "L’accueil"
