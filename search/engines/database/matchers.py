"""The one thing that differs between databases: which entries hold the terms, and how well.

A match is asked of the full-text index alone, never joined to the entries: at 20,000 entries a
joined or correlated score costs more than everything else together.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.db import connection, transaction

from search.engines.base import ALL_TERMS_BONUS, ROUNDING, SYNONYM_WEIGHT, Stems, Term

# Weights of title, summary and body, as search.md gives them.
_SQLITE_SCORED = """
SELECT rowid, -bm25(search_text, 8.0, 3.0, 1.0) FROM search_text WHERE search_text MATCH %s
"""
_SQLITE_UNSCORED = "SELECT rowid, 0.0 FROM search_text WHERE search_text MATCH %s"
_POSTGRES_UNSCORED = """
SELECT id, 0.0::float8 FROM search_searchentry
WHERE text_vector @@ to_tsquery('simple', %s) AND locale = %s{counted}
"""
# Two passes: every match by its title and summary, then the first ten pages by the whole text too.
# A whole vector lies out of its row: reading it is too long for each of thousands of matches.
_POSTGRES_SCORED = """
WITH found AS MATERIALIZED (
    SELECT id, ({head})::float8 AS head
    FROM search_searchentry
    WHERE text_vector @@ to_tsquery('simple', %s) AND locale = %s{counted}
), best AS MATERIALIZED (
    SELECT id, ({whole})::float8 AS whole
    FROM search_searchentry
    WHERE id = ANY(ARRAY(SELECT id FROM found ORDER BY head DESC, id DESC LIMIT 200))
)
SELECT found.id, 0.1::float8 + found.head + coalesce(best.whole, 0)
FROM found LEFT JOIN best ON best.id = found.id
"""
_POSTGRES_RANK = (
    "%s * ts_rank('{{0, 0.125, 0.375, 1}}', {vector}, to_tsquery('simple', %s), {length})"
)
_POSTGRES_BONUS = f" + {ALL_TERMS_BONUS} * (text_vector @@ to_tsquery('simple', %s))::int"


class Matcher(Protocol):
    """Asks the full-text index of one kind of database."""

    def match(
        self, terms: Sequence[Term], least_rarity: float | None, locale: str, *, scored: bool
    ) -> Sequence[tuple[int, float]]:
        """Return (entry id, score) of each entry that has terms enough; 0 unless scored.

        The greater the score the better. Entries of other locales may be among them.
        """


class SQLiteMatcher:
    """FTS5, ranked by BM25."""

    def match(
        self, terms: Sequence[Term], least_rarity: float | None, locale: str, *, scored: bool
    ) -> Sequence[tuple[int, float]]:
        asked = [_fts5(term) for term in terms]
        with connection.cursor() as cursor:
            joined = (" AND " if least_rarity is None else " OR ").join(asked)
            rows = self._rows(cursor, joined, scored=scored)
            if scored and any(term.synonyms for term in terms):
                rows = self._typed_first(cursor, rows, terms)
            if least_rarity is None:
                return rows
            had: defaultdict[int, float] = defaultdict(float)
            for term, words in zip(terms, asked, strict=True):
                for entry, _score in self._rows(cursor, words, scored=False):
                    had[entry] += term.rarity
        every = sum(term.rarity for term in terms) - ROUNDING
        return [
            (entry, score + ALL_TERMS_BONUS * (had[entry] >= every))
            for entry, score in rows
            if had[entry] >= least_rarity - ROUNDING
        ]

    def _typed_first(
        self, cursor: Any, rows: list[tuple[int, float]], terms: Sequence[Term]
    ) -> list[tuple[int, float]]:
        """Return the rows scored anew, a synonym counting less than what was typed."""
        typed = " OR ".join(_fts5(Term(term.words)) for term in terms)
        scores = dict(self._rows(cursor, typed, scored=True))
        more = 1 - SYNONYM_WEIGHT
        return [
            (entry, SYNONYM_WEIGHT * score + more * scores.get(entry, 0.0)) for entry, score in rows
        ]

    def _rows(self, cursor: Any, words: str, *, scored: bool) -> list[tuple[int, float]]:
        cursor.execute(_SQLITE_SCORED if scored else _SQLITE_UNSCORED, [words])
        return list(cursor.fetchall())


def _fts5(term: Term) -> str:
    """Return a term in FTS5's language; stems hold nothing but letters and digits."""
    words = " AND ".join(f'"{stem}"' for stem in term.words)
    phrases = (f'"{" ".join(phrase)}"' for phrase in term.synonyms)
    return "(" + " OR ".join([f"({words})", *phrases]) + ")"


class PostgresMatcher:
    """A tsvector of stems, ranked by `ts_rank`, each term by its rarity."""

    def match(
        self, terms: Sequence[Term], least_rarity: float | None, locale: str, *, scored: bool
    ) -> Sequence[tuple[int, float]]:
        asked = [_tsquery(term) for term in terms]
        counted, parameters = "", [" & ".join(asked), locale]
        rarities = [
            part for term, words in zip(terms, asked, strict=True) for part in (term.rarity, words)
        ]
        ranked = [part for term in terms for part in _weighted(term)]
        every: list[str] = []
        if least_rarity is not None:
            found = ["%s * (text_vector @@ to_tsquery('simple', %s))::int"] * len(asked)
            counted = f" AND {' + '.join(found)} >= %s"
            parameters = [" | ".join(asked), locale, *rarities, least_rarity - ROUNDING]
            every = [" & ".join(asked)]
        sql, ranks = _POSTGRES_UNSCORED, {}
        if scored:
            ranks = {
                "head": _ranks("head_vector", 0, len(ranked) // 2) + _POSTGRES_BONUS * len(every),
                "whole": _ranks("text_vector", 1, len(ranked) // 2),
            }
            sql = _POSTGRES_SCORED
            parameters = [*ranked, *every, *parameters, *ranked]
        with transaction.atomic(), connection.cursor() as cursor:
            # Else the planner, blind to what reading a vector costs, reads them all.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(sql.format(counted=counted, **ranks), parameters)
            rows = list(cursor.fetchall())
            cursor.execute("SET LOCAL enable_seqscan = DEFAULT")
        return rows


def _weighted(term: Term) -> list[Any]:
    """Return pairs of weight and query: what was typed, then its synonyms if it has any."""
    typed = [term.rarity, _tsquery(Term(term.words))]
    if not term.synonyms:
        return typed
    phrases = " | ".join(_joined(" <-> ", phrase) for phrase in term.synonyms)
    return [*typed, term.rarity * SYNONYM_WEIGHT, phrases]


def _ranks(vector: str, length: int, count: int) -> str:
    return " + ".join([_POSTGRES_RANK.format(vector=vector, length=length)] * count)


def _tsquery(term: Term) -> str:
    """Return a term in PostgreSQL's language; stems hold nothing but letters and digits."""
    phrases = (_joined(" <-> ", phrase) for phrase in term.synonyms)
    return "(" + " | ".join([f"({_joined(' & ', term.words)})", *phrases]) + ")"


def _joined(operator: str, stems: Stems | Iterable[str]) -> str:
    return operator.join(f"'{stem}'" for stem in stems)


def matcher() -> Matcher:
    """Return the matcher of the database in use."""
    return PostgresMatcher() if connection.vendor == "postgresql" else SQLiteMatcher()
