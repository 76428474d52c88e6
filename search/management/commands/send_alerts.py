"""Sends the alerts. To be run every day: no alert is sent more than once a week."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.alerts.sending import send_news
from search.alerts.subscriptions import purge_expired


class Command(BaseCommand):
    help = "Send each alert what is new, and remove those that nobody confirmed in time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be sent; change nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        is_dry = options["dry_run"]
        if not is_dry:
            self.stdout.write(f"Alerts removed, not confirmed in time: {purge_expired()}.")
        report = send_news(dry_run=is_dry)
        verb = "to send" if is_dry else "sent"
        self.stdout.write(f"Alerts {verb}: {report['sent']}; with nothing new: {report['empty']}.")
        if report["failed"]:
            raise CommandError(f"{report['failed']} alerts could not be sent: next time they are.")
