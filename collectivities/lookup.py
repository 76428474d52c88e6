"""The collectivité box: finds any of the 36,000 by name, INSEE code, SIREN or postal code.

A phrase is sought as typed, from any word of a name on ("grand cahors", "etienne"); whole names and
codes come first, then the largest. When that leaves room, rows that have all its words in any order
follow ("cahors agglomération"). Accents, case, hyphens and apostrophes never matter.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, Lookup, OuterRef, QuerySet

from .models import Collectivity, SearchKey
from .names import fold_query

MAX_LENGTH = 100
MAX_WORDS = 6
# A row rarely has more keys under one phrase; a few rows that no longer exist are dropped too.
KEYS_PER_ROW = 5

_SPACED_CODE = re.compile(r"[0-9][0-9AB]?[0-9 ]{3,11}", re.IGNORECASE)
_NOISE = frozenset("a au aux d de des du en et l la le les ville commune mairie".split())


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
    phrase = _phrase(text)
    if not phrase or limit < 1:
        return []
    found = _existing(_by_phrase(phrase, limit), limit, include_former=include_former)
    words = [word for word in phrase.split() if word not in _NOISE][:MAX_WORDS]
    if len(found) < limit and words and " ".join(words) != phrase or len(words) > 1:
        known = {row.pk for row in found}
        more = _existing(_by_words(words, limit), limit, include_former=include_former)
        found += [row for row in more if row.pk not in known]
    return found[:limit]


def get_by_ref(ref: str) -> Collectivity | None:
    """Return the collectivité with this reference, exactly; None when there is none."""
    # PostgreSQL refuses NUL in any text.
    if not ref or len(ref) > 80 or "\x00" in ref:
        return None
    return Collectivity.objects.filter(ref=ref).first()


def _phrase(text: str) -> str:
    shown = text[: MAX_LENGTH * 2].strip()
    if _SPACED_CODE.fullmatch(shown):
        shown = shown.replace(" ", "")
    return fold_query(shown)[:MAX_LENGTH].strip()


def _by_phrase(phrase: str, limit: int) -> list[int]:
    whole = SearchKey.objects.filter(key=phrase, is_whole=True)
    starting = SearchKey.objects.filter(key__begins=phrase)
    return list(dict.fromkeys([*_heaviest(whole, limit), *_heaviest(starting, limit)]))


def _by_words(words: Sequence[str], limit: int) -> list[int]:
    # The longest word is likely the rarest: the others are only checked on what it finds.
    first, *others = sorted(words, key=len, reverse=True)
    keys = SearchKey.objects.filter(key__begins=first)
    for word in others:
        same_row = SearchKey.objects.filter(
            collectivity=OuterRef("collectivity"), key__begins=word
        )
        keys = keys.filter(Exists(same_row))
    return _heaviest(keys, limit)


def _heaviest(keys: "QuerySet[SearchKey]", limit: int) -> list[int]:
    ordered = keys.order_by("-weight", "collectivity")
    return list(ordered.values_list("collectivity", flat=True)[: limit * KEYS_PER_ROW])


def _existing(pks: Iterable[int], limit: int, *, include_former: bool) -> list[Collectivity]:
    wanted = list(dict.fromkeys(pks))
    rows = Collectivity.objects.in_bulk(wanted)
    ordered = (rows[pk] for pk in wanted if pk in rows)
    kept = [row for row in ordered if include_former or row.valid_until is None]
    return kept[:limit]
