"""Makes the indices of Elasticsearch anew, while readers search and editors publish."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from elastic_transport import ApiError, TransportError

from search import outbox
from search.models import SearchEntry
from search.rebuilding import RebuildError, rebuild


class Command(BaseCommand):
    help = "Make the Elasticsearch indices anew from the entries, without a gap for readers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "locales", nargs="*", help="Language codes; every language of the site without any."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not outbox.is_used():
            raise CommandError("Set SEARCH_ENGINE=elasticsearch first (see README.md).")
        for locale in options["locales"] or dict(settings.LANGUAGES):
            if locale not in dict(settings.LANGUAGES):
                raise CommandError(f"{locale} is no language of the site.")
            total = SearchEntry.objects.filter(locale=locale).count()
            try:
                for written in rebuild(locale):
                    if written % 10_000 == 0:
                        self.stdout.write(f"{locale}: {written} of {total}")
            except (ApiError, TransportError, RebuildError, outbox.PushError) as error:
                raise CommandError(f"{locale}: the old index stays. {error}") from error
            self.stdout.write(f"{locale}: {total} pages indexed.")
