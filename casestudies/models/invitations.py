"""Invitations to join, with a role, a promotion."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import LowercaseEmailField
from accounts.roles import CONTRIBUTOR, TUTOR
from casestudies.models.people import Promotion

VALIDITY = timedelta(days=14)


class InvitedRole(models.TextChoices):
    """The roles that people are invited to; the others are given by an administrator."""

    CONTRIBUTOR = CONTRIBUTOR, _("Student")
    TUTOR = TUTOR, _("Tutor")


class State(models.TextChoices):
    PENDING = "pending", _("Waiting for an answer")
    UNSENT = "unsent", _("Not sent")
    EXPIRED = "expired", _("Expired")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Invitation(models.Model):
    """A link that makes one account, once; only its digest is kept."""

    email = LowercaseEmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=40, choices=InvitedRole.choices)
    promotion = models.ForeignKey(
        Promotion,
        on_delete=models.CASCADE,
        related_name="invitations",
        verbose_name=_("promotion"),
    )
    language = models.CharField(_("language"), max_length=10)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="an_address_is_invited_once_at_a_time",
            )
        ]
        ordering = ["-created_at", "email"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.email} – {self.promotion}"

    @property
    def expires_at(self) -> datetime | None:
        """When the link that was sent last stops working."""
        return self.sent_at + VALIDITY if self.sent_at else None

    @property
    def state(self) -> State:
        """Where the invitation stands now."""
        if self.accepted_at:
            return State.ACCEPTED
        if self.withdrawn_at:
            return State.WITHDRAWN
        if self.expires_at is None:
            return State.UNSENT
        return State.EXPIRED if self.expires_at <= timezone.now() else State.PENDING

    @property
    def is_open(self) -> bool:
        """Whether it can be sent again or withdrawn."""
        return not (self.accepted_at or self.withdrawn_at)
