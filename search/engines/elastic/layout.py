"""What an index holds: its settings, its mapping, and the document of an entry.

The texts are the stems that `search.analysis` makes, the same ones that the database indexes, so
that both engines find the same pages by construction. See docs/decisions/0008.
"""

import hashlib
import json
import math
from datetime import UTC, datetime, timedelta
from typing import Any

from collectivities.comparability import Profile
from search.models import SearchEntry
from search.types import FACETS

TEXTS = {"t_title": 8, "t_summary": 3, "t_body": 1}
"""Field → weight, as the embedded engine weighs them."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KEYWORD = {"type": "keyword"}
_DOUBLE = {"type": "double"}

MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        "page": {"type": "long"},
        **{name: {"type": "text", "analyzer": "stems"} for name in TEXTS},
        "sort_title": {"type": "keyword", "index": False},
        "updated": {"type": "long", "index": False},
        "is_plain": {"type": "byte", "index": False},
        "known": {"type": "long"},
        "facets": {"properties": dict.fromkeys(FACETS, _KEYWORD)},
        "leads": {
            "type": "nested",
            "properties": {
                "kind": _KEYWORD,
                "departments": _KEYWORD,
                "regions": _KEYWORD,
                "log_population": _DOUBLE,
                "log_members": _DOUBLE,
                "main_town_share": _DOUBLE,
                "latitude": _DOUBLE,
                "longitude": _DOUBLE,
            },
        },
    },
}
SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "refresh_interval": "1s",
    # A page removed while its index is rebuilt must not come back with the rebuild.
    "gc_deletes": "1h",
    "analysis": {"analyzer": {"stems": {"type": "custom", "tokenizer": "whitespace"}}},
}
LAYOUT = hashlib.sha256(json.dumps([MAPPING, SETTINGS], sort_keys=True).encode()).hexdigest()[:16]
"""Changes with the mapping: an index of another layout has to be rebuilt."""


def index_body() -> dict[str, Any]:
    """Return the body that creates an index."""
    return {"settings": SETTINGS, "mappings": {**MAPPING, "_meta": {"layout": LAYOUT}}}


def document(entry: SearchEntry) -> dict[str, Any]:
    """Return the document of an entry; its facets and its leads' collectivités are loaded."""
    facets: dict[str, list[str]] = {}
    for row in entry.facets.all():
        facets.setdefault(row.facet, []).append(row.value)
    return {
        "page": entry.page_id,
        **{name: getattr(entry, name) for name in TEXTS},
        "sort_title": entry.sort_title,
        "updated": _microseconds(entry.updated_at),
        "is_plain": int(entry.type == "page"),
        "known": entry.known_on.toordinal() if entry.known_on else None,
        "facets": facets,
        "leads": [_lead(Profile.of(row.collectivity)) for row in entry.leads.all()],
    }


def _microseconds(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - _EPOCH) // timedelta(microseconds=1)


def _lead(profile: Profile) -> dict[str, Any]:
    known = {
        "kind": profile.kind,
        "departments": sorted(profile.departments),
        "regions": sorted(profile.regions),
        "log_population": math.log10(profile.population) if profile.population else None,
        "log_members": math.log10(profile.member_count) if profile.member_count else None,
        "main_town_share": profile.main_town_share,
        "latitude": profile.position[0] if profile.position else None,
        "longitude": profile.position[1] if profile.position else None,
    }
    return {name: value for name, value in known.items() if value not in (None, [])}
