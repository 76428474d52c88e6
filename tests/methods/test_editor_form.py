"""The editor's real form of a method."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from methods.models import MethodIndexPage, MethodPage
from tests.factories import MethodPageFactory, index

pytestmark = pytest.mark.django_db

TEXTS = ("purpose", "materials", "cautions", "variants")
CHILDREN = ("downloads", "next_methods", "sources", "comments")


def form_data(**values):
    data = {
        "title": "Immersion",
        "slug": "immersion",
        "summary": "Vivre le service de l’intérieur.",
        "phase": "understand",
        "difficulty": "easy",
        "duration": "Trois semaines",
        "participants": "",
        "reference": "",
        "steps": streamfield([]),
        **{name: rich_text("") for name in TEXTS},
        **{name: inline_formset([]) for name in CHILDREN},
    }
    return nested_form_data({**data, **values})


@pytest.fixture
def add_url():
    parent = index(MethodIndexPage, "Méthodes")
    return reverse("wagtailadmin_pages:add", args=["methods", "methodpage", parent.pk])


def test_a_complete_method_is_published_with_its_rows(
    admin_client, client, add_url, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    persona = MethodPageFactory(title="Persona")
    file = ContentFile(b"x", "grille.pdf")
    sheet = get_document_model().objects.create(title="La grille", file=file)
    step = {"title": "S’installer", "text": rich_text("<p>Là où le service se rend.</p>")}
    data = form_data(
        purpose=rich_text("<p>Comprendre.</p>"),
        steps=streamfield([("step", step)]),
        downloads=inline_formset([{"document": str(sheet.pk), "description": "À imprimer"}]),
        next_methods=inline_formset([{"method": str(persona.pk)}]),
        sources=inline_formset(
            [{"title": "Un guide", "publisher": "La 27e Région", "url": "https://example.org/"}]
        ),
    )
    response = admin_client.post(add_url, {**data, "action-publish": "1"})
    assert response.status_code == 302
    method = MethodPage.objects.get(slug="immersion")
    assert method.live
    assert (method.reference, method.phase, method.difficulty) == (
        "immersion", "understand", "easy",
    )  # fmt: skip
    assert [block.value["title"] for block in method.steps] == ["S’installer"]
    body = client.get(method.url).content.decode()
    for shown in ("Comprendre.", "S’installer", "La grille", "À imprimer", "Persona", "Un guide"):
        assert shown in body


def test_publication_needs_a_phase(admin_client, add_url):
    response = admin_client.post(add_url, {**form_data(phase=""), "action-publish": "1"})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["phase"]
    assert not MethodPage.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"phase": "rien"}, "phase"),
        ({"difficulty": "rien"}, "difficulty"),
        ({"title": ""}, "title"),
    ],
)
def test_a_draft_refuses_what_is_no_choice(admin_client, add_url, values, field):
    response = admin_client.post(add_url, form_data(**values))
    assert response.status_code == 200
    assert field in response.context["form"].errors


def test_an_identifier_taken_is_said_beside_it(admin_client, add_url):
    MethodPageFactory(title="Persona")
    response = admin_client.post(add_url, form_data(reference="persona"))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["reference"]


def test_an_identifier_emptied_comes_back(admin_client):
    method = MethodPageFactory(title="Immersion")
    url = reverse("wagtailadmin_pages:edit", args=[method.pk])
    data = form_data(title="Observation", slug="observation", reference="")
    assert admin_client.post(url, {**data, "action-publish": "1"}).status_code == 302
    method.refresh_from_db()
    assert (method.title, method.slug, method.reference) == (
        "Observation", "observation", "immersion",
    )  # fmt: skip
