"""Indices of our own on a real node, and what keeps them up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.conf import settings
from django.test import override_settings
from elasticsearch import Elasticsearch

from search import outbox
from search.engines.elastic import connection
from search.rebuilding import problem, rebuild

LOCALES = list(dict(settings.LANGUAGES))


@contextmanager
def indices_of_our_own(url: str) -> Iterator[str]:
    """Give the name that our indices begin with, and drop them at the end."""
    prefix = f"test-{uuid4().hex[:8]}-"
    yield prefix
    with Elasticsearch(url) as client:
        for index in client.indices.get(index=f"{prefix}*").body:
            client.indices.delete(index=index)


@contextmanager
def searching_on(url: str, prefix: str, timeout: float = 30.0) -> Iterator[None]:
    """Search on the node, from empty indices. A busy machine is no failure: it may take its time."""
    with override_settings(
        SEARCH_ENGINE="elasticsearch",
        ELASTICSEARCH_URL=url,
        ELASTICSEARCH_PREFIX=prefix,
        ELASTICSEARCH_TIMEOUT=timeout,
    ):
        for locale in LOCALES:
            if problem(locale):
                list(rebuild(locale))
        connection.for_writing().delete_by_query(
            index=f"{prefix}*", query={"match_all": {}}, refresh=True, conflicts="proceed"
        )
        yield


def push() -> None:
    """Do the work of the worker, and wait until readers see it."""
    if outbox.push_pending():
        connection.for_writing().indices.refresh(index=f"{settings.ELASTICSEARCH_PREFIX}*")
