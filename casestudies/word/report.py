"""The report of an import, kept in the page's own history."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from casestudies.models import CaseStudyPage

from .placement import TO_SORT, Fate, Line
from .vocabulary import RICH, STORY

ACTION = "casestudies.word_import"
SHOWN = 200
MOST_LINES = 1_000
_PLAIN = (
    *("title", "summary", "cover_image", "stage", "started_on", "ended_on", "cost_amount"),
    *("cost_covers", "agent_days", "duration_months", "legal_competence", "contact_name"),
    *("contact_role", "contact_email", *RICH),
)
_RELATIONS = (
    *("collectivities", "themes", "audiences", "funding", "partners", "method_uses", "results"),
    *("skills", "replications", "follow_ups", "authors", "sources"),
)


@dataclass(frozen=True)
class Report:
    """What an import told: the lines by what became of each thing, and how much was filled."""

    file_name: str
    filled: int
    to_sort: list[dict[str, str]]
    not_kept: list[dict[str, str]]
    placed: list[dict[str, str]]


def filled_fields(page: CaseStudyPage) -> list[str]:
    """Return the names of the fields and relations of a case that hold something."""
    plain = [name for name in _PLAIN if getattr(page, name) not in ("", None)]
    cost = ["cost_band"] if page.cost_band != "unknown" else []
    told = [
        name for name in STORY if any(block.block_type != TO_SORT for block in getattr(page, name))
    ]
    return [*plain, *cost, *told, *(name for name in _RELATIONS if getattr(page, name).all())]


def keep_report(page: CaseStudyPage, user: Any, file_name: str, lines: Iterable[Line]) -> None:
    """Write the report in the history of the page, in the active language."""
    told = [
        {
            "source": line.source[:SHOWN],
            "where": str(line.where),
            "fate": str(line.fate),
            "why": str(line.why),
        }
        for line in lines
        if line.source
    ]
    # What is left to do comes first when there is too much to say.
    told.sort(key=lambda line: line["fate"] == Fate.PLACED)
    data = {"file": file_name, "filled": len(filled_fields(page)), "lines": told[:MOST_LINES]}
    log(instance=page, action=ACTION, user=user, data=data)


def last_report(page: CaseStudyPage) -> Report | None:
    """Return what the last import told of this page, None when it was not imported."""
    entries = PageLogEntry.objects.filter(page=page.pk, action=ACTION)
    entry = entries.order_by("-timestamp", "-pk").first()
    if entry is None:
        return None
    data: dict[str, Any] = entry.data
    by_fate: dict[str, list[dict[str, str]]] = {fate: [] for fate in Fate}
    for line in data["lines"]:
        by_fate[line["fate"]].append(line)
    return Report(
        data["file"],
        data["filled"],
        by_fate[Fate.TO_SORT],
        by_fate[Fate.NOT_KEPT],
        by_fate[Fate.PLACED],
    )
