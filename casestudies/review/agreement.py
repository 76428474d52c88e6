"""Whether a version of a case may be published: what the collectivité said of it, or an editor."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.defaultfilters import date as written_date
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, WorkflowState

from casestudies.models.review import CollectivityReview, ReviewOverride, Verdict
from common.refusals import PublicationRefused

from .content import contact_of, fingerprint


def latest_answer(page_id: int) -> CollectivityReview | None:
    """Return the last answer of the collectivité about a case, whatever it says."""
    answered = CollectivityReview.objects.filter(page=page_id, answered_at__isnull=False)
    return answered.order_by("-answered_at").first()


def has_approved(page_id: int, content: Mapping[str, Any]) -> bool:
    """Tell whether the collectivité itself agreed to a version, in its last answer."""
    answer = latest_answer(page_id)
    return answer is not None and not _against(answer, content)


def is_agreed(page_id: int, content: Mapping[str, Any]) -> bool:
    """Tell whether a version may be published as far as the collectivité is concerned."""
    return not objections(page_id, content)


def objections(page_id: int, content: Mapping[str, Any]) -> list[str]:
    """Return why a version may not be published yet, in sentences; nothing when it may.

    Only the last answer counts, for what it was shown; an editor's later decision stands for it.
    """
    answer = latest_answer(page_id)
    decisions = ReviewOverride.objects.filter(page=page_id, fingerprint=fingerprint(content))
    if answer is not None:
        decisions = decisions.filter(decided_at__gt=answer.answered_at)
    if decisions.exists():
        return []
    if answer is None:
        return [_("The collectivité has not answered yet.")]
    return _against(answer, content)


def _against(answer: CollectivityReview, content: Mapping[str, Any]) -> list[str]:
    words = {"date": written_date(timezone.localtime(answer.answered_at), "DATE_FORMAT")}
    if answer.verdict == Verdict.OBJECT:
        return [_("The collectivité objected to the publication on %(date)s.") % words]
    if answer.verdict != Verdict.APPROVE:
        return [_("The collectivité asked for corrections on %(date)s.") % words]
    if answer.fingerprint != fingerprint(content):
        return [_("The text is not the one that the collectivité agreed to on %(date)s.") % words]
    if content.get("contact_consent") and not _contact_agreed(answer, content):
        return [_("The contact has not agreed to be written to: untick the box.")]
    return []


def _contact_agreed(answer: CollectivityReview, content: Mapping[str, Any]) -> bool:
    return answer.contact_consent and contact_of(answer.content) == contact_of(content)


def is_under_review(page: Page) -> bool:
    """Tell whether a case was submitted to the collectivité's review and not published since.

    One that is published without ever being submitted, by an editor, is not; nor are the later
    changes of a case that went all the way.
    """
    states = WorkflowState.objects.for_instance(page).filter(
        workflow__workflow_tasks__task__collectivityreviewtask__isnull=False
    )
    state = states.order_by("-created_at", "-pk").first()
    if state is None:
        return False
    # That of now: a draft has the one there was when it was saved.
    published_at = Page.objects.values_list("last_published_at", flat=True).get(pk=page.pk)
    return state.is_active or published_at is None or published_at < state.created_at


def refuse_without_agreement(page: Page, revision: Revision) -> None:
    """Raise PublicationRefused if a version under review is agreed by nobody.

    A translation is not published before the original that is under review either.
    """
    if is_under_review(page):
        reasons = objections(page.pk, revision.content)
    else:
        reasons = _objections_to_original(page)
    if reasons:
        hint = _("Send it to the collectivité, or decide without it with a reason.")
        raise PublicationRefused(page, [*reasons, hint])


def _objections_to_original(page: Page) -> list[str]:
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return []
    originals = page.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE)
    original = originals.select_related("latest_revision").first()
    if original is None or original.live or not is_under_review(original):
        return []
    return objections(original.pk, original.latest_revision.content)
