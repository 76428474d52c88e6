"""The collectivité box: finds any of the 36,000 by name, INSEE code, SIREN or postal code.

A phrase is sought as typed, from any word of a name on ("grand cahors", "etienne"); whole names and
codes come first, then the largest. When that leaves room, rows that have all its words in any order
follow ("cahors agglomération", "ville de Cahors"). What stands last between brackets tells namesakes
apart, as the site itself writes them ("Saint-Denis (commune, La Réunion)", "Saint-Denis (93)").
Accents, case, hyphens and apostrophes do not matter.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, Lookup, OuterRef, QuerySet

from .models import Collectivity, SearchKey
from .names import fold, fold_query

MAX_LENGTH = 100
MAX_WORDS = 6
# A row rarely has more keys under one phrase; a few rows that no longer exist are dropped too.
KEYS_PER_ROW = 5
# Namesakes among whom the one that is meant is looked for, for each row wanted.
NAMESAKES = 4

_REF = re.compile(r"[0-9A-Za-z_-]{1,80}")
_SPACED_CODE = re.compile(r"[0-9][0-9AB]?[0-9 ]{3,11}", re.IGNORECASE)
# Its end may be cut by the length of a field.
_TOLD_APART = re.compile(r"(?P<name>.*[^\s(])\s*\((?P<hint>[^()]+)\)?\s*")
_NOISE = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"}
    | {"commune", "mairie", "ville"}
)


class StartsWith(Lookup):
    """`key__begins="saint e"`: an index range scan on both engines, whatever the collation.

    The value holds only a-z, 0-9 and spaces, as `names.fold` returns.
    """

    lookup_name = "begins"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        # "{" follows "z": nothing folded sorts at or after it among what starts alike.
        return f"{column} >= %s AND {column} < %s", [*params, self.rhs, *params, f"{self.rhs}{{"]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", [*params, f"{self.rhs}%"]


SearchKey._meta.get_field("key").register_lookup(StartsWith)


def find(text: str, limit: int = 8, *, include_former: bool = False) -> list[Collectivity]:
    """Return at most `limit` collectivités for what someone typed, the likeliest first.

    Any text is accepted; one without a letter or a digit finds nothing. Collectivités that no
    longer exist are left out, unless `include_former`.
    """
    told_apart = _TOLD_APART.fullmatch(text[: MAX_LENGTH * 2])
    if not told_apart:
        return _find(text, limit, include_former=include_former)
    named = _find(told_apart["name"], limit * NAMESAKES, include_former=include_former)
    meant = [row for row in named if _is_told(row, told_apart["hint"])][:limit]
    return meant or _find(text, limit, include_former=include_former) or named[:limit]


def get_by_ref(ref: str) -> Collectivity | None:
    """Return the collectivité with this reference, exactly; None when there is none."""
    if not _REF.fullmatch(ref):
        return None
    return Collectivity.objects.filter(ref=ref).first()


def _is_told(row: Collectivity, hint: str) -> bool:
    """Tell whether each word of a hint begins one of what is told of a row."""
    told = fold(f"{row.label} {' '.join(row.department_codes)}").split()
    return all(any(word.startswith(typed) for word in told) for typed in fold(hint).split())


def _find(text: str, limit: int, *, include_former: bool) -> list[Collectivity]:
    phrase = _phrase(text)
    if not phrase or limit < 1:
        return []
    found: dict[int, Collectivity] = {}
    for pks in _attempts(phrase, limit):
        unseen = [pk for pk in pks if pk not in found]
        found |= _existing(unseen, include_former=include_former)
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def _phrase(text: str) -> str:
    shown = text[: MAX_LENGTH * 2].strip()
    if _SPACED_CODE.fullmatch(shown):
        shown = shown.replace(" ", "")
    return fold_query(shown)[:MAX_LENGTH].strip()


def _attempts(phrase: str, limit: int) -> Iterator[list[int]]:
    """Yield primary keys, from the likeliest reading of the phrase to the loosest."""
    yield from (_heaviest(keys, limit) for keys in _by_phrase(phrase))
    words = [word for word in dict.fromkeys(phrase.split()) if word not in _NOISE][:MAX_WORDS]
    if words and " ".join(words) != phrase:
        yield from (_heaviest(keys, limit) for keys in _by_phrase(" ".join(words)))
    if len(words) > 1:
        yield _heaviest(_by_words(words), limit)


def _by_phrase(phrase: str) -> Iterator["QuerySet[SearchKey]"]:
    yield SearchKey.objects.filter(key=phrase, is_whole=True)
    yield SearchKey.objects.filter(key__begins=phrase)


def _by_words(words: Sequence[str]) -> "QuerySet[SearchKey]":
    # The longest word is likely the rarest: the others are only checked on what it finds.
    first, *others = sorted(words, key=len, reverse=True)
    keys = SearchKey.objects.filter(key__begins=first)
    for word in others:
        same_row = SearchKey.objects.filter(collectivity=OuterRef("collectivity"), key__begins=word)
        keys = keys.filter(Exists(same_row))
    return keys


def _heaviest(keys: "QuerySet[SearchKey]", limit: int) -> list[int]:
    ordered = keys.order_by("-weight", "collectivity")
    rows = ordered.values_list("collectivity", flat=True)[: limit * KEYS_PER_ROW]
    return list(dict.fromkeys(rows))


def _existing(pks: list[int], *, include_former: bool) -> dict[int, Collectivity]:
    rows = Collectivity.objects.in_bulk(pks) if pks else {}
    return {
        pk: rows[pk]
        for pk in pks
        if pk in rows and (include_former or rows[pk].valid_until is None)
    }
