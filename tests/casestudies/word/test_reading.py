"""What a document says, read from files that the library writes and from Word's own ways."""

from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from PIL import Image as Picture

from casestudies.word.package import WordRefused
from casestudies.word.reading import read_document
from casestudies.word.story import MAX_PARAGRAPHS
from casestudies.word.structure import Image, Kind, Paragraph, Span, Table, Unread
from tests.casestudies.word.packages import (
    DOCUMENT,
    OFFICE,
    plain_docx,
    repacked,
    replacing,
    saved,
    with_field,
    with_notes,
    with_relation,
)

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def png(size=(4, 3)):
    stream = BytesIO()
    Picture.new("RGB", size, "navy").save(stream, "PNG")
    return stream.getvalue()


def with_xml(*paragraphs):
    """Return a document whose body begins with this XML."""
    xml = "".join(paragraphs)
    return repacked(plain_docx("Fin."), {DOCUMENT: replacing("<w:body>", f"<w:body>{xml}")})


def texts(content):
    return [block.text for block in read_document(content).blocks if isinstance(block, Paragraph)]


def run(text, properties=""):
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def box(*paragraphs):
    inside = "".join(f"<w:p>{run(text)}</w:p>" for text in paragraphs)
    shape = f"<w:pict><v:shape><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox>"
    versions = (
        f"<mc:Choice><w:drawing><w:txbxContent>{inside}</w:txbxContent></w:drawing></mc:Choice>"
        f"<mc:Fallback>{shape}</v:shape></w:pict></mc:Fallback>"
    )
    names = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    return f"<w:r><mc:AlternateContent {names}>{versions}</mc:AlternateContent></w:r>"


def test_styles_say_what_a_paragraph_is():
    document = Document()
    for text, style in [
        ("Un titre", "Title"), ("Un sous-titre", "Subtitle"), ("Une partie", "Heading 2"),
        ("Un mot", "Quote"), ("Une légende", "Caption"), ("Une puce", "List Bullet"),
        ("Un numéro", "List Number"), ("Du texte", None),
    ]:  # fmt: skip
        document.add_paragraph(text, style)
    read = [(p.kind, p.level, p.ordered) for p in read_document(saved(document)).blocks]
    assert read == [
        (Kind.TITLE, 0, False), (Kind.SUBTITLE, 0, False), (Kind.HEADING, 2, False),
        (Kind.QUOTE, 0, False), (Kind.CAPTION, 0, False), (Kind.ITEM, 0, False),
        (Kind.ITEM, 0, True), (Kind.TEXT, 0, False),
    ]  # fmt: skip


def test_a_style_of_ones_own_is_what_it_is_based_on():
    document = Document()
    own = document.styles.add_style("Titre maison", 1)
    own.base_style = document.styles["Heading 3"]
    document.add_paragraph("Une partie", own)
    assert read_document(saved(document)).blocks[0].level == 3


def test_a_style_based_on_itself_does_not_turn_for_ever():
    document = Document()
    own = document.styles.add_style("Boucle", 1)
    own.base_style = own
    document.add_paragraph("Du texte", own)
    assert texts(saved(document)) == ["Du texte"]


def test_spans_keep_their_look_and_join():
    document = Document()
    paragraph = document.add_paragraph("Un ")
    paragraph.add_run("mot").bold = True
    paragraph.add_run(" fort").bold = True
    paragraph.add_run(" penché").italic = True
    paragraph.add_run().add_break(WD_BREAK.LINE)
    paragraph.add_run("souligné", "Strong")
    assert read_document(saved(document)).blocks[0].spans == (
        Span("Un "), Span("mot fort", bold=True), Span(" penché", italic=True), Span("\n"),
        Span("souligné", bold=True),
    )  # fmt: skip


def test_text_is_found_wherever_word_puts_it():
    wrapped = [
        f"<w:sdt><w:sdtContent><w:p>{run('contrôle')}</w:p></w:sdtContent></w:sdt>",
        f"<w:p><w:ins>{run('ajouté')}</w:ins></w:p>",
        f"<w:p><w:smartTag>{run('balisé')}</w:smartTag></w:p>",
        f'<w:p><w:fldSimple w:instr="DATE">{run("12 mars")}</w:fldSimple></w:p>',
        f'<w:p><m:oMath xmlns:m="{MATH}"><m:r><m:t>x=2</m:t></m:r></m:oMath></w:p>',
        f"<w:p>{run('avant')}{box('encadré', 'suite')}{run(' après')}</w:p>",
        f"<w:p>{run('mi')}<w:r><w:noBreakHyphen/></w:r>{run('temps')}</w:p>",
    ]
    assert texts(with_xml(*wrapped)) == [
        "contrôle", "ajouté", "balisé", "12 mars", "x=2", "avant après", "encadré", "suite",
        "mi\u2011temps", "Fin.",
    ]  # fmt: skip


def test_a_deletion_is_left_out_and_said():
    deleted = f"<w:p><w:del><w:r><w:delText>retiré</w:delText></w:r></w:del>{run('gardé')}</w:p>"
    document = read_document(with_xml(deleted))
    assert document.blocks[0].text == "gardé"
    assert document.unread == (Unread("deletion"),)


def test_links_of_both_ways_of_writing_them():
    content = with_field(
        with_relation(
            with_xml(f'<w:p><w:hyperlink r:id="rId99">{run("ici")}</w:hyperlink></w:p>'),
            f"{OFFICE}/hyperlink",
            "https://example.org/",
        )
    )
    assert read_document(content).blocks[0].spans == (Span("ici", link="https://example.org/"),)
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "https://exam</w:instrText></w:r>'
        '<w:r><w:instrText>ple.org/b" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("là")}'
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{run(" puis")}</w:p>'
    )
    assert read_document(with_xml(field)).blocks[0].spans == (
        Span("là", link="https://example.org/b"),
        Span(" puis"),
    )


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///C:/a.docx", "http://["])
def test_a_link_that_a_reader_may_not_follow_is_said(target):
    link = f'<w:p><w:hyperlink r:id="rId99">{run("ici")}</w:hyperlink></w:p>'
    document = read_document(with_relation(with_xml(link), f"{OFFICE}/hyperlink", target))
    assert document.blocks[0].spans == (Span("ici"),)
    assert document.unread == (Unread("link", target),)


def test_an_image_comes_with_its_alternative_text():
    document = Document()
    document.add_picture(BytesIO(png()))
    properties = document.element.body.xpath(".//wp:docPr")[0]
    properties.set("descr", "Un car bleu")
    image = read_document(saved(document)).blocks[1]
    assert image == Image("image1.png", png(), "Un car bleu")


def test_a_table_is_rows_of_cells_of_blocks():
    document = Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "a"
    table.cell(1, 1).text = "b"
    table.cell(1, 1).add_paragraph("c")
    found = read_document(saved(document)).blocks[0]
    assert isinstance(found, Table)
    assert [[[p.text for p in cell] for cell in row] for row in found.rows] == [
        [["a"], [""]], [[""], ["b", "c"]],
    ]  # fmt: skip


def test_notes_are_numbered_as_they_are_called_and_others_kept_apart():
    document = read_document(with_notes(plain_docx("Un", "Deux"), called=["7", "3"]))
    assert [span.note for block in document.blocks for span in block.spans if span.note] == [1, 2]
    assert {number: note[0].text for number, note in document.notes.items()} == {
        1: "Note 7", 2: "Note 3",
    }  # fmt: skip
    assert [(apart.where, apart.blocks[0].text) for apart in document.apart] == [("note", "Note 9")]


def test_what_lies_beside_the_text_is_kept():
    document = Document()
    paragraph = document.add_paragraph("Du texte")
    section = document.sections[0]
    section.header.paragraphs[0].text = "Groupe 3"
    section.footer.paragraphs[0].text = "12"
    document.add_comment(paragraph.runs, text="À vérifier", author="Une lectrice")
    apart = read_document(saved(document)).apart
    assert [(a.where, [p.text for p in a.blocks]) for a in apart] == [
        ("header", ["Groupe 3"]), ("comment", ["Une lectrice", "À vérifier"]),
    ]  # fmt: skip


def test_more_than_a_case_can_hold_is_refused():
    with pytest.raises(WordRefused):
        read_document(with_xml("<w:p/>" * (MAX_PARAGRAPHS + 1)))


def test_a_file_without_a_document_is_refused():
    with pytest.raises(WordRefused):
        read_document(repacked(plain_docx(), {DOCUMENT: lambda _part: f"<w:x {W}/>".encode()}))
