"""Sends the alerts: once a week for the news, once a day with --purge for what nobody confirmed."""

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
        parser.add_argument(
            "--purge", action="store_true", help="Only remove those that nobody confirmed in time."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dry_run"]:
            self.stdout.write(f"Requests removed, not confirmed in time: {purge_expired()}.")
        if options["purge"]:
            return
        report = send_news(dry_run=options["dry_run"])
        verb = "to send" if options["dry_run"] else "sent"
        self.stdout.write(f"Alerts {verb}: {report['sent']}; with nothing new: {report['empty']}.")
        if report["failed"]:
            raise CommandError(f"{report['failed']} alerts could not be sent: next time they are.")
