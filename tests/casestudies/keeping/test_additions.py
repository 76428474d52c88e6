"""A row is added to what is published and to what is being written, and nothing else changes."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Workflow, WorkflowState

from casestudies.keeping.additions import publish_row
from casestudies.models import CaseFollowUp, CaseReplication, CaseStudyPage
from common.refusals import PublicationRefused
from search.models import SearchEntry
from tests.factories import CaseStudyPageFactory, home

from .conftest import old_case

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


def follow_up(note: str = "Trois bus de plus.") -> CaseFollowUp:
    return CaseFollowUp(date="2026-11", status="running", note=note)


def fresh(case: CaseStudyPage) -> CaseStudyPage:
    return CaseStudyPage.objects.get(pk=case.pk)


def notes(case: CaseStudyPage) -> list[str]:
    return [row.note for row in case.follow_ups.all()]


def write_draft(case: CaseStudyPage, title: str = "Un autre titre") -> None:
    draft = fresh(case).get_latest_revision_as_object()
    draft.title = title
    draft.save_revision()


def test_without_a_draft_it_is_published_as_a_version_of_its_own(editor):
    case = old_case(follow_ups=[CaseFollowUp(date="2024", status="running", note="Un.")])
    first = case.live_revision
    publish_row(case.pk, follow_up("Deux."), user=editor, verified_on=TODAY)
    case = fresh(case)
    assert notes(case) == ["Un.", "Deux."]
    assert case.last_verified_on == TODAY
    assert (case.live, case.has_unpublished_changes) == (True, False)
    assert case.live_revision == case.latest_revision != first
    assert case.live_revision.user == editor
    assert "Deux." in SearchEntry.objects.get(page=case).body


def test_a_draft_gets_it_too_and_is_not_published(editor):
    case = old_case()
    write_draft(case)
    publish_row(case.pk, follow_up(), user=editor, verified_on=TODAY)
    case = fresh(case)
    assert case.title != "Un autre titre"
    assert case.has_unpublished_changes
    assert notes(case) == ["Trois bus de plus."]
    draft = case.get_latest_revision_as_object()
    assert (draft.title, notes(draft)) == ("Un autre titre", ["Trois bus de plus."])
    assert draft.last_verified_on == TODAY


def test_publishing_the_draft_keeps_the_row_once_with_its_identity(editor):
    case = old_case()
    write_draft(case)
    publish_row(case.pk, follow_up(), user=editor)
    row = fresh(case).follow_ups.get()
    fresh(case).get_latest_revision().publish()
    case = fresh(case)
    assert case.title == "Un autre titre"
    again = case.follow_ups.get()
    assert (again.pk, again.translation_key) == (row.pk, row.translation_key)


def test_a_version_that_waits_for_its_hour_still_comes_with_the_row(editor):
    case = old_case()
    draft = fresh(case).get_latest_revision_as_object()
    draft.title, draft.go_live_at = "Demain", timezone.now() + timedelta(days=1)
    draft.save_revision().publish()
    write_draft(case, "Après-demain")
    publish_row(case.pk, follow_up(), user=editor)
    [scheduled] = fresh(case).revisions.filter(approved_go_live_at__isnull=False)
    assert scheduled.as_object().title == "Demain"
    assert fresh(case).title not in {"Demain", "Après-demain"}
    assert fresh(case).get_latest_revision_as_object().title == "Après-demain"
    scheduled.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    content = {**scheduled.content, "go_live_at": str(scheduled.approved_go_live_at)}
    scheduled.content = content
    scheduled.save()
    call_command("publish_scheduled", stdout=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    assert fresh(case).title == "Demain"
    assert notes(fresh(case)) == ["Trois bus de plus."]


def test_a_review_goes_on_and_ends_with_the_row(editor):
    """Where a publication looks for reviews to end is Wagtail's own affair (8.0.1)."""
    case = old_case()
    write_draft(case)
    workflow = Workflow.objects.get(name="Moderators approval")
    workflow.start(fresh(case), editor)
    publish_row(case.pk, follow_up(), user=editor)
    state = WorkflowState.objects.get()
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    state.current_task_state.approve(user=editor)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED
    assert fresh(case).title == "Un autre titre"
    assert notes(fresh(case)) == ["Trois bus de plus."]


def test_two_rows_follow_each_other(editor):
    case = old_case()
    write_draft(case)
    publish_row(case.pk, follow_up("Un."), user=editor)
    publish_row(case.pk, CaseReplication(who="Ailleurs"), user=editor)
    publish_row(case.pk, follow_up("Deux."), user=editor)
    case = fresh(case)
    assert notes(case) == ["Un.", "Deux."]
    assert notes(case.get_latest_revision_as_object()) == ["Un.", "Deux."]
    assert case.replications.get().who == "Ailleurs"


def test_a_day_is_told_of_translations_and_a_text_is_not(editor):
    french = old_case()
    home("en")
    english = french.get_parent().copy_for_translation(home("en").locale)
    english.save_revision().publish()
    english = french.copy_for_translation(home("en").locale)
    english.save_revision().publish()
    publish_row(french.pk, follow_up(), user=editor, verified_on=TODAY)
    english = fresh(english)
    assert english.last_verified_on == TODAY
    assert notes(english) == []


def test_an_earlier_day_changes_nothing(editor):
    case = old_case(last_verified_on=TODAY)
    publish_row(case.pk, follow_up(), user=editor, verified_on=date(2025, 1, 1))
    assert fresh(case).last_verified_on == TODAY


def test_what_is_not_live_is_not_published(editor):
    case = CaseStudyPageFactory(live=False)
    with pytest.raises(CaseStudyPage.DoesNotExist):
        publish_row(case.pk, follow_up(), user=editor)
    assert not fresh(case).live


def test_what_could_not_be_published_today_is_said(editor):
    case = old_case()
    CaseStudyPage.objects.filter(pk=case.pk).update(summary="")
    with pytest.raises(PublicationRefused):
        publish_row(case.pk, follow_up(), user=editor)
    assert notes(fresh(case)) == []
