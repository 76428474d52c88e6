"""What has to be done from time to time, whichever app it belongs to, by one command.

Apps register their tasks when they are ready. Each does what is due, and nothing when nothing is:
it may be called as often as one likes. Two that run at once share the tasks: whoever claims one
does it, the other passes it over.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Revision

from .models import ScheduledRun
from .refusals import PublicationRefused

logger = logging.getLogger(__name__)

LEASE = timedelta(hours=1)
"""How long a claim holds when whoever made it never came back."""

Action = Callable[[datetime], str]


@dataclass(frozen=True)
class Outcome:
    """What came of a task: what it says it did, or that it failed, or that another was at it."""

    task: str
    said: str = ""
    failed: bool = False
    was_busy: bool = False


_tasks: dict[str, Action] = {}


def register_task(name: str, action: Action) -> None:
    """Register what does a task: given the time, it returns what it did, in a few words."""
    _tasks[name] = action


def task_names() -> list[str]:
    """Return the names of the tasks, in the order in which they are done."""
    return list(_tasks)


def run_tasks(names: Collection[str] | None = None) -> Iterator[Outcome]:
    """Do these tasks, or all, yielding what came of each; one that fails stops no other.

    Raises DatabaseError when the database itself is away, KeyError for an unknown name.
    """
    for name in task_names() if names is None else names:
        yield _run(name, _tasks[name])


def forget_sessions(now: datetime) -> str:
    """Forget the sessions that are over: they name who signed in."""
    call_command("clearsessions")
    return "those that are over are forgotten"


def publish_and_expire(now: datetime) -> str:
    """Publish the pages whose hour has come, take off those whose time is over.

    As Wagtail's `publish_scheduled`, which a page that is refused keeps from all the others.
    """
    expired = list(Page.objects.filter(live=True, expire_at__lt=now))
    for page in expired:
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    published = refused = 0
    due = Revision.objects.filter(approved_go_live_at__lt=now)
    for revision in due.order_by("approved_go_live_at"):
        try:
            revision.publish(log_action="wagtail.publish.scheduled")
        except PublicationRefused as error:
            refused += 1
            logger.warning("Page %s is not published at its hour: %s", error.page.pk, error)
        else:
            published += 1
    return f"{published} published, {len(expired)} taken off, {refused} refused"


def _run(name: str, action: Action) -> Outcome:
    claimed_at = _claim(name)
    if claimed_at is None:
        return Outcome(name, was_busy=True)
    try:
        return Outcome(name, said=action(timezone.now()))
    except Exception:  # whatever one app does wrong, the others' work is done
        logger.exception("The scheduled task %s failed", name)
        return Outcome(name, failed=True)
    finally:
        # Not a claim that was made since, when this one had run out.
        ScheduledRun.objects.filter(name=name, claimed_at=claimed_at).update(claimed_at=None)


def _claim(name: str) -> datetime | None:
    """Claim a task; return when, None when someone else has it. One statement: it is atomic."""
    ScheduledRun.objects.get_or_create(name=name)
    now = timezone.now()
    is_free = Q(claimed_at=None) | Q(claimed_at__lt=now - LEASE)
    return now if ScheduledRun.objects.filter(is_free, name=name).update(claimed_at=now) else None
