"""Builds the entries of every page again, and removes those that should not be there."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from wagtail.models import Page

from search import dictionary
from search.engines.database import text_index
from search.indexing import index_in_batches
from search.models import SearchState


class Command(BaseCommand):
    help = "Build the search again from the pages. Readers keep searching meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--text-index", action="store_true", help="Rebuild the database's text index as well."
        )
        parser.add_argument(
            "--dictionary", action="store_true", help="Count the words of the pages again as well."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Every page, not only those to be found: the others lose the entry they may still have.
        ids = list(Page.objects.order_by("pk").values_list("pk", flat=True))
        report: Counter[str] = Counter()
        for number, done in enumerate(index_in_batches(ids), start=1):
            report += done
            if options["verbosity"] > 1 or number % 10 == 0:
                self.stdout.write(f"{min(number * 100, len(ids))} of {len(ids)} pages")
        if options["dictionary"]:
            with transaction.atomic():
                SearchState.lock()
                dictionary.rebuild()
                SearchState.touch()
        if options["text_index"]:
            with transaction.atomic():
                SearchState.lock()
                text_index.rebuild()
                # What the words find is kept with the state.
                SearchState.touch()
        self.stdout.write(
            f"Search entries: {report['written']} written, {report['removed']} removed, "
            f"{report['unchanged']} unchanged."
        )
