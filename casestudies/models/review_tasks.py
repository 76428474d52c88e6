"""The steps of the review, as Wagtail's workflow knows them."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Task, TaskState, WorkflowState

from casestudies.choices import ReviewerRole
from casestudies.review.agreement import has_approved, is_agreed, objections
from casestudies.review.people import editors_of, may_publish, may_review, readers_of, tutors_of
from common.refusals import PublicationRefused


class ReviewTask(Task):
    """A step that waits for people by what they may do with the case, not by their groups."""

    class Meta:
        abstract = True

    def waits_for(self, page: Page, user: Any) -> bool:
        """Tell whether a person may act, and edit the case meanwhile; others may not."""
        return may_review(user, page)

    def told(self, page: Page) -> list[Any]:
        """Return the people to tell that the case is at this step."""
        return readers_of(page)

    def what_to_do(self) -> str:
        """Return what the people who are told have to do, in a sentence."""
        # Each step has its own, as the next one: a test looks for it.
        raise NotImplementedError

    def reader_role(self, state: TaskState) -> str | None:
        """Return in what role the text was approved, for readers; None when nobody did."""
        raise NotImplementedError

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return self.waits_for(obj, user)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        return not self.waits_for(obj, user)

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        if not self.waits_for(obj, user):
            return []
        return [
            ("reject", gettext_lazy("Send back to the authors"), True),
            ("approve", gettext_lazy("Approve"), False),
            ("approve", gettext_lazy("Approve with a comment"), True),
        ]

    def on_action(
        self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any
    ) -> str | None:
        """Act on the latest version: Wagtail keeps what there was when the step began."""
        task_state.revision = task_state.workflow_state.content_object.get_latest_revision()
        action: str | None = super().on_action(task_state, user, action_name, **kwargs)
        return action

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        states = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        ids = states.values_list("workflow_state__object_id", flat=True)
        pages = Page.objects.filter(pk__in=[int(pk) for pk in ids])
        mine = [str(page.pk) for page in pages if self.waits_for(page, user)]
        return states.filter(workflow_state__object_id__in=mine)


class TutorReviewTask(ReviewTask):
    """A first reading, by the tutors of the promotion or an editor."""

    class Meta:
        verbose_name = gettext_lazy("tutor's review")
        verbose_name_plural = gettext_lazy("tutors' reviews")

    def what_to_do(self) -> str:
        return _("Read it, comment on it, then approve it or send it back to its authors.")

    def reader_role(self, state: TaskState) -> str | None:
        tutors = tutors_of(state.workflow_state.content_object)
        return ReviewerRole.TUTOR if state.finished_by in tutors else ReviewerRole.EDITOR

    @classmethod
    def get_description(cls) -> Any:
        return gettext_lazy(
            "Waits for the tutors of the authors' promotion, and for the editors when it has none"
        )


class CollectivityReviewTask(ReviewTask):
    """Waits for the collectivité, to whom a tutor or an editor sends a link.

    Nobody approves for it: its answer does, or an editor's decision with a reason.
    """

    class Meta:
        verbose_name = gettext_lazy("collectivité's review")
        verbose_name_plural = gettext_lazy("collectivités' reviews")

    def what_to_do(self) -> str:
        return _("Send it to the collectivité, which has to agree before it is published.")

    def reader_role(self, state: TaskState) -> str | None:
        page_id = int(state.workflow_state.object_id)
        # An editor may have decided without it.
        return ReviewerRole.COLLECTIVITY if has_approved(page_id, state.revision.content) else None

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        state = super().start(workflow_state, user=user)
        if is_agreed(int(workflow_state.object_id), state.revision.content):
            state.approve(update=False, comment=_("This version was agreed to already."))
        return state

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        return [action for action in super().get_actions(obj, user) if action[0] == "reject"]

    @transaction.atomic
    def take_back(self, task_state: TaskState, user: Any) -> None:
        """Return a case that went further to this step."""
        task_state.status = TaskState.STATUS_CANCELLED
        task_state.finished_at, task_state.finished_by = timezone.now(), user
        task_state.save()
        # Read again: the rows that it holds on to are as they were.
        WorkflowState.objects.get(pk=task_state.workflow_state_id).update(user=user, next_task=self)

    @classmethod
    def get_description(cls) -> Any:
        return gettext_lazy("Waits for the answer of the collectivité, which needs no account")


class PublicationTask(ReviewTask):
    """The last step: an editor publishes what the collectivité agreed to."""

    class Meta:
        verbose_name = gettext_lazy("publication by an editor")
        verbose_name_plural = gettext_lazy("publications by an editor")

    def waits_for(self, page: Page, user: Any) -> bool:
        return may_publish(user, page)

    def told(self, page: Page) -> list[Any]:
        return editors_of(page)

    def what_to_do(self) -> str:
        return _("Publish it, or send it back to its authors.")

    def reader_role(self, state: TaskState) -> str | None:
        return ReviewerRole.EDITOR

    def on_action(
        self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any
    ) -> str | None:
        """Act, unless the text changed since the collectivité agreed: it then returns to it."""
        if action_name == "approve" and task_state.status == TaskState.STATUS_IN_PROGRESS:
            page = task_state.workflow_state.content_object.specific
            reasons = objections(page.pk, page.get_latest_revision().content)
            step = CollectivityReviewTask.objects.filter(
                workflow_tasks__workflow=task_state.workflow_state.workflow, active=True
            ).first()
            if reasons and step is not None:
                step.take_back(task_state, user)
                back = _("It is back at the collectivité's review: send it again.")
                raise PublicationRefused(page, [*reasons, back])
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> Any:
        return gettext_lazy("Waits for someone who may publish the page")
