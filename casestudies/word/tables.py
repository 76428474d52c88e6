"""Reads tables: key facts, rows of results or of sources, figures and steps of the story."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import TextChoices

from casestudies.choices import EvidenceLevel, FollowUpStatus
from methods.choices import Phase

from . import values
from .limits import block_limit, fits, row_limit
from .markup import lines, links, paragraphs, words
from .names import Names, by_label
from .structure import Block, Table
from .vocabulary import FACTS, STORY_TABLES, TABLES

Row = tuple[tuple[Block, ...], ...]

_CHOICES: Mapping[str, type[TextChoices]] = {
    "evidence": EvidenceLevel,
    "status": FollowUpStatus,
    "phase": Phase,
}
_URLS = frozenset({"url", "source_url"})
# What the block or the row cannot do without, besides its first column.
_NEEDED = {"follow_ups": ("date", "status"), "key_figure": ("label",), "video": ("url",)}
# A result of which nobody says how solid it is has only been told.
_DEFAULTS = {"results": {"evidence": str(EvidenceLevel.TOLD)}}


def is_facts(table: Table) -> bool:
    """Tell whether a table gives key facts: names in its first column, at least half known."""
    named = [words(row[0]) for row in table.rows if len(row) > 1 and words(row[0])]
    known = [name for name in named if FACTS.find(name)]
    return bool(known) and len(known) * 2 >= len(named)


def facts(table: Table) -> Iterator[tuple[str | None, str, list[str], Row]]:
    """Yield, for each row, the fact that it gives, its name, its values and the row itself."""
    for row in table.rows:
        name = words(row[0]) if row else ""
        said = [
            words([line]) for p in paragraphs(b for c in row[1:] for b in c) for line in lines(p)
        ]
        yield FACTS.find(name), name, [text for text in said if text], row


def kind_of(table: Table, section: str | None) -> tuple[str, list[str | None]] | None:
    """Return what the rows of a table are and the column that each cell is for, from its header.

    The section that the table stands in is tried first. None when the header is not known.
    """
    if len(table.rows) < 2:
        return None
    header = [words(cell) for cell in table.rows[0]]
    kinds = sorted(TABLES, key=lambda kind: kind != section)
    for kind in kinds:
        columns = _columns(header, TABLES[kind])
        named = [column for column in columns if column]
        needed = next(iter(TABLES[kind].names))
        alone = len(named) == 1 and kind != section
        if (
            needed in named
            and not alone
            and len(named) * 2 > len([name for name in header if name])
        ):
            return kind, columns
    return None


def _columns(header: list[str], names: Names) -> list[str | None]:
    """Return the column of each cell of a header, each column once."""
    columns: list[str | None] = []
    for name in header:
        column = names.find(name)
        columns.append(column if column not in columns else None)
    return columns


def read_row(kind: str, columns: list[str | None], row: Row) -> dict[str, Any] | None:
    """Return the values of a row, or None when any of it is not understood or does not fit."""
    read: dict[str, Any] = {}
    for column, cell in zip([*columns, *[None] * len(row)], row, strict=False):
        if not words(cell):
            continue
        if column is None or any(isinstance(block, Table) for block in cell):
            return None
        value = _value(kind, column, cell, read)
        if value is None:
            return None
        read[column] = value
    needed = (next(iter(TABLES[kind].names)), *_NEEDED.get(kind, ()))
    complete = all(read.get(column) for column in needed)
    return {**_DEFAULTS.get(kind, {}), **read} if complete else None


def _value(kind: str, column: str, cell: tuple[Block, ...], read: dict[str, Any]) -> Any:
    """Return the typed value of a cell, None when it is not understood or does not fit.

    The one link of a cell of words goes to the address of its row, when it has none.
    """
    text = words(cell)
    if column in _URLS:
        return values.url(text)
    if column in _CHOICES:
        return by_label(text, _CHOICES[column])
    if column in {"date", "published_on"} and kind != "timeline_step":
        return values.partial_date(text)
    if column == "amount":
        found = values.amount(text)
        return found[0] if found and not found[1] else None
    if column == "share_percent":
        return values.percent(text)
    address = next((name for name in TABLES[kind].names if name in _URLS), None)
    linked = links(cell)
    if address and address not in read and len(linked) == 1 and values.url(linked[0]):
        read[address] = linked[0]
        text = words(cell, without_link=linked[0])
    return text if fits(text, _limit(kind, column)) else None


def _limit(kind: str, column: str) -> int | None:
    if kind in STORY_TABLES:
        return block_limit(kind, column)
    return None if column in _NAMES.get(kind, ()) else row_limit(kind, column)


_NAMES: Mapping[str, tuple[str, ...]] = {
    "partners": ("organisation",),
    "skills": ("skill",),
    "method_uses": ("method",),
}
