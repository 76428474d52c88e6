"""Times the faceted search and the suggestions, on the database of DATABASE_URL, which it fills.

    DATABASE_URL=sqlite:////tmp/benchmark.sqlite3 python manage.py shell -c \
        "from tests.benchmarks.search import fill, main; fill(1000); main()"

The database must be migrated and have its collectivités. With ELASTICSEARCH_URL, the same searches
are then asked of that node. Filled and timed in two processes, the memory told is what a search
takes.
"""

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import quantiles

from django.db import connection
from wagtail.models import Page

from collectivities.models import Collectivity, Kind
from search.analysis import stems
from search.models import SearchEntry, SearchState
from search.service import search
from search.similar import like
from search.suggestions.finding import suggest
from search.types import SearchRequest, Sort

from . import elastic, room
from .cases import Words, generate

REPEATS = 40
FREQUENT = 60
READER = {"kind": Kind.CA, "name": "Grand Cahors"}
COLUMNS = ("cases", "search", "hits", "p50", "p95")

Search = Callable[[], int]
"""Does a search and returns its hits."""


def fill(size: int, echo: Callable[[str], None] = print) -> None:
    """Add cases until there are so many entries, and print how long each took."""
    missing = size - SearchEntry.objects.count()
    if missing <= 0:
        return
    started = time.perf_counter()
    generate(missing, seed=size)
    per_case = (time.perf_counter() - started) * 1000 / missing
    with connection.cursor() as cursor:
        # What a database does by itself, sooner or later.
        cursor.execute("ANALYZE")
    echo(f"Writing one case and its index rows, up to {size:,}: {per_case:.1f} ms.\n")


def main(echo: Callable[[str], None] = print) -> None:
    """Print a table of times in milliseconds for each engine, and the room it takes."""
    echo(f"Faceted search with counts and excerpts, {connection.vendor}, times in milliseconds\n")
    _table(echo)
    echo(f"\nIndex and texts on disk: {room.of_tables():,.0f} MB; {room.of_process()}.\n")
    if url := os.environ.get("ELASTICSEARCH_URL"):
        with elastic.searching_on(url):
            written, seconds, size = elastic.rebuilt()
            echo("The same, Elasticsearch, times in milliseconds\n")
            _table(echo)
            echo(f"\nMaking the index of {written:,} pages anew: {seconds:.1f} s.")
            echo(f"Index on disk: {size:,.0f} MB; {room.of_process()};")
            echo(f"Elasticsearch's: {elastic.memory()}.\n")


def _table(echo: Callable[[str], None]) -> None:
    echo(f"| {' | '.join(COLUMNS)} |")
    echo("| ---: | --- | ---: | ---: | ---: |")
    size = SearchEntry.objects.count()
    every: list[float] = []
    for name, searches in _kinds().items():
        times, hits = _measure(searches)
        every += times
        echo(_row(size, name, f"{hits:,}", times))
    echo(_row(size, "**all of these**", "", every))
    echo(_row(size, "first search after a publication", "", list(_after_a_change())))
    times, found = _measure(_typing())
    echo(_row(size, "suggestions while typing", f"{found}", times))
    # After the changes: nothing is kept of what the other engine found.
    times, found = _measure(_alike())
    echo(_row(size, "similar pages, not known yet", f"{found}", times))


def _kinds() -> dict[str, list[Search]]:
    """Return the kinds of search; each word is new to the engine, which keeps what words found."""
    draw = random.Random(1)
    reader = Collectivity.objects.get(**READER)
    others = draw.sample(list(Collectivity.objects.filter(kind=Kind.CC)), REPEATS)
    ranked = [word for word, _count in Words(0).counts.most_common() if stems(word, "fr")]
    first, second, third = (ranked[start:FREQUENT:3] for start in range(3))
    usual = iter(draw.sample(ranked[100:500], REPEATS * 4))
    rare = draw.sample(ranked[-2000:], REPEATS)
    two_facets = [_filters(draw) for _ in range(REPEATS)]
    near = partial(SearchRequest, collectivity=reader, sort=Sort.COMPARABILITY)
    return {
        "everything": _searches(SearchRequest() for _ in range(REPEATS)),
        "a frequent word": _searches(SearchRequest(text=word) for word in first),
        "the same again, next page": _searches(SearchRequest(text=word, page=2) for word in first),
        "a usual word": _searches(SearchRequest(text=next(usual)) for _ in range(REPEATS)),
        "a rare word": _searches(SearchRequest(text=word) for word in rare),
        "two usual words": _searches(
            SearchRequest(text=f"{next(usual)} {next(usual)}") for _ in range(REPEATS)
        ),
        "two facets selected": _searches(SearchRequest(filters=values) for values in two_facets),
        "a frequent word, two facets selected": _searches(
            SearchRequest(text=word, filters=values)
            for word, values in zip(second, two_facets, strict=False)
        ),
        "newest with a usual word, page 5": _searches(
            SearchRequest(text=next(usual), sort=Sort.NEWEST, page=5) for _ in range(REPEATS)
        ),
        "comparable, no words": _searches(near() for _ in range(REPEATS)),
        "comparable, another reader each time": _searches(
            near(collectivity=other) for other in others
        ),
        "comparable with a frequent word": _searches(near(text=word) for word in third),
    }


def _searches(requests: Iterator[SearchRequest]) -> list[Search]:
    return [partial(_total, request) for request in requests]


def _total(request: SearchRequest) -> int:
    return search(request).total


def _filters(draw: random.Random) -> dict[str, tuple[str, ...]]:
    theme = tuple(f"theme-{number}" for number in draw.sample(range(14), 2))
    return {"theme": theme, "stade": ("experiment",)}


def _typing() -> list[Search]:
    """Return what is asked while titles are typed, letter by letter from the second."""
    draw = random.Random(2)
    titles = draw.sample(list(SearchEntry.objects.values_list("title", flat=True)), REPEATS)
    typed = [title[:length] for title in titles for length in range(2, draw.randint(4, 16))]
    return [partial(_suggested, text) for text in typed]


def _suggested(text: str) -> int:
    return len(suggest(text, "fr"))


def _alike() -> list[Search]:
    """Return the search for the pages most like a case, for many cases."""
    ids = list(SearchEntry.objects.filter(type="case", locale="fr").values_list("page", flat=True))
    drawn = random.Random(3).sample(sorted(ids), REPEATS)
    pages = Page.objects.filter(pk__in=drawn).select_related("locale")
    return [partial(_found_alike, page) for page in pages]


def _found_alike(page: Page) -> int:
    return len(like(page))


def _measure(searches: Sequence[Search]) -> tuple[list[float], int]:
    """Return the times of the searches and the median of their hits."""
    # What every search needs is in memory, but not these words.
    search(SearchRequest())
    suggest("xx", "fr")
    times, hits = [], []
    for one in searches:
        started = time.perf_counter()
        hits.append(one())
        times.append((time.perf_counter() - started) * 1000)
    return times, sorted(hits)[len(hits) // 2]


def _after_a_change() -> Iterator[float]:
    for _ in range(5):
        SearchState.touch()
        started = time.perf_counter()
        search(SearchRequest())
        yield (time.perf_counter() - started) * 1000


def _row(size: int, name: str, hits: str, times: Sequence[float]) -> str:
    cuts = quantiles(times, n=20, method="inclusive")
    return f"| {size:,} | {name} | {hits} | {cuts[9]:.1f} | {cuts[18]:.1f} |"
