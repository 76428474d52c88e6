"""Reminds, once, a collectivité that does not answer, then tells the editors."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from casestudies.models import CollectivityReview
from common.mail import deliver
from common.tokens import digest_of, new_token

from . import mail
from .people import editors_of

# After the reminder.
BEFORE_TELLING = timedelta(days=7)


def remind_and_tell(now: datetime) -> int:
    """Send the reminders and the news of silence that are due; return how many messages left.

    May run as often as one likes, and twice at once: each is sent once. A message that could not
    leave is tried again the next time.
    """
    return _remind(now) + _tell(now)


def _remind(now: datetime) -> int:
    is_due = Q(sent_at__lte=now - _patience(), expires_at__gt=now, reminded_at=None)
    sent = 0
    for review in _unanswered().filter(is_due).select_related("page", "sent_by"):
        token = new_token()
        rows = _unanswered().filter(pk=review.pk)
        # Whoever else is at it finds it taken.
        if not rows.filter(reminded_at=None).update(
            reminded_at=now, reminder_digest=digest_of(token)
        ):
            continue
        if deliver(mail.request(review, token, is_reminder=True), f"review {review.pk}"):
            sent += 1
        else:
            rows.update(reminded_at=None, reminder_digest=None)
    return sent


def _tell(now: datetime) -> int:
    told_from = now - BEFORE_TELLING
    is_silent = Q(reminded_at__lte=told_from) | Q(expires_at__lte=now)
    # What was to remind it could not leave for a week: its address may be wrong.
    is_deaf = Q(reminded_at=None, sent_at__lte=told_from - _patience())
    due = _unanswered().filter(is_silent | is_deaf, told_at=None)
    sent = 0
    for review in due.select_related("page"):
        rows = _unanswered().filter(pk=review.pk)
        if not rows.filter(told_at=None).update(told_at=now):
            continue
        messages = [mail.silence(review, user) for user in editors_of(review.page)]
        left = sum(deliver(message, f"review {review.pk}") for message in messages)
        if messages and not left:
            rows.update(told_at=None)
        sent += left
    return sent


def _patience() -> timedelta:
    return timedelta(days=settings.COLLECTIVITY_REVIEW_DAYS)


def _unanswered() -> QuerySet[CollectivityReview]:
    return CollectivityReview.objects.filter(
        answered_at=None, withdrawn_at=None, sent_at__isnull=False
    )
