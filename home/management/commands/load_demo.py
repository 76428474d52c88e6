"""`manage.py load_demo`: the demonstration content, in French and what of it is in English."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from home.loading.checks import read_content
from home.loading.files import CONTENT
from home.loading.load import Loader
from home.loading.mistakes import ContentError


class Command(BaseCommand):
    help = (
        "Load what is missing of the demonstration content, all of it or nothing. What exists is "
        "left as it is, even renamed or at another address; what was deleted comes back: "
        "unpublish a page to hide it. A group of synonyms is known by its subject: to switch one "
        "off, begin its lines with #."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=CONTENT, help="Of the content files.")

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(title: str) -> None:
            if options["verbosity"] > 1:
                self.stdout.write(title)

        try:
            content = read_content(options["folder"])
            # Wagtail would index the references of a page again for each of its children.
            with disable_reference_index_auto_update():
                added = Loader(content, progress).load()
        except ContentError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        for row in added:
            if ReferenceIndex.model_is_indexable(type(row)):
                ReferenceIndex.create_or_update_for_object(row)
        counts = Counter(str(row._meta.verbose_name) for row in added)
        summary = ", ".join(f"{name} {count}" for name, count in counts.items())
        self.stdout.write(f"Demonstration content: {summary or 'nothing was missing'}.")
