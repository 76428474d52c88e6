"""The one thing that differs between databases: which entries hold all the stems, and how well.

A match is asked of the full-text index alone, never joined to the entries: at 20,000 entries a
joined or correlated score costs more than everything else together.
"""

from collections.abc import Sequence
from typing import Protocol

from django.db import connection, transaction

# Weights of title, summary and body, as search.md gives them.
_SQLITE_SCORED = """
SELECT rowid, -bm25(search_text, 8.0, 3.0, 1.0) FROM search_text WHERE search_text MATCH %s
"""
_SQLITE_UNSCORED = "SELECT rowid, 0.0 FROM search_text WHERE search_text MATCH %s"
_POSTGRES_UNSCORED = """
SELECT id, 0.0::float8 FROM search_searchentry
WHERE text_vector @@ plainto_tsquery('simple', %s) AND locale = %s
"""
# Two passes: every match by its title and summary, then the first ten pages by the whole text too.
# A whole vector lies out of its row: reading it is too long for each of thousands of matches.
_POSTGRES_SCORED = """
WITH found AS MATERIALIZED (
    SELECT id, ts_rank('{0, 0.125, 0.375, 1}', head_vector, words)::float8 AS head
    FROM search_searchentry, plainto_tsquery('simple', %s) words
    WHERE text_vector @@ words AND locale = %s
), best AS MATERIALIZED (
    SELECT id, ts_rank('{0, 0.125, 0.375, 1}', text_vector, words, 1)::float8 AS whole
    FROM search_searchentry, plainto_tsquery('simple', %s) words
    WHERE id = ANY(ARRAY(SELECT id FROM found ORDER BY head DESC, id DESC LIMIT 200))
)
SELECT found.id, 0.1::float8 + found.head + coalesce(best.whole, 0)
FROM found LEFT JOIN best ON best.id = found.id
"""


class Matcher(Protocol):
    """Asks the full-text index of one kind of database."""

    def match(
        self, stems: Sequence[str], locale: str, *, scored: bool
    ) -> Sequence[tuple[int, float]]:
        """Return (entry id, score) of each entry that has every stem; scores are 0 unless asked.

        The greater the score the better. Entries of other locales may be among them.
        """


class SQLiteMatcher:
    """FTS5, ranked by BM25."""

    def match(
        self, stems: Sequence[str], locale: str, *, scored: bool
    ) -> Sequence[tuple[int, float]]:
        words = " AND ".join(f'"{stem}"' for stem in stems)
        with connection.cursor() as cursor:
            cursor.execute(_SQLITE_SCORED if scored else _SQLITE_UNSCORED, [words])
            return list(cursor.fetchall())


class PostgresMatcher:
    """A tsvector of stems, ranked by `ts_rank`."""

    def match(
        self, stems: Sequence[str], locale: str, *, scored: bool
    ) -> Sequence[tuple[int, float]]:
        words = " ".join(stems)
        with transaction.atomic(), connection.cursor() as cursor:
            # Else the planner, blind to what reading a vector costs, reads them all.
            cursor.execute("SET LOCAL enable_seqscan = off")
            if scored:
                cursor.execute(_POSTGRES_SCORED, [words, locale, words])
            else:
                cursor.execute(_POSTGRES_UNSCORED, [words, locale])
            rows = list(cursor.fetchall())
            cursor.execute("SET LOCAL enable_seqscan = DEFAULT")
        return rows


def matcher() -> Matcher:
    """Return the matcher of the database in use."""
    return PostgresMatcher() if connection.vendor == "postgresql" else SQLiteMatcher()
