"""Does what is due: reminders, confirmations, link checks, alerts, what is to be forgotten."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.scheduled import run_tasks, task_names


class Command(BaseCommand):
    help = (
        "Do everything that is due. To be run every hour, or every day, by any scheduler; running "
        "it twice, even at once, does no harm. `work` does it by itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("tasks", nargs="*", help="Only these tasks; all without any.")
        parser.add_argument("--list", action="store_true", help="Name the tasks and end.")

    def handle(self, *args: Any, **options: Any) -> None:
        known = task_names()
        if options["list"]:
            self.stdout.write("\n".join(known))
            return
        if unknown := [name for name in options["tasks"] if name not in known]:
            raise CommandError(f"No such task: {', '.join(unknown)}. See --list.")
        failed = []
        for outcome in run_tasks(options["tasks"] or None):
            if outcome.failed:
                failed.append(outcome.task)
            said = "failed" if outcome.failed else "busy" if outcome.was_busy else outcome.said
            self.stdout.write(f"{outcome.task}: {said}")
        if failed:
            raise CommandError(f"Failed, tried again next time: {', '.join(failed)}.")
