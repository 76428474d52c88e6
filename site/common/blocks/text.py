"""Blocks of text: paragraphs, callouts, quotations, footnotes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from common.footnotes import Footnotes
from common.text import rich_text

INLINE_FEATURES = ["bold", "italic", "link", "document-link"]
TEXT_FEATURES = ["h3", *INLINE_FEATURES, "ol", "ul"]


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, sub-headings and lists."""

    def __init__(self, features: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(features=features or TEXT_FEATURES, **kwargs)

    def get_searchable_content(self, value: Any) -> list[str]:
        return [rich_text(value.source)]

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, sub-headings and lists")
        template = "blocks/text.html"
        preview_value = "<p>Des agents et des usagers conçoivent ensemble un service.</p>"


class CalloutBlock(blocks.StructBlock):
    """A short text set apart: a warning, a tip, what to remember."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=100)
    text = blocks.RichTextBlock(label=_("Text"), features=[*INLINE_FEATURES, "ul"])

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("A short text set apart from the story")
        template = "blocks/callout.html"
        preview_value = {"title": "À retenir", "text": "<p>Les agents d'accueil décident.</p>"}


class QuotationBlock(blocks.StructBlock):
    """The words of someone, with who said them and where they were published."""

    text = blocks.TextBlock(label=_("Words"), help_text=_("Without quotation marks."))
    attribution = blocks.CharBlock(label=_("Who says so"), max_length=200)
    source_url = blocks.URLBlock(label=_("Source address"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("Someone's own words, attributed")
        template = "blocks/quotation.html"
        preview_value = {"text": "Les mots de la personne.", "attribution": "Son rôle"}


class FootnoteBlock(blocks.StructBlock):
    """A note called in the text by its label between brackets: [1]."""

    label = blocks.RegexBlock(
        regex=r"^[0-9]{1,2}$",
        label=_("Number"),
        help_text=_("Write it between brackets in the text where the note is called: [1]."),
        error_messages={"invalid": _("Give a number from 0 to 99.")},
    )
    text = blocks.TextBlock(label=_("Note"))
    source_url = blocks.URLBlock(label=_("Source address"), required=False)

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(value, parent_context)
        call = f"Un bus va de village en village [{value['label']}]."
        return context | {"notes": Footnotes([value]), "call": call}

    class Meta:
        icon = "superscript"
        label = _("Footnote")
        description = _("A note at the foot of the story")
        template = "blocks/footnote.html"
        preview_template = "blocks/previews/footnote.html"
        preview_value = {"label": "1", "text": "Selon le bilan de la première année."}
