"""Tells people by e-mail that a case waits for them; Wagtail tells its authors the rest."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from wagtail.admin.mail import (
    EmailNotificationMixin,
    Notifier,
    WorkflowStateRejectionEmailNotifier,
    send_notification,
)
from wagtail.admin.views.pages import edit
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import (
    task_approved,
    task_cancelled,
    task_rejected,
    task_submitted,
    workflow_rejected,
)

from casestudies.models import CollectivityReviewTask
from casestudies.models.review_tasks import ReviewTask

from .agreement import is_agreed
from .rounds import open_reviews, withdraw


class ReviewStepNotifier(EmailNotificationMixin, Notifier):
    """Wagtail's way of writing to people, with our steps and those whom they wait for."""

    notification = "submitted"

    def __init__(self) -> None:
        super().__init__((TaskState,))

    def can_handle(self, instance: TaskState, **kwargs: Any) -> bool:
        return super().can_handle(instance, **kwargs) and isinstance(
            instance.task.specific, ReviewTask
        )

    def get_recipient_users(self, instance: TaskState, **kwargs: Any) -> list[Any]:
        task, page = instance.task.specific, instance.workflow_state.content_object
        is_theirs = isinstance(task, CollectivityReviewTask)
        if is_theirs and (
            open_reviews(page.pk).exists() or is_agreed(page.pk, instance.revision.content)
        ):
            return []  # it is being sent, or the step is about to end by itself
        return [user for user in task.told(page) if user != kwargs.get("user")]

    def get_template_base_prefix(self, instance: TaskState, **kwargs: Any) -> str:
        return "review_task_"

    def send_notifications(self, *args: Any, **kwargs: Any) -> bool:
        # Who has not chosen a language reads the site's, not that of who acts.
        with override(settings.LANGUAGE_CODE):
            return bool(super().send_notifications(*args, **kwargs))

    def get_context(self, instance: TaskState, **kwargs: Any) -> dict[str, Any]:
        task, page = instance.task.specific, instance.workflow_state.content_object
        is_theirs = isinstance(task, CollectivityReviewTask)
        screen = "casestudies_review" if is_theirs else "wagtailadmin_pages:edit"
        address = reverse(screen, args=[page.pk])
        return {
            "settings": settings,
            "page": page.specific,
            "task": task,
            "link": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + address,
        }


notify = ReviewStepNotifier()


class SentBackNotifier(WorkflowStateRejectionEmailNotifier):
    """Tells who submitted a case that it is sent back, unless they were taken off it since."""

    def get_recipient_users(self, workflow_state: WorkflowState, **kwargs: Any) -> list[Any]:
        users = super().get_recipient_users(workflow_state, **kwargs)
        return _who_may_open(workflow_state.content_object, users)


tell_sent_back = SentBackNotifier()


def tell_of_comments(users: Iterable[Any], notification: str, context: Any) -> Any:
    """Tell those who may open the page of its comments: Wagtail tells whoever ever followed them."""
    return send_notification(_who_may_open(context["page"], users), notification, context)


def close_link(instance: TaskState, **kwargs: Any) -> None:
    """End the link of a case that leaves the collectivité's step (a receiver of the signals)."""
    if isinstance(instance.task.specific, CollectivityReviewTask):
        withdraw(int(instance.workflow_state.object_id))


def connect() -> None:
    """Follow the steps of the workflows, and the comments."""
    edit.send_notification = tell_of_comments
    # Of two receivers with one name, the first counts: this app is ready before Wagtail's admin.
    workflow_rejected.connect(
        tell_sent_back,
        sender=WorkflowState,
        dispatch_uid="workflow_state_rejected_email_notification",
    )
    task_submitted.connect(notify, dispatch_uid="review_step_notification")
    for signal in (task_approved, task_rejected, task_cancelled):
        signal.connect(close_link, dispatch_uid="review_link_closing")


def _who_may_open(page: Page, users: Iterable[Any]) -> list[Any]:
    return [user for user in users if page.permissions_for_user(user).can_edit()]
