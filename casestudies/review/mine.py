"""“My case studies”: what one has to do, and where one's cases are, at the top of the admin."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.template.defaultfilters import date as written_date
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page, WorkflowState

from casestudies.freshness import due_for_confirmation
from casestudies.models import (
    CaseStudyPage,
    CollectivityReview,
    CollectivityReviewTask,
    PublicationTask,
    TutorReviewTask,
)
from casestudies.models.review import Step
from casestudies.permissions import page_policy, shared_ids, tutored_ids
from casestudies.writing.views import list_to_add_to

MOST = 50
TITLES = ("pk", "title", "draft_title", "live")
Case = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A case in a list: the title of its latest version, where one goes on, where it stands."""

    title: str
    url: str
    note: str


@dataclass(frozen=True)
class Heap:
    """A list of cases under a heading; `more` says how many are left out of it."""

    anchor: str
    heading: str
    rows: Sequence[Row]
    more: int = 0


@dataclass(frozen=True)
class Desk:
    """What the lists are made from.

    Attributes:
        states: Where each case that is submitted stands, by its page.
        sent: What was last sent of each to its collectivité, by its page.
        steps: The kind of our steps, by their content types.
    """

    states: Mapping[int, WorkflowState]
    sent: Mapping[int, CollectivityReview]
    steps: Mapping[int, type]

    def step(self, pk: int) -> type | None:
        """Return the kind of step that a case is at, None when it is at none of ours."""
        state = self.states.get(pk)
        if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
            return None
        return self.steps.get(state.current_task_state.task.content_type_id)

    def is_asked(self, pk: int) -> bool:
        """Tell whether a case waits for an answer of its collectivité, and for nobody here."""
        sent = self.sent.get(pk)
        is_there = self.step(pk) is CollectivityReviewTask
        return is_there and sent is not None and sent.step == Step.WAITING

    def is_sent_back(self, pk: int) -> bool:
        """Tell whether a case was sent back to its authors."""
        state = self.states.get(pk)
        return state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES

    def row(self, case: Case) -> Row:
        """Return a case as the lists show it."""
        pk = case["pk"]
        is_theirs = self.step(pk) is CollectivityReviewTask
        screen = "casestudies_review" if is_theirs else "wagtailadmin_pages:edit"
        title = case["draft_title"] or case["title"]
        return Row(title, reverse(screen, args=[pk]), self._note(pk))

    def _note(self, pk: int) -> str:
        state = self.states.get(pk)
        if state is None or state.current_task_state is None:
            return ""
        task = state.current_task_state.task.name
        if self.is_sent_back(pk):
            comment = Truncator(state.current_task_state.comment).chars(200)
            return " – ".join(part for part in (task, comment) if part)
        sent = self.sent.get(pk)
        if self.step(pk) is not CollectivityReviewTask:
            return str(task)
        if sent is None:
            return _("To be sent to the collectivité")
        day = written_date(timezone.localtime(sent.sent_at), "DATE_FORMAT") if sent.sent_at else ""
        if sent.step == Step.WAITING:
            return _("Sent to the collectivité on %(date)s, no answer yet") % {"date": day}
        said = sent.get_verdict_display() if sent.step == Step.ANSWERED else sent.step.label
        return f"{task} – {said}"


def heaps(user: Any) -> list[Heap]:
    """Return a person's cases, in the order in which they call for something.

    The number of queries does not grow with the cases.
    """
    desk = _desk()
    waiting = _waiting(user, desk)
    owned = Q(owner=user) | Q(pk__in=shared_ids(user))
    pages = Page.objects.filter(owned, casestudypage__isnull=False)
    mine = list(pages.order_by("-latest_revision_created_at").values(*TITLES))
    sent_back = [case for case in mine if desk.is_sent_back(case["pk"])]
    said = {case["pk"] for case in (*waiting, *sent_back)}
    going_on = [case for case in mine if not (case["live"] or case["pk"] in said)]
    asked = [case for case in waiting if desk.is_asked(case["pk"])]
    mine_to_do = [case for case in waiting if not desk.is_asked(case["pk"])]
    return [
        _heap("attend", _("Waiting for me"), mine_to_do, desk),
        _heap("renvoyees", _("Sent back, to be reworked"), sent_back, desk),
        _heap("chez-elles", _("With the collectivité"), asked, desk),
        _heap("en-cours", _("In progress"), going_on, desk),
        _heap("a-confirmer", _("To confirm: a year without news"), _due(user, pages), desk),
        _heap("publiees", _("Already published"), [case for case in mine if case["live"]], desk),
    ]


class MyCasesPanel(Component):
    """The lists, as the first panel of the admin's home."""

    name = "my_cases"
    template_name = "casestudies/admin/my_cases.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        found = [heap for heap in heaps(user) if heap.rows]
        return {"heaps": found, "parent": list_to_add_to(user)}


def _heap(anchor: str, heading: str, cases: Iterable[Case], desk: Desk) -> Heap:
    cases = list(cases)
    rows = [desk.row(case) for case in cases[:MOST]]
    return Heap(anchor, heading, rows, max(0, len(cases) - MOST))


def _desk() -> Desk:
    kind = ContentType.objects.get_for_model(CaseStudyPage)
    active = WorkflowState.objects.active().filter(content_type=kind)
    states = active.select_related("current_task_state__task")
    by_page = {int(state.object_id): state for state in states}
    # The last of each comes last.
    reviews = CollectivityReview.objects.filter(page__in=by_page).defer("content", "comment")
    sent = {review.page_id: review for review in reviews.order_by("created_at", "pk")}
    types = (TutorReviewTask, CollectivityReviewTask, PublicationTask)
    steps = {ContentType.objects.get_for_model(task).pk: task for task in types}
    return Desk(by_page, sent, steps)


def _waiting(user: Any, desk: Desk) -> list[Case]:
    """Return the cases at a step that a person may act at, those that wait longest first."""
    at_step = {pk for pk in desk.states if desk.step(pk)}
    publishable = page_policy().instances_user_has_permission_for(user, "publish")
    by_editor = set(publishable.filter(pk__in=at_step).values_list("pk", flat=True))
    by_tutor = {pk for pk in at_step & tutored_ids(user) if desk.step(pk) is not PublicationTask}
    cases = Page.objects.filter(pk__in=by_editor | by_tutor).values(*TITLES)
    return sorted(cases, key=lambda case: desk.states[case["pk"]].current_task_state.started_at)


def _due(user: Any, mine: Any) -> list[Case]:
    """Return the cases to confirm: an editor's are all those of the site."""
    due = due_for_confirmation(timezone.localdate())
    publishable = page_policy().instances_user_has_permission_for(user, "publish")
    pages = due.filter(Q(pk__in=publishable.values("pk")) | Q(pk__in=mine.values("pk")))
    return list(pages.order_by("first_published_at").values(*TITLES))
