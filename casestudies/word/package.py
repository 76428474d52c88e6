"""What a Word file must be before anything of it is read: a plain, bounded, closed `.docx`."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext_lazy as _
from lxml import etree

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MEGABYTE = 1024 * 1024
MAX_SIZE = 20 * MEGABYTE
MAX_UNPACKED = 100 * MEGABYTE
# Parsed, XML takes several times its size in memory.
MAX_XML = 24 * MEGABYTE
MAX_RATIO = 200
MAX_PARTS = 2_000
MAX_DEPTH = 100
XML_SUFFIXES = (".xml", ".rels", ".vml")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_UNREADABLE = frozenset({f"{_RELATIONS}/aFChunk", f"{_RELATIONS}/subDocument"})
_ACTIVE = re.compile(r"vbaproject|vbadata|activex", re.IGNORECASE)
_FIELDS = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|LINK)\b", re.IGNORECASE)
_REMOTE = re.compile(r"(?:https?|ftp|file)://[^/]|(?:file:/*)?\\\\|//", re.IGNORECASE)


class WordRefused(Exception):  # noqa: N818 - it is a refusal with its reason, not a fault
    """Raised for a file that is not read.

    Attributes:
        reason: A sentence that says what is wrong and what to do, translated.
    """

    def __init__(self, reason: "StrOrPromise") -> None:
        super().__init__(reason)
        self.reason = reason


def check_package(content: bytes) -> None:
    """Raise WordRefused unless these bytes are a `.docx` that may be opened.

    Refused: what is too large, packed or unpacked; encrypted files, macros, active content, links
    to contents outside the file, and XML that defines entities or nests without end.
    """
    if len(content) > MAX_SIZE:
        raise WordRefused(_("This file is over 20 MB: make its images smaller, then try again."))
    if content.startswith(_OLE):
        raise WordRefused(_encrypted() if _ENCRYPTED in content else _not_a_docx())
    if not content.startswith(b"PK"):
        raise WordRefused(_not_a_docx())
    try:
        with ZipFile(BytesIO(content)) as package:
            _check_sizes(package.infolist())
            _check_parts(package)
    # zipfile raises NotImplementedError for ways of packing that it does not know.
    except (BadZipFile, EOFError, NotImplementedError, UnicodeError, ValueError) as error:
        raise WordRefused(damaged()) from error


def _not_a_docx() -> "StrOrPromise":
    return _("This is not a Word document (.docx): open it in Word and save it as “.docx”.")


def _encrypted() -> "StrOrPromise":
    return _("This document has a password: remove it in Word, save, then try again.")


def _macros() -> "StrOrPromise":
    return _("This document has macros or active content: save it as “.docx” without them.")


def _outside() -> "StrOrPromise":
    return _(
        "This document takes contents from elsewhere: in Word, break its links to other files, "
        "paste its images as images, then try again."
    )


def too_large() -> "StrOrPromise":
    """Return the reason given for a file that holds too much."""
    return _("Unpacked, this document is far larger than a case study can be: it is not opened.")


def heavy_images() -> "StrOrPromise":
    """Return the reason given for a file whose images would take too long to read."""
    return _(
        "This document has too many images, or too large ones: in Word, compress its images or "
        "take some out, then try again."
    )


def damaged() -> "StrOrPromise":
    """Return the reason given for a file that cannot be read through."""
    return _("This document is damaged: open it in Word, save it again, then try again.")


def _check_sizes(parts: list[ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise WordRefused(_encrypted())
    names = [part.filename.lower() for part in parts]
    if len(names) != len(set(names)):
        raise WordRefused(damaged())
    # The library never reads more of a part than it declares: what is declared bounds it.
    unpacked = sum(part.file_size for part in parts)
    in_xml = sum(part.file_size for part in parts if _is_xml(part))
    dense = any(
        part.file_size > MEGABYTE and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or in_xml > MAX_XML or dense:
        raise WordRefused(too_large())


def _is_xml(part: ZipInfo) -> bool:
    return part.filename.lower().endswith(XML_SUFFIXES)


def _check_parts(package: ZipFile) -> None:
    if "[Content_Types].xml" not in package.namelist():
        raise WordRefused(_not_a_docx())
    if any(_ACTIVE.search(name) for name in package.namelist()):
        raise WordRefused(_macros())
    for part in package.infolist():
        content = package.read(part)
        if _is_xml(part):
            root = _checked_xml(content)
            if part.filename == "[Content_Types].xml":
                _check_types(root)
            elif part.filename.endswith(".rels"):
                _check_relations(part.filename, root)
            else:
                _check_fields(root)


def _checked_xml(content: bytes) -> etree._Element:
    """Return the root of a part, parsed without entities; refuse one that defines some."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise WordRefused(damaged()) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise WordRefused(damaged())
    depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise WordRefused(too_large())
    return root


def _check_types(root: etree._Element) -> None:
    children = list(root.iterchildren("*"))
    kinds = [element.get("ContentType", "") for element in children]
    if any("macroEnabled" in kind or _ACTIVE.search(kind) for kind in kinds):
        raise WordRefused(_macros())
    if _MAIN not in kinds:
        raise WordRefused(_not_a_docx())
    if any(_is_disguised(element) for element in children):
        raise WordRefused(damaged())


def _is_disguised(declaration: etree._Element) -> bool:
    """Tell whether a part would be parsed as XML without its name saying so."""
    name = declaration.get("PartName") or f"part.{declaration.get('Extension', '')}"
    is_xml = declaration.get("ContentType", "").endswith("xml")
    return is_xml and not name.lower().endswith(XML_SUFFIXES)


def _check_relations(name: str, root: etree._Element) -> None:
    relations = list(root.iterchildren("*"))
    kinds = {element.get("Type", "") for element in relations}
    if name == "_rels/.rels" and f"{_RELATIONS}/officeDocument" not in kinds:
        raise WordRefused(_not_a_docx())
    if kinds & _UNREADABLE:
        raise WordRefused(_outside())
    if any(_leads_outside(element) for element in relations):
        raise WordRefused(_outside())


def _leads_outside(relation: etree._Element) -> bool:
    """Tell whether a relation makes contents from elsewhere part of the document.

    A link to follow does not, nor does the name of the template on its author's own disk, which
    Word writes in most documents of an organisation.
    """
    if relation.get("TargetMode") != "External":
        return False
    kind, target = relation.get("Type", ""), relation.get("Target", "")
    if kind == f"{_RELATIONS}/attachedTemplate":
        return bool(_REMOTE.match(target))
    return kind != f"{_RELATIONS}/hyperlink"


def _check_fields(root: etree._Element) -> None:
    """Refuse fields that fetch contents; an instruction may be cut in several runs."""
    if _FIELDS.search(" ".join(_instructions(root))):
        raise WordRefused(_outside())


def _instructions(root: etree._Element) -> Iterator[str]:
    for field in root.iter(f"{{{_WORD}}}fldSimple"):
        yield (field.get(f"{{{_WORD}}}instr") or "").strip().split(" ")[0]
    for paragraph in root.iter(f"{{{_WORD}}}p"):
        pieces = paragraph.iter(f"{{{_WORD}}}instrText", f"{{{_WORD}}}fldChar")
        # What follows the name of a field is its own affair: an address may hold any word.
        text = "".join(
            (piece.text or "") if piece.tag.endswith("instrText") else "\n" for piece in pieces
        )
        yield from (line.split()[0] for line in text.splitlines() if line.strip())
