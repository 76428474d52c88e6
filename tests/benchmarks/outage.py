"""Kills a node of a cluster while readers search, and tells what they saw of it.

ELASTICSEARCH_URL names the nodes, separated by commas; the database is filled already.
"""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles

from django.db import connections
from django.test import Client
from django.utils.http import urlencode

from search.analysis import stems
from search.engines import resilient
from search.engines.elastic import connection

from . import elastic
from .cases import Words

READERS = 8
# Seconds: before the node is killed, while the cluster finds out, and once it has.
BEFORE, DURING, AFTER = 20, 10, 20
READERS_PATIENCE = 1.0


@dataclass(frozen=True)
class Seen:
    """A page that a reader asked for.

    Attributes:
        asked: When, in seconds since the readers began.
        took: Milliseconds.
        is_good: It came, with words found on it.
        engine: Which engine answers as it comes.
    """

    asked: float
    took: float
    is_good: bool
    engine: str


def main(echo: Callable[[str], None] = print) -> None:
    """Print the pages asked for, those that failed and their times, around the kill."""
    with elastic.searching_on(os.environ["ELASTICSEARCH_URL"], timeout=READERS_PATIENCE):
        elastic.rebuilt()
        connection.for_writing().cluster.health(wait_for_status="green", timeout="60s")
        victim, pid = _holder_of_the_primary()
        began, seen = time.perf_counter(), list[Seen]()
        readers = [
            threading.Thread(target=_read, args=(number, began, seen)) for number in range(READERS)
        ]
        for reader in readers:
            reader.start()
        time.sleep(BEFORE)
        os.kill(pid, signal.SIGKILL)
        for reader in readers:
            reader.join()
    echo(f"{READERS} readers ask for pages of results; {victim}, which holds the primary shard,")
    echo(f"is killed after {BEFORE} s. Milliseconds a page, readers waiting for one another.\n")
    echo("| | pages | failed | by the embedded engine | p50 | p95 | longest |")
    echo("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, start, end in (
        ("before", 0, BEFORE),
        (f"the {DURING} s from the kill on", BEFORE, BEFORE + DURING),
        ("after", BEFORE + DURING, BEFORE + DURING + AFTER),
    ):
        echo(_row(name, [page for page in seen if start <= page.asked < end]))


def _holder_of_the_primary() -> tuple[str, int]:
    shards = connection.for_writing().cat.shards(index=connection.alias("fr"), format="json").body
    (name,) = (shard["node"] for shard in shards if shard["prirep"] == "p")  # type: ignore[index]
    return name, elastic.nodes()[name]  # type: ignore[index]


def _read(number: int, began: float, seen: list[Seen]) -> None:
    draw = random.Random(number)
    words = [word for word, _count in Words(0).counts.most_common(500) if stems(word, "fr")]
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    while (asked := time.perf_counter() - began) < BEFORE + DURING + AFTER:
        answer = client.get(f"/recherche/?{urlencode({'q': draw.choice(words)})}")
        took = (time.perf_counter() - began - asked) * 1000
        is_good = answer.status_code == 200 and b"<mark>" in answer.content
        engine = "database" if resilient.last_failure() else "elasticsearch"
        seen.append(Seen(asked, took, is_good, engine))
    connections.close_all()


def _row(name: str, pages: list[Seen]) -> str:
    times = [page.took for page in pages]
    failed = sum(not page.is_good for page in pages)
    embedded = sum(page.engine == "database" for page in pages)
    p95 = quantiles(times, n=20, method="inclusive")[18]
    numbers = f"{median(times):.0f} | {p95:.0f} | {max(times):.0f}"
    return f"| {name} | {len(pages):,} | {failed} | {embedded:,} | {numbers} |"
