"""A file whose parts do not say what they should is refused in words, never with a fault."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from casestudies.word.package import WordRefused
from casestudies.word.placing import place
from casestudies.word.reading import read_document
from tests.casestudies.word.packages import DOCUMENT, RELATIONS, repacked, saved, with_notes

NUMBERING, STYLES, NOTES = "word/numbering.xml", "word/styles.xml", "word/footnotes.xml"


def _whole():
    document = Document()
    document.add_paragraph("Un titre", "Title")
    document.add_paragraph("Le problème", "Heading 1").add_run(" suite").bold = True
    document.add_paragraph("puce", "List Bullet")
    document.add_paragraph("numéro", "List Number 2")
    document.add_table(2, 2).cell(0, 0).text = "case"
    return with_notes(saved(document), ["3", "7"])


WHOLE = _whole()
TAGS = [
    "w:p",
    "w:r",
    "w:t",
    "w:tbl",
    "w:tr",
    "w:tc",
    "w:pPr",
    "w:body",
    "w:drawing",
    "w:sdt",
    "w:x",
]


def spoilt(part, old, new, first):
    """Return a part with a name or a value exchanged for another, at one place or everywhere."""
    return re.sub(re.escape(old), new, part.decode(), count=int(first)).encode()


SPOILS = st.one_of(
    st.tuples(st.sampled_from(TAGS), st.sampled_from(TAGS)),
    st.tuples(
        st.sampled_from(['w:val="', 'w:id="', 'Id="rId', 'Target="', 'w:styleId="', 'Type="']),
        st.sampled_from(['w:val="-1', 'w:id="²', 'Id="x', 'Target="../', 'w:x="', 'Target="x']),
    ),
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([DOCUMENT, RELATIONS, NUMBERING, STYLES, NOTES]),
    st.lists(SPOILS, min_size=1, max_size=3),
    st.booleans(),
)
def test_a_spoilt_part_is_read_or_refused(name, spoils, first):
    def change(part):
        for old, new in spoils:
            part = spoilt(part, old, new, first)
        return part

    try:
        document = read_document(repacked(WHOLE, {name: change}))
    except WordRefused:
        return
    place(document)


@pytest.mark.parametrize("name", [DOCUMENT, RELATIONS, NUMBERING, STYLES, NOTES])
def test_the_file_that_is_spoilt_is_whole(name):
    from io import BytesIO

    with ZipFile(BytesIO(WHOLE)) as package:
        assert name in package.namelist()
    assert len(read_document(WHOLE).notes) == 2


def with_pictures(*sizes):
    """Return a document with pictures of one colour: a few kilobytes for millions of pixels."""
    document = Document()
    for size in sizes:
        stream = BytesIO()
        Image.new("1", size).save(stream, "PNG")
        document.add_picture(BytesIO(stream.getvalue()))
    return saved(document)


@pytest.mark.parametrize(
    "sizes",
    [
        pytest.param([(20_000, 20_000)], id="one that is huge"),
        pytest.param([(7_700 + more, 7_700) for more in range(4)], id="several that are large"),
        pytest.param([(10, 10)] * 201, id="too many"),
    ],
)
def test_images_that_would_take_too_long_are_refused_before_they_are_read(sizes):
    with pytest.raises(WordRefused) as refusal:
        read_document(with_pictures(*sizes))
    assert "images" in str(refusal.value.reason)


def test_the_photographs_of_a_group_are_read():
    assert len(read_document(with_pictures(*[(4_000, 3_000)] * 15)).blocks) == 30
