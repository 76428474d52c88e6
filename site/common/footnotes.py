"""Calls of footnotes: "[1]" in a text becomes a link to the note of that number."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

_TAG = re.compile(r"(<[^>]*>)")
_CALL = re.compile(r"\s?\[(\d{1,2})\]")


@dataclass(frozen=True)
class Footnote:
    """A note of a page; `anchor` is its `id` there."""

    label: str
    text: str
    source_url: str
    anchor: str


class Footnotes:
    """The notes of one page, and which of them its text has called so far."""

    def __init__(self, values: Iterable[Mapping[str, Any]]) -> None:
        self.notes: list[Footnote] = []
        self.called: set[str] = set()
        self._anchors: dict[str, str] = {}
        for position, value in enumerate(values, start=1):
            label = str(value["label"])
            anchor = f"note-{label}" if label not in self._anchors else f"note-{label}-{position}"
            self._anchors.setdefault(label, anchor)
            self.notes.append(
                Footnote(label, str(value["text"]), str(value.get("source_url") or ""), anchor)
            )

    def link(self, text: Any) -> SafeString:
        """Return the text, plain or safe HTML, with each call of a known note made a link.

        The first call of each note gets an `id`, which the note links back to.
        """
        linked, depth = [], 0
        for part in _TAG.split(str(conditional_escape(text))):
            if part.startswith("<"):
                depth += _opens_link(part)
                linked.append(part)
            else:
                linked.append(part if depth else _CALL.sub(self._call, part))
        return mark_safe("".join(linked))  # noqa: S308 - escaped above, or safe already

    def _call(self, match: re.Match[str]) -> str:
        label = match[1]
        if label not in self._anchors:
            return match[0]
        name = "" if label in self.called else format_html(' id="appel-{}"', label)
        self.called.add(label)
        return format_html(
            '<sup class="call"><a href="#{}"{} role="doc-noteref">[{}]</a></sup>',
            self._anchors[label],
            name,
            label,
        )


def _opens_link(tag: str) -> int:
    """Return 1 for a tag that opens a link, -1 for one that closes it, else 0."""
    if re.match(r"<a[\s>]", tag, re.IGNORECASE):
        return 1
    return -1 if tag.lower().startswith("</a") else 0
