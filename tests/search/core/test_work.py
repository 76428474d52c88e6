"""What goes on in the background: nothing long keeps the search, or the end, waiting."""

import os
import signal
from collections.abc import Iterator
from threading import Event

import pytest
from django.core.management import call_command

from search.management.commands import work

MANY = 200


@pytest.fixture
def pushes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Have the work stopped as `docker stop` does, after many pushes; return its pushes."""
    done: list[str] = []

    def push() -> None:
        done.append("push")
        if len(done) == MANY:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(work, "PUSH_EVERY", 0.01)
    monkeypatch.setattr(work, "LONGEST_GOODBYE", 0.1)
    for name in ("tend", "close_old_connections"):
        monkeypatch.setattr(work, name, lambda: None)
    monkeypatch.setattr(work, "push", push)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield done
    for number, handler in handlers.items():
        signal.signal(number, handler)


def test_links_that_are_visited_hold_up_neither_the_search_nor_the_end(
    pushes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, free, over = Event(), Event(), Event()

    def housekeep() -> None:
        begun.set()
        free.wait(60)
        over.set()

    monkeypatch.setattr(work, "housekeep", housekeep)
    call_command("work")
    assert begun.is_set()
    assert not over.is_set()
    assert len(pushes) >= MANY
    free.set()
    assert over.wait(60)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_nobody_foresaw_ends_all_of_the_work(
    pushes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever watches the process starts it again; half of it would go unnoticed."""

    def housekeep() -> None:
        raise RuntimeError

    monkeypatch.setattr(work, "housekeep", housekeep)
    call_command("work")
    assert len(pushes) < MANY
