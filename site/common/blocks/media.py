"""Blocks of media: figures, galleries, videos, documents; nothing comes from a third party."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class FigureBlock(blocks.StructBlock):
    """An image with its alternative text and caption; the credit comes with the image."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Captioned image")
        description = _("An image with its caption and credit")
        template = "blocks/figure.html"
        preview_template = "blocks/previews/figure.html"
        preview_value = {"caption": "La légende de l’image"}


class GalleryBlock(blocks.StructBlock):
    """Several figures side by side."""

    figures = blocks.ListBlock(FigureBlock(), label=_("Figures"), min_num=2, max_num=12)

    class Meta:
        icon = "images"
        label = _("Gallery")
        description = _("Several images side by side")
        template = "blocks/gallery.html"
        preview_template = "blocks/previews/gallery.html"
        preview_value = {"figures": [{"caption": "Une légende"}, {"caption": "Une autre"}]}


class VideoBlock(blocks.StructBlock):
    """An uploaded video file or a plain link to one, never an embedded player."""

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    file = DocumentChooserBlock(label=_("Video file"), required=False)
    url = blocks.URLBlock(label=_("Or its address"), required=False)
    transcript = blocks.RichTextBlock(
        label=_("Transcript"), required=False, features=["ul"], help_text=_("What is said.")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["file"]) == bool(cleaned["url"]):
            message = ValidationError(_("Give either a file or an address."))
            raise StructBlockValidationError(block_errors={"url": message})
        return cleaned

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A video file or a link to a video")
        template = "blocks/video.html"
        preview_value = {"title": "Une journée dans le bus", "url": "https://example.org/video"}


def _preview_document() -> dict[str, Any]:
    guide = get_document_model()(
        pk=0, title="Le guide d’entretien", file="guide-d-entretien.pdf", file_size=184_320
    )
    return {"document": guide, "description": "À adapter avant le premier entretien"}


class DocumentBlock(blocks.StructBlock):
    """A document to download, with what it is for."""

    document = DocumentChooserBlock(label=_("Document"))
    description = blocks.CharBlock(label=_("What it is for"), required=False, max_length=200)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A document to download")
        template = "blocks/document.html"
        preview_value = staticmethod(_preview_document)
