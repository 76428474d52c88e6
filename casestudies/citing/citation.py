"""What a citation says, whatever the style or the format."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .names import Name

# What no line of a record may hold: it would end the line, or be refused by whoever reads it. French
# typography keeps its no-break spaces.
_SPACES = re.compile(r"[ \x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]+")


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A page to cite.

    Attributes:
        key: What bibliographies know it by: letters, digits and hyphens.
        authors: In their order; never empty.
        title: In one line.
        kind: What it is, in the reader's language: "case study".
        site: The name of the site.
        published_on: When this version was published, or None when nobody knows.
        version: Its number, or None when there are none.
        url: The whole address of this version.
        language: Of the text: "fr".
        summary: In one line; may be empty.
    """

    key: str
    authors: Sequence[Name]
    title: str
    kind: str
    site: str
    published_on: date | None
    version: int | None
    url: str
    language: str
    summary: str = ""


def one_line(text: str) -> str:
    """Return a text on one line, without what records cannot hold."""
    return _SPACES.sub(" ", text).strip()
