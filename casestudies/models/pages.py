"""The page types of case studies."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Revision

from casestudies import panels
from casestudies.blocks import StoryBlock
from casestudies.choices import CostBand, Licence, Stage
from casestudies.documents import case_document
from casestudies.forms import CaseStudyForm
from casestudies.models.versions import CaseVersion, is_latest_and_settled
from casestudies.permissions import CasePermissionTester
from casestudies.presentation import MethodUse, case_context, method_uses
from casestudies.publication import ends_before_start, refuse_unpublishable
from casestudies.querysets import CaseStudyManager
from casestudies.review.agreement import refuse_without_agreement
from common.blocks.text import INLINE_FEATURES
from common.dates import PartialDateField
from common.documents import SearchDocument
from common.models import BasePage, ReferencedPage
from common.pages import live_pages, only_in_other_locales
from common.registry import related_sections
from common.translation import facts

LIST_FEATURES = [*INLINE_FEATURES, "ol", "ul"]
CASES_PER_PAGE = 24


class CaseStudyIndexPage(BasePage):
    """The list of case studies, newest first."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["casestudies.CaseStudyPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of case studies")

    def search_document(self) -> SearchDocument | None:
        return None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        cases = live_pages(CaseStudyPage, self.locale).for_cards()
        paginator = Paginator(cases.order_by("-first_published_at", "title"), CASES_PER_PAGE)
        others = only_in_other_locales(CaseStudyPage, self.locale).order_by("title")
        return context | {
            "cases": paginator.get_page(request.GET.get("page")),
            "other_language_pages": others,
        }


class CaseStudyPage(ReferencedPage):
    """An experience of public innovation: who did it, with what means, what came of it.

    The order of the fields is the reading order of a busy reader.
    """

    # At a glance
    cover_image = models.ForeignKey(
        "common.CreditedImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover image"),
    )
    cover_alt = models.CharField(
        _("alternative text of the cover"),
        max_length=250,
        blank=True,
        help_text=_("What the image shows; leave empty when it only decorates."),
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, blank=True)
    started_on = PartialDateField(_("start"), help_text=_("A year or a month: 2017, 12/2017."))
    ended_on = PartialDateField(_("end"), help_text=_("Leave empty when it goes on."))

    # Means
    cost_band = models.CharField(
        _("cost"), max_length=20, choices=CostBand.choices, default=CostBand.UNKNOWN
    )
    cost_amount = models.PositiveIntegerField(_("exact amount (€)"), null=True, blank=True)
    cost_covers = models.CharField(_("what the amount covers"), max_length=250, blank=True)
    agent_days = models.PositiveIntegerField(_("days of staff time"), null=True, blank=True)
    duration_months = models.PositiveSmallIntegerField(
        _("duration (months)"), null=True, blank=True
    )

    # Story
    problem = StreamField(StoryBlock(), verbose_name=_("the problem"), blank=True)
    approach = StreamField(StoryBlock(), verbose_name=_("the approach"), blank=True)
    trials = StreamField(StoryBlock(), verbose_name=_("what was tried"), blank=True)

    # Results, limits, and how to do it at home
    limits = RichTextField(_("what did not work"), features=LIST_FEATURES, blank=True)
    conditions = RichTextField(_("conditions for success"), features=LIST_FEATURES, blank=True)
    obstacles = RichTextField(_("obstacles"), features=LIST_FEATURES, blank=True)
    legal_competence = models.TextField(_("legal competence needed"), max_length=500, blank=True)
    adapted_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="adaptations",
        verbose_name=_("adapted from"),
    )
    last_verified_on = models.DateField(_("last verified on"), null=True, blank=True)

    # People
    contact_name = models.CharField(_("contact"), max_length=150, blank=True)
    contact_role = models.CharField(_("contact's role"), max_length=150, blank=True)
    contact_email = models.EmailField(
        _("contact's e-mail"),
        blank=True,
        help_text=_("Never shown: readers will write through the site."),
    )
    contact_consent = models.BooleanField(
        _("the contact agrees to be written to through the site"), default=False
    )
    licence = models.CharField(
        _("licence"), max_length=20, choices=Licence.choices, default=Licence.ETALAB
    )

    objects = CaseStudyManager()

    content_panels = panels.CONTENT_PANELS
    base_form_class = CaseStudyForm
    joined = ("cover_image", "current_version")
    parent_page_types = ["casestudies.CaseStudyIndexPage"]
    subpage_types: list[str] = []
    override_translatable_fields = [
        *facts(
            "reference",
            "stage",
            "started_on",
            "ended_on",
            "cost_band",
            "cost_amount",
            "agent_days",
            "duration_months",
            "adapted_from",
            "last_verified_on",
            "contact_name",
            "contact_email",
            "contact_consent",
            "licence",
        ),
    ]

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")

    def clean(self) -> None:
        super().clean()
        if ends_before_start(self.started_on, self.ended_on):
            raise ValidationError({"ended_on": _("The end is before the start.")})

    def save_revision(
        self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any
    ) -> Revision:
        """Save a new version, or write over the one that autosave names.

        Not over what was published or approved: what is cited or was read stays what it was.
        """
        if overwrite_revision and is_latest_and_settled(overwrite_revision):
            overwrite_revision = None
        saved: Revision = super().save_revision(
            *args, overwrite_revision=overwrite_revision, **kwargs
        )
        return saved

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        # The one way through for the editor, schedules, workflows, translations and imports.
        refuse_unpublishable(revision.as_object())
        refuse_without_agreement(self, revision)
        super().publish(revision, *args, **kwargs)

    def permissions_for_user(self, user: Any) -> CasePermissionTester:
        return CasePermissionTester(user, self)

    def search_document(self) -> SearchDocument:
        return case_document(self)

    @cached_property
    def contact_agrees(self) -> bool:
        """Whether the contact may be named and written to.

        Of a translation, its original says so too: it hears of it first.
        """
        if not self.contact_consent or self.locale.language_code == settings.LANGUAGE_CODE:
            return self.contact_consent
        originals = self.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE)
        agreed = originals.values_list("contact_consent", "contact_name", "contact_email").first()
        return agreed in (None, (True, self.contact_name, self.contact_email))

    @cached_property
    def shown_version(self) -> CaseVersion | None:
        """The version that is read: the current one, unless the page was made from another."""
        version: CaseVersion | None = getattr(self, "current_version", None)
        return version

    @cached_property
    def shown_uses(self) -> list[MethodUse]:
        """The methods that a reader is shown; what others say of this page asks for them too."""
        return method_uses(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        sections = related_sections(self, request)
        return context | case_context(self) | {"related_sections": sections}
