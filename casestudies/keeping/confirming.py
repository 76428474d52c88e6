"""Asks each year whether a case is still true, and takes the answer of whoever holds the link.

The collectivité's contact is asked when there is one who agreed, the editors otherwise, and when
the contact did not answer in time. Then nobody is, until the next year.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from wagtail.query import PageQuerySet

from casestudies.choices import FollowUpStatus
from casestudies.freshness import VALIDITY as A_YEAR
from casestudies.freshness import due_for_confirmation
from casestudies.models import CaseStudyPage, Confirmation
from casestudies.models.keeping import oldest_link
from common.tokens import digest_of, new_token

from . import mail

MOST_AT_ONCE = 50
"""Cases asked about in one go: the first time, a whole base may be due."""
PATIENCE = timedelta(days=7)
"""How long a contact whom no message reaches is tried, before the editors are asked."""


def ask_for_confirmations(now: datetime) -> Counter[str]:
    """Ask about the cases that are due; return how many were asked of the `contact`, `editors`.

    What could not be sent counts as `failed`, and is sent the next time.
    """
    expired = Confirmation.objects.filter(answered_at=None, sent_at__lte=oldest_link(now))
    expired.filter(closed_at=None).update(closed_at=now)
    report: Counter[str] = Counter()
    cases = list(to_ask_about(now)[:MOST_AT_ONCE])
    others = []
    for case in cases:
        if _is_for_contact(case, now):
            report["contact" if _ask_contact(case, now) else "failed"] += 1
        else:
            others.append(case)
    if others:
        report["editors" if _ask_editors(others, now) else "failed"] += len(others)
    return report


def to_ask_about(now: datetime) -> PageQuerySet:
    """Return the cases to ask about now, those that waited longest first.

    Those that are due, unless someone is being asked, or the editors were this year.
    """
    asked = Confirmation.objects.filter(case=OuterRef("pk"), sent_at__isnull=False)
    unsent = Confirmation.objects.filter(case=OuterRef("pk"), sent_at=None, closed_at=None)
    this_year = asked.filter(created_at__gt=now - A_YEAR)
    due = due_for_confirmation(timezone.localdate(now)).annotate(
        asked_contact=Subquery(this_year.filter(is_for_editors=False).values("pk")[:1]),
        asked_editors=Subquery(this_year.filter(is_for_editors=True).values("pk")[:1]),
        answered=Subquery(this_year.filter(answered_at__isnull=False).values("pk")[:1]),
        waiting=Subquery(asked.filter(closed_at=None).values("pk")[:1]),
        tried_since=Subquery(unsent.values("created_at")[:1]),
    )
    # Without an answer of the contact, the editors are asked.
    left = due.filter(asked_editors=None, answered=None, waiting=None)
    return left.order_by("first_published_at", "pk")


def find(token: str) -> Confirmation | None:
    """Return the question that a link answers, None when it is not good any more."""
    rows = Confirmation.objects.filter(digest=digest_of(token), case__live=True)
    found = rows.select_related("case").first()
    return found if found and found.is_open else None


def answer(token: str, status: str, note: str) -> bool:
    """Keep the answer of whoever holds a link, once; tell whether it was still good."""
    question = find(token)
    if question is None:
        return False
    # One statement on one table: whoever else holds the link at the same moment finds it used.
    open_ones = Confirmation.objects.filter(pk=question.pk, answered_at=None, closed_at=None)
    values = {"status": FollowUpStatus(status), "note": note, "answered_at": timezone.now()}
    return bool(open_ones.update(**values))


def _is_for_contact(case: Any, now: datetime) -> bool:
    """Tell whether the contact of a case agreed to be asked, and was not yet this year."""
    if case.tried_since and case.tried_since <= now - PATIENCE:
        return False
    return bool(case.contact_agrees and case.contact_email and case.asked_contact is None)


def _ask_contact(case: CaseStudyPage, now: datetime) -> bool:
    token = _open([case], now, is_for_editors=False).get(case.pk)
    if token is None:
        return False
    message = mail.question(case, token)
    return _sent([case], now) if mail.send([message]) else False


def _ask_editors(cases: Iterable[CaseStudyPage], now: datetime) -> bool:
    """Write to each editor once, about all of these cases; the first who answers does for all."""
    tokens = _open(cases, now, is_for_editors=True)
    asked = [(case, tokens[case.pk]) for case in cases if case.pk in tokens]
    messages = mail.questions_for_editors(asked) if asked else []
    sent = mail.send(messages) if messages else 0
    return _sent([case for case, _token in asked], now) if sent else False


def _open(cases: Iterable[CaseStudyPage], now: datetime, *, is_for_editors: bool) -> dict[int, str]:
    """Return, by case, the token of its open question, made or made anew."""
    tokens = {}
    for case in cases:
        token = new_token()
        values = {"digest": digest_of(token), "is_for_editors": is_for_editors}
        unsent = Confirmation.objects.filter(case=case, closed_at=None, sent_at=None)
        if not unsent.update(**values):
            try:
                with transaction.atomic():
                    Confirmation.objects.create(case=case, created_at=now, **values)
            except IntegrityError:  # someone else began to ask meanwhile
                continue
        tokens[case.pk] = token
    return tokens


def _sent(cases: Iterable[CaseStudyPage], now: datetime) -> bool:
    rows = Confirmation.objects.filter(case__in=list(cases), closed_at=None, sent_at=None)
    return bool(rows.update(sent_at=now, created_at=now))
