"""Whatever a document is made of, each of its words is found again: placed, or to be sorted."""

import html
import re
from io import BytesIO

import pytest
from django.utils import translation
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casestudies.word.placement import Fate
from casestudies.word.placing import place
from casestudies.word.reading import read_document
from casestudies.word.structure import Image, Kind, Paragraph, Span, Table, WordDocument
from casestudies.word.vocabulary import FACTS, SECTIONS, TABLES
from tests.casestudies.word.packages import saved

# A word that nothing else holds, so that finding it means that it was kept.
SERIAL = st.integers(100_000, 999_999).map(lambda number: f"mot{number}")
NAMES = st.sampled_from(
    [
        *(SECTIONS.label(key) for key in SECTIONS.names),
        *(FACTS.label(key) for key in FACTS.names),
        *(name for names in TABLES.values() for name in map(names.label, names.names)),
    ]
)
VALUES = st.sampled_from(
    ["mars 2018", "12 mars 2018", "12 000 €", "environ 12 000 €", "45 %", "18 mois", "Compté", "oui",
     "https://example.org/a", "Expérimentation", "2017 – 2019", "« Des mots bien à elle »", "— Elle",
     "x" * 310, "a;b", "• puce", "Figure 1 : un car"]
)  # fmt: skip
LINKS = st.sampled_from(["", "", "https://example.org/b", "mailto:a@example.org"])
WRITTEN = st.one_of(
    SERIAL,
    NAMES,
    VALUES,
    st.builds("{} : {}".format, NAMES, st.one_of(VALUES, SERIAL)),
    st.builds("{} {}.".format, SERIAL, SERIAL),
    st.builds("{}\n{}".format, SERIAL, SERIAL),
)
SPANS = st.builds(Span, WRITTEN, st.booleans(), st.booleans(), LINKS, st.just(0)) | st.builds(
    Span, st.just(""), note=st.integers(1, 3)
)
PARAGRAPHS = st.builds(
    Paragraph,
    st.lists(SPANS, min_size=1, max_size=3).map(tuple),
    st.sampled_from([*Kind, Kind.TEXT, Kind.TEXT, Kind.HEADING]),
    st.integers(1, 3),
    st.booleans(),
)
IMAGES = st.builds(Image, SERIAL, st.just(b""), SERIAL)


def tables(cells):
    width = st.integers(1, 4)
    return width.flatmap(
        lambda n: st.lists(st.tuples(*[cells] * n), min_size=1, max_size=4).map(tuple).map(Table)
    )


def one(words, kind=Kind.TEXT, **look):
    return Paragraph((Span(words, **look),), kind, 1)


# What looks like a document of ours: known headings, headers and facts, with anything in them.
HEADINGS = st.builds(
    lambda key, rest, styled: one(
        f"{SECTIONS.label(key)}{rest}", Kind.HEADING if styled else Kind.TEXT, bold=True
    ),
    st.sampled_from(list(SECTIONS.names)),
    st.one_of(st.just(""), SERIAL.map(" : {}".format)),
    st.booleans(),
)


@st.composite
def headed_tables(draw):
    names = TABLES[draw(st.sampled_from(list(TABLES)))]
    header = [names.label(key) for key in names.names]
    header[-1] = draw(st.one_of(st.just(header[-1]), SERIAL))
    row = st.tuples(*[st.one_of(st.just(""), WRITTEN)] * len(header))
    rows = [header, *draw(st.lists(row, min_size=1, max_size=3))]
    return Table(tuple(tuple((one(words),) for words in row) for row in rows))


FACT_NAMES = [FACTS.label(key) for key in FACTS.names]
FACT_TABLES = st.lists(
    st.tuples(st.one_of(st.sampled_from(FACT_NAMES), SERIAL), WRITTEN),
    min_size=1,
    max_size=5,
).map(lambda rows: Table(tuple(tuple((one(words),) for words in row) for row in rows)))

CELLS = st.lists(st.one_of(PARAGRAPHS, IMAGES), max_size=2).map(tuple)
BLOCKS = st.recursive(
    st.one_of(PARAGRAPHS, IMAGES),
    lambda inner: tables(st.one_of(CELLS, st.lists(inner, max_size=2).map(tuple))),
    max_leaves=6,
)
DOCUMENTS = st.builds(
    WordDocument,
    st.lists(
        st.one_of(BLOCKS, HEADINGS, headed_tables(), FACT_TABLES, PARAGRAPHS), max_size=10
    ).map(tuple),
    st.dictionaries(st.integers(1, 3), st.lists(PARAGRAPHS, max_size=2).map(tuple)),
)


def runs(blocks):
    """Yield what each run of text says and links to, and each image."""
    for block in blocks:
        if isinstance(block, Image):
            yield block
        elif isinstance(block, Paragraph):
            for span in block.spans:
                yield from filter(None, (*span.text.split("\n"), span.link))
        else:
            for row in block.rows:
                for cell in row:
                    yield from runs(cell)


def kept(placement):
    """Return all that an editor will find: the page, what is to be sorted, and what was read."""
    found = [*placement.fields.values()]
    for blocks in placement.story.values():
        found += [block.value for block in blocks]
    found += [row for rows in placement.rows.values() for row in rows]
    # The words of a typed value or of a heading: the report says what became of them.
    found += [line.source for line in placement.lines if line.fate == Fate.PLACED]
    return words(found)


def words(value):
    if isinstance(value, dict):
        return " ".join(map(words, value.values()))
    if isinstance(value, list):
        return " ".join(map(words, value))
    return plain(html.unescape(re.sub(r"<(?!a )[^>]*>", " ", str(value))))


def plain(text):
    """Return the letters and figures of a text: marks and spaces may be set anew."""
    return re.sub(r"\W+", "", text)


def images_of(placement):
    figures = [
        b.value["image"] for bs in placement.story.values() for b in bs if b.type == "figure"
    ]
    return [*figures, placement.cover]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_every_run_and_every_image_is_found_again(document):
    with translation.override("fr"):
        placement = place(document)
    found = kept(placement)
    notes = [block for note in document.notes.values() for block in note]
    for piece in runs([*document.blocks, *notes]):
        if isinstance(piece, Image):
            assert piece in images_of(placement)
        else:
            assert plain(piece) in found, piece


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_only_what_was_understood_lives_by_the_report_alone(document):
    """A serial word is no date, no name and no choice: it stands in the page itself."""
    with translation.override("fr"):
        placement = place(document)
    placement.lines = []
    found = kept(placement)
    notes = [block for note in document.notes.values() for block in note]
    for piece in runs([*document.blocks, *notes]):
        for word in re.findall(r"mot\d{6}", piece) if isinstance(piece, str) else []:
            assert word in found, piece


STYLES = ["Normal", "Title", "Heading 1", "Heading 3", "Quote", "Caption", "List Bullet"]


@pytest.mark.parametrize("reverse", [False, True])
def test_a_real_file_is_kept_whole(reverse):
    """Each style around each name, through a real file."""
    document = Document()
    said = []
    names = [SECTIONS.label(key) for key in SECTIONS.names][:: -1 if reverse else 1]
    for position, name in enumerate(names):
        document.add_paragraph(name, STYLES[position % len(STYLES)])
        for number, style in enumerate(STYLES):
            word = f"mot{position:02d}{number}"
            document.add_paragraph(word, style)
            said.append(word)
        table = document.add_table(rows=2, cols=2)
        for number, cell in enumerate(table._cells):
            cell.text = f"case{position:02d}{number}"
            said.append(cell.text)
    with translation.override("fr"):
        placement = place(read_document(saved(document)))
    found = kept(placement)
    assert [word for word in said if word not in found] == []
    assert BytesIO(saved(document)).getbuffer().nbytes < 60_000
