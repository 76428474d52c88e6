"""The blocks that a case study's story is made of."""

from typing import Any

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
from common.blocks.text import TEXT_FEATURES


class ToSortBlock(blocks.StructBlock):
    """What an import could not place. Editors see it; readers and the search never do.

    A case that still has one is not published.
    """

    found_in = blocks.CharBlock(label=_("Found under"), required=False, max_length=200)
    content = blocks.RichTextBlock(
        label=_("To be sorted"),
        features=TEXT_FEATURES,
        help_text=_("Move each thing to its place by copying it, then delete this block."),
    )

    def get_searchable_content(self, value: Any) -> list[str]:
        return []

    class Meta:
        icon = "clipboard-list"
        label = _("To be sorted")
        description = _("What an import could not place: never shown to readers")
        template = "blocks/to_sort.html"
        preview_template = "blocks/previews/to_sort.html"
        preview_value = {"found_in": "Remerciements", "content": "<p>Merci à toutes et à tous.</p>"}


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
    to_sort = ToSortBlock(group=_("Imported"))
