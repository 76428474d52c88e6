"""Design methods: how to understand, imagine, prototype, test and sustain a public service."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, TranslatableMixin

from common.blocks.text import INLINE_FEATURES
from common.documents import SearchDocument
from common.models import BasePage, PageRow, ReferencedPage
from common.pages import localized_pages
from common.registry import related_sections
from common.text import plain_text
from common.translation import facts

from .choices import Difficulty, Phase
from .queries import cards_by_phase

LIST_FEATURES = [*INLINE_FEATURES, "ol", "ul"]


class MethodStepBlock(blocks.StructBlock):
    """One step of a method."""

    title = blocks.CharBlock(label=_("Step"), max_length=120)
    text = blocks.RichTextBlock(label=_("What to do"), features=LIST_FEATURES, required=False)

    class Meta:
        icon = "list-ol"
        label = _("Step")
        description = _("One step of the method, in order")
        template = "blocks/method_step.html"
        preview_value = {"title": "Convenir du lieu et des dates", "text": "<p>Avec l'équipe.</p>"}


class MethodIndexPage(BasePage):
    """The list of methods, by phase."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["methods.MethodPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of methods")

    def search_document(self) -> SearchDocument | None:
        return None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | cards_by_phase(MethodPage, self.locale)


class MethodPage(ReferencedPage):
    """A design method: what it is for, its steps, and every case that used it."""

    phase = models.CharField(_("phase"), max_length=20, choices=Phase.choices)
    difficulty = models.CharField(
        _("difficulty"), max_length=20, choices=Difficulty.choices, blank=True
    )
    duration = models.CharField(_("duration"), max_length=150, blank=True)
    participants = models.CharField(_("participants"), max_length=250, blank=True)
    purpose = RichTextField(_("what it is for"), features=LIST_FEATURES, blank=True)
    materials = RichTextField(_("materials"), features=LIST_FEATURES, blank=True)
    steps = StreamField([("step", MethodStepBlock())], verbose_name=_("steps"), blank=True)
    cautions = RichTextField(_("cautions"), features=LIST_FEATURES, blank=True)
    variants = RichTextField(_("variants"), features=LIST_FEATURES, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("purpose"),
        FieldRowPanel([FieldPanel("phase"), FieldPanel("difficulty")]),
        MultiFieldPanel(
            [FieldPanel("duration"), FieldPanel("participants"), FieldPanel("materials")],
            heading=_("What it takes"),
        ),
        FieldPanel("steps"),
        FieldPanel("cautions"),
        FieldPanel("variants"),
        InlinePanel("downloads", heading=_("Downloads"), label=_("Document")),
        InlinePanel("next_methods", heading=_("Usual next methods"), label=_("Method")),
        InlinePanel("sources", heading=_("Sources"), label=_("Source")),
        FieldPanel("reference"),
    ]
    parent_page_types = ["methods.MethodIndexPage"]
    subpage_types: list[str] = []
    override_translatable_fields = facts("reference", "phase", "difficulty")

    class Meta:
        verbose_name = _("method")
        verbose_name_plural = _("methods")

    def search_document(self) -> SearchDocument:
        return SearchDocument(
            type="method",
            title=self.title,
            summary=self.summary,
            keywords=_keywords(self),
            body=plain_text(
                self.purpose,
                self.steps,
                self.participants,
                self.materials,
                self.cautions,
                self.variants,
            ),
            facets={"methode": [self.reference], "phase": [self.phase]},
            updated_at=self.last_published_at,
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        links = self.next_methods.select_related("method")
        next_methods = localized_pages(MethodPage, [link.method for link in links], self.locale)
        return context | {
            "next_methods": next_methods,
            "downloads": list(self.downloads.select_related("document")),
            "related_sections": related_sections(self, request),
        }


def _keywords(page: MethodPage) -> str:
    # People ask for "a method to…"; in the page's language, whatever the editor's is.
    with override(page.locale.language_code):
        return f"{page._meta.verbose_name} {page.get_phase_display()}"


class MethodDownload(PageRow):
    """A document that comes with a method: a sheet, a guide, a template.

    Not one of the facts: a document is in a language, and a translation may give it in its own.
    """

    page = ParentalKey(MethodPage, on_delete=models.CASCADE, related_name="downloads")
    document = models.ForeignKey(
        "wagtaildocs.Document",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("document"),
    )
    description = models.CharField(_("what it is for"), max_length=200, blank=True)

    panels = [FieldPanel("document"), FieldPanel("description")]

    class Meta(PageRow.Meta):
        verbose_name = _("download")


class NextMethod(TranslatableMixin, Orderable):
    """A method that usually follows another; read through its translation key."""

    page = ParentalKey(MethodPage, on_delete=models.CASCADE, related_name="next_methods")
    method = models.ForeignKey(
        MethodPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("method")
    )

    panels = [PageChooserPanel("method", "methods.MethodPage")]
    override_translatable_fields = facts("method")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("next method")


class MethodSource(TranslatableMixin, Orderable):
    """Where the method is described."""

    page = ParentalKey(MethodPage, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("title"), max_length=250)
    publisher = models.CharField(_("publisher"), max_length=150, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)

    panels = [FieldPanel("title"), FieldPanel("publisher"), FieldPanel("url")]
    override_translatable_fields = facts("publisher", "url")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("source")
