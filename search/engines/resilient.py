"""Asks the cluster, and the embedded engine while the cluster is ill.

A failure costs one reader a second at most; for half a minute after it nobody asks the cluster.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone
from elastic_transport import ApiError, TransportError

from .base import Engine, Query, Result

logger = logging.getLogger(__name__)

KEY = "search.elasticsearch.failure"
PAUSE = 30
"""Seconds without a request after a failure."""

TROUBLE_KEY = "search.elasticsearch.trouble"
REMEMBERED = 24 * 60 * 60
"""Seconds that the last failure is remembered, for people."""


@dataclass(frozen=True)
class Trouble:
    """What went wrong, and when."""

    text: str
    at: datetime


@dataclass(frozen=True)
class ResilientEngine:
    """See `search.engines.base.Engine`.

    Attributes:
        first: The engine to ask, which raises when it cannot answer.
        second: The engine that always answers.
    """

    first: Engine
    second: Engine

    def search(self, query: Query) -> Result:
        """Return the hits of a query, its counts and its facets."""
        if not last_failure():
            try:
                return self.first.search(query)
            except (ApiError, TransportError) as error:
                # Queries are cleaned: what the cluster refuses is its own state, not the reader's.
                note_failure(error)
        return self.second.search(query)


def last_failure() -> str:
    """Return what went wrong less than `PAUSE` ago, empty when nothing did."""
    return str(cache.get(KEY, ""))


def note_failure(error: Exception) -> None:
    """Open the breaker: the cluster is left alone for a while."""
    logger.warning("Elasticsearch failed, the embedded engine answers", extra={"error": str(error)})
    text = f"{type(error).__name__}: {error}"[:300]
    cache.set(KEY, text, PAUSE)
    cache.set(TROUBLE_KEY, Trouble(text, timezone.now()), REMEMBERED)


def last_trouble() -> Trouble | None:
    """Return the last failure of a day, whether or not it is over; None when there was none."""
    trouble: Trouble | None = cache.get(TROUBLE_KEY)
    return trouble
