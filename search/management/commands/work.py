"""What goes on in the background: pushing changes to Elasticsearch, and repairing what it missed."""

import logging
import signal
import threading
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from elasticsearch import ApiError, TransportError

from search import outbox
from search.engines.elastic.comparison import repair
from search.rebuilding import RebuildError, problem, rebuild

logger = logging.getLogger(__name__)

PUSH_EVERY = 1.0
REPAIR_EVERY = 600.0
LONGEST_PAUSE = 30.0
"""Seconds."""


class Command(BaseCommand):
    help = "Work in the background until stopped: push changes to the search, repair it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what there is to do, and end.")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()

        def end(signum: int, frame: FrameType | None) -> None:
            stop.set()

        if not options["once"]:
            signal.signal(signal.SIGTERM, end)
            signal.signal(signal.SIGINT, end)
        repaired, pause = float("-inf"), PUSH_EVERY
        while True:
            close_old_connections()
            try:
                if time.monotonic() - repaired > REPAIR_EVERY:
                    tend()
                    repaired = time.monotonic()
                else:
                    push()
                pause = PUSH_EVERY
            except (
                ApiError,
                TransportError,
                DatabaseError,
                RebuildError,
                outbox.PushError,
            ) as error:
                # It may be away for hours: asked less and less often, and heard of all the same.
                pause = min(pause * 2, LONGEST_PAUSE)
                logger.warning("The search could not be told", extra={"error": str(error)})
            if options["once"] or stop.wait(pause):
                return


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
