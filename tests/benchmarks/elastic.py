"""The site of a benchmark on a cluster of Elasticsearch."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache
from django.test import override_settings

from search.engines.elastic import connection
from search.engines.resilient import last_failure
from search.models import SearchEntry
from search.rebuilding import rebuild

from .room import MEGABYTE, of_process

PATIENCE = 30.0
"""Seconds: a busy machine is no failure where speed is what is measured."""


@contextmanager
def searching_on(url: str, timeout: float = PATIENCE) -> Iterator[None]:
    """Search on a cluster. Raises RuntimeError when the embedded engine answered in its place."""
    cache.clear()
    with override_settings(
        SEARCH_ENGINE="elasticsearch",
        ELASTICSEARCH_URL=url,
        ELASTICSEARCH_PREFIX="benchmark-",
        ELASTICSEARCH_TIMEOUT=timeout,
    ):
        yield
        if timeout == PATIENCE and last_failure():
            raise RuntimeError(f"Elasticsearch did not answer: {last_failure()}")


def rebuilt() -> tuple[int, float, float]:
    """Make the indices anew; return the pages, the seconds and the megabytes of the French one."""
    for locale in dict(settings.LANGUAGES):
        started = time.perf_counter()
        written = max(rebuild(locale), default=0)
        if locale == settings.LANGUAGE_CODE:
            pages, seconds = written, time.perf_counter() - started
    assert pages == SearchEntry.objects.filter(locale=settings.LANGUAGE_CODE).count()
    alias = connection.alias(settings.LANGUAGE_CODE)
    found = connection.for_writing().indices.stats(index=alias, metric="store")
    return pages, seconds, found["_all"]["primaries"]["store"]["size_in_bytes"] / MEGABYTE


def nodes() -> dict[str, int]:
    """Return the name of each node → the id of its process on this machine."""
    answer = connection.for_writing().nodes.info(metric="process")
    return {node["name"]: node["process"]["id"] for node in answer["nodes"].values()}


def memory() -> str:
    """Return the resident memory of the first node, in words."""
    return of_process(next(iter(nodes().values())))
