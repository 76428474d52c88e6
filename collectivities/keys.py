"""The texts by which the collectivité box finds a row, made from its names and codes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from .kinds import Kind
from .names import fold_name, suffixes

# A row found by what it is ("conseil régional…") comes after those found by their name.
_ALIAS_DIVISOR = 1000

_SPELT_OUT = {
    "CC": "communauté de communes",
    "CA": "communauté d'agglomération",
    "CU": "communauté urbaine",
}
_ALSO_CALLED = {
    Kind.DEPARTEMENT: ("département", "conseil départemental"),
    Kind.REGION: ("région", "conseil régional"),
}


class Named(Protocol):
    """What the keys are made from; a Collectivity is one."""

    kind: str
    code: str
    siren: str
    name: str
    official_name: str
    population: int | None
    postal_codes: tuple[str, ...]


@dataclass(frozen=True)
class Key:
    """A folded text, whether it is a whole name or code, and what orders those found by it."""

    text: str
    is_whole: bool
    weight: int


def keys_of(row: Named) -> list[Key]:
    """Return the keys of a collectivité, one for each text; its name's weigh its population."""
    weight = row.population or 0
    keys: dict[str, Key] = {}
    for text, is_alias in _texts(row):
        for position, suffix in enumerate(suffixes(text)):
            key = Key(suffix[:200], position == 0, weight // _ALIAS_DIVISOR if is_alias else weight)
            known = keys.setdefault(key.text, key)
            if (key.is_whole, key.weight) > (known.is_whole, known.weight):
                keys[key.text] = key
    return list(keys.values())


def _texts(row: Named) -> Iterator[tuple[str, bool]]:
    for text in (row.name, row.code, row.siren, *row.postal_codes):
        yield fold_name(text), False
    yield fold_name(row.official_name), True
    prefix, _space, rest = row.official_name.partition(" ")
    if prefix in _SPELT_OUT:
        yield fold_name(f"{_SPELT_OUT[prefix]} {rest}"), True
    for title in _ALSO_CALLED.get(Kind(row.kind), ()):
        yield fold_name(f"{title} {row.name}"), True
