"""Places the notes of a document, and its links when it has no list of sources."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from . import values
from .limits import fits, row_limit
from .markup import links, paragraphs, rich_text, words
from .parts import UNKNOWN, Part
from .placement import Item, Placement
from .setting import Setting, images
from .structure import Block, Table, WordDocument, one_line
from .vocabulary import SECTIONS, STORY

MAX_NUMBER = 99


def place_notes(document: WordDocument, placement: Placement, calls: dict[int, str]) -> None:
    """Make each note a footnote of the part of the story that calls it first."""
    for number in sorted(document.notes):
        blocks = document.notes[number]
        setting = Setting(placement, Part(UNKNOWN, f"[{number}]"), calls.get(number, STORY[0]))
        for image in images(Table(((blocks,),))):
            setting.place_image(image, "")
        text, address = _note(blocks)
        if not text:
            continue
        if number > MAX_NUMBER:
            setting.keep_html(text, rich_text(paragraphs(blocks)), _("The site numbers 99 notes."))
            continue
        value = {"label": str(number), "text": text, "source_url": address}
        setting.items.append(Item("footnote", value))
        placement.say(f"[{number}] {text}", setting.label)


def _note(blocks: Sequence[Block]) -> tuple[str, str]:
    """Return the words of a note and its address, when it links to one place only."""
    linked = [link for link in links(blocks) if values.url(link)]
    if len(linked) != 1 or len(links(blocks)) != 1:
        return words(blocks), ""
    text = words(blocks, without_link=linked[0])
    # An address written out at the end of the note is its source, not its words.
    return text.removesuffix(linked[0]).rstrip(" :(") or text, linked[0]


def place_links(document: WordDocument, placement: Placement) -> None:
    """Propose the links of a document as its sources when it lists none."""
    if placement.rows.get("sources"):
        return
    everything = (*document.blocks, *(block for note in document.notes.values() for block in note))
    titles: dict[str, str] = {}
    for paragraph in paragraphs(everything):
        for span in paragraph.spans:
            if span.link and values.url(span.link):
                titles[span.link] = titles.get(span.link, "") + span.text
    for address, text in titles.items():
        title = one_line(text)
        known = title and fits(title, row_limit("sources", "title"))
        row = {"title": title if known else address[: row_limit("sources", "title")]}
        placement.rows.setdefault("sources", []).append(row | {"url": address})
        placement.say(address, SECTIONS.label("sources"), why=_("A link of the text."))
