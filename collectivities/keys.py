"""The texts by which the collectivité box finds a row, made from its names and codes."""

from typing import Protocol

from .kinds import Kind
from .names import fold_name, suffixes

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
    postal_codes: tuple[str, ...]


def keys_of(row: Named) -> set[tuple[str, bool]]:
    """Return the keys of a collectivité, each with whether it is a whole name or code."""
    whole = {fold_name(name) for name in _names(row)}
    whole |= {fold_name(code) for code in (row.code, row.siren, *row.postal_codes)}
    parts = {suffix for name in whole for suffix in suffixes(name)} - whole
    keys = {(key, True) for key in whole} | {(key, False) for key in parts}
    return {(key[:200], is_whole) for key, is_whole in keys if key}


def _names(row: Named) -> list[str]:
    names = [row.name, row.official_name]
    prefix, _space, rest = row.official_name.partition(" ")
    if prefix in _SPELT_OUT:
        names.append(f"{_SPELT_OUT[prefix]} {rest}")
    names += [f"{title} {row.name}" for title in _ALSO_CALLED.get(Kind(row.kind), ())]
    return names
