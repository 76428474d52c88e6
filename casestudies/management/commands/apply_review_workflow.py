from typing import Any

from django.core.management.base import BaseCommand

from casestudies.review.setting_up import set_up


class Command(BaseCommand):
    help = (
        "Put the workflow of docs/review.md on the French list of cases, in the place of another "
        "one, and print what changed."
    )

    def handle(self, **options: Any) -> None:
        self.stdout.write("\n".join(set_up()) or "Nothing to change.")
