"""The admin's own page search, through its views."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from modelsearch.backends import get_search_backend

from accounts.models import User
from tests.factories import StandardPageFactory, ThemeFactory

pytestmark = pytest.mark.django_db

QUERIES = ['"', '""', '" guichet', 'guichet"', "gui\0chet", "   ", '"guichet mobile', "'", "*", "("]
VIEWS = ["wagtailadmin_pages:search", "wagtailadmin_choose_page_search"]


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser(email="a@example.org"))
    return client


def test_wagtail_uses_the_cleaned_backend() -> None:
    backends = settings.WAGTAILSEARCH_BACKENDS
    assert backends["default"]["BACKEND"] == "search.admin_backend"
    assert type(get_search_backend()).__name__ == "CleanedBackend"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("query", QUERIES)
def test_no_query_breaks_the_page_search(editor: Client, view: str, query: str) -> None:
    StandardPageFactory(title="Guichet mobile")
    response = editor.get(reverse(view), {"q": query})
    assert response.status_code == 200


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("query", ["guichet", 'guichet"', '"Guichet mobile"'])
def test_the_page_search_finds(editor: Client, view: str, query: str) -> None:
    StandardPageFactory(title="Guichet mobile")
    StandardPageFactory(title="Autre")
    html = editor.get(reverse(view), {"q": query}).content.decode()
    assert "Guichet mobile" in html
    assert "Autre<" not in html


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_breaks_a_snippet_list(editor: Client, query: str) -> None:
    ThemeFactory(name="Guichet")
    url = reverse("wagtailsnippets_vocabulary_theme:list")
    assert editor.get(url, {"q": query}).status_code == 200
