"""Cuts a document into parts by its headings, whatever their look and their levels."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .limits import field_limit, fits
from .structure import Block, Kind, Paragraph, Span
from .vocabulary import FACTS, RICH, SECTIONS, STORY

START = "start"
UNKNOWN = "unknown"
FACT = "fact:"
_FIRST_LINE = 150
_BOLD_HEADING = 120
# Parts among which a heading may name a key fact.
_AROUND_FACTS = frozenset({START, "facts", "means"})


@dataclass
class Part:
    """What stands under one heading; `key` says what the heading names."""

    key: str
    heading: str = ""
    level: int = 0
    blocks: list[Block] = field(default_factory=list)


def cut(blocks: Sequence[Block]) -> tuple[str, list[Part]]:
    """Return the title of a document and its parts in order, the first before any heading."""
    position = _title_position(blocks)
    parts = [Part(START)]
    for index, block in enumerate(blocks):
        if index == position:
            continue
        opened = _opened(block, parts[-1]) if isinstance(block, Paragraph) else None
        if opened is not None:
            parts.append(opened)
        else:
            parts[-1].blocks.append(_inside(block, parts[-1]))
    title = blocks[position] if position is not None else None
    return (title.text if isinstance(title, Paragraph) else ""), parts


def _title_position(blocks: Sequence[Block]) -> int | None:
    """Return where the title is: what is styled so, else a first heading, else a first line."""
    candidates = [
        (position, block)
        for position, block in enumerate(blocks)
        if isinstance(block, Paragraph) and block.text and _may_be_title(block)
    ]
    styled = [(at, block) for at, block in candidates if block.kind == Kind.TITLE]
    before: list[tuple[int, Paragraph]] = []
    for at, block in candidates:
        if _named(block):
            break
        before.append((at, block))
    headings = [(at, block) for at, block in before if block.kind == Kind.HEADING]
    lines = [(at, block) for at, block in before[:1] if _is_first_line(block)]
    unnamed = [(at, block) for at, block in styled if not _named(block)]
    found = unnamed or headings or lines
    return found[0][0] if found else None


def _may_be_title(paragraph: Paragraph) -> bool:
    return not _attached(paragraph) and fits(paragraph.text, field_limit("title"))


def _is_first_line(paragraph: Paragraph) -> bool:
    text = paragraph.text
    short = len(text) <= _FIRST_LINE and not text.endswith(".")
    return paragraph.kind == Kind.TEXT and short and FACTS.find_before_rest(text) is None


def _opened(paragraph: Paragraph, current: Part) -> Part | None:
    """Return the part that a paragraph opens, or None when it belongs to the current one."""
    level = paragraph.level if paragraph.kind == Kind.HEADING else int(_is_styled(paragraph))
    deeper = bool(level) and level > current.level > 0
    named = _named(paragraph)
    if named and not (deeper and named[0] == current.key):
        key, rest = named
        return Part(key, paragraph.text, level, [*_rest(key, rest), *_attached(paragraph)])
    if looks_like_heading(paragraph) and current.key.removeprefix(FACT) != current.key:
        current = Part("facts")
    if looks_like_heading(paragraph) and current.key in _AROUND_FACTS:
        fact = FACTS.find(_without_colon(paragraph.text))
        if fact:
            return Part(f"{FACT}{fact}", paragraph.text, level, _attached(paragraph))
    # A heading that follows another at once is below it, whatever their levels.
    below = current.level == 0 or not current.blocks
    inside = deeper or (below and current.key in {*STORY, *RICH})
    if not _is_styled(paragraph) or inside:
        return None
    return Part(UNKNOWN, paragraph.text, level, _attached(paragraph))


def _rest(key: str, text: str) -> list[Block]:
    """Return what followed a name in its heading, which the part begins with."""
    kind = Kind.HEADING if key in STORY else Kind.TEXT
    return [Paragraph((Span(text),), kind, 9)] if text else []


def _attached(paragraph: Paragraph) -> list[Block]:
    """Return what a heading holds besides its words: links and calls of notes."""
    spans = tuple(span for span in paragraph.spans if span.link or span.note)
    return [Paragraph(spans)] if spans else []


def _inside(block: Block, part: Part) -> Block:
    """Return a block of a part; a bold line of the story is a heading of lower level."""
    if part.key not in STORY or not isinstance(block, Paragraph) or block.kind != Kind.TEXT:
        return block
    if not looks_like_heading(block):
        return block
    return replace(block, kind=Kind.HEADING, level=9, spans=_unbold(block))


def _unbold(paragraph: Paragraph) -> tuple[Span, ...]:
    return tuple(replace(span, bold=False) for span in paragraph.spans)


def _named(paragraph: Paragraph) -> tuple[str, str] | None:
    """Return the section that a paragraph names as a heading, and what follows the name."""
    text = _without_colon(paragraph.text)
    key = SECTIONS.find(text)
    heading = looks_like_heading(paragraph)
    if key:
        listed = paragraph.kind == Kind.ITEM and not (paragraph.is_bold or paragraph.ordered)
        quoted = paragraph.kind in {Kind.QUOTE, Kind.CAPTION}
        return None if listed or quoted else (key, "")
    return SECTIONS.find_before_rest(text) if heading else None


def looks_like_heading(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is a heading by its style, or because it is a short bold line."""
    text = paragraph.text
    is_line = len(text) <= _BOLD_HEADING and not text.endswith((".", ";", ","))
    is_plain = paragraph.kind in {Kind.TEXT, Kind.ITEM}
    return _is_styled(paragraph) or (is_plain and is_line and paragraph.is_bold)


def _is_styled(paragraph: Paragraph) -> bool:
    return paragraph.kind in {Kind.HEADING, Kind.TITLE} and bool(paragraph.text)


def _without_colon(text: str) -> str:
    return text.removesuffix(":").rstrip()
