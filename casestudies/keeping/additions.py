"""Adds a row to a published case, and to the versions that are being written, and nothing else.

What is published gets the row through a version of its own, made from what is published: the draft
that someone may be writing is not. That draft, and one that waits for its hour, get the row as
well, each as a new version: neither loses it when it is published in turn. A review goes on.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from casestudies.models import CaseFollowUp, CaseReplication, CaseStudyPage
from casestudies.publication import refuse_unpublishable

Row = CaseFollowUp | CaseReplication
# The relation that each kind of row is in.
RELATIONS: dict[type[Row], str] = {CaseFollowUp: "follow_ups", CaseReplication: "replications"}


@transaction.atomic
def publish_row(case_id: int, row: Row, *, user: Any, verified_on: date | None = None) -> None:
    """Add an unsaved row to a live case, and say when it was verified if that is given.

    The day is told of its published translations too: it is a fact. The row is not: its text has
    to be translated. Raises CaseStudyPage.DoesNotExist when the case is not live, and
    PublicationRefused when what is published could not be published today.
    """
    # Locked: of two rows that are accepted at once, the second is added to what has the first.
    live = CaseStudyPage.objects.select_for_update(of=("self",)).get(pk=case_id, live=True)
    row.locale_id = live.locale_id
    _publish(live, row, verified_on, user)
    if verified_on:
        others = live.get_translations().live().select_for_update(of=("self",))
        for translation in others.specific():
            _publish(translation, None, verified_on, user)


def _publish(live: CaseStudyPage, row: Row | None, verified_on: date | None, user: Any) -> None:
    pending = _pending(live)
    _change(live, row, verified_on)
    refuse_unpublishable(live)
    revision = live.save_revision(user=user, clean=False)
    action = PublishPageRevisionAction(revision, user=user)
    # Publication ends the review of the page, which is about another version of it: Wagtail is
    # told that there is none.
    action.object._current_workflow_states = []  # noqa: SLF001
    action.execute(skip_permission_checks=True)
    if row is not None:
        # With the identity it was given, so that publishing a draft does not make it anew.
        row = type(row).objects.get(page_id=live.pk, translation_key=row.translation_key)
    for version in pending:
        draft = version.as_object()
        _change(draft, row, verified_on)
        draft.save_revision(
            user=version.user, approved_go_live_at=version.approved_go_live_at, clean=False
        )


def _pending(live: CaseStudyPage) -> list[Revision]:
    """Return the versions to come, oldest first: one that waits for its hour, the latest draft."""
    wanted = Q(approved_go_live_at__isnull=False)
    if live.has_unpublished_changes:
        wanted |= Q(pk=live.latest_revision_id)
    return list(live.revisions.filter(wanted).order_by("created_at", "pk"))


def _change(page: CaseStudyPage, row: Row | None, verified_on: date | None) -> None:
    if row is not None:
        relation = getattr(page, RELATIONS[type(row)])
        rows = [*relation.all(), row]
        # Rows that never had a place come first in one database and last in the other.
        for place, each in enumerate(rows):
            each.sort_order = place
        relation.set(rows)
    if verified_on and (page.last_verified_on is None or page.last_verified_on < verified_on):
        page.last_verified_on = verified_on
