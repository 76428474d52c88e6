"""What is not read at all: each way a file may be wrong, and harmless ones that look alike."""

import zipfile
from io import BytesIO

import pytest
from django.utils import translation

from casestudies.word.package import MAX_DEPTH, MAX_SIZE, MEGABYTE, WordRefused, check_package
from tests.casestudies.word.packages import (
    DOCUMENT,
    OFFICE,
    TYPES,
    plain_docx,
    repacked,
    replacing,
    with_field,
    with_relation,
)

NOT_DOCX = "Ce n’est pas un document Word"
PASSWORD = "Ce document a un mot de passe"
MACROS = "Ce document a des macros"
OUTSIDE = "Ce document prend des contenus ailleurs"
BOMB = "Décompressé"
DAMAGED = "Ce document est abîmé"
DOCTYPE = '<!DOCTYPE d [<!ENTITY a "b">]>'


def ole(rest=b""):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + rest


def zip_of(**parts):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def with_flag(content):
    """Return the file with its first part said to be encrypted, in both of its headers."""
    changed = bytearray(content)
    changed[6] |= 1
    changed[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def twice(content):
    stream = BytesIO(content)
    with zipfile.ZipFile(stream, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(DOCUMENT, "<x/>")
    return stream.getvalue()


def typed(old, new):
    return repacked(plain_docx(), {TYPES: replacing(old, new)})


def with_document(content):
    return repacked(plain_docx(), {DOCUMENT: lambda _part: content})


def doctype(part):
    return part.replace(b"<w:document", DOCTYPE.encode() + b"<w:document", 1)


def in_utf_16(part):
    text = doctype(part).decode()
    return text.replace("UTF-8", "UTF-16", 1).encode("utf-16")


REFUSED = {
    "empty": (lambda: b"", NOT_DOCX),
    "a PDF": (lambda: b"%PDF-1.7 ...", NOT_DOCX),
    "an old .doc": (ole, NOT_DOCX),
    "a password": (lambda: ole("EncryptedPackage".encode("utf-16-le")), PASSWORD),
    "another archive": (lambda: zip_of(readme="Bonjour"), NOT_DOCX),
    "a workbook": (lambda: typed("wordprocessingml.document.main", "spreadsheetml.sheet.main"),
                   NOT_DOCX),
    "a template": (lambda: typed("document.main+xml", "template.main+xml"), NOT_DOCX),
    "strict Open XML": (
        lambda: repacked(plain_docx(), {"_rels/.rels": replacing(
            f"{OFFICE}/officeDocument",
            "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument")}),
        NOT_DOCX),
    "over 20 MB": (lambda: b"PK" + bytes(MAX_SIZE), "20\u00a0Mo"),
    "an encrypted part": (lambda: with_flag(plain_docx()), PASSWORD),
    "macros by type": (lambda: typed(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml"), MACROS),
    "macros by name": (lambda: repacked(plain_docx(), added={"word/vbaProject.bin": b"x"}), MACROS),
    "active content": (
        lambda: repacked(plain_docx(), added={"word/activeX/activeX1.xml": "<x/>"}), MACROS),
    "a linked image": (
        lambda: with_relation(plain_docx(), f"{OFFICE}/image", "https://example.org/a.png"),
        OUTSIDE),
    "a remote template": (
        lambda: with_relation(plain_docx(), f"{OFFICE}/attachedTemplate", "https://example.org/t"),
        OUTSIDE),
    "a template on a share": (
        lambda: with_relation(plain_docx(), f"{OFFICE}/attachedTemplate", r"\\host\t.dotm"),
        OUTSIDE),
    "an outside object": (
        lambda: with_relation(plain_docx(), f"{OFFICE}/oleObject", "file:///C:/a.xlsx"), OUTSIDE),
    "another document inside": (
        lambda: with_relation(plain_docx(), f"{OFFICE}/aFChunk", "a.html"), OUTSIDE),
    "a field that fetches": (
        lambda: with_field(plain_docx(), " INCLUDE", 'PICTURE "https://example.org/a"'), OUTSIDE),
    "a field that asks a program": (lambda: with_field(plain_docx(), "DDEAUTO c:\\a"), OUTSIDE),
    "a dense part": (
        lambda: repacked(plain_docx(), added={"word/media/a.bin": bytes(60 * MEGABYTE)}), BOMB),
    "much XML": (lambda: with_document(b"<a>" + b"<b c='d'/>" * 3 * MEGABYTE + b"</a>"), BOMB),
    "many parts": (
        lambda: repacked(plain_docx(), added={f"word/{n}.bin": b"" for n in range(2_100)}), BOMB),
    "deep XML": (
        lambda: with_document(b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1)), BOMB),
    "an entity": (lambda: repacked(plain_docx(), {DOCUMENT: doctype}), DAMAGED),
    "an entity in UTF-16": (lambda: repacked(plain_docx(), {DOCUMENT: in_utf_16}), DAMAGED),
    "an entity elsewhere": (
        lambda: repacked(plain_docx(), {"docProps/core.xml": lambda part: part.replace(
            b"<cp:core", DOCTYPE.encode() + b"<cp:core", 1)}), DAMAGED),
    "broken XML": (lambda: with_document(b"<a><b></a>"), DAMAGED),
    "XML under another name": (lambda: typed("/word/settings.xml", "/word/settings.bin"), DAMAGED),
    "a part given twice": (lambda: twice(plain_docx()), DAMAGED),
    "cut short": (lambda: plain_docx()[:-200], DAMAGED),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_read_says_why(name):
    make, reason = REFUSED[name]
    with pytest.raises(WordRefused) as refusal, translation.override("fr"):
        check_package(make())
    with translation.override("fr"):
        assert reason in str(refusal.value.reason)


@pytest.mark.parametrize(
    "content",
    [
        plain_docx(),
        with_relation(plain_docx(), f"{OFFICE}/hyperlink", "https://example.org/"),
        with_relation(
            plain_docx(), f"{OFFICE}/attachedTemplate", r"file:///C:\Modeles\Mairie.dotm"
        ),
        with_field(plain_docx(), ' HYPERLINK "https://example.org/link-include"'),
        with_field(plain_docx(), " TOC \\o "),
    ],
    ids=["plain", "a link", "a template on its author's disk", "a field link", "a contents list"],
)
def test_an_ordinary_file_is_read(content):
    check_package(content)


def test_a_part_that_lies_about_its_size_is_refused():
    content = repacked(plain_docx(), {DOCUMENT: lambda part: part + b" " * 5_000})
    with zipfile.ZipFile(BytesIO(content)) as package:
        size = package.getinfo(DOCUMENT).file_size
    lied = content.replace(size.to_bytes(4, "little"), (size - 4_000).to_bytes(4, "little"))
    assert lied != content
    with pytest.raises(WordRefused):
        check_package(lied)
