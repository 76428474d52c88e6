"""Writes the Word template that authors fill, the same that the admin offers to download."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from casestudies.word.template import write_template


class Command(BaseCommand):
    help = "Write the Word template of case studies."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="where to write the .docx")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
        )

    def handle(self, *args: Any, **options: Any) -> None:
        options["path"].write_bytes(write_template(options["language"]))
