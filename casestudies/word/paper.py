"""A Word document being written: the look of the template, and what the library has no word for."""

import re
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import html as markup
from wagtail.rich_text import expand_db_html

from common.addresses import whole_address

from .footnotes import NotesPart, hyperlink, printable

_CALL = re.compile(r"\s?\[(\d{1,2})\]")
_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em"})
_DEEPEST_STYLE = 3
_WIDTH = Cm(15)


class Paper:
    """A document in the template's look. `notes` gives the words and the address of each note."""

    def __init__(self, language: str, notes: dict[str, tuple[str, str]] | None = None) -> None:
        self._document = Document()
        self._notes = dict(notes or {})
        self._notes_part = NotesPart.added_to(self._document)
        self._set_look(language)

    def _set_look(self, language: str) -> None:
        styles = self._document.styles
        styles["Normal"].font.name = "Calibri"
        styles["Normal"].font.size = Pt(11)
        for node in styles.element.iter(qn("w:lang")):
            node.set(qn("w:val"), {"fr": "fr-FR", "en": "en-GB"}.get(language, language))
        properties = self._document.core_properties
        properties.author = properties.comments = ""
        properties.title = ""
        properties.language = language

    def saved(self) -> bytes:
        """Return the bytes of the file."""
        stream = BytesIO()
        self._document.save(stream)
        return stream.getvalue()

    def title(self, text: str) -> None:
        """Write the title."""
        self._document.core_properties.title = printable(text)[:255]
        self._inline(self._document.add_paragraph(style="Title"), text)

    def heading(self, text: str, level: int = 1) -> None:
        """Write a heading."""
        self._inline(self._document.add_paragraph(style=f"Heading {level}"), text)

    def text(self, text: str, style: str | None = None) -> Any:
        """Write a plain paragraph, with the notes that it calls."""
        paragraph = self._document.add_paragraph(style=style)
        self._inline(paragraph, text)
        return paragraph

    def hint(self, text: str) -> None:
        """Write what is expected here; the import knows it and leaves it out."""
        self.text(text).runs[0].italic = True

    def rich(self, html: str) -> None:
        """Write the site's rich text."""
        self._rich(html, self._document.add_paragraph)

    def quotation(self, text: str, attribution: str, address: str) -> None:
        """Write someone's words, then who said them, with the address as a link."""
        for line in text.split("\n"):
            self.text(line, "Quote")
        if attribution or address:
            last = self.text(f"— {attribution}", "Quote")
            if address:
                last.add_run(" ")
                hyperlink(last, self._document.part, address, address)

    def callout(self, title: str, html: str) -> None:
        """Write a text in a frame, its title in bold."""
        frame = self._document.add_table(rows=1, cols=1, style="Table Grid").cell(0, 0)
        paragraphs = iter(frame.paragraphs)

        def take(style: str) -> Any:
            first = next(paragraphs, None)
            if first is None:
                return frame.add_paragraph(style=style)
            first.style = style
            return first

        if title:
            self._inline(take("Normal"), title, bold=True)
        self._rich(html, lambda style=None: take(style or "Normal"))
        self._document.add_paragraph()

    def table(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Write a table; a cell that is an address becomes a link."""
        rows = list(rows)
        table = self._document.add_table(rows=1 + len(rows), cols=len(header), style="Table Grid")
        for cell, text in zip(table.rows[0].cells, header, strict=True):
            self._inline(cell.paragraphs[0], text, bold=True)
        self._repeat_header(table)
        for row, texts in zip(table.rows[1:], rows, strict=True):
            self._fill(row.cells, texts)
        self._document.add_paragraph()

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write a table of names and values."""
        table = self._document.add_table(rows=len(rows), cols=2, style="Table Grid")
        for row, (name, value) in zip(table.rows, rows, strict=True):
            self._inline(row.cells[0].paragraphs[0], name, bold=True)
            self._fill(row.cells[1:], [value])
        self._document.add_paragraph()

    def picture(self, content: bytes, alt: str, caption: str = "") -> None:
        """Write an image with its alternative text, and its caption."""
        self._document.add_picture(BytesIO(content), width=_WIDTH)
        for properties in self._document.paragraphs[-1]._p.iter(qn("wp:docPr")):
            properties.set("descr", printable(alt))
        if caption:
            self.text(caption, "Caption")

    def _repeat_header(self, table: Any) -> None:
        # Screen readers and page breaks need to know which row names the columns.
        header = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(header)

    def _fill(self, cells: Sequence[Any], texts: Sequence[str]) -> None:
        for cell, text in zip(cells, texts, strict=True):
            paragraph = cell.paragraphs[0]
            if text.startswith(("http://", "https://")) and " " not in text:
                hyperlink(paragraph, self._document.part, text, text)
                continue
            for position, line in enumerate(text.split("\n")):
                self._inline(cell.add_paragraph() if position else paragraph, line)

    def _rich(self, html: str, add: Callable[..., Any]) -> None:
        root = markup.fragment_fromstring(expand_db_html(html), create_parent="div")
        if (root.text or "").strip():
            self._inline(add(), root.text or "")
        for element in root:
            self._block(element, add)

    def _block(self, element: Any, add: Callable[..., Any], depth: int = 1) -> None:
        if element.tag in {"ul", "ol"}:
            self._list(element, add, depth)
        elif re.fullmatch("h[1-6]", str(element.tag)):
            self._children(add(style=f"Heading {element.tag[1]}"), element)
        else:
            self._children(add(), element)

    def _list(self, element: Any, add: Callable[..., Any], depth: int) -> None:
        kind = "Bullet" if element.tag == "ul" else "Number"
        deep = min(depth, _DEEPEST_STYLE)
        number = self._restarted() if element.tag == "ol" and deep == 1 else None
        for item in element.iterchildren("li"):
            paragraph = add(style=f"List {kind}" + (f" {deep}" if deep > 1 else ""))
            if number is not None:
                paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
            inner = [child for child in item if child.tag in {"ul", "ol"}]
            for child in inner:
                item.remove(child)
            self._children(paragraph, item)
            for child in inner:
                self._list(child, add, depth + 1)

    def _restarted(self) -> int:
        """Return the number of a new numbered list, which counts from one."""
        numbering = self._document.part.numbering_part.element
        style = self._document.styles["List Number"].element.pPr.numPr.numId.val
        kind = numbering.num_having_numId(style).abstractNumId.val
        number = numbering.add_num(kind)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(number.numId)

    def _children(
        self, paragraph: Any, element: Any, *, bold: bool = False, italic: bool = False
    ) -> None:
        bold, italic = bold or element.tag in _BOLD, italic or element.tag in _ITALIC
        self._inline(paragraph, element.text or "", bold=bold, italic=italic)
        for child in element:
            if child.tag == "br":
                paragraph.add_run().add_break()
            elif child.tag == "a" and child.get("href"):
                address = whole_address(child.get("href"))
                hyperlink(paragraph, self._document.part, address, child.text_content())
            else:
                self._children(paragraph, child, bold=bold, italic=italic)
            self._inline(paragraph, child.tail or "", bold=bold, italic=italic)

    def _inline(
        self, paragraph: Any, text: str, *, bold: bool = False, italic: bool = False
    ) -> None:
        """Write words; the first call of a note becomes a real one."""
        position = 0
        for call in _CALL.finditer(text):
            if call[1] not in self._notes:
                continue
            self._run(paragraph, text[position : call.start()], bold=bold, italic=italic)
            words, address = self._notes.pop(call[1])
            self._notes_part.call(paragraph, words, address)
            position = call.end()
        self._run(paragraph, text[position:], bold=bold, italic=italic)

    def _run(self, paragraph: Any, text: str, *, bold: bool, italic: bool) -> None:
        if text:
            run = paragraph.add_run(printable(text))
            run.bold, run.italic = bold or None, italic or None

    def remaining_notes(self, labels: Iterable[str]) -> None:
        """Call, in a paragraph of their own, those of the notes that no text has called."""
        for label in [label for label in labels if label in self._notes]:
            self.text(f"[{label}]")
