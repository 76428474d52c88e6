"""The messages that keep cases alive: plain text and HTML, in the receiver's language."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.people import holders_of, language_of
from accounts.roles import EDITOR
from casestudies.models import CaseStudyPage
from casestudies.models.keeping import VALIDITY
from common.addresses import whole_address
from common.mail import deliver, write

Asked = tuple[CaseStudyPage, str]
"""A case, and the token that answers for it."""


def question(case: CaseStudyPage, token: str) -> EmailMultiAlternatives:
    """Return the message that asks a case's contact whether it is still true."""
    with override(case.locale.language_code):
        subject = _("Is this still so? %(title)s") % {"title": case.title}
        context = {
            "case": case,
            "link": _answer_link(token),
            "case_link": whole_address(case.get_url()),
        }
        return _message("question", subject, context, case.contact_email)


def questions_for_editors(asked: Sequence[Asked]) -> list[EmailMultiAlternatives]:
    """Return the messages that ask each editor about cases that nobody else answers for."""
    messages = []
    for user in holders_of(EDITOR):
        with override(language_of(user)):
            subject = ngettext(
                "%(count)s case study to confirm",
                "%(count)s case studies to confirm",
                len(asked),
            )
            links = [
                {
                    "case": case,
                    "link": _answer_link(token),
                    "case_link": whole_address(case.get_url()),
                }
                for case, token in asked
            ]
            context = {"links": links}
            subject %= {"count": len(asked)}
            messages.append(_message("questions", subject, context, user.email))
    return messages


def proposals_for_editors(count: int) -> list[EmailMultiAlternatives]:
    """Return the messages that tell each editor that so much was proposed since the last one."""
    messages = []
    for user in holders_of(EDITOR):
        with override(language_of(user)):
            subject = ngettext(
                "%(count)s proposal waits for you", "%(count)s proposals wait for you", count
            )
            context = {"count": count, "link": whole_address(reverse("keeping_proposals"))}
            messages.append(_message("proposals", subject % {"count": count}, context, user.email))
    return messages


def letter(
    case: CaseStudyPage, *, name: str, address: str, text: str, language: str
) -> EmailMultiAlternatives:
    """Return a reader's letter to the contact of a case, who answers to the reader's address."""
    with override(case.locale.language_code):
        subject = _("A reader writes to you about “%(title)s”") % {"title": case.title}
        context = {
            "case": case,
            "case_link": whole_address(case.get_url()),
            "name": name,
            "text": text,
        }
        context["text_language"] = language
        message = _message("letter", subject, context, case.contact_email)
    message.reply_to = [address]
    # Someone wrote it: the contact's own absence message may answer.
    del message.extra_headers["Auto-Submitted"]
    return message


def send(messages: Iterable[EmailMultiAlternatives]) -> int:
    """Send messages; return how many left."""
    connection = get_connection()
    sent = 0
    for message in messages:
        message.connection = connection
        sent += deliver(message, "cases to keep alive")
    return sent


def _message(
    template: str, subject: str, context: Mapping[str, Any], address: str
) -> EmailMultiAlternatives:
    """Return a message in the active language."""
    whole = {**context, "days": VALIDITY.days}
    return write(f"casestudies/keeping/mail/{template}", subject, address, whole)


def _answer_link(token: str) -> str:
    return whole_address(reverse("casestudies:confirm_case", args=[token]))
