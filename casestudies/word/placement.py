"""Where each thing of a document goes: the outcome of placing, before anything is saved."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from .structure import Image

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TO_SORT = "to_sort"
WHERE_LENGTH = 200


class Fate(StrEnum):
    """What became of a piece of the document."""

    PLACED = "placed"
    TO_SORT = "to_sort"
    NOT_KEPT = "not_kept"


@dataclass(frozen=True)
class Line:
    """A line of the report.

    Attributes:
        source: What the document says, in full.
        where: The field or the part that it went to, or should have gone to.
        fate: What became of it.
        why: The reason when something is left to do, translated.
    """

    source: str
    where: "StrOrPromise"
    fate: Fate = Fate.PLACED
    why: "StrOrPromise" = ""


@dataclass
class Item:
    """A block of the story: its type and its value; a figure holds an Image yet to be saved."""

    type: str
    value: Any


@dataclass
class Placement:
    """What a document fills of a case study.

    Attributes:
        fields: Values of plain fields and of rich texts, by name.
        story: The blocks of each part of the story.
        rows: The rows of each child relation; what refers to other content is still a name.
        cover: The image of the cover, if any.
        lines: What went where, in the order of the document.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    story: dict[str, list[Item]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    cover: Image | None = None
    lines: list[Line] = field(default_factory=list)

    def say(
        self,
        source: str,
        where: "StrOrPromise",
        fate: Fate = Fate.PLACED,
        why: "StrOrPromise" = "",
    ) -> None:
        """Add a line to the report."""
        self.lines.append(Line(source, where, fate, why))

    def set_aside(self, stream: str, found_in: str, html: str) -> None:
        """Keep rich text in the block of what is to be sorted, at the end of a part of the story.

        What follows something set aside from the same place goes in the same block.
        """
        items = self.story.setdefault(stream, [])
        if items and items[-1].type == TO_SORT and items[-1].value["found_in"] == found_in:
            items[-1].value["content"] = _joined(items[-1].value["content"], html)
        else:
            items.append(Item(TO_SORT, {"found_in": found_in, "content": html}))


def _joined(before: str, after: str) -> str:
    """Return two pieces of rich text as one; lists that meet are one list."""
    for tag in ("ul", "ol"):
        if before.endswith(f"</{tag}>") and after.startswith(f"<{tag}>"):
            return before[: -len(f"</{tag}>")] + after[len(f"<{tag}>") :]
    return before + after
