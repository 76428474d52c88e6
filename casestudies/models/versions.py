"""The numbered versions of a case: what was published, when, and who had reviewed it."""

from typing import Any

from django.db import models
from django.db.models.deletion import Collector
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, TaskState

from casestudies.choices import ReviewerRole
from collectivities.codes import CodeSetField
from common.models import REFERENCE_LENGTH


def protect_from_purge(collector: Collector, field: Any, rows: Any, using: str) -> None:
    """Keep a published revision from being deleted by itself, not from going with its page.

    Wagtail's `purge_revisions` passes over those that are protected.
    """
    origin: Any = collector.origin
    model = origin if isinstance(origin, models.Model) else getattr(origin, "model", None)
    is_alone = model is not None and model._meta.concrete_model is Revision
    on_delete: Any = models.PROTECT if is_alone else models.CASCADE
    on_delete(collector, field, rows, using)


class CaseVersion(models.Model):
    """What one publication of a case said, in one language: a revision, under a number."""

    page = models.ForeignKey(
        "casestudies.CaseStudyPage", on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField(_("version"))
    revision = models.ForeignKey(Revision, on_delete=protect_from_purge, related_name="+")
    # The query that finds a page reads its current version too: only one-to-one relations are read so.
    current_of = models.OneToOneField(
        "casestudies.CaseStudyPage",
        on_delete=models.CASCADE,
        null=True,
        related_name="current_version",
    )
    # Of the page then: an address that was published leads on, whatever the page is called since.
    reference = models.SlugField(max_length=REFERENCE_LENGTH)
    published_at = models.DateTimeField(_("published"))
    reviewed_by = CodeSetField(_("reviewed by"), max_length=100)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    # Not a use of the page that editors should be told of.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="a_version_has_its_number")
        ]
        ordering = ["-number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")

    def __str__(self) -> str:
        return f"{self.reference} {self.number}"

    @property
    def is_current(self) -> bool:
        """Whether it is what the page says now."""
        return self.current_of_id is not None

    @property
    def reviewers(self) -> list[str]:
        """The roles of those who had approved this very text, in words, never their names."""
        return [str(role.label) for role in ReviewerRole if role in self.reviewed_by]


def is_latest_and_settled(revision: Revision) -> bool:
    """Tell whether nobody wrote since a revision that was published, or approved by someone.

    Wagtail refuses by itself to write over one that is not the latest.
    """
    was_published = CaseVersion.objects.filter(revision=revision).exists()
    approved = revision.task_states.filter(status=TaskState.STATUS_APPROVED)
    return revision.is_latest_revision() and (was_published or approved.exists())
