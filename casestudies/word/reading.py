"""Reads a checked `.docx` into what it says. Nothing that can be read is left out."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from .package import WordRefused, check_package, damaged
from .story import PartReader, Reading
from .structure import Apart, Block, Paragraph, Span, WordDocument
from .styles import Styles

# What the library raises on a file that does not say what it should.
_BADLY_MADE = (
    OpcError,
    BadZipFile,
    XMLSyntaxError,
    LookupError,
    ValueError,
    AttributeError,
    TypeError,
)
_BESIDE = {
    RELATION.HEADER: "header",
    RELATION.FOOTER: "footer",
}


def read_document(content: bytes) -> WordDocument:
    """Read the bytes of a file. Raises WordRefused, with the reason, when they are not read."""
    check_package(content)
    try:
        return _read(Document(BytesIO(content)).part)
    except _BADLY_MADE as error:
        raise WordRefused(damaged()) from error


def _read(part: Any) -> WordDocument:
    body = part.element.find(qn("w:body"))
    if body is None:
        raise WordRefused(damaged())
    reading = Reading(Styles(_related(part, RELATION.STYLES), _related(part, RELATION.NUMBERING)))
    blocks = tuple(PartReader(reading, part).blocks(body))
    notes = _notes(reading, part)
    apart = [*_beside(reading, part), *reading.apart]
    return WordDocument(blocks, notes, tuple(apart), tuple(reading.unread))


def _related(part: Any, kind: str) -> Any:
    """Return the root of the part that a relation of this kind leads to, or None."""
    found = _part(part, kind)
    return None if found is None else _root(found)


def _part(part: Any, kind: str) -> Any:
    relations = [relation for relation in part.rels.values() if relation.reltype == kind]
    return relations[0].target_part if relations and not relations[0].is_external else None


def _root(part: Any) -> Any:
    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


def _notes(reading: Reading, document: Any) -> dict[int, tuple[Block, ...]]:
    """Return the notes by the number of their call; those that nothing calls lie beside."""
    notes: dict[int, tuple[Block, ...]] = {}
    for kind, relation in (("footnote", RELATION.FOOTNOTES), ("endnote", RELATION.ENDNOTES)):
        part = _part(document, relation)
        for element in [] if part is None else _root(part).iter(qn(f"w:{kind}")):
            if element.get(qn("w:type"), "normal") != "normal":
                continue
            blocks = tuple(PartReader(reading, part).blocks(element))
            number = reading.calls.get((kind, element.get(qn("w:id"), "")))
            if number is None:
                reading.apart.append(Apart("note", blocks))
            else:
                notes[number] = blocks
    return notes


def _beside(reading: Reading, document: Any) -> Iterator[Apart]:
    seen = set()
    for relation in document.rels.values():
        if relation.reltype in _BESIDE and relation.target_part.partname not in seen:
            part = relation.target_part
            seen.add(part.partname)
            blocks = tuple(PartReader(reading, part).blocks(_root(part)))
            if _has_words(blocks):
                yield Apart(_BESIDE[relation.reltype], blocks)
    comments = _part(document, RELATION.COMMENTS)
    for element in [] if comments is None else _root(comments).iter(qn("w:comment")):
        author = Paragraph((Span(element.get(qn("w:author"), ""), bold=True),))
        blocks = tuple(PartReader(reading, comments).blocks(element))
        yield Apart("comment", (author, *blocks))


def _has_words(blocks: tuple[Block, ...]) -> bool:
    """Tell whether there is more to read than a page number."""
    return any(
        not isinstance(block, Paragraph) or any(map(str.isalpha, block.text)) for block in blocks
    )
