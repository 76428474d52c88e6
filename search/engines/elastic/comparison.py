"""Compares the documents of an index with the entries."""

from collections.abc import Iterator

from search import outbox
from search.models import PendingPush, SearchEntry, next_version

from . import connection

PAGE_SIZE = 5_000


def differences(locale: str) -> tuple[list[int], list[int], list[int]]:
    """Return the pages that an index misses, has too many, and has in another version.

    What is pending is no difference. Raises what the client raises.
    """
    connection.for_writing().indices.refresh(index=connection.alias(locale))
    rows = SearchEntry.objects.filter(locale=locale)
    wanted = dict(rows.values_list("page_id", "version"))
    found = dict(_versions(locale))
    pending = set(PendingPush.objects.filter(locale=locale).values_list("page_id", flat=True))
    missing = sorted(wanted.keys() - found.keys() - pending)
    extra = sorted(found.keys() - wanted.keys() - pending)
    stale = sorted(
        page for page in wanted.keys() & found.keys() - pending if wanted[page] != found[page]
    )
    return missing, extra, stale


def repair(locale: str) -> int:
    """Note every difference as pending; return how many there were."""
    missing, extra, stale = differences(locale)
    outbox.push_again(SearchEntry.objects.filter(locale=locale, page_id__in=[*missing, *stale]))
    PendingPush.objects.bulk_create(
        (PendingPush(page_id=page, locale=locale, version=next_version()) for page in extra),
        ignore_conflicts=True,
    )
    return len(missing) + len(extra) + len(stale)


def _versions(locale: str) -> Iterator[tuple[int, int]]:
    """Yield the page and the version of every document."""
    client, after = connection.for_writing(), None
    while True:
        answer = client.search(
            index=connection.alias(locale),
            query={"match_all": {}},
            sort=[{"page": "asc"}],
            size=PAGE_SIZE,
            version=True,
            source=False,
            **({"search_after": after} if after else {}),
        )
        hits = answer["hits"]["hits"]
        if not hits:
            return
        for hit in hits:
            yield int(hit["_id"]), int(hit["_version"])
        after = hits[-1]["sort"]
