"""Makes the index of a locale anew, while readers search the old one and editors publish.

The new index is filled under a second name, which every push reaches as well: what changes while it
is filled is in both. Versions decide between a push and the filling, whichever comes last. Readers
pass from one to the other in one step.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q

from . import outbox
from .engines.elastic import connection
from .engines.elastic.layout import LAYOUT, index_body
from .models import SearchEntry

logger = logging.getLogger(__name__)

BATCH_SIZE = 500


class RebuildError(Exception):
    """The index could not be made; readers keep the old one."""


def rebuild(locale: str) -> Iterator[int]:
    """Make the index of a locale anew, yielding how many entries were written so far.

    Raises RebuildError, and what the client raises. Of two at once, the last to begin wins.
    """
    client = connection.for_writing()
    indices, making = client.indices, connection.alias_in_the_making(locale)
    _drop(list(_indices_of(making)))
    name = f"{connection.alias(locale)}-{datetime.now(UTC):%Y%m%d%H%M%S%f}"
    indices.create(index=name, **index_body())
    try:
        indices.put_alias(index=name, name=making)
        # Committed before the alias was there: read below. After: pushed to both.
        yield from _fill(locale, making)
        outbox.push_pending()
        indices.refresh(index=name)
        _swap(locale, name)
    except BaseException:
        _drop([name])
        raise


def _fill(locale: str, target: str) -> Iterator[int]:
    client = connection.for_writing()
    last, written = 0, 0
    while True:
        keys = SearchEntry.objects.filter(locale=locale, pk__gt=last).order_by("pk")
        batch = list(keys.values_list("pk", flat=True)[:BATCH_SIZE])
        if not batch:
            return
        last = batch[-1]
        operations: list[dict[str, Any]] = []
        for entry in outbox.entries_to_push(Q(pk__in=batch)):
            operations += outbox.addition(entry, target)
        answer = client.bulk(operations=operations)
        for item in answer["items"]:
            if item["index"]["status"] not in (200, 201, 409):
                raise RebuildError(str(item["index"].get("error")))
        written += len(batch)
        yield written


def _swap(locale: str, name: str) -> None:
    """Pass readers to the new index, in one step, then drop the old ones."""
    client, alias = connection.for_writing(), connection.alias(locale)
    old = [index for index in _indices_of(alias) if index != name]
    # An index of that very name, made by a mistake, would stand in the way of the alias.
    mistaken = client.indices.exists(index=alias) and not old
    actions: list[dict[str, Any]] = [
        *({"remove": {"index": index, "alias": alias}} for index in old),
        *([{"remove_index": {"index": alias}}] if mistaken else []),
        {"add": {"index": name, "alias": alias}},
        {"remove": {"index": name, "alias": connection.alias_in_the_making(locale)}},
    ]
    client.indices.update_aliases(actions=actions)
    _drop(old)


def _indices_of(alias: str) -> Iterator[str]:
    indices = connection.for_writing().indices
    if indices.exists_alias(name=alias):
        yield from indices.get_alias(name=alias).body


def _drop(names: list[str]) -> None:
    for name in names:
        connection.for_writing().indices.delete(index=name, ignore_unavailable=True)


def problem(locale: str) -> str:
    """Return why the index of a locale has to be made anew, empty when it has not.

    Raises what the client raises.
    """
    indices, alias = connection.for_writing().indices, connection.alias(locale)
    names = list(_indices_of(alias))
    if not names:
        return "there is none"
    for mapping in indices.get_mapping(index=alias).body.values():
        if mapping["mappings"].get("_meta", {}).get("layout") != LAYOUT:
            return "it has another layout"
    return ""
