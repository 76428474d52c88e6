"""StreamField blocks that page types share, each with an icon, a description, a preview."""

from .data import KeyFigureBlock, TimelineStepBlock
from .media import DocumentBlock, FigureBlock, GalleryBlock, VideoBlock
from .text import CalloutBlock, FootnoteBlock, QuotationBlock, TextBlock

__all__ = [
    "CalloutBlock",
    "DocumentBlock",
    "FigureBlock",
    "FootnoteBlock",
    "GalleryBlock",
    "KeyFigureBlock",
    "QuotationBlock",
    "TextBlock",
    "TimelineStepBlock",
    "VideoBlock",
]
