"""Sends a version to the collectivité, takes its answer, and moves the case on."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from casestudies.models import (
    CaseStudyPage,
    CollectivityReview,
    CollectivityReviewTask,
    PublicationTask,
    ReviewOverride,
    ReviewRemark,
)
from casestudies.models.review import Step, Verdict
from common.mail import deliver
from common.refusals import PublicationRefused
from common.tokens import digest_of, new_token

from . import mail
from .agreement import is_agreed, is_under_review
from .content import contact_of, fingerprint
from .people import editors_of, may_publish, may_review, name_of, readers_of


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a collectivité says of the version it was shown; `remarks` are rows of ReviewRemark."""

    verdict: Verdict
    answered_by: str
    comment: str = ""
    contact_consent: bool = False
    remarks: Sequence[Mapping[str, str]] = field(default_factory=tuple)


def validity() -> timedelta:
    """Return how long a link works: well after the reminder, and the news of silence."""
    return timedelta(days=2 * settings.COLLECTIVITY_REVIEW_DAYS + 30)


def open_reviews(page_id: int) -> QuerySet[CollectivityReview]:
    """Return what was sent for a case and may still be answered or replaced: one, or none."""
    return CollectivityReview.objects.filter(page=page_id, answered_at=None, withdrawn_at=None)


def may_send(page: CaseStudyPage, user: Any) -> bool:
    """Tell whether a person may send a case now: a reader of it, at this step.

    At the last step too, when the text is not the one that was agreed to.
    """
    if not may_review(user, page):
        return False
    task = page.current_workflow_task
    if isinstance(task, PublicationTask):
        return not is_agreed(page.pk, page.get_latest_revision().content)
    return isinstance(task, CollectivityReviewTask)


def may_decide(page: CaseStudyPage, user: Any) -> bool:
    """Tell whether a person may do without the collectivité's agreement: an editor, if it lacks."""
    if not may_publish(user, page) or not is_under_review(page):
        return False
    return not is_agreed(page.pk, page.get_latest_revision().content)


def send(page: CaseStudyPage, email: str, sender: Any) -> CollectivityReview:
    """Send the latest version of a case by a new link; those sent before stop working.

    Raises IntegrityError when someone else sends it at the same moment.
    """
    revision = page.get_latest_revision()
    now, token = timezone.now(), new_token()
    with transaction.atomic():
        withdraw(page.pk)
        review = CollectivityReview.objects.create(
            page=page,
            revision=revision,
            content=revision.content,
            fingerprint=fingerprint(revision.content),
            email=email,
            language=page.locale.language_code,
            digest=digest_of(token),
            sent_by=sender,
            expires_at=now + validity(),
        )
        _bring_back(page, sender)
    if deliver(mail.request(review, token), f"review {review.pk}"):
        review.sent_at = timezone.now()
        review.save(update_fields=["sent_at"])
    return review


def withdraw(page_id: int) -> bool:
    """Withdraw what was sent for a case and is not answered; tell whether there was something."""
    return bool(open_reviews(page_id).update(withdrawn_at=timezone.now()))


def find(token: str) -> CollectivityReview | None:
    """Return what a link is for, None when it is not good any more."""
    digest = digest_of(token)
    reviews = CollectivityReview.objects.select_related("page__locale")
    found = reviews.filter(Q(digest=digest) | Q(reminder_digest=digest)).first()
    # An answer can be read again as long as the link would have worked.
    if found is None or found.expires_at <= timezone.now():
        return None
    return found if found.step in {Step.WAITING, Step.ANSWERED} else None


@transaction.atomic
def answer(review: CollectivityReview, given: Answer, now: datetime | None = None) -> bool:
    """Keep the answer to a review, once, and move its case on; tell whether it was in time."""
    now = now or timezone.now()
    # Whoever else answers at the same moment, or withdraws it, finds it done.
    rows = open_reviews(review.page_id).filter(pk=review.pk, expires_at__gt=now)
    was_open = rows.update(
        answered_at=now,
        verdict=given.verdict,
        answered_by=given.answered_by,
        comment=given.comment,
        contact_consent=given.contact_consent,
    )
    if not was_open:
        return False
    review.refresh_from_db()
    ReviewRemark.objects.bulk_create(ReviewRemark(review=review, **row) for row in given.remarks)
    page = CaseStudyPage.objects.get(pk=review.page_id)
    _note_consent(page, review)
    if review.verdict == Verdict.CORRECT:
        _send_back(page, review)
    else:
        move_on(page, comment=signed(review))
    transaction.on_commit(partial(tell_readers, review))
    return True


def decide(page: CaseStudyPage, editor: Any, reason: str) -> None:
    """Record that an editor does without the agreement for the latest version, and move on."""
    with transaction.atomic():
        ReviewOverride.objects.create(
            page=page,
            fingerprint=fingerprint(page.get_latest_revision().content),
            reason=reason,
            decided_by=editor,
            name=name_of(editor),
        )
        move_on(page, comment=_("Decided without the collectivité: %s") % reason, user=editor)


def move_on(page: CaseStudyPage, *, comment: str, user: Any = None) -> None:
    """End the collectivité's step of a case if its latest version is agreed to."""
    state = _collectivity_state(page)
    latest = page.get_latest_revision()
    if state is None or not is_agreed(page.pk, latest.content):
        return
    state.revision = latest
    # A workflow of an installation may publish next, and the case may lack something else for it.
    with suppress(PublicationRefused), transaction.atomic():
        state.approve(user=user, comment=comment)


def signed(review: CollectivityReview) -> str:
    """Return, in one line, who answered what."""
    return f"{review.get_verdict_display()} – {review.answered_by}"


def tell_readers(review: CollectivityReview) -> None:
    """Tell those who read the case that its collectivité answered.

    The editors too when it objects: nobody else may decide what comes of it.
    """
    readers = readers_of(review.page)
    if review.verdict == Verdict.OBJECT:
        readers = list({*readers, *editors_of(review.page)})
    for user in readers:
        deliver(mail.answered(review, user), f"review {review.pk}")


def _collectivity_state(page: CaseStudyPage) -> TaskState | None:
    state: TaskState | None = page.current_workflow_task_state
    is_theirs = state is not None and isinstance(state.task.specific, CollectivityReviewTask)
    return state if is_theirs else None


def _bring_back(page: CaseStudyPage, user: Any) -> None:
    """Return a case that an editor was about to publish to the collectivité's step."""
    state = page.current_workflow_task_state
    if state is None or not isinstance(state.task.specific, PublicationTask):
        return
    step = CollectivityReviewTask.objects.filter(
        workflow_tasks__workflow=state.workflow_state.workflow, active=True
    ).first()
    if step is not None:
        step.take_back(state, user)


def _send_back(page: CaseStudyPage, review: CollectivityReview) -> None:
    """Send a case back to its authors with the corrections that its collectivité asks for."""
    state = _collectivity_state(page)
    if state is not None:
        state.reject(comment=signed(review))


def _note_consent(page: CaseStudyPage, review: CollectivityReview) -> None:
    """Tick, or untick, what the contact was asked, unless it is someone else by now."""
    latest = page.get_latest_revision_as_object()
    contact = contact_of(page.get_latest_revision().content)
    is_same = bool(contact) and contact == contact_of(review.content)
    if is_same and latest.contact_consent != review.contact_consent:
        latest.contact_consent = review.contact_consent
        latest.save_revision(log_action=True, clean=False)
        page.refresh_from_db()
