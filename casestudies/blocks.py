"""The blocks that a case study's story is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from common.blocks import (
    CalloutBlock,
    DocumentBlock,
    FigureBlock,
    FootnoteBlock,
    GalleryBlock,
    KeyFigureBlock,
    QuotationBlock,
    TextBlock,
    TimelineStepBlock,
    VideoBlock,
)


class StoryBlock(blocks.StreamBlock):
    """One part of the story: the problem, the approach, or what was tried."""

    text = TextBlock(group=_("Story"))
    quotation = QuotationBlock(group=_("Story"))
    callout = CalloutBlock(group=_("Story"))
    footnote = FootnoteBlock(group=_("Story"))
    key_figure = KeyFigureBlock(group=_("Facts"))
    timeline_step = TimelineStepBlock(group=_("Facts"))
    figure = FigureBlock(group=_("Media"))
    gallery = GalleryBlock(group=_("Media"))
    video = VideoBlock(group=_("Media"))
    document = DocumentBlock(group=_("Media"))
