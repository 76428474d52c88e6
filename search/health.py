"""Which engine answers readers now, for monitors and for the admin."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min
from django.utils import timezone
from elastic_transport import ApiError, TransportError

from . import outbox
from .engines import resilient
from .engines.elastic import connection
from .engines.resilient import Trouble
from .models import PendingPush

LATE = timedelta(minutes=5)
"""The worker pushes every second: what waits longer does not wait for its turn."""


@dataclass(frozen=True, kw_only=True)
class Health:
    """The state of the search.

    Attributes:
        chosen: The engine that the settings name.
        answering: The engine that answers readers now.
        failure: What is wrong with the chosen one, empty when nothing is.
        pending: Changes that it has not been told of yet.
        pending_since: When the oldest of them was made.
        trouble: The last failure of a day, over or not.
    """

    chosen: str
    answering: str
    failure: str = ""
    pending: int = 0
    pending_since: datetime | None = None
    trouble: Trouble | None = None

    @property
    def is_late(self) -> bool:
        """Whether a change waits for longer than it should."""
        return self.pending_since is not None and timezone.now() - self.pending_since > LATE


def look() -> Health:
    """Ask the chosen engine whether it can answer; takes as long as a reader's search at most."""
    if not outbox.is_used():
        return recall()
    return _health(resilient.last_failure() or _failure())


def recall() -> Health:
    """Return what readers' searches and the outbox tell, without asking the cluster: one query.

    A failure that no search has met yet, or that this process cannot know of, is not told.
    """
    if not outbox.is_used():
        return Health(chosen="database", answering="database")
    return _health(resilient.last_failure())


def _health(failure: str) -> Health:
    # A version is the time of the change.
    waiting = PendingPush.objects.aggregate(number=Count("pk"), oldest=Min("version"))
    oldest = waiting["oldest"]
    return Health(
        chosen="elasticsearch",
        answering="database" if failure else "elasticsearch",
        failure=failure,
        pending=waiting["number"],
        pending_since=None if oldest is None else datetime.fromtimestamp(oldest / 1e6, UTC),
        trouble=resilient.last_trouble(),
    )


def _failure() -> str:
    names = [connection.alias(locale) for locale in dict(settings.LANGUAGES)]
    try:
        for name in names:
            connection.for_search().count(index=name)
    except (ApiError, TransportError) as error:
        resilient.note_failure(error)
        return resilient.last_failure()
    return ""
