"""What is done for case studies from time to time, in this order."""

from common.scheduled import Action

from .keeping import tasks

TASKS: dict[str, Action] = {
    # The reminders of a review have their line here: "reviews": remind_and_tell,
    "confirmations": tasks.confirmations,
    "proposals": tasks.proposals,
    "links": tasks.links,
    "proposals to forget": tasks.forget,
}
"""Name → what does it, as `run_scheduled` knows them."""
