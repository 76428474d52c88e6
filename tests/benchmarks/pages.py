"""Times the demonstration's pages and the collectivité box, on the database of DATABASE_URL."""

import random
import time
from collections.abc import Callable, Sequence
from statistics import median, quantiles

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collectivities.lookup import find
from collectivities.models import Collectivity

REPEATS = 20
PAGES = {
    "home": "/",
    "list of case studies": "/etudes-de-cas/",
    "case study": "/etudes-de-cas/transfo/",
    "list of methods": "/methodes/",
    "method": "/methodes/immersion/",
    "study": "/etudes/etude-ost-2019/",
    "glossary": "/glossaire/",
    "plain page": "/a-propos/",
    "collectivité": "/collectivites/200023737/",
    "search": "/recherche/?q=usagers",
    "search, comparable": "/recherche/?pour=200023737&tri=comparabilite",
    "English case study": "/en/case-studies/carte-blanche-grand-cahors/",
}


def main(echo: Callable[[str], None] = print) -> None:
    """Print the queries and milliseconds of each page, then those of the box."""
    echo(f"Pages of the demonstration, {connection.vendor}, server milliseconds")
    echo("")
    echo("| page | queries | p50 | p95 |")
    echo("| --- | ---: | ---: | ---: |")
    client = Client(SERVER_NAME="localhost")
    for name, url in PAGES.items():
        queries, times = _page(client, url)
        echo(f"| {name} | {queries} | {median(times):.1f} | {_p95(times):.1f} |")
    times = _box()
    echo("")
    echo(f"Collectivité box, {len(times)} typed beginnings of names:")
    echo(f"p50 {median(times):.1f} ms, p95 {_p95(times):.1f} ms.")


def _page(client: Client, url: str) -> tuple[int, list[float]]:
    if client.get(url).status_code != 200:
        raise RuntimeError(f"{url} does not answer")
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    # Counted now: the next request empties the log.
    count = len(queries)
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        client.get(url)
        times.append((time.perf_counter() - started) * 1000)
    return count, times


def _box() -> list[float]:
    names = list(Collectivity.objects.order_by("ref").values_list("name", flat=True))
    draw = random.Random(1)
    typed = [name[: draw.randint(2, 12)] for name in draw.sample(names, 400)]
    times = []
    for text in typed:
        started = time.perf_counter()
        find(text)
        times.append((time.perf_counter() - started) * 1000)
    return times


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[18]
