"""Tells the cluster what changed: publication only notes it here, a worker pushes it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from .engines.elastic import connection
from .engines.elastic.layout import document
from .models import PendingPush, SearchEntry, next_version

BATCH_SIZE = 500


class PushError(Exception):
    """The cluster answered, and refused some of what it was told; all of it stays pending."""


def is_used() -> bool:
    """Tell whether the site searches on Elasticsearch."""
    return bool(settings.SEARCH_ENGINE == "elasticsearch")


def note(entries: Iterable[SearchEntry]) -> None:
    """Note that these entries changed or went. To be called in the transaction that does it."""
    if not is_used():
        return
    PendingPush.objects.bulk_create(
        (
            PendingPush(page_id=entry.page_id, locale=entry.locale, version=entry.version)
            for entry in entries
        ),
        update_conflicts=True,
        unique_fields=["page_id", "locale"],
        update_fields=["version"],
    )


def push_pending() -> int:
    """Push everything that is pending; return how much it was.

    Raises what the client raises when the cluster cannot be reached, and PushError when it refuses
    something. Pushing twice at once, or what is stale, does no harm: the latest version wins.
    """
    pushed = 0
    while batch := list(PendingPush.objects.order_by("pk")[:BATCH_SIZE]):
        refused = _push(batch)
        if refused:
            raise PushError(refused)
        pushed += len(batch)
    return pushed


def _push(batch: Sequence[PendingPush]) -> str:
    """Push some of what is pending and forget what was taken; return why one was refused."""
    found = entries_to_push(Q(page_id__in=[row.page_id for row in batch]))
    entries = {(entry.page_id, entry.locale): entry for entry in found}
    operations: list[dict[str, Any]] = []
    rows: list[PendingPush] = []
    for row in batch:
        for target in _targets(row.locale):
            entry = entries.get((row.page_id, row.locale))
            operations += removal(row, target) if entry is None else addition(entry, target)
            rows.append(row)
    answer = connection.for_writing().bulk(operations=operations) if operations else {"items": []}
    refused = {
        row.pk: reason
        for row, item in zip(rows, answer["items"], strict=True)
        if (reason := _refusal(item))
    }
    for row in batch:
        if row.pk not in refused:
            # Changed again meanwhile: then it stays.
            PendingPush.objects.filter(pk=row.pk, version=row.version).delete()
    return next(iter(refused.values()), "")


def entries_to_push(condition: Q) -> Sequence[SearchEntry]:
    """Return entries with all that their documents say, in one query for each kind of it."""
    rows = SearchEntry.objects.filter(condition).defer("title", "summary", "body")
    return list(rows.prefetch_related("facets", "leads__collectivity"))


def addition(entry: SearchEntry, target: str) -> list[dict[str, Any]]:
    """Return the bulk operation that writes an entry, unless a later version is there."""
    return [
        {
            "index": {
                "_index": target,
                "_id": str(entry.page_id),
                "version": entry.version,
                "version_type": "external_gte",
                # Without its alias, Elasticsearch would make an index with guessed types.
                "require_alias": True,
            }
        },
        document(entry),
    ]


def removal(row: PendingPush, target: str) -> list[dict[str, Any]]:
    """Return the bulk operation that removes a page, unless a later version is there."""
    return [
        {
            "delete": {
                "_index": target,
                "_id": str(row.page_id),
                "version": row.version,
                "version_type": "external_gte",
            }
        }
    ]


def _targets(locale: str) -> list[str]:
    """Return where a change goes: what readers search, and what a rebuild is making."""
    indices = connection.for_writing().indices
    names = [connection.alias(locale), connection.alias_in_the_making(locale)]
    return [name for name in names if indices.exists_alias(name=name)]


def _refusal(item: dict[str, Any]) -> str:
    """Return why an operation was refused; empty when it is done, or was done already."""
    (answer,) = item.values()
    is_stale = answer["status"] == 409
    is_gone = answer["status"] == 404 and "error" not in answer
    if answer["status"] < 300 or is_stale or is_gone:
        return ""
    error = answer.get("error", {})
    return f"{error.get('type', answer['status'])}: {error.get('reason', '')}"[:300]


def push_again(entries: "QuerySet[SearchEntry]") -> int:
    """Note that these entries have to be told of again, whatever the cluster holds of them.

    Returns how many they are.
    """
    if not is_used():
        return 0
    pages = list(entries.values_list("pk", flat=True).distinct())
    for start in range(0, len(pages), BATCH_SIZE):
        batch = SearchEntry.objects.filter(pk__in=pages[start : start + BATCH_SIZE])
        batch.update(version=next_version())
        note(batch.only("page_id", "locale", "version"))
    return len(pages)
