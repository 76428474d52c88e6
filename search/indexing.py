"""Keeps the entries in step with the pages: the only code that writes them.

A page has an entry while it is live, public (its ancestors too), no alias, and gives a search
document. Whoever writes pages without Wagtail's publication (an importer, a data migration) calls
`index_pages` afterwards.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from django.db import transaction
from wagtail.models import Locale, Page

from . import outbox
from .dictionary import Changes
from .documents import ENTRY_FIELDS, Projection, project
from .models import SearchEntry, SearchEntryLead, SearchFacet, SearchState, next_version

BATCH_SIZE = 100


def index_pages(pages: Iterable[Page | int]) -> Counter[str]:
    """Bring the entries of these pages (or ids) up to date; what is already true is not written.

    Returns how many entries were `written`, `removed` and found `unchanged`.
    """
    report: Counter[str] = Counter()
    for done in index_in_batches(pages):
        report += done
    return report


def index_in_batches(pages: Iterable[Page | int]) -> Iterator[Counter[str]]:
    """As `index_pages`, but yield the report of each batch once it is written."""
    ids = iter(dict.fromkeys(page.pk if isinstance(page, Page) else page for page in pages))
    while batch := list(islice(ids, BATCH_SIZE)):
        yield _index_batch(batch)


def remove_pages(pages: Iterable[Page | int]) -> int:
    """Remove the entries of these pages, whatever their state; return how many there were."""
    ids = [page.pk if isinstance(page, Page) else page for page in pages]
    with transaction.atomic():
        SearchState.lock()
        entries = SearchEntry.objects.filter(page_id__in=ids)
        count = entries.count()
        if count:
            entries.delete()
            SearchState.touch()
    return count


def projections(ids: Collection[int]) -> dict[int, Projection]:
    """Return, by page, what the search should know of those of these pages that can be found."""
    pages = Page.objects.live().public().filter(pk__in=ids, alias_of__isnull=True)
    locales = Locale.objects.in_bulk()
    found: dict[int, Projection] = {}
    for page in pages.specific():
        page.locale = locales[page.locale_id]
        if (projection := project(page)) is not None:
            found[page.pk] = projection
    return found


def differences(entry: SearchEntry, projection: Projection) -> list[str]:
    """Return the names of what differs between an entry and what it should be."""
    names = [name for name in ENTRY_FIELDS if getattr(entry, name) != projection.fields[name]]
    if {(row.facet, row.value) for row in entry.facets.all()} != projection.facets:
        names.append("facets")
    if {row.collectivity_id for row in entry.leads.all()} != projection.leads:
        names.append("leads")
    return names


def entries_of(ids: Collection[int]) -> dict[int, SearchEntry]:
    """Return the entries of these pages by page, with their facets and leads."""
    entries = SearchEntry.objects.filter(page_id__in=ids).prefetch_related("facets", "leads")
    return {entry.page_id: entry for entry in entries}


def _index_batch(ids: Collection[int]) -> Counter[str]:
    with transaction.atomic():
        # Locked before the pages are read: the last of two writers has seen the latest page.
        SearchState.lock()
        wanted = projections(ids)
        entries = entries_of(ids)
        changed = {
            pk: projection
            for pk, projection in wanted.items()
            if pk not in entries or differences(entries[pk], projection)
        }
        removed = [entry.pk for pk, entry in entries.items() if pk not in wanted]
        if changed:
            write_entries(changed, entries)
        if removed:
            SearchEntry.objects.filter(pk__in=removed).delete()
        if changed or removed:
            SearchState.touch()
    return Counter(written=len(changed), removed=len(removed), unchanged=len(wanted) - len(changed))


def write_entries(changed: Mapping[int, Projection], entries: Mapping[int, SearchEntry]) -> None:
    """Write what the search keeps of these pages; `entries` are those that exist already.

    To be called inside a transaction, after `SearchState.lock()`; the caller says what changed.
    """
    new: list[SearchEntry] = []
    written: dict[int, SearchEntry] = {}
    words = Changes()
    for pk, projection in changed.items():
        entry = entries.get(pk) or SearchEntry(page_id=pk, version=0)
        if entry.pk is not None:
            words.remove(entry)
        entry.version = next_version(entry.version)
        for name, value in projection.fields.items():
            setattr(entry, name, value)
        words.add(entry)
        written[pk] = entry
        if entry.pk is None:
            new.append(entry)
        else:
            entry.save()
    SearchEntry.objects.bulk_create(new)
    SearchFacet.objects.filter(entry__in=written.values()).delete()
    SearchEntryLead.objects.filter(entry__in=written.values()).delete()
    SearchFacet.objects.bulk_create(
        SearchFacet(entry=written[pk], facet=facet, value=value)
        for pk, projection in changed.items()
        for facet, value in sorted(projection.facets)
    )
    SearchEntryLead.objects.bulk_create(
        SearchEntryLead(entry=written[pk], collectivity_id=lead)
        for pk, projection in changed.items()
        for lead in sorted(projection.leads)
    )
    words.write()
    outbox.note(written.values())
