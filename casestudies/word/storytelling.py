"""Tells the story: texts, quotations, figures and callouts in the order of the document."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from . import values
from .limits import block_limit, fits
from .markup import inline, lines, links, paragraphs, rich_text, words
from .parts import START, looks_like_heading
from .placement import Item
from .setting import Setting, images
from .structure import Block, Image, Kind, Paragraph, Table
from .vocabulary import FACTS, STORY

_CAPTION = re.compile(r"(?:figure|fig\.|photo|image|illustration|crédit|légende)\b", re.IGNORECASE)
_QUOTED = re.compile(
    r"^[«“\"]\s*(?P<text>[^«»“”\"]{20,})[»”\"]\s*(?:[—–,(-]\s*(?P<who>[^()]{2,150}?)\)?)?$"
)
_ATTRIBUTION = re.compile(r"^[—–-]\s*(?P<who>.*)$")
_AROUND_FACTS = frozenset({START, "facts", "means"})
_SEPARATOR = re.compile(r"[\s:–—-]+$")
_MARK = re.compile(r"^\s*[•▪◦*–—-]\s+")


def place_blocks(setting: Setting) -> None:
    """Place the blocks of a part: those of the story as its blocks, others where they can be."""
    if setting.part.key in STORY:
        _tell(setting, setting.part.blocks)
    else:
        _place_elsewhere(setting, setting.part.blocks)


def _tell(setting: Setting, blocks: Sequence[Block]) -> None:
    waiting: list[Paragraph] = []
    for run in _runs(blocks):
        first = run[0]
        if isinstance(first, Paragraph) and first.kind != Kind.QUOTE and len(run) == 1:
            spoken = _QUOTED.match(first.text) if first.kind == Kind.TEXT else None
            if spoken is None:
                waiting.append(_listed(first))
                continue
        _write(setting, waiting)
        waiting = []
        _place_run(setting, run)
    _write(setting, waiting)


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield an image with its caption, the paragraphs of a quotation, and others one by one."""
    run: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and not inline(block.spans).strip():
            continue
        if run and not _goes_on(run, block):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _goes_on(run: list[Block], block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return False
    if isinstance(run[0], Image):
        return len(run) == 1 and _is_caption(block)
    quoted = isinstance(run[0], Paragraph) and run[0].kind == Kind.QUOTE
    return quoted and block.kind == Kind.QUOTE and not _is_attribution(run[-1])


def _is_attribution(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(_ATTRIBUTION.match(block.text))


def _is_caption(paragraph: Paragraph) -> bool:
    marked = paragraph.kind == Kind.CAPTION or _CAPTION.match(paragraph.text)
    return bool(marked) and fits(words([paragraph]), block_limit("figure", "caption"))


def _place_run(setting: Setting, run: list[Block]) -> None:
    first = run[0]
    if isinstance(first, Image):
        setting.place_image(first, words(run[1:]))
    elif isinstance(first, Table):
        if not setting.place_table(first):
            _place_frame(setting, first)
    else:
        _quote(setting, list(paragraphs(run)))


def _place_frame(setting: Setting, table: Table) -> None:
    """Make a callout of a table of one cell; set any other table aside."""
    cells = [cell for row in table.rows for cell in row]
    if len(cells) != 1 or any(isinstance(block, Table) for block in cells[0]):
        setting.keep([table], _("Tables of this kind have no block: tell it in a text or a list."))
        return
    inside = [p for p in paragraphs(cells[0]) if inline(p.spans).strip()]
    title = ""
    if len(inside) > 1 and looks_like_heading(inside[0]) and not links(inside[:1]):
        title = words(inside[:1])
        if not fits(title, block_limit("callout", "title")):
            title = ""
    text = rich_text(inside[1:] if title else inside, heading="b")
    if text:
        setting.items.append(Item("callout", {"title": title, "text": text}))
        setting.placement.say(words([table]), setting.label)
    for image in images(table):
        setting.place_image(image, "")


def _quote(setting: Setting, run: list[Paragraph]) -> None:
    """Make a quotation of paragraphs of which the last may say whose words they are."""
    spoken = _QUOTED.match(run[0].text) if len(run) == 1 else None
    linked = links(run)
    address = linked[0] if len(linked) == 1 and values.url(linked[0]) else ""
    said = words(run[:-1], "\n", address) if len(run) > 1 else words(run, without_link=address)
    who = ""
    if spoken and not any(span.note for span in run[0].spans):
        said, who = spoken["text"].strip(), (spoken["who"] or "").strip()
    elif len(run) > 1:
        # An address written out after the name is its source, not part of it.
        last = words(run[-1:], without_link=address).removesuffix(address or "\0").rstrip()
        attribution = _ATTRIBUTION.match(last)
        if attribution:
            who = attribution["who"]
        else:
            said = f"{said}\n{last}"
    if (spoken and len(linked) > bool(address)) or not fits(
        who, block_limit("quotation", "attribution")
    ):
        _write(setting, [replace(paragraph, kind=Kind.TEXT) for paragraph in run])
        return
    value = {"text": _unquoted(said), "attribution": who, "source_url": address}
    setting.items.append(Item("quotation", value))
    setting.placement.say(words(run), setting.label)


def _unquoted(text: str) -> str:
    inside = text.removeprefix("«").removesuffix("»")
    both = len(text) - len(inside) == 2 and not set(inside) & set("«»")
    return inside.strip() if both else text


def _write(setting: Setting, waiting: list[Paragraph]) -> None:
    html = rich_text(waiting)
    if html:
        setting.items.append(Item("text", html))
        setting.placement.say(words(waiting), setting.label)


def _listed(paragraph: Paragraph) -> Paragraph:
    """Return a paragraph whose bullet was typed by hand as an item of a list."""
    if paragraph.kind != Kind.TEXT or not paragraph.spans:
        return paragraph
    first, *others = paragraph.spans
    text = _MARK.sub("", first.text)
    if text == first.text:
        return paragraph
    return Paragraph((replace(first, text=text), *others), Kind.ITEM)


def _place_elsewhere(setting: Setting, blocks: Sequence[Block]) -> None:
    for run in _runs(blocks):
        first = run[0]
        if isinstance(first, Image):
            setting.place_image(first, words(run[1:]))
        elif isinstance(first, Table):
            _place_table_elsewhere(setting, first)
        else:
            for paragraph in paragraphs(run):
                _place_paragraph(setting, paragraph)


def _place_table_elsewhere(setting: Setting, table: Table) -> None:
    cells = [cell for row in table.rows for cell in row]
    if setting.place_table(table):
        return
    if len(cells) == 1:
        # A frame: what it holds stands for itself.
        _place_elsewhere(setting, cells[0])
    else:
        setting.keep([table], _("Nothing tells what this table is for."))


def _place_paragraph(setting: Setting, paragraph: Paragraph) -> None:
    for line in lines(paragraph):
        fact = FACTS.find_before_rest(words([line])) if setting.part.key in _AROUND_FACTS else None
        if fact and fact[1]:
            name = _SEPARATOR.sub("", words([line]).removesuffix(fact[1]))
            setting.place_fact(fact[0], name, [fact[1]])
        else:
            setting.keep([line], _("Nothing tells which field this is for."))
