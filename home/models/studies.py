"""Studies: publications that looked at several experiences."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
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

from casestudies.models import CaseStudyPage
from common.blocks.text import INLINE_FEATURES
from common.dates import PartialDate, PartialDateField
from common.documents import SearchDocument
from common.models import BasePage, ReferencedPage
from common.pages import live_pages, localized, only_in_other_locales
from common.text import plain_text
from common.translation import facts

LIST_FEATURES = [*INLINE_FEATURES, "ol", "ul"]


class RecommendationBlock(blocks.StructBlock):
    """One recommendation of a study."""

    title = blocks.CharBlock(label=_("Recommendation"), max_length=200)
    text = blocks.RichTextBlock(label=_("Details"), features=LIST_FEATURES, required=False)

    class Meta:
        icon = "pick"
        label = _("Recommendation")
        description = _("One recommendation of the study")
        template = "blocks/recommendation.html"
        preview_value = {"title": "Décloisonner", "text": "<p>Présenter un seul service.</p>"}


class StudyIndexPage(BasePage):
    """The list of studies."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.StudyPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of studies")

    def search_document(self) -> SearchDocument | None:
        return None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "studies": live_pages(StudyPage, self.locale).order_by("-published_on", "title"),
            "other_language_pages": only_in_other_locales(StudyPage, self.locale),
        }


class StudyPage(ReferencedPage):
    """A publication: its bibliographic data, its findings, the cases it studied."""

    collection = models.CharField(_("collection"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=20, blank=True)
    published_on = PartialDateField(_("published"))
    publisher = models.CharField(_("publisher"), max_length=250, blank=True)
    institutions = models.CharField(_("with"), max_length=300, blank=True)
    extent = models.CharField(_("extent"), max_length=60, blank=True)
    question = RichTextField(_("the question"), features=LIST_FEATURES, blank=True)
    method = RichTextField(_("how it was done"), features=LIST_FEATURES, blank=True)
    findings = RichTextField(_("findings"), features=LIST_FEATURES, blank=True)
    recommendations = StreamField(
        [("recommendation", RecommendationBlock())], verbose_name=_("recommendations"), blank=True
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("collection"), FieldPanel("number")]),
                FieldRowPanel([FieldPanel("published_on"), FieldPanel("extent")]),
                FieldPanel("publisher"),
                FieldPanel("institutions"),
                InlinePanel("authors", heading=_("Authors"), label=_("Author")),
            ],
            heading=_("Publication"),
        ),
        FieldPanel("question"),
        FieldPanel("method"),
        InlinePanel("cases", heading=_("Cases studied"), label=_("Case study")),
        FieldPanel("findings"),
        FieldPanel("recommendations"),
        InlinePanel("sources", heading=_("Sources"), label=_("Source")),
        FieldPanel("reference"),
    ]
    parent_page_types = ["home.StudyIndexPage"]
    subpage_types: list[str] = []
    override_translatable_fields = facts("reference", "number", "published_on", "publisher")

    class Meta:
        verbose_name = _("study")
        verbose_name_plural = _("studies")

    def search_document(self) -> SearchDocument:
        keys = [row.case.translation_key for row in self.cases.select_related("case")]
        cases = localized(CaseStudyPage, keys, self.locale)
        authors = [author.name for author in self.authors.all()]
        said = [self.publisher, self.institutions, *authors]
        body = plain_text(self.question, self.method, self.findings, self.recommendations)
        year = [str(PartialDate.parse(self.published_on).year)] if self.published_on else []
        return SearchDocument(
            type="study",
            title=self.title,
            summary=self.summary,
            body="\n".join([body, *said, *(cases[key].title for key in keys if key in cases)]),
            facets={"annee": year},
            updated_at=self.last_published_at,
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        rows = list(self.cases.select_related("case"))
        keys = [row.case.translation_key for row in rows]
        cards = CaseStudyPage.objects.for_cards()
        shown = localized(CaseStudyPage, keys, self.locale, cards)
        return context | {
            "study_cases": [
                {"case": shown[row.case.translation_key], "note": row.note}
                for row in rows
                if row.case.translation_key in shown
            ]
        }


class StudyAuthor(TranslatableMixin, Orderable):
    """An author of the publication, as its bibliographic record gives the name."""

    page = ParentalKey(StudyPage, on_delete=models.CASCADE, related_name="authors")
    name = models.CharField(_("name"), max_length=150)

    panels = [FieldPanel("name")]
    override_translatable_fields = facts("name")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("author")


class StudyCase(TranslatableMixin, Orderable):
    """A case that the study looked at; read through its translation key."""

    page = ParentalKey(StudyPage, on_delete=models.CASCADE, related_name="cases")
    case = models.ForeignKey(
        CaseStudyPage,
        on_delete=models.CASCADE,
        related_name="studies",
        verbose_name=_("case study"),
    )
    note = models.TextField(_("what the study looked at"), max_length=400, blank=True)

    panels = [PageChooserPanel("case", "casestudies.CaseStudyPage"), FieldPanel("note")]
    override_translatable_fields = facts("case")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("case studied")


class StudySource(TranslatableMixin, Orderable):
    """Where the study is published or presented."""

    page = ParentalKey(StudyPage, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("title"), max_length=250)
    publisher = models.CharField(_("publisher"), max_length=150, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)

    panels = [FieldPanel("title"), FieldPanel("publisher"), FieldPanel("url")]
    override_translatable_fields = facts("publisher", "url")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("source")
