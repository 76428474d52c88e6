"""Times the faceted search at several sizes, on the database of DATABASE_URL, which it fills.

    DATABASE_URL=sqlite:////tmp/benchmark.sqlite3 python manage.py shell -c \
        "from tests.benchmarks.search import main; main([1000, 20000])"

The database must be migrated and have its collectivités.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import quantiles

from django.db import connection

from collectivities.models import Collectivity, Kind
from search.analysis import stems
from search.models import SearchEntry, SearchState
from search.service import search
from search.types import SearchRequest, Sort

from .cases import Words, generate

REPEATS = 40
READER = {"kind": Kind.CA, "name": "Grand Cahors"}


def main(sizes: Sequence[int], echo: Callable[[str], None] = print) -> None:
    """Fill the database up to each size in turn, and print a table of times in milliseconds."""
    echo(f"Faceted search with counts, {connection.vendor}, times in milliseconds")
    echo("")
    echo("| cases | search | hits | p50 | p95 |")
    echo("| ---: | --- | ---: | ---: | ---: |")
    for size in sizes:
        missing = size - SearchEntry.objects.count()
        started = time.perf_counter()
        generate(max(0, missing), seed=size)
        filled = time.perf_counter() - started
        every: list[float] = []
        for name, requests in _kinds().items():
            times, hits = _measure(requests)
            every += times
            echo(_row(size, name, f"{hits:,}", times))
        echo(_row(size, "**all of these**", "", every))
        echo(_row(size, "first search after a publication", "", _after_a_change()))
        if missing > 0:
            per_case = filled * 1000 / missing
            echo(f"| {size:,} | writing one case and its index rows | | {per_case:.1f} | |")


def _kinds() -> dict[str, list[SearchRequest]]:
    draw = random.Random(1)
    reader = Collectivity.objects.get(**READER)
    common, usual, rare = _vocabulary()

    def requests(make: Callable[[], SearchRequest]) -> list[SearchRequest]:
        return [make() for _ in range(REPEATS)]

    def filters() -> dict[str, tuple[str, ...]]:
        theme = tuple(f"theme-{number}" for number in draw.sample(range(14), 2))
        return {"theme": theme, "stade": ("experiment",)}

    return {
        "everything": requests(SearchRequest),
        "a frequent word": requests(lambda: SearchRequest(text=draw.choice(common))),
        "a usual word": requests(lambda: SearchRequest(text=draw.choice(usual))),
        "a rare word": requests(lambda: SearchRequest(text=draw.choice(rare))),
        "two usual words": requests(lambda: SearchRequest(text=" ".join(draw.sample(usual, 2)))),
        "two facets selected": requests(lambda: SearchRequest(filters=filters())),
        "a frequent word, two facets selected": requests(
            lambda: SearchRequest(text=draw.choice(common), filters=filters())
        ),
        "newest with a usual word, page 5": requests(
            lambda: SearchRequest(text=draw.choice(usual), sort=Sort.NEWEST, page=5)
        ),
        "comparable, no words": requests(
            lambda: SearchRequest(collectivity=reader, sort=Sort.COMPARABILITY)
        ),
        "comparable, another reader each time": [
            SearchRequest(collectivity=other, sort=Sort.COMPARABILITY)
            for other in draw.sample(list(Collectivity.objects.filter(kind=Kind.CC)), REPEATS)
        ],
        "comparable with a frequent word": requests(
            lambda: SearchRequest(
                text=draw.choice(common), collectivity=reader, sort=Sort.COMPARABILITY
            )
        ),
    }


def _vocabulary() -> tuple[list[str], list[str], list[str]]:
    """Return frequent, usual and rare words of the generated texts."""
    ranked = [word for word, _count in Words(0).counts.most_common() if stems(word, "fr")]
    return ranked[:20], ranked[100:500], ranked[-2000:]


def _measure(requests: Sequence[SearchRequest]) -> tuple[list[float], int]:
    search(requests[0])
    times, hits = [], []
    for request in requests:
        started = time.perf_counter()
        results = search(request)
        times.append((time.perf_counter() - started) * 1000)
        hits.append(results.total)
    return times, sorted(hits)[len(hits) // 2]


def _after_a_change() -> list[float]:
    def changed() -> Iterator[float]:
        for _ in range(5):
            entry = SearchEntry.objects.order_by("?").first()
            assert entry is not None
            SearchEntry.objects.filter(pk=entry.pk).update(version=entry.version + 1)
            SearchState.touch()
            started = time.perf_counter()
            search(SearchRequest())
            yield (time.perf_counter() - started) * 1000

    return list(changed())


def _row(size: int, name: str, hits: str, times: Sequence[float]) -> str:
    cuts = quantiles(times, n=20, method="inclusive")
    return f"| {size:,} | {name} | {hits} | {cuts[9]:.1f} | {cuts[18]:.1f} |"
