"""Messages in plain text and, most of them, in HTML too; in the language that is active."""

import logging
from collections.abc import Mapping
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.text import Truncator

logger = logging.getLogger(__name__)

LONGEST_SUBJECT = 120
# What cannot be sent, and what an address or a header cannot be.
FAILURES = (SMTPException, OSError, ValueError)


def write(
    template: str,
    subject: str,
    address: str,
    context: Mapping[str, Any],
    *,
    has_html: bool = True,
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    """Return a message to an address.

    `template` is the path of its text without the ending (".txt", and ".html" if it has one). A
    program sends it, and says so in its headers.
    """
    # A subject is one line, whatever a title holds; its non-breaking spaces stay.
    subject = Truncator(" ".join(subject.splitlines())).chars(LONGEST_SUBJECT)
    whole = {"site_name": settings.WAGTAIL_SITE_NAME, "subject": subject, **context}
    message = EmailMultiAlternatives(
        subject,
        render_to_string(f"{template}.txt", whole).strip() + "\n",
        to=[address],
        headers={"Auto-Submitted": "auto-generated", **(headers or {})},
    )
    if has_html:
        message.attach_alternative(render_to_string(f"{template}.html", whole), "text/html")
    return message


def deliver(message: EmailMessage, about: str) -> bool:
    """Send a message; tell whether it left. The logs say what it was about, never to whom."""
    try:
        message.send()
    except FAILURES as error:
        # The error itself may hold the address.
        logger.error("The message about %s could not be sent: %s", about, type(error).__name__)  # noqa: TRY400
        return False
    return True
