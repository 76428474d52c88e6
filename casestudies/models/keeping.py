"""What keeps a published case alive: questions and their answers, reports of others, link checks."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casestudies.choices import FollowUpStatus
from casestudies.models.pages import CaseStudyPage
from common.dates import PartialDateField

VALIDITY = timedelta(days=60)
"""How long a link that asks stays good."""


class Proposal(models.Model):
    """Something said of a published case, that an editor accepts or refuses once.

    Attributes:
        told_at: When the editors were told of it.
        closed_at: When it was decided, or given up: nothing more happens to it.
        is_accepted: What was decided, None when nothing was.
    """

    told_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    is_accepted = models.BooleanField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True


class Confirmation(Proposal):
    """A question asked about a case, by a link that answers once; then the answer.

    Only the digest of the link is kept, and no address: those are the case's, or the editors'.
    """

    case = models.ForeignKey(CaseStudyPage, on_delete=models.CASCADE, related_name="confirmations")
    digest = models.CharField(max_length=64, unique=True)
    is_for_editors = models.BooleanField()
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    status = models.CharField(
        _("status"), max_length=10, choices=FollowUpStatus.choices, blank=True
    )
    note = models.TextField(_("note"), max_length=600, blank=True)

    class Meta:
        # Whoever may change a confirmation decides of it.
        default_permissions = ("change",)
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(closed_at=None),
                name="a_case_is_asked_about_once_at_a_time",
            )
        ]
        ordering = ["answered_at", "pk"]
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")

    def __str__(self) -> str:
        return f"{self.case_id} ({self.created_at:%Y-%m-%d})"

    @property
    def is_open(self) -> bool:
        """Whether its link may still answer."""
        unanswered = self.answered_at is None and self.closed_at is None
        return unanswered and self.sent_at is not None and self.sent_at > oldest_link()


class ReplicationReport(Proposal):
    """Someone says that their collectivité did it too. The address is for the editors' questions.

    It is erased as soon as they decide.
    """

    case = models.ForeignKey(
        CaseStudyPage, on_delete=models.CASCADE, related_name="replication_reports"
    )
    who = models.CharField(_("who"), max_length=150)
    collectivity = models.ForeignKey(
        "collectivities.Collectivity",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("collectivité"),
    )
    date = PartialDateField(_("date"))
    note = models.TextField(_("note"), max_length=600, blank=True)
    source_url = models.URLField(_("source address"), max_length=500, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ("change",)
        ordering = ["created_at", "pk"]
        verbose_name = _("report of others who did it too")
        verbose_name_plural = _("reports of others who did it too")

    def __str__(self) -> str:
        return f"{self.who} ({self.case_id})"


class LinkCheck(models.Model):
    """What the last visit of an address that cases give found.

    Attributes:
        status: The answer's number, 0 when there was none.
        problem: Why it is no good, in a word of `casestudies.keeping.fetching`; empty when it is.
        failures: How many times in a row it was no good.
        failing_since: The first of these.
        due_at: When it is to be visited next.
    """

    url = models.CharField(_("address"), max_length=500, unique=True)
    status = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=20, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(_("checked"), null=True)
    due_at = models.DateTimeField(default=timezone.now)

    class Meta:
        # To be read: the checks write it.
        default_permissions = ("view",)
        ordering = ["-failures", "url"]
        verbose_name = _("checked link")
        verbose_name_plural = _("checked links")

    def __str__(self) -> str:
        return self.url


def oldest_link(now: datetime | None = None) -> datetime:
    """Return the moment before which a link that asks was sent too long ago."""
    return (now or timezone.now()) - VALIDITY
