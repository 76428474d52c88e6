"""What a document says, whatever wrote it: paragraphs, lists, tables, images, notes."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

_SPACES = re.compile(r"[ \t\r\n]+")


def one_line(text: str) -> str:
    """Return a text on one line; no-break spaces are part of it."""
    return _SPACES.sub(" ", text).strip(" ")


class Kind(StrEnum):
    """The part that a paragraph plays in its document."""

    TEXT = "text"
    TITLE = "title"
    SUBTITLE = "subtitle"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    CAPTION = "caption"


@dataclass(frozen=True)
class Span:
    """A piece of text of one look; `note` is the number of the note that it calls, or 0."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    note: int = 0


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `level` is that of a heading, from 1, or the depth of an item, from 0."""

    spans: tuple[Span, ...]
    kind: Kind = Kind.TEXT
    level: int = 0
    ordered: bool = False

    @classmethod
    def of(cls, text: str) -> "Paragraph":
        """Return a plain paragraph of this text."""
        return cls((Span(text),))

    @property
    def text(self) -> str:
        """The words, on one line, without the calls of notes."""
        return one_line("".join(span.text for span in self.spans))

    @property
    def is_bold(self) -> bool:
        """Whether all that can be read is bold."""
        read = [span for span in self.spans if span.text.strip()]
        return bool(read) and all(span.bold for span in read)


@dataclass(frozen=True)
class Image:
    """An image as the file holds it: neither its type nor its size is checked yet."""

    name: str
    content: bytes = field(repr=False)
    alt: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells, each a run of blocks."""

    rows: tuple[tuple[tuple["Block", ...], ...], ...]


Block = Paragraph | Image | Table


@dataclass(frozen=True)
class Apart:
    """What lies beside the text: `where` is a header, a footer, a comment, a drawing or a note."""

    where: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Unread:
    """What cannot be kept as text: `what` is a link, an object or a deletion."""

    what: str
    detail: str = ""


@dataclass(frozen=True)
class WordDocument:
    """A whole document: its text, its notes by number, what lies beside, what was not read."""

    blocks: tuple[Block, ...]
    notes: dict[int, tuple[Block, ...]] = field(default_factory=dict)
    apart: tuple[Apart, ...] = ()
    unread: tuple[Unread, ...] = ()
