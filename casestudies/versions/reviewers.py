"""In what roles people had approved a text before it was published."""

from typing import Any

from wagtail.models import Revision, TaskState

from accounts.roles import EDITOR, TUTOR
from casestudies.choices import ReviewerRole
from casestudies.review.content import fingerprint

ROLES_OF_GROUPS = {TUTOR: ReviewerRole.TUTOR, EDITOR: ReviewerRole.EDITOR}


def reviewer_roles(revision: Revision) -> set[str]:
    """Return the roles of those who approved, in a workflow, the very text of a revision.

    A type of task says for itself with `reader_role(state)` what an approval stands for, or None
    (a task that was passed over is no approval); Wagtail's own asks people of a group.
    """
    states = TaskState.objects.filter(
        status=TaskState.STATUS_APPROVED,
        revision__base_content_type_id=revision.base_content_type_id,
        revision__object_id=revision.object_id,
    )
    said = fingerprint(revision.content)
    found = {
        _role_of(state)
        for state in states.select_related("task", "revision")
        if fingerprint(state.revision.content) == said
    }
    return {role for role in found if role}


def _role_of(state: TaskState) -> str | None:
    task: Any = state.task.specific
    if hasattr(task, "reader_role"):
        role: str | None = task.reader_role(state)
        return role
    if not hasattr(task, "groups"):
        return None
    keys = task.groups.filter(role__key__in=ROLES_OF_GROUPS).values_list("role__key", flat=True)
    # Of several roles, nobody knows which approved.
    return ROLES_OF_GROUPS[keys[0]] if len(keys) == 1 else None
