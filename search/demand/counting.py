"""Counts a reader's search: one short write, which never breaks nor holds up the page.

No identity is read nor kept, so a reload counts again, as does the same search in another order.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from search.addresses import SearchAddress
from search.models.demand import MAX_FILTERS_LENGTH
from search.types import SearchResults

from .keys import SearchKey, is_personal

logger = logging.getLogger(__name__)

MAX_WAIT_MS = 100
_ROBOT = re.compile(
    r"bot|crawl|spider|slurp|archiver|preview|monitor|headless|lighthouse|scrapy|curl|wget|python"
    r"|java/|go-http|httpclient|libwww|node-fetch|axios|feed",
    re.IGNORECASE,
)
_PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Moz")
# One statement, as an update then an insertion would race.
_ADD_ONE = """
    INSERT INTO search_searchcount (day, locale, words, filters, results, times)
    VALUES (%s, %s, %s, %s, %s, 1)
    ON CONFLICT (locale, words, filters, day) DO UPDATE
    SET times = search_searchcount.times + 1, results = excluded.results
"""


def count_search(request: HttpRequest, state: SearchAddress, results: SearchResults) -> None:
    """Count what a reader asked for, unless a machine asks, or the words look personal."""
    key = SearchKey.of(state)
    asks_something = bool(key.words or key.filters) and not results.unusable_text
    if not asks_something or len(key.filters) > MAX_FILTERS_LENGTH or is_personal(state.text):
        return
    if not _is_a_readers_search(request, state):
        return
    day = connection.ops.adapt_datefield_value(timezone.localdate())
    values = (day, results.request.locale, key.words, key.filters, results.total)
    try:
        with _impatient_cursor() as cursor:
            cursor.execute(_ADD_ONE, values)
    except DatabaseError:
        logger.warning("A search was not counted", exc_info=True)


def _is_a_readers_search(request: HttpRequest, state: SearchAddress) -> bool:
    agent = request.headers.get("User-Agent", "")
    prefetch = any("prefetch" in request.headers.get(name, "") for name in _PREFETCH_HEADERS)
    return (
        request.method == "GET"
        and state.page == 1
        and not prefetch
        # Every browser says what it is.
        and bool(agent)
        and _ROBOT.search(agent) is None
        and not _comes_from_our_lists(request)
    )


def _comes_from_our_lists(request: HttpRequest) -> bool:
    """Tell whether a link of what is counted was followed: it must not feed on itself."""
    try:
        path = urlsplit(request.headers.get("Referer", "")).path
    except ValueError:  # "http://[": no address, so none of ours
        return False
    return path == reverse("search:wanted") or path.startswith(f"/{settings.ADMIN_PATH}")


@contextmanager
def _impatient_cursor() -> Iterator[CursorWrapper]:
    """Give a cursor that gives up soon when others hold the lock, rather than keep a reader."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout")
            (usual,) = cursor.fetchone()
            cursor.execute(f"PRAGMA busy_timeout = {MAX_WAIT_MS}")
            try:
                yield cursor
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {usual}")
        else:
            with transaction.atomic():
                cursor.execute(f"SET LOCAL lock_timeout = {MAX_WAIT_MS}")
                yield cursor
