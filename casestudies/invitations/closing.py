"""Closes the accounts of a past promotion; what its members published keeps their names."""

from collections.abc import Iterable
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import CONTRIBUTOR
from casestudies.models import Invitation, Promotion


def members(promotion: Promotion) -> QuerySet[User]:
    """Return those who have an open account and are of a promotion, in any language of it."""
    users = User.objects.filter(
        is_active=True, contributor__promotion__translation_key=promotion.translation_key
    )
    return users.order_by("last_name", "first_name", "email")


def closable(promotion: Promotion) -> QuerySet[User]:
    """Return the members whose only role is to contribute: closing is not for the others."""
    with_more = User.objects.exclude(groups__role__key=CONTRIBUTOR).values("pk")
    others = User.groups.through.objects.exclude(group__role__key=CONTRIBUTOR).values("user_id")
    open_ones = members(promotion).filter(is_superuser=False, is_staff=False)
    return open_ones.exclude(pk__in=others).exclude(pk__in=with_more)


@transaction.atomic
def close(promotion: Promotion, pks: Iterable[int]) -> int:
    """Close, of these accounts, those that may be; return how many.

    Their sessions end, and the open invitations to the promotion are withdrawn.
    """
    ids = list(closable(promotion).filter(pk__in=list(pks)).values_list("pk", flat=True))
    User.objects.filter(pk__in=ids).update(is_active=False)
    _end_sessions({str(pk) for pk in ids})
    waiting = Invitation.objects.filter(
        promotion__translation_key=promotion.translation_key, accepted_at=None, withdrawn_at=None
    )
    waiting.update(withdrawn_at=timezone.now())
    return len(ids)


def _end_sessions(users: set[str]) -> None:
    """Delete the sessions of these users: opening an account again must not bring them back."""
    current = Session.objects.filter(expire_date__gt=timezone.now())
    ended: list[Any] = [
        session.pk
        for session in current.iterator()
        if session.get_decoded().get("_auth_user_id") in users
    ]
    Session.objects.filter(pk__in=ended).delete()
