"""Visits the addresses that published cases give; `run_scheduled` does it as well."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from casestudies.keeping.links import MOST_AT_ONCE, check_links


class Command(BaseCommand):
    help = "Visit the addresses of published cases that are due, a few seconds apart on each host."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=MOST_AT_ONCE, help="Addresses at most.")

    def handle(self, *args: Any, **options: Any) -> None:
        report = check_links(timezone.now(), most=options["most"])
        self.stdout.write(f"{report['good']} addresses are good, {report['bad']} are not.")
