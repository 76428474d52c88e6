"""Asks the judged queries as a reader would, and prints how good the answers are.

The database of DATABASE_URL must hold the demonstration; `scripts/relevance.py` sees to it.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings
from wagtail.models import Locale, Page

from search.service import search
from search.types import SearchRequest

from .measures import DEPTH, mean, ndcg, reciprocal_rank, zero_results
from .queries import KINDS, LOCALES, JudgedQuery, read_queries

Finder = Callable[[JudgedQuery], list[str]]


@dataclass(frozen=True)
class Answer:
    """A judged query and the slugs of the pages shown first."""

    query: JudgedQuery
    shown: Sequence[str]

    @property
    def ndcg(self) -> float:
        return ndcg(self.query.grades, self.shown)


def found(query: JudgedQuery) -> list[str]:
    """Return what the first page of the site's search shows."""
    request = SearchRequest(text=query.text, locale=query.locale, page_size=DEPTH)
    return [hit.page.slug for hit in search(request).hits]


def found_by_stock(query: JudgedQuery) -> list[str]:
    """Return what Wagtail's own search shows, on the same database."""
    locale = Locale.objects.get(language_code=query.locale)
    pages = Page.objects.live().public().filter(locale=locale)
    return [page.slug for page in pages.search(query.text)[:DEPTH]]


def ask(queries: Sequence[JudgedQuery], find: Finder = found) -> list[Answer]:
    """Return the answer to each query, in the same order."""
    return [Answer(query, find(query)) for query in queries]


def main(*, validation: bool, worst: int, echo: Callable[[str], None] = print) -> None:
    """Print the tables of every engine that can be asked on this database.

    Args:
        validation: Measure the validation set too.
        worst: How many of the worst answers to show, of the tuning set only.
        echo: What prints a line.
    """
    for name, find in _engines():
        for locale in LOCALES:
            queries = read_queries(locale)
            tuning = ask([query for query in queries if not query.is_validation], find)
            _print_table(f"{name}, {locale}, tuning set", tuning, echo)
            if validation:
                held_out = ask([query for query in queries if query.is_validation], find)
                _print_table(f"{name}, {locale}, validation set", held_out, echo)
            _print_worst(tuning, worst, echo)


def _engines() -> Iterator[tuple[str, Finder]]:
    vendor = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    yield f"Wagtail's stock search on {vendor}", found_by_stock
    with override_settings(SEARCH_ENGINE="database"):
        yield f"Database engine on {vendor}", found
    if os.environ.get("ELASTICSEARCH_URL") and hasattr(settings, "SEARCH_ENGINE"):
        with override_settings(SEARCH_ENGINE="elasticsearch"):
            call_command("search_rebuild", verbosity=0)
            yield "Elasticsearch", found


def _print_table(title: str, answers: Sequence[Answer], echo: Callable[[str], None]) -> None:
    echo(f"\n### {title}\n")
    echo("| kind | queries | nDCG@10 | MRR | zero results |")
    echo("| --- | ---: | ---: | ---: | ---: |")
    for kind in KINDS:
        if of_kind := [answer for answer in answers if answer.query.kind == kind]:
            echo(_row(kind, of_kind))
    echo(_row("all that have an answer", [a for a in answers if a.query.grades]))
    echo(_row("**all**", answers))


def _row(name: str, answers: Sequence[Answer]) -> str:
    measured = [
        mean(measure(answer.query.grades, answer.shown) for answer in answers)
        for measure in (ndcg, reciprocal_rank, zero_results)
    ]
    cells = ["" if value is None else f"{value:.3f}" for value in measured]
    return f"| {name} | {len(answers)} | {' | '.join(cells)} |"


def _print_worst(answers: Sequence[Answer], count: int, echo: Callable[[str], None]) -> None:
    for answer in sorted(answers, key=lambda answer: answer.ndcg)[:count]:
        query = answer.query
        echo(f"\n{answer.ndcg:.3f} {query.id}: {query.text}")
        wanted = sorted(query.grades.items(), key=lambda item: -item[1])
        echo(f"  wanted: {', '.join(f'{page} {grade}' for page, grade in wanted) or 'nothing'}")
        graded = (f"{page} {query.grades.get(page, 0)}" for page in answer.shown)
        echo(f"  shown:  {', '.join(graded) or 'nothing'}")
