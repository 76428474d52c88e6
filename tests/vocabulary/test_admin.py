"""The vocabulary's own screens, posted as an editor would."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, rich_text

from casestudies.models import CasePartner
from tests.factories import (
    AudienceFactory,
    CaseStudyPageFactory,
    GlossaryTermFactory,
    OrganisationFactory,
    SkillFactory,
    ThemeFactory,
)
from vocabulary.models import Audience, GlossaryTerm, Organisation, Skill, Theme

pytestmark = pytest.mark.django_db

DESCRIPTION = {"description": "Une phrase."}
FILLED = [
    (Theme, DESCRIPTION),
    (Audience, DESCRIPTION),
    (Skill, DESCRIPTION),
    (Organisation, {"url": "https://example.org/"}),
    (
        GlossaryTerm,
        {"definition": rich_text("<p>Aller vers.</p>"), "source_url": "https://example.org/"},
    ),
]


def address(model, action, *args):
    return reverse(f"wagtailsnippets_vocabulary_{model._meta.model_name}:{action}", args=args)


@pytest.mark.parametrize(
    ("model", "values"), FILLED, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_term_is_added_with_an_identifier_from_its_name(admin_client, model, values):
    data = nested_form_data({"name": "Aller-vers", "slug": "", **values})
    response = admin_client.post(address(model, "add"), data)
    assert response.status_code == 302
    term = model.objects.get()
    assert (term.name, term.slug, term.locale.language_code) == ("Aller-vers", "aller-vers", "fr")
    if "url" in values:
        assert term.url == values["url"]


def test_a_term_is_added_in_the_language_of_the_list(admin_client):
    data = nested_form_data({"name": "Reception", "slug": "accueil", "description": ""})
    admin_client.post(f"{address(Theme, 'add')}?locale=en", data)
    assert Theme.objects.get().locale == Locale.objects.get(language_code="en")


@pytest.mark.parametrize(
    "factory",
    [ThemeFactory, AudienceFactory, SkillFactory, OrganisationFactory, GlossaryTermFactory],
)
def test_a_term_is_renamed_and_keeps_its_identifier(admin_client, factory):
    term = factory(name="Accueil")
    data = {"name": "Accueil des usagers", "slug": "accueil", "description": "", "url": ""}
    data = {**data, "definition": rich_text("<p>Recevoir.</p>"), "source_url": ""}
    response = admin_client.post(address(type(term), "edit", term.pk), nested_form_data(data))
    assert response.status_code == 302
    term.refresh_from_db()
    assert (term.name, term.slug) == ("Accueil des usagers", "accueil")


@pytest.mark.parametrize("slug", ["", "accueil"])
def test_an_identifier_taken_is_said_beside_it(admin_client, slug):
    ThemeFactory(name="Accueil")
    data = {"name": "Accueil", "slug": slug, "description": ""}
    response = admin_client.post(address(Theme, "add"), data)
    assert response.status_code == 200
    assert "slug" in response.context["form"].errors
    assert Theme.objects.count() == 1


def test_and_so_it_is_when_another_takes_it_later(admin_client):
    ThemeFactory(name="Accueil")
    other = ThemeFactory(name="Numérique")
    data = {"name": "Numérique", "slug": "accueil", "description": ""}
    response = admin_client.post(address(Theme, "edit", other.pk), data)
    assert response.status_code == 200
    assert "slug" in response.context["form"].errors


def test_the_name_is_needed(admin_client):
    response = admin_client.post(address(Theme, "add"), {"name": "", "slug": "", "description": ""})
    assert response.status_code == 200
    assert "name" in response.context["form"].errors


def test_a_name_of_signs_only_needs_an_identifier(admin_client):
    data = {"name": "…", "slug": "", "description": ""}
    response = admin_client.post(address(Theme, "add"), data)
    assert response.status_code == 200
    assert "slug" in response.context["form"].errors


def test_the_list_is_searched_by_name(admin_client):
    ThemeFactory(name="Accueil")
    ThemeFactory(name="Numérique")
    body = admin_client.get(address(Theme, "list"), {"q": "accueil"}).content.decode()
    assert "Accueil" in body
    assert "Numérique" not in body


@pytest.mark.parametrize("action", ["delete", "list"])
def test_a_term_that_a_case_uses_is_not_deleted(admin_client, action):
    body = OrganisationFactory(name="La Poste")
    case = CaseStudyPageFactory(partners=[CasePartner(organisation=body)])
    if action == "delete":
        admin_client.post(address(Organisation, "delete", body.pk))
    else:
        url = reverse("wagtail_bulk_action", args=["vocabulary", "organisation", "delete"])
        admin_client.post(f"{url}?id={body.pk}")
    assert Organisation.objects.filter(pk=body.pk).exists()
    assert case.partners.get().organisation == body


def test_a_term_that_nothing_uses_is_deleted(admin_client):
    theme = ThemeFactory()
    admin_client.post(address(Theme, "delete", theme.pk))
    assert not Theme.objects.exists()
