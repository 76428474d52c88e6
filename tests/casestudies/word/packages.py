"""Word files for tests: made by the library, then spoilt part by part."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document

TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def plain_docx(*paragraphs):
    """Return the bytes of a small document."""
    document = Document()
    for text in paragraphs or ("Un texte.",):
        document.add_paragraph(text)
    return saved(document)


def saved(document):
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def repacked(content, changes=None, added=None):
    """Return the file with parts changed (name → function of its bytes) and parts added."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (changes or {}).get(name, lambda part: part)(old.read(name)))
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return stream.getvalue()


def replacing(old, new):
    """Return a change that replaces a text of a part, which must be there."""

    def change(part):
        assert old.encode() in part
        return part.replace(old.encode(), new.encode(), 1)

    return change


def with_relation(content, kind, target, name=RELATIONS):
    """Return the file with one more relation to somewhere outside it."""
    relation = (
        f'<Relationship Id="rId99" Type="{kind}" Target="{target}" TargetMode="External"/>'
        "</Relationships>"
    )
    return repacked(content, {name: replacing("</Relationships>", relation)})


def with_field(content, *instructions):
    """Return the file with a field whose instruction is cut in several runs."""
    runs = "".join(
        f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'
        for text in instructions
    )
    field = (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    return repacked(content, {DOCUMENT: replacing("<w:sectPr", f"{field}<w:sectPr")})


def with_notes(content, called):
    """Return the file with notes 3, 7 and 9, called one a paragraph as `called` says."""
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:t>Note {n}</w:t></w:r></w:p></w:footnote>'
        for n in (3, 7, 9)
    )
    separator = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    relation = (
        f'<Relationship Id="rId98" Type="{OFFICE}/footnotes" Target="footnotes.xml"/>'
        "</Relationships>"
    )

    def call(part):
        text = part.decode()
        for number in called:
            reference = f'<w:r><w:footnoteReference w:id="{number}"/></w:r><!---->'
            text = text.replace("</w:r></w:p>", f"</w:r>{reference}</w:p>", 1)
        return text.encode()

    return repacked(
        content,
        {
            DOCUMENT: call,
            RELATIONS: replacing("</Relationships>", relation),
            TYPES: replacing("</Types>", override),
        },
        {"word/footnotes.xml": f'<w:footnotes xmlns:w="{namespace}">{separator}{notes}'
                               "</w:footnotes>"},
    )  # fmt: skip
