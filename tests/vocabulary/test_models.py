"""Words of the vocabulary: their identifiers, and the order they stand in."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import Locale

from common.facets import facet_labels
from tests.factories import AudienceFactory, GlossaryTermFactory, OrganisationFactory, ThemeFactory
from vocabulary.models import Theme, in_alphabetical_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def english():
    return Locale.objects.get(language_code="en")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Accès aux droits", "acces-aux-droits"),
        ("Œuvres & mémoire", "oeuvres-memoire"),
        ("Égalité femmes-hommes", "egalite-femmes-hommes"),
        ("L’accueil", "laccueil"),
        ("x" * 120, "x" * 80),
    ],
)
def test_the_identifier_is_taken_from_the_name(name, slug):
    assert ThemeFactory(name=name).slug == slug


def test_an_identifier_given_by_hand_is_kept():
    theme = ThemeFactory(name="Accès aux droits", slug="droits")
    theme.name = "Accès de tous aux droits"
    theme.save()
    assert theme.slug == "droits"


def test_an_identifier_is_unique_in_a_language():
    ThemeFactory(name="Accueil")
    with pytest.raises(ValidationError):
        Theme(name="Accueil", locale=Locale.get_default()).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        ThemeFactory(name="Accueil")


def test_two_languages_and_two_vocabularies_may_share_one(english):
    ThemeFactory(name="Accueil", slug="accueil")
    assert ThemeFactory(name="Reception", slug="accueil", locale=english).pk
    assert AudienceFactory(name="Accueil").slug == "accueil"


def test_a_translation_keeps_the_identifier(english):
    theme = ThemeFactory(name="Accueil")
    translation = theme.copy_for_translation(english)
    translation.name = "Reception"
    translation.save()
    assert (translation.slug, str(translation)) == ("accueil", "Reception")


@pytest.mark.parametrize("factory", [ThemeFactory, OrganisationFactory, GlossaryTermFactory])
def test_accents_and_ligatures_do_not_disturb_the_order(factory):
    names = ["Zèle", "Œuvre", "odeur", "Évaluer", "écoute", "Eau", "Ouvrir"]
    terms = in_alphabetical_order([factory(name=name) for name in names])
    expected = ["Eau", "écoute", "Évaluer", "odeur", "Œuvre", "Ouvrir", "Zèle"]
    assert [term.name for term in terms] == expected


def test_the_search_names_a_theme_by_its_identifier(english, django_assert_num_queries):
    theme = ThemeFactory(name="Accueil")
    translation = theme.copy_for_translation(english)
    translation.name = "Reception"
    translation.save()
    ThemeFactory(name="Numérique")
    with django_assert_num_queries(1):
        labels = facet_labels("theme", ["accueil", "numerique", "rien"])
    assert labels == {"accueil": "Accueil", "numerique": "Numérique", "rien": "rien"}
