"""The home page, plain pages and the glossary."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin

from casestudies.models import CaseStudyPage
from common.blocks import CalloutBlock, DocumentBlock, FigureBlock, TextBlock
from common.documents import SearchDocument
from common.models import BasePage
from common.pages import live_pages, localized_pages
from common.text import plain_text
from common.translation import facts
from methods.models import MethodPage
from vocabulary.models import GlossaryTerm, Theme, in_alphabetical_order

LATEST_CASES = 6


class HighlightBlock(blocks.StructBlock):
    """One thing that a reader can count on."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.TextBlock(label=_("Text"))

    class Meta:
        icon = "pick"
        label = _("Highlight")
        description = _("One thing that a reader can count on")
        template = "blocks/highlight.html"
        preview_value = {"title": "Comparable", "text": "Des pratiques proches de votre situation."}


class BodyBlock(blocks.StreamBlock):
    """The body of a plain page."""

    text = TextBlock(features=["h2", "h3", "bold", "italic", "link", "document-link", "ol", "ul"])
    callout = CalloutBlock()
    figure = FigureBlock()
    document = DocumentBlock()


class HomePage(BasePage):
    """The front door: the search for one's own collectivité, then what is new."""

    hero_title = models.CharField(_("promise"), max_length=150, blank=True)
    hero_text = models.TextField(_("introduction"), max_length=400, blank=True)
    highlights = StreamField(
        [("highlight", HighlightBlock())], verbose_name=_("highlights"), blank=True
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("hero_title"),
        FieldPanel("hero_text"),
        FieldPanel("highlights"),
        InlinePanel("featured_cases", heading=_("Featured cases"), label=_("Case study")),
        InlinePanel("featured_methods", heading=_("Featured methods"), label=_("Method")),
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 2

    class Meta:
        verbose_name = _("home page")

    def search_document(self) -> SearchDocument | None:
        return None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        featured = [row.case for row in self.featured_cases.select_related("case")]
        methods = [row.method for row in self.featured_methods.select_related("method")]
        cards = CaseStudyPage.objects.for_cards()
        featured_cases = localized_pages(CaseStudyPage, featured, self.locale, cards)
        shown = [case.pk for case in featured_cases]
        latest = live_pages(CaseStudyPage, self.locale).for_cards().exclude(pk__in=shown)
        return context | {
            "featured_cases": featured_cases,
            "featured_methods": localized_pages(MethodPage, methods, self.locale),
            "latest_cases": latest.order_by("-first_published_at", "title")[:LATEST_CASES],
            "themes": in_alphabetical_order(Theme.objects.filter(locale=self.locale)),
        }


class FeaturedCase(TranslatableMixin, Orderable):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured_cases")
    case = models.ForeignKey(
        CaseStudyPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("case study")
    )

    panels = [PageChooserPanel("case", "casestudies.CaseStudyPage")]
    override_translatable_fields = facts("case")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("featured case")


class FeaturedMethod(TranslatableMixin, Orderable):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured_methods")
    method = models.ForeignKey(
        MethodPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("method")
    )

    panels = [PageChooserPanel("method", "methods.MethodPage")]
    override_translatable_fields = facts("method")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("featured method")


class StandardPage(BasePage):
    """A plain page: about, contribute, legal notice, accessibility."""

    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("plain page")

    def search_document(self) -> SearchDocument:
        return SearchDocument(
            type="page",
            title=self.title,
            summary=self.summary,
            body=plain_text(self.body),
            updated_at=self.last_published_at,
        )


class GlossaryPage(BasePage):
    """The glossary: every term of the page's language."""

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("glossary")

    @property
    def terms(self) -> list[GlossaryTerm]:
        """The terms of the page's language, in alphabetical order whatever the accents."""
        return in_alphabetical_order(GlossaryTerm.objects.filter(locale=self.locale))

    def search_document(self) -> SearchDocument:
        lines = [f"{term.name}\n{plain_text(term.definition)}" for term in self.terms]
        return SearchDocument(
            type="page",
            title=self.title,
            summary=self.summary,
            body="\n".join(lines),
            updated_at=self.last_published_at,
        )
