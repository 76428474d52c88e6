"""What belongs to a case study, one row each.

Every child is translatable, so that wagtail-localize keeps it in step with the French original.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Page

from casestudies.choices import CollectivityRole, EvidenceLevel, FollowUpStatus
from common.dates import PartialDateField
from common.models import PageRow
from common.translation import facts
from methods.choices import Phase
from methods.models import MethodPage
from vocabulary.models import Audience, Organisation, Skill, Theme

PAGE = "casestudies.CaseStudyPage"


class CaseChild(PageRow):
    """A row that belongs to a case study, in its order."""

    class Meta(PageRow.Meta):
        abstract = True


class CaseCollectivity(CaseChild):
    """A collectivité that took part. A collectivité with a case cannot be deleted."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="collectivities")
    collectivity = models.ForeignKey(
        "collectivities.Collectivity",
        on_delete=models.PROTECT,
        related_name="case_roles",
        verbose_name=_("collectivité"),
    )
    role = models.CharField(
        _("role"), max_length=10, choices=CollectivityRole.choices, default=CollectivityRole.LEAD
    )

    panels = [FieldPanel("collectivity"), FieldPanel("role")]
    override_translatable_fields = facts("collectivity", "role")


class CaseTheme(CaseChild):
    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="themes")
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, related_name="case_themes", verbose_name=_("theme")
    )

    panels = [FieldPanel("theme")]


class CaseAudience(CaseChild):
    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="audiences")
    audience = models.ForeignKey(
        Audience,
        on_delete=models.PROTECT,
        related_name="case_audiences",
        verbose_name=_("audience"),
    )

    panels = [FieldPanel("audience")]


class CaseSkill(CaseChild):
    """A skill that the experience called on, and how it showed."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(
        Skill, on_delete=models.PROTECT, related_name="case_skills", verbose_name=_("skill")
    )
    note = models.CharField(_("how it showed"), max_length=250, blank=True)

    panels = [FieldPanel("skill"), FieldPanel("note")]


class CasePartner(CaseChild):
    """A body that took part besides the collectivités, and what it did."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="case_partners",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("what it did"), max_length=150, blank=True)

    panels = [FieldPanel("organisation"), FieldPanel("role")]


class CaseFunding(CaseChild):
    """Who paid, how much in euros, or which share in percent."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="funding")
    funder = models.CharField(_("funder"), max_length=150)
    amount = models.PositiveIntegerField(_("amount (€)"), null=True, blank=True)
    share_percent = models.DecimalField(
        _("share (%)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    note = models.CharField(_("note"), max_length=250, blank=True)
    source_url = models.URLField(_("source address"), max_length=500, blank=True)

    panels = [
        FieldPanel("funder"),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("share_percent")]),
        FieldPanel("note"),
        FieldPanel("source_url"),
    ]
    override_translatable_fields = facts("amount", "share_percent", "source_url")


class CaseMethodUse(CaseChild):
    """A method used in the experience; read through its translation key, both ways."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="method_uses")
    method = models.ForeignKey(
        MethodPage, on_delete=models.PROTECT, related_name="case_uses", verbose_name=_("method")
    )
    phase = models.CharField(_("phase"), max_length=20, choices=Phase.choices, blank=True)
    how = models.TextField(_("how it was used here"), max_length=400, blank=True)

    panels = [
        PageChooserPanel("method", "methods.MethodPage"),
        FieldPanel("phase"),
        FieldPanel("how"),
    ]
    override_translatable_fields = facts("method", "phase")


class CaseResult(CaseChild):
    """What came of it, how solid it is, and who says so."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="results")
    statement = models.TextField(_("result"), max_length=500)
    evidence = models.CharField(_("evidence"), max_length=30, choices=EvidenceLevel.choices)
    claimed_by = models.CharField(_("according to"), max_length=150, blank=True)
    source_url = models.URLField(_("source address"), max_length=500, blank=True)

    panels = [
        FieldPanel("statement"),
        FieldRowPanel([FieldPanel("evidence"), FieldPanel("claimed_by")]),
        FieldPanel("source_url"),
    ]
    override_translatable_fields = facts("evidence", "source_url")


class CaseFollowUp(CaseChild):
    """News of the experience after it was written up."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="follow_ups")
    date = PartialDateField(_("date"), blank=False)
    status = models.CharField(_("status"), max_length=10, choices=FollowUpStatus.choices)
    note = models.TextField(_("note"), max_length=600, blank=True)
    source_url = models.URLField(_("source address"), max_length=500, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("status")]),
        FieldPanel("note"),
        FieldPanel("source_url"),
    ]
    override_translatable_fields = facts("date", "status", "source_url")


class CaseReplication(CaseChild):
    """Others who did it too.

    Attributes:
        shown_case: The page of its own case that a reader is led to, set by the page that shows it.
    """

    shown_case: Page | None = None

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="replications")
    who = models.CharField(_("who"), max_length=150)
    collectivity = models.ForeignKey(
        "collectivities.Collectivity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replications",
        verbose_name=_("collectivité"),
    )
    date = PartialDateField(_("date"))
    note = models.TextField(_("note"), max_length=600, blank=True)
    source_url = models.URLField(_("source address"), max_length=500, blank=True)
    case = models.ForeignKey(
        PAGE,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("its own case study"),
        help_text=_("Readers are led to it once it is published."),
    )

    panels = [
        FieldPanel("who"),
        FieldPanel("collectivity"),
        FieldPanel("date"),
        FieldPanel("note"),
        FieldPanel("source_url"),
        PageChooserPanel("case", "casestudies.CaseStudyPage"),
    ]
    override_translatable_fields = facts("collectivity", "date", "source_url", "case")


class CaseAuthor(CaseChild):
    """Who wrote the case study."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="authors")
    contributor = models.ForeignKey(
        "casestudies.Contributor",
        on_delete=models.PROTECT,
        related_name="authored",
        verbose_name=_("contributor"),
    )

    panels = [FieldPanel("contributor")]
    override_translatable_fields = facts("contributor")


class CaseSource(CaseChild):
    """Where the facts were published."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("title"), max_length=250)
    publisher = models.CharField(_("publisher"), max_length=150, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    archive_url = models.URLField(
        _("archived address"),
        max_length=500,
        blank=True,
        help_text=_("A copy kept elsewhere, as web.archive.org makes them, for when it is gone."),
    )
    published_on = PartialDateField(_("published"))

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("published_on")]),
        FieldPanel("url"),
        FieldPanel("archive_url"),
    ]
    override_translatable_fields = facts("publisher", "url", "archive_url", "published_on")


class CaseAttachment(CaseChild):
    """A document that comes with the case study.

    Not one of the facts: a document is in a language, and a translation may give it in its own.
    """

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "wagtaildocs.Document",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("document"),
    )
    description = models.CharField(_("what it is for"), max_length=200, blank=True)

    panels = [FieldPanel("document"), FieldPanel("description")]
