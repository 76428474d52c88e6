"""What a collectivité was shown of a case, and what it answered."""

from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import LowercaseEmailField

PAGE = "casestudies.CaseStudyPage"


class Verdict(models.TextChoices):
    APPROVE = "approve", _("Agrees to the publication")
    CORRECT = "correct", _("Asks for corrections first")
    OBJECT = "object", _("Objects to the publication")


class Step(models.TextChoices):
    """Where a review stands."""

    UNSENT = "unsent", _("Not sent")
    WAITING = "waiting", _("Waiting for an answer")
    EXPIRED = "expired", _("The link has expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ANSWERED = "answered", _("Answered")


class Section(models.TextChoices):
    """The parts of a case that one may speak of, by their anchors on the page."""

    WHOLE = "", _("The whole case study")
    GLANCE = "en-bref", _("At a glance")
    MEANS = "moyens", _("Means")
    PROBLEM = "probleme", _("The problem")
    APPROACH = "demarche", _("The approach")
    TRIALS = "essais", _("What was tried")
    METHODS = "methodes", _("Methods used")
    RESULTS = "resultats", _("Results and limits")
    AT_HOME = "chez-vous", _("Do it at home")
    NEXT = "suites", _("What happened next")
    SOURCES = "sources", _("People and sources")


class CollectivityReview(models.Model):
    """One version of a case, shown to a collectivité by a link of which only the digest is kept.

    The content is kept too: Wagtail purges old versions, and writes over those it autosaves.
    """

    page = models.ForeignKey(PAGE, on_delete=models.CASCADE, related_name="reviews")
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    content = models.JSONField(encoder=DjangoJSONEncoder)
    fingerprint = models.CharField(max_length=64)
    email = LowercaseEmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10)
    digest = models.CharField(max_length=64, unique=True)
    # The reminder has a link of its own: the first goes on working.
    reminder_digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    expires_at = models.DateTimeField(_("expires"))
    reminded_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.CharField(_("name and position"), max_length=200, blank=True)
    verdict = models.CharField(_("answer"), max_length=10, choices=Verdict.choices, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    contact_consent = models.BooleanField(_("consents to the contact relay"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="a_case_is_shown_in_one_version_at_a_time",
            )
        ]
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page_id} – {self.created_at:%Y-%m-%d}"

    @property
    def title(self) -> str:
        """The title of the version that was sent."""
        return str(self.content["title"])

    @property
    def step(self) -> Step:
        """Where it stands now."""
        return self.step_at(timezone.now())

    @property
    def is_open(self) -> bool:
        """Whether an answer may still come."""
        return self.step == Step.WAITING

    def step_at(self, now: datetime) -> Step:
        """Return where it stands at a moment."""
        if self.answered_at:
            return Step.ANSWERED
        if self.withdrawn_at:
            return Step.WITHDRAWN
        if self.sent_at is None:
            return Step.UNSENT
        return Step.EXPIRED if self.expires_at <= now else Step.WAITING


class ReviewRemark(models.Model):
    """What a collectivité says of one passage."""

    review = models.ForeignKey(CollectivityReview, on_delete=models.CASCADE, related_name="remarks")
    section = models.CharField(_("part"), max_length=20, choices=Section.choices, blank=True)
    passage = models.TextField(_("passage"), blank=True)
    comment = models.TextField(_("comment"), blank=True)
    correction = models.TextField(_("proposed text"), blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.review_id} – {self.get_section_display()}"


class ReviewOverride(models.Model):
    """An editor's decision to do without the collectivité's agreement, for one version."""

    page = models.ForeignKey(PAGE, on_delete=models.CASCADE, related_name="review_overrides")
    fingerprint = models.CharField(max_length=64)
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # What is decided stays signed when the account is gone.
    name = models.CharField(_("name"), max_length=255)
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page_id} – {self.name}"
