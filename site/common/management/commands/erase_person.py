"""Erases what is held on one person."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common.personal import Person, erase


class Command(BaseCommand):
    help = "Say what would be erased of the person of an e-mail address; with --yes, erase it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--yes", action="store_true", help="Erase; otherwise only say.")
        parser.add_argument(
            "--without-credits",
            action="store_true",
            help="Replace their name on the cases they published as well.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.of(options["email"], without_credits=options["without_credits"])
        lines = erase(person, dry_run=not options["yes"])
        self.stdout.write("\n".join(lines) if lines else "Nothing is held on this address.")
        if lines and not options["yes"]:
            self.stdout.write("Nothing was changed: add --yes to erase it.")
