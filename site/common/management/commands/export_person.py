"""Gives what is held on one person, as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common.personal import Person, export


class Command(BaseCommand):
    help = "Write, as JSON, everything that is held on the person of an e-mail address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        held = export(Person.of(options["email"]))
        self.stdout.write(json.dumps(held, indent=2, ensure_ascii=False, default=str))
