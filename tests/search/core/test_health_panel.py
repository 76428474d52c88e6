"""The state of the search on the home page of the admin: what it says, to whom, and at what cost."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from search import health
from search.engines import resilient
from search.models import PendingPush
from search.service import search
from search.types import SearchRequest
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def client_of(group: str) -> Client:
    """Return a client signed in as a member of a group; without one, as an administrator."""
    user = User.objects.create_user("a@example.org", is_superuser=not group)
    user.groups.set(Group.objects.filter(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def administrator(db: None) -> Client:
    return client_of("")


@pytest.fixture
def refused(settings: Any) -> None:
    """Search on a cluster where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{port}"


@pytest.fixture
def silent(settings: Any) -> Iterator[socket.socket]:
    """Search on a cluster that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        settings.SEARCH_ENGINE = "elasticsearch"
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{server.getsockname()[1]}"
        yield server


def panel_of(client: Client) -> Tag | None:
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code == 200
    page = BeautifulSoup(response.content.decode(), "html.parser")
    return page.select_one("#search-health-section")


def said(client: Client) -> str:
    panel = panel_of(client)
    assert panel is not None
    return panel.get_text(" ", strip=True)


def test_the_database_alone(administrator: Client):
    panel = panel_of(administrator)
    assert panel is not None
    assert panel.h2.get_text(strip=True) == "État de la recherche"
    assert "la base de données du site répond aux recherches" in panel.get_text()
    assert "Elasticsearch" not in panel.get_text()


def test_a_cluster_that_nobody_complained_of(administrator: Client, silent: socket.socket):
    text = said(administrator)
    assert "Elasticsearch répond aux recherches" in text
    assert "Dernier incident aucun" in text


def test_a_cluster_that_cannot_be_reached(administrator: Client, refused: None):
    StandardPageFactory(title="Un guichet")
    assert search(SearchRequest(text="guichet")).total == 1
    panel = panel_of(administrator)
    text = panel.get_text(" ", strip=True)
    assert "Elasticsearch ne répond pas" in text
    assert "rien ne sera perdu" in text
    assert "Changements à lui transmettre 1, le plus ancien depuis le" in text
    assert "ConnectionError" in panel.code.get_text()
    assert panel.select_one("p a")["href"] == "/readyz/"


def test_the_cluster_is_not_asked(administrator: Client, silent: socket.socket):
    said(administrator)
    with pytest.raises(BlockingIOError):
        silent.accept()
    # Were it asked, it would have been seen here.
    assert health.look().answering == "database"
    silent.accept()[0].close()


def test_a_trouble_that_may_be_over_is_still_told(administrator: Client, refused: None):
    search(SearchRequest(text="guichet"))
    cache.delete(resilient.KEY)
    text = said(administrator)
    assert "a eu un incident récemment" in text
    assert "ConnectionError" in text
    assert "ne répond pas" not in text


def wait(minutes: float) -> None:
    since = timezone.now() - timedelta(minutes=minutes)
    PendingPush.objects.create(page_id=1, locale="fr", version=int(since.timestamp() * 1e6))


def test_changes_that_wait_too_long_are_told(administrator: Client, refused: None):
    wait(1)
    assert "Aucun incident connu" in said(administrator)
    PendingPush.objects.all().delete()
    wait(7)
    state = health.recall()
    assert (state.pending, state.is_late) == (1, True)
    text = said(administrator)
    assert "ne sont pas transmis à Elasticsearch" in text
    assert "manage.py work" in text


def test_one_query_however_much_waits(refused: None, django_assert_num_queries):
    for number in range(20):
        PendingPush.objects.create(page_id=number, locale="fr", version=number + 1)
    with django_assert_num_queries(1):
        assert health.recall().pending == 20


def test_who_publishes_sees_it_without_the_words_of_the_machine(refused: None):
    search(SearchRequest(text="guichet"))
    panel = panel_of(client_of("Moderators"))
    assert "Elasticsearch ne répond pas" in panel.get_text()
    assert panel.code is None
    assert "ConnectionError" not in panel.get_text()


def test_who_does_not_publish_does_not_see_it(refused: None):
    assert panel_of(client_of("Editors")) is None


def test_nobody_else_sees_it(client: Client, refused: None):
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code == 302
