"""Documents for tests, written as what they say."""

from casestudies.word.placement import TO_SORT
from casestudies.word.structure import Kind, Paragraph, Span, Table, WordDocument


def text(words, **look):
    return Paragraph((Span(words, **look),))


def bold(words):
    return text(words, bold=True)


def heading(words, level=1):
    return Paragraph((Span(words),), Kind.HEADING, level)


def item(words, level=0, *, ordered=False):
    return Paragraph((Span(words),), Kind.ITEM, level, ordered)


def quote(words, **look):
    return Paragraph((Span(words, **look),), Kind.QUOTE)


def call(words, number, after=""):
    return Paragraph((Span(words), Span("", note=number), Span(after)))


def table(*rows):
    """Return a table of cells given as words or as tuples of blocks."""
    return Table(
        tuple(
            tuple((text(cell),) if isinstance(cell, str) else tuple(cell) for cell in row)
            for row in rows
        )
    )


def document(*blocks, **others):
    return WordDocument(tuple(blocks), **others)


def to_sort(placement):
    """Return what is to be sorted: the heading that it was found under, and its rich text."""
    return [
        (block.value["found_in"], block.value["content"])
        for blocks in placement.story.values()
        for block in blocks
        if block.type == TO_SORT
    ]


def told(placement, stream):
    """Return the blocks of a part of the story that are not to be sorted."""
    blocks = placement.story.get(stream, [])
    return [(block.type, block.value) for block in blocks if block.type != TO_SORT]
