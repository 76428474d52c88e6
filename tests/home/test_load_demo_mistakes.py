"""Every file of the demonstration is checked, as a whole, before anything is written."""

import re
import shutil

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale, Page

from home.loading.checks import read_content
from home.loading.files import CATALOGUE, CONTENT
from home.loading.mistakes import ContentError
from search.models import SynonymGroup
from vocabulary.models import Theme

from .demo_content import make_collectivities, spoil

pytestmark = [pytest.mark.django_db, pytest.mark.long]

CARTE_BLANCHE = "fr/cases/carte-blanche-grand-cahors.toml"
BUS = "fr/cases/bus-france-services-grand-cahors.toml"
GRENOBLE = "fr/cases/budget-participatif-grenoble.toml"
TRANSFO = "fr/cases/transfo.toml"
PLACES = "fr/collectivities.toml"
ORIGIN = 'adapted_from = "carte-blanche-grand-cahors"'
SOURCE = 'population_source = "http://www.marionblatter.com/la-mairie-de-demain/"\n'
THEME = '[[themes]]\nslug = "acces-aux-droits"\nname = "Droits"'
PLACE = '[[collectivities]]\nref = "x-etat-bretagne"\nkind = "other"\nname = "Bretagne"'
BODIES = "fr/organisations/a.toml"
STUDY = "fr/studies/ost-2019.toml"
LONG = "https://example.org/" + "a" * 200


@pytest.fixture
def folder(tmp_path):
    """A copy of the content, to be spoilt."""
    make_collectivities()
    return shutil.copytree(CONTENT, tmp_path / "demo")


def mistakes(folder):
    with pytest.raises(ContentError) as error:
        read_content(folder)
    return [(mistake.file, mistake.field) for mistake in error.value.mistakes]


@pytest.mark.parametrize(
    ("name", "old", "new", "field"),
    [
        # What a file says of itself.
        (CARTE_BLANCHE, 'stage = "experiment"', 'stage = "nearly"', "stage"),
        (CARTE_BLANCHE, 'stage = "experiment"', 'stages = "experiment"', "stages"),
        (CARTE_BLANCHE, 'started_on = "2017-12"', 'started_on = "2017-13"', "started_on"),
        (CARTE_BLANCHE, "<p>Autour", "<script>Autour", "problem.0.text.text"),
        (CARTE_BLANCHE, "<p>Autour", '<p onclick="x">Autour', "problem.0.text.text"),
        (CARTE_BLANCHE, 'title = "Carte', "title = Carte", "-"),
        (CARTE_BLANCHE, '"acces-aux-droits"', '"sante", "sante"', "themes"),
        (TRANSFO, "cost_amount = 2600000", f"cost_amount = {10**20}", "cost_amount"),
        (GRENOBLE, "amount = 800000", "amount = -1", "funding.0.amount"),
        # SQLite takes this, PostgreSQL does not.
        (GRENOBLE, "amount = 800000", "amount = 3000000000", "funding.0.amount"),
        (BODIES, "https://cocotier.info/", "https://cocotier/ info/", "organisations.3.url"),
        # What the site refuses.
        (TRANSFO, "cost_covers = ", "legal_competence = ", "cost_covers"),
        (TRANSFO, 'ended_on = "2020"', 'ended_on = "2010"', "ended_on"),
        (BUS, 'role = "lead"', 'role = "partner"', "collectivities"),
        (PLACES, 'country = "IT"', 'country = "XX"', "collectivities.2.country"),
        (PLACES, 'country = "IT"\n', "", "collectivities.2.country"),
        (PLACES, SOURCE, "", "collectivities.1.population_source"),
        (BODIES, "https://cocotier.info/", LONG, "organisations.3.url"),
        (STUDY, 'number = "22"', 'number = "2222222222222222222222"', "number"),
        (STUDY, "Linda Cortey", "L" * 151, "authors.0.name"),
        ("fr/synonyms.toml", "CCAS, ", "CCAS => => ", "group.0.lines"),
        ("en/synonyms.toml", "resident, ", "resident => => ", "group.0.lines"),
        # What entries say of one another.
        (CARTE_BLANCHE, '"acces-aux-droits"', '"inconnu"', "themes.0"),
        (CARTE_BLANCHE, 'ref = "200023737"', 'ref = "999999999"', "collectivities.0.ref"),
        (BUS, ORIGIN, 'adapted_from = "bus-france-services-grand-cahors"', "adapted_from"),
        # French cases are loaded first.
        (BUS, ORIGIN, 'adapted_from = "bologna-urban-commons"', "adapted_from"),
        ("fr/vocabulary.toml", "[[themes]]", f"{THEME}\n[[themes]]", "themes.1.slug"),
        ("fr/synonyms.toml", 'title = "Participation"', 'title = "Sigles"', "group.1.title"),
        (PLACES, "[[collectivities]]", f"{PLACE}\n[[collectivities]]", "collectivities.1.ref"),
        ("fr/pages/a-propos.toml", '"a-propos"', '"methodes"', "reference"),
    ],
)
def test_a_mistake_names_its_file_and_field(folder, name, old, new, field):
    spoil(folder, name, old, new)
    assert mistakes(folder) == [(name, field)]


def test_every_mistake_is_told_at_once(folder):
    spoil(folder, "fr/methods/immersion.toml", 'phase = "understand"', 'phase = "dream"')
    spoil(folder, "fr/vocabulary.toml", 'slug = "acces-aux-droits"', 'slug = "Accès"')
    assert mistakes(folder) == [
        ("fr/vocabulary.toml", "themes.0.slug"),
        ("fr/methods/immersion.toml", "phase"),
    ]


def test_what_the_site_refuses_is_told_at_once(folder):
    spoil(folder, TRANSFO, "cost_covers = ", "legal_competence = ")
    spoil(folder, BUS, 'role = "lead"', 'role = "partner"')
    spoil(folder, PLACES, 'country = "IT"', 'country = "XX"')
    assert sorted(mistakes(folder)) == [
        (BUS, "collectivities"),
        (TRANSFO, "cost_covers"),
        (PLACES, "collectivities.2.country"),
    ]


def test_a_case_tells_a_story(folder):
    path = folder / TRANSFO
    story = r"(?ms)^\[\[(?:problem|approach|trials)\]\].*?(?=^\[\[|\Z)"
    path.write_text(re.sub(story, "", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert mistakes(folder) == [(TRANSFO, "problem")]


def test_adaptations_do_not_go_round_in_a_circle(folder):
    spoil(folder, CARTE_BLANCHE, "stage = ", 'adapted_from = "transfo"\nstage = ')
    spoil(folder, TRANSFO, "stage = ", f'adapted_from = "{BUS[9:-5]}"\nstage = ')
    assert {field for _, field in mistakes(folder)} == {"adapted_from"}


def test_a_file_that_is_not_text_is_named(folder):
    (folder / "fr" / "home.toml").write_bytes(b"\xff\xfe")
    assert mistakes(folder) == [("fr/home.toml", "-")]


def test_a_mistake_is_in_its_file_whatever_the_name(folder):
    (folder / TRANSFO).rename(folder / "fr/cases/other-name.toml")
    spoil(folder, "fr/cases/other-name.toml", '"laboratoires-innovation"', '"inconnu"')
    assert mistakes(folder) == [("fr/cases/other-name.toml", "themes.0")]


@pytest.mark.parametrize(
    "name", ["fr/cases/transfo.toml", "fr/methods/persona.toml", STUDY, "fr/pages/contribuer.toml"]
)
def test_a_file_given_twice_is_named(folder, name):
    copy = name.replace(".toml", "z.toml")
    shutil.copy(folder / name, folder / copy)
    assert (copy, "reference") in mistakes(folder)


def test_an_organisation_given_in_two_files_is_named(folder):
    shutil.copy(folder / BODIES, folder / "fr/organisations/z.toml")
    assert ("fr/organisations/z.toml", "organisations.0.slug") in mistakes(folder)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('msgstr "Access to rights"', 'msgstr ""'),
        ('msgid "Accès aux droits"', '#, fuzzy\nmsgid "Accès aux droits"'),
        # wagtail-localize would leave these aside, without a word.
        ('msgstr "Access to rights"', 'msgstr "<script>Access</script>"'),
        ('msgstr "Access to rights"', "msgstr \"<a id='a9'>Access</a>\""),
    ],
)
def test_a_string_without_its_english_is_named(folder, old, new):
    spoil(folder, CATALOGUE, old, new)
    assert mistakes(folder) == [(CATALOGUE, "Accès aux droits")]


def test_a_french_string_that_changed_needs_its_english(folder):
    spoil(folder, CARTE_BLANCHE, "<p>Autour de Cahors", "<p>Aux alentours de Cahors")
    ((file, string),) = mistakes(folder)
    assert file == CATALOGUE
    assert string.startswith("Aux alentours de Cahors")


def test_a_catalogue_that_cannot_be_read_is_named(folder):
    (folder / CATALOGUE).write_text("nonsense\n", encoding="utf-8")
    assert mistakes(folder) == [(CATALOGUE, "-")]
    (folder / CATALOGUE).unlink()
    assert mistakes(folder) == [(CATALOGUE, "-")]


def test_a_mistake_stops_the_command_before_anything_is_written(folder):
    spoil(folder, BUS, 'role = "lead"', 'role = "partner"')
    before = Page.objects.count(), Locale.objects.count()
    with pytest.raises(CommandError, match=rf"{BUS}: collectivities: Say which"):
        call_command("load_demo", folder=folder, verbosity=0)
    assert (Page.objects.count(), Locale.objects.count()) == before
    assert not Theme.objects.exists()
    assert not SynonymGroup.objects.exists()
