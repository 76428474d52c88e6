"""What is done for case studies from time to time, in this order."""

from datetime import datetime

from common.scheduled import Action

from .keeping import tasks
from .review.reminders import remind_and_tell


def reviews(now: datetime) -> str:
    """Remind the collectivités that do not answer, then tell the editors."""
    return f"{remind_and_tell(now)} sent"


TASKS: dict[str, Action] = {
    "reviews": reviews,
    "confirmations": tasks.confirmations,
    "proposals": tasks.proposals,
    "links": tasks.links,
    "proposals to forget": tasks.forget,
}
"""Name → what does it, as `run_scheduled` knows them."""
