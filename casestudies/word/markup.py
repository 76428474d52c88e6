"""Turns paragraphs into the site's rich text, or into plain words; every word is kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.utils.html import escape

from .structure import Block, Kind, Paragraph, Span, Table, one_line


def rich_text(paragraphs: Iterable[Paragraph], heading: str = "h3") -> str:
    """Return the HTML of paragraphs; headings become `heading` elements, or bold when it is "b"."""
    parts: list[str] = []
    open_lists: list[str] = []
    for paragraph in paragraphs:
        inside = inline(paragraph.spans).strip()
        if not inside:
            continue
        if paragraph.kind == Kind.ITEM:
            parts += _item(inside, paragraph, open_lists)
        else:
            parts += _closing(open_lists, 0)
            parts.append(_plain_block(inside, paragraph, heading))
    return "".join([*parts, *_closing(open_lists, 0)])


def _plain_block(inside: str, paragraph: Paragraph, heading: str) -> str:
    if paragraph.kind not in {Kind.HEADING, Kind.TITLE}:
        return f"<p>{inside}</p>"
    return f"<p><b>{inside}</b></p>" if heading == "b" else f"<{heading}>{inside}</{heading}>"


def _item(inside: str, item: Paragraph, open_lists: list[str]) -> Iterator[str]:
    """Yield the marks of an item, given the lists that are open, which it changes."""
    tag = "ol" if item.ordered else "ul"
    # An item lies at most one level deeper than the one before.
    depth = min(item.level, len(open_lists)) + 1
    yield from _closing(open_lists, depth)
    if len(open_lists) == depth and open_lists[-1] != tag:
        yield from _closing(open_lists, depth - 1)
    if len(open_lists) == depth:
        yield "</li>"
    else:
        open_lists.append(tag)
        yield f"<{tag}>"
    yield f"<li>{inside}"


def _closing(open_lists: list[str], depth: int) -> Iterator[str]:
    while len(open_lists) > depth:
        yield f"</li></{open_lists.pop()}>"


def inline(spans: Sequence[Span]) -> str:
    """Return the HTML of spans: bold, italic, links, line breaks, calls of notes."""
    return "".join(_span(span, before) for span, before in _with_what_precedes(spans))


def _span(span: Span, before: str) -> str:
    if span.note:
        return _call(span.note, before)
    html = escape(span.text).replace("\n", "<br/>")
    if not span.text.strip():
        return html
    if span.italic:
        html = f"<i>{html}</i>"
    if span.bold:
        html = f"<b>{html}</b>"
    return f'<a href="{escape(span.link)}">{html}</a>' if span.link else html


def _call(number: int, before: str) -> str:
    return f"[{number}]" if not before or before[-1].isspace() else f" [{number}]"


def _with_what_precedes(spans: Sequence[Span]) -> Iterator[tuple[Span, str]]:
    before = ""
    for span in spans:
        yield span, before
        before = f"[{span.note}]" if span.note else span.text or before


def words(blocks: Iterable[Block], separator: str = " ", without_link: str = "") -> str:
    """Return blocks as plain words: the address of a link follows it unless it is its text.

    The address given as `without_link` is left out: it is kept elsewhere.
    """
    texts = (_words(paragraph.spans, without_link) for paragraph in paragraphs(blocks))
    return separator.join(text for text in texts if text)


def _words(spans: Sequence[Span], without_link: str) -> str:
    parts = []
    for position, (span, before) in enumerate(_with_what_precedes(spans)):
        parts.append(_call(span.note, before) if span.note else span.text)
        ends = position + 1 == len(spans) or spans[position + 1].link != span.link
        if span.link and ends and span.link not in {span.text.strip(), without_link}:
            parts.append(f" ({span.link})")
    return one_line("".join(parts))


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Yield the paragraphs of blocks, those of tables among them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell)


def lines(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Yield the lines of a paragraph that breaks them by hand."""
    line: list[Span] = []
    for span in paragraph.spans:
        first, *others = span.text.split("\n")
        line.append(replace(span, text=first))
        for text in others:
            yield replace(paragraph, spans=tuple(line))
            line = [replace(span, text=text, note=0)]
    yield replace(paragraph, spans=tuple(line))


def links(blocks: Iterable[Block]) -> list[str]:
    """Return the addresses that the paragraphs of blocks link to, each once, in order."""
    found = (span.link for paragraph in paragraphs(blocks) for span in paragraph.spans)
    return list(dict.fromkeys(link for link in found if link))


def called_notes(blocks: Iterable[Block]) -> list[int]:
    """Return the numbers of the notes that blocks call, in order."""
    return [span.note for paragraph in paragraphs(blocks) for span in paragraph.spans if span.note]


def table_lines(table: Table) -> Iterator[Paragraph]:
    """Yield each row of a table as a paragraph, its cells between bars, its links kept."""
    for row in table.rows:
        cells = [[s for p in paragraphs(cell) for s in (*p.spans, Span(" "))] for cell in row]
        filled = [cell for cell in cells if any(span.text.strip() or span.note for span in cell)]
        bars = (span for cell in filled for span in (*cell[:-1], Span(" | ")))
        if filled:
            yield Paragraph(tuple(bars)[:-1])
