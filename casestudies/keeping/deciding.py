"""An editor decides, once, of what was proposed: accepted, it is on the case; refused, it is not."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from casestudies.choices import FollowUpStatus
from casestudies.models import (
    CaseFollowUp,
    CaseReplication,
    Confirmation,
    ReplicationReport,
)

from .additions import publish_row


def waiting_confirmations() -> Any:
    """Return the answers that nobody decided of, those that waited longest first."""
    answers = Confirmation.objects.filter(answered_at__isnull=False, closed_at=None)
    return answers.select_related("case")


def waiting_reports() -> Any:
    """Return the reports that nobody decided of, those that waited longest first."""
    return ReplicationReport.objects.filter(closed_at=None).select_related("case", "collectivity")


@transaction.atomic
def accept_confirmation(pk: int, user: Any, *, date: str, status: str, note: str) -> bool:
    """Add the answer, as the editor left it, to the case; False when it was decided already."""
    answer = waiting_confirmations().filter(pk=pk).first()
    is_ours = _close(waiting_confirmations(), pk, user, is_accepted=True)
    if answer is None or not is_ours:
        return False
    row = CaseFollowUp(date=date, status=FollowUpStatus(status), note=note)
    day = timezone.localdate(answer.answered_at)
    publish_row(answer.case_id, row, user=user, verified_on=day)
    return True


@transaction.atomic
def accept_report(pk: int, user: Any, *, who: str, date: str, note: str, source_url: str) -> bool:
    """Add the report, as the editor left it, to the case; False when it was decided already."""
    report = waiting_reports().filter(pk=pk).first()
    is_ours = _close(waiting_reports(), pk, user, is_accepted=True, email="")
    if report is None or not is_ours:
        return False
    row = CaseReplication(
        who=who, collectivity=report.collectivity, date=date, note=note, source_url=source_url
    )
    publish_row(report.case_id, row, user=user)
    return True


def refuse_confirmation(pk: int, user: Any) -> bool:
    """Leave the case as it is; False when it was decided already."""
    return _close(waiting_confirmations(), pk, user, is_accepted=False)


def refuse_report(pk: int, user: Any) -> bool:
    """Leave the case as it is; False when it was decided already."""
    return _close(waiting_reports(), pk, user, is_accepted=False, email="")


def _close(waiting: Any, pk: int, user: Any, **values: Any) -> bool:
    # One statement: of two editors who decide at once, one does.
    decided = {"closed_at": timezone.now(), "decided_by": user, **values}
    return bool(waiting.filter(pk=pk).update(**decided))
