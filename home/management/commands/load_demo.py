"""`manage.py load_demo`: the demonstration content, in French and what of it is in English."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from home.loading.files import ContentError, read_content
from home.loading.load import Loader
from home.loading.translations import load_translations


class Command(BaseCommand):
    help = "Load what is missing of the demonstration content; what was edited is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = read_content()
        except ContentError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error

        def progress(title: str) -> None:
            if options["verbosity"] > 1:
                self.stdout.write(title)

        # Wagtail would index the references of a page again for each of its children.
        with disable_reference_index_auto_update():
            added = Loader(content, progress).load()
            added += load_translations(content, progress)
        for row in added:
            if ReferenceIndex.model_is_indexable(type(row)):
                ReferenceIndex.create_or_update_for_object(row)
        counts = Counter(str(row._meta.verbose_name) for row in added)
        summary = ", ".join(f"{name} {count}" for name, count in counts.items())
        self.stdout.write(f"Demonstration content: {summary or 'nothing was missing'}.")
