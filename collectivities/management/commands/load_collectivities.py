"""Loads the reference collectivités; run again, it writes only what changed."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collectivities.loading import LoadReport, load
from collectivities.reference import EXTRACT, ExtractError, read_extract

SHOWN = 10


class Command(BaseCommand):
    help = "Load the reference collectivités (communes, EPCI, départements, régions…)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "extract",
            nargs="?",
            type=Path,
            default=EXTRACT,
            help="a .csv.gz made by scripts/extract_collectivities.py, its manifest beside it",
        )
        parser.add_argument(
            "--rebuild-keys",
            action="store_true",
            help="write every key of the collectivité box again, for rows that did not change too",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            extract = read_extract(options["extract"])
            report = load(
                extract,
                progress=self._progress if options["verbosity"] > 0 else None,
                rebuild_keys=options["rebuild_keys"],
            )
        except ExtractError as error:
            raise CommandError(_("Nothing was loaded. %(error)s") % {"error": error}) from error
        if options["verbosity"] > 0:
            self._tell(report, extract.source)

    def _progress(self, label: str, done: int, total: int) -> None:
        line = f"{label}: {done} / {total}"
        if self.stdout.isatty():
            self.stdout.write(f"\r{line}", ending="\n" if done == total else "")
        elif done == total:
            self.stdout.write(line)

    def _tell(self, report: LoadReport, source: str) -> None:
        counts = (
            (ngettext("%d created", "%d created", len(report.created)), len(report.created)),
            (ngettext("%d changed", "%d changed", len(report.changed)), len(report.changed)),
            (ngettext("%d unchanged", "%d unchanged", report.unchanged), report.unchanged),
            (ngettext("%d vanished", "%d vanished", len(report.vanished)), len(report.vanished)),
        )
        summary = ", ".join(text % count for text, count in counts)
        message = _("Collectivities of %(source)s: %(summary)s.")
        self.stdout.write(self.style.SUCCESS(message % {"source": source, "summary": summary}))
        if report.vanished:
            shown = ", ".join(report.vanished[:SHOWN])
            more = "…" if len(report.vanished) > SHOWN else ""
            self.stdout.write(_("Kept, marked as no longer valid: %s") % f"{shown}{more}")
