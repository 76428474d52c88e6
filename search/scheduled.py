"""What the search does from time to time: alerts are sent, what was kept long enough is forgotten."""

from datetime import datetime

from common.scheduled import Action

from .alerts.sending import send_news
from .alerts.subscriptions import purge_expired
from .demand.reading import purge


def alerts(now: datetime) -> str:
    """Send the alerts that are due, and remove those that nobody confirmed in time."""
    removed, report = purge_expired(now), send_news(now)
    return (
        f"{report['sent']} sent, {report['empty']} with nothing new, {report['failed']} failed, "
        f"{removed} not confirmed in time"
    )


def counts(now: datetime) -> str:
    """Forget the counted searches that are too old."""
    return f"{purge()} forgotten"


TASKS: dict[str, Action] = {"alerts": alerts, "counted searches": counts}
"""Name → what does it, as `run_scheduled` knows them."""
