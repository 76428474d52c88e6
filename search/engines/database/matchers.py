"""The one thing that differs between databases: which entries hold the terms, and how well.

A match is asked of the full-text index alone, never joined to the entries: at 20,000 entries a
joined or correlated score costs more than everything else together.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from django.db import connection, transaction

from search.engines.base import SYNONYM_WEIGHT, Stems, Term

# Weights of title, summary and body, as search.md gives them.
_SQLITE_SCORED = """
SELECT rowid, -bm25(search_text, 8.0, 3.0, 1.0) FROM search_text WHERE search_text MATCH %s
"""
# The plus keeps FTS5 from looking each of them up: passing over the others costs less.
_SQLITE_AMONG = " AND +rowid IN (SELECT value FROM json_each(%s))"
_SQLITE_FOUND = "SELECT json_group_array(rowid) FROM search_text WHERE search_text MATCH %s"
# The planner, blind to what reading a vector costs, would take the index of the locales, or none,
# and read them all, ten times as long: the locale is written so that its index cannot serve.
_POSTGRES_HAVING = "text_vector @@ to_tsquery('simple', %s) AND locale || '' = %s"
_POSTGRES_FOUND = "SELECT id FROM search_searchentry WHERE {sought}"
# Two passes: every match by its title and summary, then the first ten pages by the whole text too.
# A whole vector lies out of its row: reading it is too long for each of thousands of matches.
_POSTGRES_SCORED = """
WITH found AS MATERIALIZED (
    SELECT id, ({head})::float8 AS head FROM search_searchentry WHERE {sought}
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


class Matcher(Protocol):
    """Asks the full-text index of one kind of database."""

    def found(self, term: Term, locale: str) -> Iterable[int]:
        """Return the ids of the entries that have a term, those of other locales maybe too."""

    def scores(
        self, terms: Sequence[Term], locale: str, among: Collection[int], *, are_all: bool
    ) -> Mapping[int, float]:
        """Return entry id → score of some of the entries that have any of the terms.

        The greater the score the better. Only what was typed and its synonyms add to it. `are_all`
        says that no other entry of the locale has any of the terms.
        """


class SQLiteMatcher:
    """FTS5, ranked by BM25."""

    def found(self, term: Term, locale: str) -> Iterable[int]:
        """Return the ids of the entries that have a term, those of other locales too."""
        with connection.cursor() as cursor:
            cursor.execute(_SQLITE_FOUND, [_fts5(term)])
            ids: list[int] = json.loads(cursor.fetchone()[0])
        return ids

    def scores(
        self, terms: Sequence[Term], locale: str, among: Collection[int], *, are_all: bool
    ) -> Mapping[int, float]:
        """Return entry id → score of some of the entries that have any of the terms."""
        sought = None if are_all else among
        scores = dict(self._scored(" OR ".join(_typed(term) for term in terms), sought))
        others = " OR ".join(_phrase(phrase) for term in terms for phrase in term.synonyms)
        if others:
            for entry, score in self._scored(others, sought):
                scores[entry] = scores.get(entry, 0.0) + SYNONYM_WEIGHT * score
        return scores

    def _scored(self, words: str, among: Collection[int] | None) -> list[tuple[int, float]]:
        with connection.cursor() as cursor:
            if among is None:
                cursor.execute(_SQLITE_SCORED, [words])
            else:
                cursor.execute(_SQLITE_SCORED + _SQLITE_AMONG, [words, json.dumps([*among])])
            return list(cursor.fetchall())


def _fts5(term: Term) -> str:
    """Return a term in FTS5's language; stems hold nothing but letters and digits."""
    return " OR ".join([_typed(term), *map(_phrase, term.synonyms)])


def _typed(term: Term) -> str:
    return "(" + " AND ".join(f'"{stem}"' for stem in term.words) + ")"


def _phrase(words: Stems) -> str:
    return f'"{" ".join(words)}"'


class PostgresMatcher:
    """A tsvector of stems, ranked by `ts_rank`, each term by its rarity."""

    def found(self, term: Term, locale: str) -> Iterable[int]:
        """Return the ids of the entries of a locale that have a term, some of them twice."""
        sql = _POSTGRES_FOUND.format(sought=_POSTGRES_HAVING)
        return [
            entry for query in _words_and_phrases(term) for (entry,) in _rows(sql, [query, locale])
        ]

    def scores(
        self, terms: Sequence[Term], locale: str, among: Collection[int], *, are_all: bool
    ) -> Mapping[int, float]:
        """Return entry id → score of some of the entries that have any of the terms."""
        ranked = [part for term in terms for part in _weighted(term)]
        sought, asked = "id = ANY(%s)", list[Any]([[*among]])
        if are_all and not any(map(_has_phrases, terms)):
            sought, asked = _POSTGRES_HAVING, [" | ".join(map(_tsquery, terms)), locale]
        sql = _POSTGRES_SCORED.format(
            head=_ranks("head_vector", 0, len(ranked) // 2),
            whole=_ranks("text_vector", 1, len(ranked) // 2),
            sought=sought,
        )
        return dict(_rows(sql, [*ranked, *asked, *ranked]))


def _rows(sql: str, parameters: Sequence[Any]) -> list[Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(sql, parameters)
        rows = list(cursor.fetchall())
        cursor.execute("SET LOCAL enable_seqscan = DEFAULT")
    return rows


def _weighted(term: Term) -> list[Any]:
    """Return pairs of weight and query: what was typed, then its synonyms if it has any."""
    typed: list[Any] = [term.rarity, _tsquery(Term(term.words))]
    if not term.synonyms:
        return typed
    phrases = " | ".join(_joined(" <-> ", phrase) for phrase in term.synonyms)
    return [*typed, term.rarity * SYNONYM_WEIGHT, phrases]


def _ranks(vector: str, length: int, count: int) -> str:
    return " + ".join([_POSTGRES_RANK.format(vector=vector, length=length)] * count)


def _has_phrases(term: Term) -> bool:
    return any(len(synonym) > 1 for synonym in term.synonyms)


def _words_and_phrases(term: Term) -> list[str]:
    """Return a term as one query, or two: its words, then its phrases.

    Where there is a phrase the whole vector of each entry that has any of the words is read, which
    takes ten times as long; apart, those of the entries that have all the words of the phrase.
    """
    words = Term(term.words, tuple(synonym for synonym in term.synonyms if len(synonym) == 1))
    phrases = [_joined(" <-> ", synonym) for synonym in term.synonyms if len(synonym) > 1]
    return [_tsquery(words), *([" | ".join(phrases)] if phrases else [])]


def _tsquery(term: Term) -> str:
    """Return a term in PostgreSQL's language; stems hold nothing but letters and digits."""
    phrases = (_joined(" <-> ", phrase) for phrase in term.synonyms)
    return "(" + " | ".join([f"({_joined(' & ', term.words)})", *phrases]) + ")"


def _joined(operator: str, stems: Stems | Iterable[str]) -> str:
    return operator.join(f"'{stem}'" for stem in stems)


def matcher() -> Matcher:
    """Return the matcher of the database in use."""
    return PostgresMatcher() if connection.vendor == "postgresql" else SQLiteMatcher()
