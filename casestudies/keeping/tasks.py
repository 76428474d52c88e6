"""What keeps cases alive from time to time; each does what is due, and says it in a few words."""

from datetime import datetime, timedelta

from casestudies.models import Confirmation, ReplicationReport

from . import mail
from .confirming import ask_for_confirmations
from .deciding import waiting_confirmations, waiting_reports
from .links import check_links

KEPT = timedelta(days=400)
"""How long what was decided is kept: what was accepted is on the case, for good."""


def confirmations(now: datetime) -> str:
    """Ask about the cases that nobody confirmed for a year."""
    report = ask_for_confirmations(now)
    return (
        f"{report['contact']} asked of contacts, {report['editors']} of editors, "
        f"{report['failed']} failed"
    )


def proposals(now: datetime) -> str:
    """Tell the editors, once, that something was proposed since they were told last."""
    new = [waiting_confirmations().filter(told_at=None), waiting_reports().filter(told_at=None)]
    ids = [list(rows.values_list("pk", flat=True)) for rows in new]
    count = sum(map(len, ids))
    if not count:
        return "nothing new"
    if not mail.send(mail.proposals_for_editors(count)):
        return f"{count} new, nobody could be told"
    Confirmation.objects.filter(pk__in=ids[0]).update(told_at=now)
    ReplicationReport.objects.filter(pk__in=ids[1]).update(told_at=now)
    return f"editors told of {count}"


def links(now: datetime) -> str:
    """Visit the addresses of cases that are due."""
    report = check_links(now)
    return f"{report['good']} good, {report['bad']} bad"


def forget(now: datetime) -> str:
    """Delete what was decided, or given up, long ago."""
    deleted = [
        model.objects.filter(closed_at__lt=now - KEPT).delete()[0]
        for model in (Confirmation, ReplicationReport)
    ]
    return f"{sum(deleted)} forgotten"
