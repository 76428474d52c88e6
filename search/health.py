"""Which engine answers readers now, for monitors and for the admin."""

from dataclasses import dataclass

from django.conf import settings
from elasticsearch import ApiError, TransportError

from . import outbox
from .engines import resilient
from .engines.elastic import connection
from .models import PendingPush


@dataclass(frozen=True, kw_only=True)
class Health:
    """The state of the search.

    Attributes:
        chosen: The engine that the settings name.
        answering: The engine that answers readers now.
        failure: What is wrong with the chosen one, empty when nothing is.
        pending: Changes that it has not been told of yet.
    """

    chosen: str
    answering: str
    failure: str = ""
    pending: int = 0


def look() -> Health:
    """Ask the chosen engine whether it can answer; takes as long as a reader's search at most."""
    if not outbox.is_used():
        return Health(chosen="database", answering="database")
    failure = resilient.last_failure() or _failure()
    return Health(
        chosen="elasticsearch",
        answering="database" if failure else "elasticsearch",
        failure=failure,
        pending=PendingPush.objects.count(),
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
