"""Footnotes and links, which the library reads as XML and has no interface to write."""

import re
from typing import Any, Self

from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_EMPTY = (
    f"<w:footnotes {nsdecls('w', 'r')}>"
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0">'
    "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"
)


class NotesPart(Part):
    """The part of a document that holds its footnotes."""

    @classmethod
    def added_to(cls, document: Any) -> Self:
        """Return a part without notes, now one of the document's."""
        part = cls(PackURI("/word/footnotes.xml"), _TYPE, b"", document.part.package)
        part.root = parse_xml(_EMPTY)
        document.part.relate_to(part, RELATION.FOOTNOTES)
        return part

    root: Any

    @property
    def blob(self) -> bytes:
        return bytes(etree.tostring(self.root, encoding="UTF-8", standalone=True))

    def call(self, paragraph: Any, text: str, address: str) -> None:
        """Write a note, and its call at the end of a paragraph."""
        number = str(len(self.root) - 1)
        note = _element("w:footnote", {"w:id": number})
        body = OxmlElement("w:p")
        note.append(body)
        body.append(_raised("w:footnoteRef"))
        body.append(_words(f" {text}" if text else ""))
        if address and text != address:
            body.append(_words(" "))
            body.append(_link(self, address, address))
        self.root.append(note)
        paragraph._p.append(_raised("w:footnoteReference", {"w:id": number}))


def hyperlink(paragraph: Any, part: Any, address: str, text: str) -> None:
    """Write a link at the end of a paragraph."""
    paragraph._p.append(_link(part, address, text))


def printable(text: str) -> str:
    """Return a text without the characters that XML refuses."""
    return _FORBIDDEN.sub("", text)


def _link(part: Any, address: str, text: str) -> Any:
    relation = part.relate_to(address, RELATION.HYPERLINK, is_external=True)
    link = _element("w:hyperlink", {"r:id": relation})
    run = _words(text)
    look = run.get_or_add_rPr()
    look.append(_element("w:color", {"w:val": "0563C1"}))
    look.append(_element("w:u", {"w:val": "single"}))
    link.append(run)
    return link


def _raised(tag: str, attributes: dict[str, str] | None = None) -> Any:
    """Return a run that holds a mark above the line."""
    run = OxmlElement("w:r")
    look = OxmlElement("w:rPr")
    look.append(_element("w:vertAlign", {"w:val": "superscript"}))
    run.append(look)
    run.append(_element(tag, attributes or {}))
    return run


def _words(text: str) -> Any:
    run: Any = OxmlElement("w:r")
    for position, line in enumerate(text.split("\n")):
        if position:
            run.append(OxmlElement("w:br"))
        words = OxmlElement("w:t")
        words.text = printable(line)
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
    return run


def _element(tag: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element
