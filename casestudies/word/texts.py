"""Places the parts that fill one field: the standfirst, rich texts, the cover."""

from dataclasses import replace

from django.utils.translation import gettext as _

from .limits import field_limit, fits
from .markup import rich_text, words
from .parts import START, Part
from .setting import Setting
from .storytelling import place_blocks
from .structure import Block, Image, Kind, Paragraph
from .vocabulary import FACTS, SECTIONS

# The shortest first paragraph that is taken for a standfirst, when nothing says that it is one.
_SHORTEST_SUMMARY = 60


def place_summary(setting: Setting) -> None:
    """Fill the standfirst; before any heading, with a subtitle or a first whole sentence."""
    part, others = setting.part, list(setting.part.blocks)
    if part.key == START:
        chosen: list[Block] = [block for block in others if _is_standfirst(block)][:1]
    else:
        chosen = [block for block in others if isinstance(block, Paragraph)]
    text = words(chosen)
    fields = setting.placement.fields
    if text and "summary" not in fields and fits(text, field_limit("summary")):
        fields["summary"] = text
        setting.placement.say(text, SECTIONS.label("summary"))
        others = [block for block in others if not any(block is one for one in chosen)]
    elif text and part.key != START:
        setting.keep(chosen, _("The standfirst holds 300 characters."))
        others = [block for block in others if not isinstance(block, Paragraph)]
    place_blocks(replace(setting, part=Part(part.key, part.heading, part.level, others)))


def _is_standfirst(block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return False
    text = block.text
    is_sentence = len(text) >= _SHORTEST_SUMMARY and text.endswith((".", "!", "?", "…"))
    told = block.kind == Kind.TEXT and is_sentence and FACTS.find_before_rest(text) is None
    return block.kind == Kind.SUBTITLE or told


def place_rich(setting: Setting) -> None:
    """Fill a rich text with the paragraphs and lists of its part; its tables are set aside."""
    key = setting.part.key
    texts = [block for block in setting.part.blocks if isinstance(block, Paragraph)]
    html = rich_text(texts, heading="b")
    if html:
        setting.placement.fields[key] = setting.placement.fields.get(key, "") + html
        setting.placement.say(words(texts), SECTIONS.label(key))
    place_blocks(_without_paragraphs(setting))


def place_legal_competence(setting: Setting) -> None:
    """Fill the text that says which competence is needed."""
    texts = [block for block in setting.part.blocks if isinstance(block, Paragraph)]
    text = words(texts, "\n")
    fields = setting.placement.fields
    if text and "legal_competence" not in fields and fits(text, field_limit("legal_competence")):
        fields["legal_competence"] = text
        setting.placement.say(text, SECTIONS.label("legal_competence"))
    else:
        setting.keep(texts, _("This field holds 500 characters."))
    place_blocks(_without_paragraphs(setting))


def place_cover(setting: Setting) -> None:
    """Make the first image of its part the cover."""
    blocks = list(setting.part.blocks)
    found = next((block for block in blocks if isinstance(block, Image)), None)
    if found is not None and setting.placement.cover is None:
        setting.placement.cover = found
        setting.placement.say(found.alt or found.name, SECTIONS.label("cover"))
        blocks = [block for block in blocks if block is not found]
    part = setting.part
    place_blocks(replace(setting, part=Part(part.key, part.heading, part.level, blocks)))


def _without_paragraphs(setting: Setting) -> Setting:
    part = setting.part
    tables: list[Block] = [block for block in part.blocks if not isinstance(block, Paragraph)]
    return replace(setting, part=Part(part.key, part.heading, part.level, tables))
