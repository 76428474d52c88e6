"""The message that invites."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from casestudies.models import Invitation
from casestudies.models.invitations import VALIDITY
from common.addresses import whole_address
from common.mail import write


def invitation(row: Invitation, token: str, connection: Any) -> EmailMultiAlternatives:
    """Return the message, in plain text and HTML, in the language it was asked in."""
    with override(row.language):
        link = reverse("casestudies:accept_invitation", args=[token])
        context = {"invitation": row, "link": whole_address(link), "days": VALIDITY.days}
        subject = _("Your invitation to %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}
        message = write("casestudies/mail/invitation", subject, row.email, context)
    message.connection = connection
    return message
