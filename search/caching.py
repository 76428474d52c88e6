"""What is kept in memory between searches, as true as the token of the entries."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

from .models import SearchState

T = TypeVar("T")


_known: ContextVar[UUID | None] = ContextVar("state", default=None)


@contextmanager
def one_state() -> Iterator[None]:
    """Ask only once, inside, whether the entries changed: an answer is about one state of them."""
    reset = _known.set(_known.get() or SearchState.current())
    try:
        yield
    finally:
        _known.reset(reset)


def make_room(known: dict[Any, Any], most: int) -> None:
    """Drop the oldest of what is kept, so that with one more there are `most` at most."""
    # A list, for other threads may be adding to it.
    for oldest in list(known)[: max(0, len(known) - most + 1)]:
        known.pop(oldest, None)


class PerLocale(Generic[T]):
    """Keeps what `load` makes of a locale until the entries or the synonyms change.

    Every change of them changes `SearchState` in the same transaction, and each search reads it
    first.
    """

    def __init__(self, load: Callable[[str], T]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._kept: dict[tuple[object, str], tuple[UUID, T]] = {}

    def current(self, locale: str) -> T:
        """Return what the database says of a locale now."""
        token = _known.get() or SearchState.current()
        if token is None:
            return self._load(locale)
        key = (connections[DEFAULT_DB_ALIAS].settings_dict["NAME"], locale)
        kept = self._kept.get(key)
        if kept is None or kept[0] != token:
            # The token was read first: what changed since only makes the next search load again.
            with self._lock:
                kept = self._kept.get(key)
                if kept is None or kept[0] != token:
                    kept = self._kept[key] = token, self._load(locale)
        return kept[1]
