"""Places what a document says in the fields and the story of a case study.

Nothing is dropped: what has no place goes, as it is, in a block of the story that is to be sorted.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from . import values
from .markup import called_notes, paragraphs, rich_text, words
from .notes import place_links, place_notes
from .parts import FACT, START, UNKNOWN, Part, cut
from .placement import Fate, Placement
from .rows import place_rows
from .setting import Setting, images
from .storytelling import place_blocks
from .structure import Block, Paragraph, Unread, WordDocument
from .template import is_of_template
from .texts import place_cover, place_legal_competence, place_rich, place_summary
from .vocabulary import NAMED, RICH, SECTIONS, STORY


def place(document: WordDocument) -> Placement:
    """Return where each thing of a document goes."""
    placement = Placement()
    title, parts = cut([block for block in document.blocks if not _is_of_template(block)])
    if title:
        placement.fields["title"] = title
        placement.say(title, _("Title"))
    stream = STORY[0]
    calls: dict[int, str] = {}
    standfirst = any(part.key == "summary" for part in parts)
    for part in parts:
        stream = part.key if part.key in STORY else stream
        calls |= dict.fromkeys(set(called_notes(part.blocks)) - calls.keys(), stream)
        setting = Setting(placement, part, stream)
        if part.key == START and standfirst:
            place_blocks(setting)
        else:
            _place_part(setting)
    place_notes(document, placement, calls)
    _place_apart(document, placement)
    place_links(document, placement)
    if "cost_amount" in placement.fields:
        placement.fields.setdefault("cost_band", values.band(placement.fields["cost_amount"]))
    for unread in dict.fromkeys(document.unread):
        _say_unread(unread, placement)
    return placement


def _is_of_template(block: Block) -> bool:
    return isinstance(block, Paragraph) and is_of_template(block.text)


def _place_part(setting: Setting) -> None:
    part = setting.part
    if part.key in SECTIONS.names:
        setting.placement.say(part.heading, SECTIONS.label(part.key))
    elif part.key == UNKNOWN:
        heading = rich_text([Paragraph.of(part.heading)])
        setting.keep_html(part.heading, heading, _("No part of a case study has this name."))
    elif part.key.startswith(FACT):
        setting.place_fact(part.key.removeprefix(FACT), part.heading, _lines(setting))
        return
    _placer(part)(setting)


def _placer(part: Part) -> Callable[[Setting], None]:
    """Return what places the blocks of a part."""
    if part.key in RICH:
        return place_rich
    if part.key in NAMED or part.key in {"results", "funding", "replications", "sources"}:
        return place_rows
    return _PLACERS.get(part.key, place_blocks)


_PLACERS = {
    START: place_summary,
    "summary": place_summary,
    "legal_competence": place_legal_competence,
    "cover": place_cover,
}


def _lines(setting: Setting) -> list[str]:
    """Return what a fact's own part says, paragraph by paragraph; images go to the story."""
    for block in setting.part.blocks:
        for image in images(block):
            setting.place_image(image, "")
    return [text for p in paragraphs(setting.part.blocks) if (text := words([p]))]


def _place_apart(document: WordDocument, placement: Placement) -> None:
    """Keep what lies beside the text, where editors will see it."""
    names = {
        "header": _("Header of the document"),
        "footer": _("Footer of the document"),
        "comment": _("Comment in the margin"),
        "drawing": _("Text of a drawing"),
        "note": _("Note that nothing calls"),
    }
    for apart in document.apart:
        setting = Setting(placement, Part(UNKNOWN, names[apart.where]), STORY[0])
        setting.keep(apart.blocks, _("It lies beside the text."))


def _say_unread(unread: Unread, placement: Placement) -> None:
    said = {
        "link": _("Link that a reader could not follow"),
        "object": _("Object of another program"),
        "deletion": _("Text deleted with tracked changes"),
    }
    placement.say(unread.detail or said[unread.what], said[unread.what], Fate.NOT_KEPT)
