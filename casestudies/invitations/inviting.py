"""Makes, sends, sends again, withdraws and accepts invitations."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from casestudies.models import Contributor, Invitation, Promotion, PromotionTutor
from casestudies.models.invitations import InvitedRole
from common.mail import deliver
from common.tokens import digest_of, new_token

from . import mail
from .addresses import Person


def known_addresses(people: Iterable[Person]) -> set[str]:
    """Return the addresses, of these people, that have an account or an open invitation."""
    addresses = [person.address for person in people]
    accounts = User.objects.filter(email__in=addresses).values_list("email", flat=True)
    open_ones = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    invited = open_ones.filter(email__in=addresses).values_list("email", flat=True)
    return {*accounts, *invited}


def invite(
    people: Iterable[Person], role: str, promotion: Promotion, *, inviter: Any, language: str
) -> list[Invitation]:
    """Invite people who are not known yet; return their invitations, sent or not."""
    with transaction.atomic():
        invitations = [
            Invitation.objects.create(
                email=person.address,
                name=person.name,
                role=InvitedRole(role),
                promotion=promotion,
                language=language,
                digest=digest_of(new_token()),
                invited_by=inviter,
            )
            for person in people
        ]
    send(invitations)
    return invitations


def send(invitations: Iterable[Invitation]) -> None:
    """Send open invitations, each with a new link: those sent before stop working."""
    connection = get_connection()
    for invitation in invitations:
        token = new_token()
        rows = _open(invitation.pk)
        if not rows.update(digest=digest_of(token), sent_at=None):
            continue
        message = mail.invitation(invitation, token, connection)
        if deliver(message, f"invitation {invitation.pk}"):
            rows.update(sent_at=timezone.now())
        invitation.refresh_from_db()


def withdraw(pk: int) -> bool:
    """Withdraw an open invitation; tell whether there was one."""
    return bool(_open(pk).update(withdrawn_at=timezone.now()))


def find(token: str) -> Invitation | None:
    """Return the invitation that a link is for, None when it is not good any more."""
    found = Invitation.objects.filter(digest=digest_of(token)).select_related("promotion").first()
    return found if found and found.state == "pending" else None


@transaction.atomic
def accept(token: str, *, first_name: str, last_name: str, password: str) -> User | None:
    """Make the account of an invitation, once; None when its link is not good any more."""
    invitation = find(token)
    if invitation is None or User.objects.filter(email=invitation.email).exists():
        return None
    role = Role.objects.filter(key=InvitedRole(invitation.role)).first()
    # Whoever else holds the link at the same moment finds it used.
    if role is None or not _open(invitation.pk).filter(digest=digest_of(token)).update(
        accepted_at=timezone.now()
    ):
        return None
    user: User = get_user_model().objects.create_user(
        invitation.email, password, first_name=first_name, last_name=last_name
    )
    user.groups.add(role.group)
    if invitation.role == InvitedRole.TUTOR:
        PromotionTutor.objects.create(user=user, promotion=invitation.promotion)
    else:
        Contributor.objects.create(
            name=user.get_full_name()[:150], promotion=invitation.promotion, user=user
        )
    return user


def _open(pk: int) -> Any:
    return Invitation.objects.filter(pk=pk, accepted_at=None, withdrawn_at=None)
