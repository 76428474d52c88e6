"""Elasticsearch keeps the promises of every engine, on a real node."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from elasticsearch import Elasticsearch

from search import outbox
from search.engines.elastic import ElasticEngine, connection
from search.rebuilding import problem, rebuild
from search.types import SearchResults
from tests.contracts.search_engine import SearchEngineContract

LOCALES = list(dict(django_settings.LANGUAGES))


@pytest.fixture(scope="module")
def prefix(elasticsearch_url: str) -> Iterator[str]:
    """Give the name that our indices begin with, and drop them at the end."""
    name = f"test-{uuid.uuid4().hex[:8]}-"
    yield name
    with Elasticsearch(elasticsearch_url) as client:
        for index in client.indices.get(index=f"{name}*").body:
            client.indices.delete(index=index)


@pytest.fixture
def cluster(settings: Any, elasticsearch_url: str, prefix: str, db: None) -> None:
    """Search on the node, from empty indices."""
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_PREFIX = prefix
    # A busy machine is no failure here: the tests of outages set their own.
    settings.ELASTICSEARCH_TIMEOUT = 30.0
    for locale in LOCALES:
        if problem(locale):
            list(rebuild(locale))
    connection.for_writing().delete_by_query(
        index=f"{prefix}*", query={"match_all": {}}, refresh=True, conflicts="proceed"
    )


def push() -> None:
    """Do the work of the worker, and wait until readers see it."""
    if outbox.push_pending():
        connection.for_writing().indices.refresh(index=f"{django_settings.ELASTICSEARCH_PREFIX}*")


@pytest.mark.usefixtures("cluster")
class TestElasticEngine(SearchEngineContract):
    engine = ElasticEngine

    def search(self, text: str = "", **asked: Any) -> SearchResults:
        push()
        return super().search(text, **asked)
