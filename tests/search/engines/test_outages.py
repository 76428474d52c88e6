"""Whatever becomes of the cluster, readers find the same pages and editors publish."""

import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, override_settings
from elasticsearch import Elasticsearch
from elasticsearch_node import Node

from search import health, outbox, rebuilding
from search.engines import resilient
from search.engines.elastic import connection
from search.management.commands import work
from search.models import PendingPush
from search.service import search
from search.types import SearchRequest
from tests.factories import StandardPageFactory
from tests.nodes import own_node

from .cluster import push, searching_on

pytestmark = [pytest.mark.site, pytest.mark.django_db]

TIMEOUT = 1.0


@pytest.fixture(scope="module")
def server() -> Iterator[Node]:
    with own_node() as started:
        yield started


@pytest.fixture
def ours(server: Node, db: None) -> Iterator[Node]:
    """Give a node that answers, with three pages on it; mend it afterwards."""
    with searching_on(server.url, "outage-"):
        StandardPageFactory(title="Un guichet", slug="un")
        StandardPageFactory(title="Deux guichets", slug="deux")
        StandardPageFactory(title="Autre", slug="trois")
        push()
        search(SearchRequest(text="guichet"))
        cache.clear()
        with override_settings(ELASTICSEARCH_TIMEOUT=TIMEOUT):
            yield server


def found(text: str = "guichet") -> tuple[int, str]:
    """Return how many pages a reader finds, and which engine answered."""
    total = search(SearchRequest(text=text)).total
    return total, "database" if resilient.last_failure() else "elasticsearch"


def recovered(text: str = "guichet") -> tuple[int, str]:
    """Return the same when the cluster is back, as slow as a cold start is."""
    cache.clear()
    with override_settings(ELASTICSEARCH_TIMEOUT=30.0):
        return found(text)


def test_all_is_well(ours: Node, client: Client) -> None:
    assert found() == (2, "elasticsearch")
    assert client.get("/readyz/").json() == {
        "search": "elasticsearch",
        "is_degraded": False,
        "pending": 0,
    }
    call_command("search_check")


def test_killed(ours: Node, client: Client) -> None:
    ours.kill()
    try:
        assert found() == (2, "database")
        page = client.get("/recherche/?q=guichet")
        assert (page.status_code, page.context["results"].total) == (200, 2)
        StandardPageFactory(title="Trois guichets", slug="quatre")
        assert found() == (3, "database")
        answer = client.get("/readyz/")
        assert answer.status_code == 200
        assert answer.json() == {"search": "database", "is_degraded": True, "pending": 1}
        assert client.get("/healthz/").status_code == 200
    finally:
        ours.start()
    work.tend()
    connection.for_writing().indices.refresh(index="outage-*")
    assert recovered() == (3, "elasticsearch")
    assert PendingPush.objects.count() == 0


def test_frozen(ours: Node) -> None:
    ours.freeze()
    try:
        started = time.perf_counter()
        assert found() == (2, "database")
        first = time.perf_counter() - started
        started = time.perf_counter()
        StandardPageFactory(title="Trois guichets", slug="quatre")
        assert found() == (3, "database")
        then = time.perf_counter() - started
    finally:
        ours.thaw()
    # One reader waits once; neither the next one nor the editor does.
    assert first >= TIMEOUT
    assert then < first
    push()
    assert recovered() == (3, "elasticsearch")


def test_disk_full(ours: Node) -> None:
    with Elasticsearch(ours.url) as client:
        blocks = {"index.blocks.read_only_allow_delete": True}
        client.indices.put_settings(index="outage-*", settings=blocks)
        StandardPageFactory(title="Trois guichets", slug="quatre")
        with pytest.raises(outbox.PushError, match="read-only"):
            outbox.push_pending()
        assert PendingPush.objects.count() == 1
        assert recovered() == (2, "elasticsearch")
        blocks = {"index.blocks.read_only_allow_delete": None}
        client.indices.put_settings(index="outage-*", settings=blocks)
    push()
    assert recovered() == (3, "elasticsearch")


def test_wrong_mapping(ours: Node) -> None:
    """Someone made an index by hand under the readers' name, and types were guessed."""
    with Elasticsearch(ours.url) as client:
        (index,) = client.indices.get_alias(name="outage-fr").body
        client.indices.delete(index=index)
        client.index(index="outage-fr", document={"facets": {"type": "page"}}, refresh=True)
    assert found() == (2, "database")
    assert rebuilding.problem("fr")
    work.tend()
    assert rebuilding.problem("fr") == ""
    assert recovered() == (2, "elasticsearch")


def test_restarted_empty(ours: Node) -> None:
    ours.restart_empty()
    cache.clear()
    assert found() == (2, "database")
    assert health.look().answering == "database"
    work.tend()
    assert recovered() == (2, "elasticsearch")
