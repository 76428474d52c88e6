"""The messages of the review, in plain text and HTML, each in its receiver's language."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.people import language_of
from casestudies.models import CollectivityReview
from common.addresses import whole_address
from common.mail import write

from .people import name_of

MAIL = "casestudies/mail"


def request(
    review: CollectivityReview, token: str, *, is_reminder: bool = False
) -> EmailMultiAlternatives:
    """Return what asks a collectivité to read a version, or reminds it once."""
    with override(review.language):
        subject = (
            _("Reminder: your opinion on “%(title)s”")
            if is_reminder
            else _("Your opinion on “%(title)s” before it is published")
        )
        context = {
            "review": review,
            "title": review.title,
            "sender": name_of(review.sent_by) if review.sent_by else "",
            "is_reminder": is_reminder,
            "link": whole_address(reverse("casestudies:review", args=[token])),
        }
        return write(
            f"{MAIL}/review_request", subject % {"title": review.title}, review.email, context
        )


def answered(review: CollectivityReview, user: Any) -> EmailMultiAlternatives:
    """Return what tells a tutor or an editor that the collectivité answered."""
    with override(language_of(user)):
        return _news(review, user, _("The collectivité answered about “%(title)s”"), "answered")


def silence(review: CollectivityReview, user: Any) -> EmailMultiAlternatives:
    """Return what tells an editor that the collectivité does not answer."""
    with override(language_of(user)):
        return _news(review, user, _("No answer yet about “%(title)s”"), "silence")


def _news(review: CollectivityReview, user: Any, subject: str, news: str) -> EmailMultiAlternatives:
    context = {
        "review": review,
        "title": review.title,
        "news": news,
        "user": user,
        "link": whole_address(reverse("casestudies_review", args=[review.page_id])),
    }
    return write(f"{MAIL}/review_news", subject % {"title": review.title}, user.email, context)
