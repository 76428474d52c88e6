from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from common.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compile the interface's translations (.po → .mo) where they changed."

    def handle(self, **options: Any) -> None:
        for path in compile_catalogues(settings.LOCALE_PATHS):
            self.stdout.write(f"Compiled {path}")
