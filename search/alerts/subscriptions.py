"""From an address typed in a form to an alert, and to none: nothing is kept that is not needed."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from search.models import SearchAlert

from . import mail
from .tokens import CONFIRMATION_TIME

MAX_ALERTS = 20


def ask(address: str, language: str, query: str) -> None:
    """Send the address what fits: a link to confirm, or that it follows this or enough already.

    Whoever asks sees none of it. Raises SMTPException or OSError when no message can be sent.
    """
    purge_expired()
    followed = SearchAlert.objects.filter(address=address)
    is_known = followed.filter(language=language, query=query).exists()
    if not is_known and followed.count() >= MAX_ALERTS:
        mail.too_many(address, language, followed.order_by("created_at")).send()
        return
    alert, _is_new = SearchAlert.objects.get_or_create(
        address=address, language=language, query=query
    )
    if alert.confirmed_at:
        mail.already_followed(alert).send()
        return
    SearchAlert.objects.filter(pk=alert.pk).update(created_at=timezone.now())
    mail.confirmation(alert).send()


def confirm(pk: UUID) -> None:
    """Start an alert; doing it again changes nothing."""
    waiting = SearchAlert.objects.filter(pk=pk, confirmed_at=None)
    waiting.update(confirmed_at=timezone.now())


def stop(pk: UUID) -> None:
    """Remove an alert, and with it all that was kept."""
    SearchAlert.objects.filter(pk=pk).delete()


def purge_expired(now: datetime | None = None) -> int:
    """Remove what nobody confirmed in time; return how many there were."""
    oldest = (now or timezone.now()) - CONFIRMATION_TIME
    expired = SearchAlert.objects.filter(confirmed_at=None, created_at__lt=oldest)
    return expired.delete()[0]
