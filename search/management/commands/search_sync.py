"""Tells the cluster what changed since it was last told."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from elastic_transport import ApiError, TransportError

from search import outbox


class Command(BaseCommand):
    help = "Push what changed to Elasticsearch, once. `work` does it all the time."

    def handle(self, *args: Any, **options: Any) -> None:
        if not outbox.is_used():
            self.stdout.write("The site searches in its own database: there is nothing to push.")
            return
        try:
            pushed = outbox.push_pending()
        except (ApiError, TransportError, outbox.PushError) as error:
            raise CommandError(f"Elasticsearch did not take everything: {error}") from error
        self.stdout.write(f"{pushed} changes pushed.")
