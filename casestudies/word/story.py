"""Walks the XML of one part of a document and yields the blocks that it is made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import parse_xml

from .package import WordRefused, heavy_images, too_large
from .pictures import pixels_in
from .structure import Apart, Block, Image, Paragraph, Span, Table, Unread
from .styles import Styles

MAX_PARAGRAPHS = 5_000
MAX_IMAGES = 200
# Ten photographs of a good camera: each is decoded, and that takes its time.
MAX_PIXELS = 200_000_000

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML = "{urn:schemas-microsoft-com:vml}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_DRAWN_TEXT = f"{{{nsmap['a']}}}t"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_DIAGRAM_DATA = f"{{{nsmap['r']}}}dm"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"

_SKIPPED = frozenset(
    map(qn, ("w:pPr", "w:rPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:sdtPr", "w:sectPr"))
)
_WRAPPERS = frozenset(
    map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag"))
)
_DELETED = frozenset(map(qn, ("w:del", "w:moveFrom")))
_DRAWN = frozenset(map(qn, ("w:drawing", "w:pict", "w:object")))
_PAGE_BREAKS = frozenset({"page", "column"})
_CHARACTERS = {
    qn("w:tab"): " ",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "\u2011",
    # A drawn character of a font of symbols: most often a box to tick.
    qn("w:sym"): "□",
}
_LINK = re.compile(r'HYPERLINK\s+"([^"]+)"', re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "mailto"})


@dataclass
class Reading:
    """What the parts of a document share while they are read."""

    styles: Styles
    calls: dict[tuple[str, str], int] = field(default_factory=dict)
    apart: list[Apart] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    paragraphs: int = 0
    images: int = 0
    pixels: int = 0

    def count(self) -> None:
        """Count a paragraph; refuse the document that has more than a case could hold."""
        self.paragraphs += 1
        if self.paragraphs > MAX_PARAGRAPHS:
            raise WordRefused(too_large())

    def count_image(self, content: bytes) -> None:
        """Count an image and its pixels; refuse the document whose images would take too long."""
        self.images += 1
        self.pixels += pixels_in(content)
        if self.images > MAX_IMAGES or self.pixels > MAX_PIXELS:
            raise WordRefused(heavy_images())

    def call(self, kind: str, identifier: str) -> int:
        """Return the number of a note, in the order of the calls, from 1."""
        return self.calls.setdefault((kind, identifier), len(self.calls) + 1)


@dataclass
class _Field:
    instruction: str = ""
    link: str = ""


class PartReader:
    """Reads one part: the body, a header, the notes."""

    def __init__(self, reading: Reading, part: Any) -> None:
        self._reading = reading
        self._part = part
        self._fields: list[_Field] = []
        self._drawn: list[Block] = []

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Yield the blocks under an element, in order; what is drawn follows its paragraph."""
        for element in _unwrapped(parent):
            if element.tag == qn("w:p"):
                yield self._paragraph(element)
                yield from self._drawings()
            elif element.tag == qn("w:tbl"):
                yield self._table(element)
            elif element.tag in _DELETED:
                self._reading.unread.append(Unread("deletion"))

    def _table(self, element: Any) -> Table:
        rows = (row for row in _unwrapped(element) if row.tag == qn("w:tr"))
        return Table(
            tuple(
                tuple(
                    tuple(self.blocks(cell)) for cell in _unwrapped(row) if cell.tag == qn("w:tc")
                )
                for row in rows
            )
        )

    def _paragraph(self, element: Any) -> Paragraph:
        self._reading.count()
        kind, level, ordered = self._reading.styles.kind(element.find(qn("w:pPr")))
        spans = _joined(self._inline(element, ""))
        return Paragraph(spans, kind, level, ordered)

    def _drawings(self) -> Iterator[Block]:
        drawn, self._drawn = self._drawn, []
        yield from drawn

    def _inline(self, parent: Any, link: str) -> Iterator[Span]:
        for element in _unwrapped(parent):
            if element.tag == qn("w:r"):
                yield from self._run(element, link)
            elif element.tag == qn("w:hyperlink"):
                yield from self._inline(element, self._target(element) or link)
            elif element.tag == qn("w:fldSimple"):
                target = _LINK.search(element.get(qn("w:instr"), ""))
                yield from self._inline(element, self._safe(target[1]) if target else link)
            elif element.tag in _DELETED:
                self._reading.unread.append(Unread("deletion"))
            elif words := "".join(piece.text or "" for piece in element.iter(_MATH_TEXT)):
                yield Span(words, link=link)
            elif element.tag not in _SKIPPED:
                yield from self._inline(element, link)

    def _run(self, run: Any, link: str) -> Iterator[Span]:
        properties = run.find(qn("w:rPr"))
        bold = self._reading.styles.is_set(properties, "w:b")
        italic = self._reading.styles.is_set(properties, "w:i")
        for element in _unwrapped(run):
            if number := self._note(element):
                yield Span("", note=number)
            elif element.tag in _DRAWN:
                self._draw(element)
            elif element.tag == qn("w:ruby"):
                for base in element.iter(qn("w:r")):
                    yield from self._run(base, link)
            elif not self._is_of_field(element) and (text := _characters(element)):
                field_link = self._fields[-1].link if self._fields else ""
                yield Span(text, bold, italic, link or field_link)

    def _note(self, element: Any) -> int:
        for kind in ("footnote", "endnote"):
            if element.tag == qn(f"w:{kind}Reference"):
                return self._reading.call(kind, element.get(qn("w:id"), ""))
        return 0

    def _is_of_field(self, element: Any) -> bool:
        """Follow a field, whose instruction is not text but may hold the target of a link."""
        if element.tag == qn("w:instrText"):
            if self._fields:
                self._fields[-1].instruction += element.text or ""
            return True
        if element.tag != qn("w:fldChar"):
            return False
        step = element.get(qn("w:fldCharType"))
        if step == "begin":
            self._fields.append(_Field())
        elif self._fields and step == "separate":
            target = _LINK.search(self._fields[-1].instruction)
            self._fields[-1].link = self._safe(target[1]) if target else ""
        elif self._fields:
            self._fields.pop()
        return True

    def _target(self, link: Any) -> str:
        relation = self._part.rels.get(link.get(qn("r:id")))
        if relation is None or not relation.is_external:
            return ""
        anchor = link.get(qn("w:anchor"))
        return self._safe(f"{relation.target_ref}#{anchor}" if anchor else relation.target_ref)

    def _safe(self, target: str) -> str:
        """Return the address if a reader may follow it; say otherwise that it was not kept."""
        address = "".join(target.split())
        try:
            scheme = urlsplit(address).scheme.lower()
        except ValueError:
            scheme = ""
        if scheme in _SCHEMES:
            return address
        self._reading.unread.append(Unread("link", target))
        return ""

    def _draw(self, drawing: Any) -> None:
        """Keep the images and the text boxes of a drawing for after its paragraph."""
        nodes = _one_version(drawing)
        boxes = _outermost(nodes, qn("w:txbxContent"))
        for box in boxes:
            self._drawn += PartReader(self._reading, self._part).blocks(box)
        inside = {node for box in boxes for node in box.iter()}
        own = [node for node in nodes if node not in inside]
        described = [node.get("descr") or "" for node in own if node.get("descr")]
        for node in own:
            if node.tag == qn("a:blip"):
                self._keep_image(node.get(qn("r:embed")), described)
            elif node.tag == f"{_VML}imagedata":
                self._keep_image(node.get(qn("r:id")), described)
            elif node.tag == _DIAGRAM:
                self._keep_drawn_text(self._related(node.get(_DIAGRAM_DATA)))
            elif node.tag == _CHART:
                self._keep_drawn_text(self._related(node.get(qn("r:id"))))
            elif node.tag.endswith("}OLEObject"):
                self._reading.unread.append(Unread("object", node.get("ProgID", "")))
        self._keep_texts([node.text or "" for node in own if node.tag == _DRAWN_TEXT])

    def _related(self, identifier: str | None) -> Any:
        relation = self._part.rels.get(identifier)
        return None if relation is None or relation.is_external else relation.target_part

    def _keep_image(self, identifier: str | None, described: list[str]) -> None:
        part = self._related(identifier)
        if part is not None:
            self._reading.count_image(part.blob)
            name = PurePosixPath(str(part.partname)).name
            self._drawn.append(Image(name, part.blob, described[0] if described else ""))

    def _keep_drawn_text(self, part: Any) -> None:
        if part is not None:
            root = parse_xml(part.blob)
            self._keep_texts([node.text or "" for node in root.iter(_DRAWN_TEXT)])

    def _keep_texts(self, texts: list[str]) -> None:
        paragraphs = tuple(Paragraph((Span(text),)) for text in texts if text.strip())
        if paragraphs:
            self._reading.apart.append(Apart("drawing", paragraphs))


def _unwrapped(parent: Any) -> Iterator[Any]:
    """Yield the children of an element, those of mere wrappers in their place."""
    for element in parent.iterchildren("*"):
        if element.tag in _WRAPPERS:
            yield from _unwrapped(element)
        elif element.tag == f"{_MC}AlternateContent":
            # Both versions say the same: only one is read.
            version = element.find(f"{_MC}Choice")
            if version is None or not len(version):
                version = element.find(f"{_MC}Fallback")
            if version is not None:
                yield from _unwrapped(version)
        elif element.tag not in _SKIPPED:
            yield element


def _outermost(drawing: list[Any], tag: str) -> list[Any]:
    """Return the elements of a tag that lie in no other of the same tag."""
    found = {node: None for node in drawing if node.tag == tag}
    return [node for node in found if not any(up in found for up in node.iterancestors())]


def _one_version(drawing: Any) -> list[Any]:
    """Return the elements of a drawing, without the versions made for older programs."""
    older = {node for version in drawing.iter(f"{_MC}Fallback") for node in version.iter()}
    return [node for node in drawing.iter() if node not in older]


def _characters(element: Any) -> str:
    if element.tag == qn("w:t"):
        return element.text or ""
    if element.tag == qn("w:br"):
        return " " if element.get(qn("w:type")) in _PAGE_BREAKS else "\n"
    return _CHARACTERS.get(element.tag, "")


def _joined(spans: Iterator[Span]) -> tuple[Span, ...]:
    """Return the spans, those of one look that follow one another made one."""

    def look(span: Span) -> tuple[Any, ...]:
        return span.bold, span.italic, span.link, span.note

    groups = ((key, list(group)) for key, group in groupby(spans, key=look))
    return tuple(
        Span("".join(span.text for span in group), key[0], key[1], key[2], key[3])
        for key, group in groups
    )
