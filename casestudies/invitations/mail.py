"""The message that invites."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from casestudies.models import Invitation
from casestudies.models.invitations import VALIDITY


def invitation(row: Invitation, token: str, connection: Any) -> EmailMultiAlternatives:
    """Return the message, in plain text and HTML, in the language it was asked in."""
    with override(row.language):
        link = reverse("casestudies:accept_invitation", args=[token])
        context = {
            "invitation": row,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "link": urljoin(settings.WAGTAILADMIN_BASE_URL, link),
            "days": VALIDITY.days,
        }
        subject = _("Your invitation to %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}
        message = EmailMultiAlternatives(
            subject,
            render_to_string("casestudies/mail/invitation.txt", context).strip() + "\n",
            to=[row.email],
            headers={"Auto-Submitted": "auto-generated"},
            connection=connection,
        )
        html = render_to_string("casestudies/mail/invitation.html", context)
        message.attach_alternative(html, "text/html")
    return message
