"""The clients of the cluster, made from the settings."""

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

WRITE_TIMEOUT = 60.0
"""Seconds."""


def for_search() -> "Elasticsearch":
    """Return the client that readers wait for: it gives up soon."""
    return _client(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_TIMEOUT)


def for_writing() -> "Elasticsearch":
    """Return the client of the worker and of the commands, which may wait."""
    return _client(settings.ELASTICSEARCH_URL, WRITE_TIMEOUT)


@lru_cache(maxsize=8)
def _client(urls: str, timeout: float) -> "Elasticsearch":
    # Half a second of every start that only a site with a cluster need wait.
    from elasticsearch import Elasticsearch  # noqa: PLC0415

    username, password = settings.ELASTICSEARCH_USERNAME, settings.ELASTICSEARCH_PASSWORD
    certificates = settings.ELASTICSEARCH_CA_CERTS
    return Elasticsearch(
        [url.strip() for url in urls.split(",") if url.strip()],
        basic_auth=(username, password) if username else None,
        api_key=settings.ELASTICSEARCH_API_KEY or None,
        **({"ca_certs": certificates} if certificates else {}),
        request_timeout=timeout,
        # Another node of the cluster may answer; a second attempt on the same would only wait.
        max_retries=len(urls.split(",")) - 1,
        retry_on_timeout=False,
        http_compress=False,
    )


def alias(locale: str) -> str:
    """Return the name that readers of a locale search under."""
    return f"{settings.ELASTICSEARCH_PREFIX}{locale.lower()}"


def alias_in_the_making(locale: str) -> str:
    """Return the name of the index that a rebuild fills, for as long as it does."""
    return f"{alias(locale)}.making"
