"""Compares the entries with the pages, and says what differs."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from elastic_transport import ApiError, TransportError
from wagtail.models import Page

from search import dictionary, outbox, rebuilding
from search.engines.database import text_index
from search.engines.elastic import comparison
from search.indexing import BATCH_SIZE, differences, entries_of, projections
from search.models import PendingPush


class Command(BaseCommand):
    help = "Compare the search with the pages; fails and names each difference."

    def handle(self, *args: Any, **options: Any) -> None:
        found = [*text_index.problems(), *dictionary.problems(), *_differences(), *_cluster()]
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} differences. Run: manage.py search_reindex")
        self.stdout.write("The search and the pages agree.")


def _cluster() -> Iterator[str]:
    """Yield what differs between the cluster and the entries, where the site uses one."""
    if not outbox.is_used():
        return
    try:
        for locale in dict(settings.LANGUAGES):
            if reason := rebuilding.problem(locale):
                yield f"Elasticsearch, {locale}: {reason} (search_rebuild)"
                continue
            names = ("missing", "should not be found", "another version")
            for name, pages in zip(names, comparison.differences(locale), strict=True):
                for page in pages:
                    yield f"Elasticsearch, {locale}, page {page}: {name} (work, or search_rebuild)"
        if pending := PendingPush.objects.count():
            yield f"Elasticsearch has not been told of {pending} changes (work, or search_sync)"
    except (ApiError, TransportError) as error:
        yield f"Elasticsearch does not answer: {error}"


def _differences() -> Iterator[str]:
    ids = list(Page.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH_SIZE):
        batch = ids[start : start + BATCH_SIZE]
        wanted, entries = projections(batch), entries_of(batch)
        for pk in batch:
            if pk in wanted and pk not in entries:
                yield f"Page {pk} ({wanted[pk].fields['title']}): missing"
            elif pk in entries and pk not in wanted:
                yield f"Page {pk} ({entries[pk].title}): should not be found"
            elif pk in entries and (names := differences(entries[pk], wanted[pk])):
                yield f"Page {pk} ({entries[pk].title}): differs in {', '.join(names)}"
