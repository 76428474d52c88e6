"""Forgets the counted searches that are too old; to be run every day, or whenever one likes."""

from typing import Any

from django.core.management.base import BaseCommand

from search.demand.reading import KEPT_DAYS, purge


class Command(BaseCommand):
    help = f"Delete the counts of searches that are older than {KEPT_DAYS} days."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{purge()} counts deleted.")
