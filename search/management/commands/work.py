"""What goes on in the background: telling Elasticsearch of changes, repairing, what is scheduled."""

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from elastic_transport import ApiError, TransportError

from common.scheduled import run_tasks
from search import outbox
from search.engines.elastic.comparison import repair
from search.rebuilding import RebuildError, problem, rebuild

logger = logging.getLogger(__name__)

PUSH_EVERY = 1.0
REPAIR_EVERY = 600.0
HOUSEKEEP_EVERY = 3600.0
LONGEST_PAUSE = 30.0
LONGEST_GOODBYE = 5.0
"""Seconds."""
TROUBLES = (ApiError, TransportError, DatabaseError, RebuildError, outbox.PushError)


class Command(BaseCommand):
    help = "Work in the background until stopped: tell the search of changes, do what is scheduled."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what there is to do, and end.")

    def handle(self, *args: Any, **options: Any) -> None:
        searching = [Repeated(tend, REPAIR_EVERY), Repeated(push, PUSH_EVERY)]
        housekeeping = [Repeated(housekeep, HOUSEKEEP_EVERY)]
        if options["once"]:
            for task in (*searching, *housekeeping):
                task.run_when_due()
            return
        stop = threading.Event()

        def end(signum: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        # It may take a quarter of an hour to visit links: neither the search nor the end waits.
        aside = threading.Thread(target=work_through, args=(housekeeping, stop), daemon=True)
        aside.start()
        work_through(searching, stop)
        aside.join(LONGEST_GOODBYE)


class Repeated:
    """A task that is done again and again, and less often for as long as it fails."""

    def __init__(self, task: Callable[[], None], every: float) -> None:
        self.task = task
        self.every = every
        self.due = 0.0
        self.pause = PUSH_EVERY

    def run_when_due(self) -> None:
        """Do the task when its time has come; log what the cluster or the database refuse."""
        if time.monotonic() < self.due:
            return
        try:
            self.task()
        except TROUBLES as error:
            # It may be away for hours: asked less and less often, and heard of all the same.
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            self.due = time.monotonic() + self.pause
            name = self.task.__name__
            logger.warning("Could not %s, tried again soon: %s", name, error)
        else:
            self.pause = PUSH_EVERY
            self.due = time.monotonic() + self.every


def work_through(tasks: Iterable[Repeated], stop: threading.Event) -> None:
    """Do tasks when they are due, until told to stop; what nobody foresaw stops all of the work."""
    try:
        while True:
            for task in tasks:
                task.run_when_due()
            if stop.wait(PUSH_EVERY):
                return
            close_old_connections()
    finally:
        stop.set()


def push() -> None:
    """Tell the cluster what changed."""
    if outbox.is_used():
        outbox.push_pending()


def tend() -> None:
    """Make the indices that miss or that an older version made, then push what was missed."""
    if not outbox.is_used():
        return
    for locale in dict(settings.LANGUAGES):
        if reason := problem(locale):
            logger.warning("Making an index anew", extra={"locale": locale, "reason": reason})
            for _written in rebuild(locale):
                pass
        repair(locale)
    outbox.push_pending()


def housekeep() -> None:
    """Do what is due in every app, as `run_scheduled` does; what fails is logged."""
    for _outcome in run_tasks():
        pass
