"""Which text was read, approved and published: never one that changed meanwhile."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.roles import EDITOR
from casestudies.models import CaseVersion, ReviewOverride
from tests.casestudies.review.conftest import answer, link
from tests.roles.world import person

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.mark.parametrize("then", ["approved", "published"])
def test_a_form_left_open_does_not_write_over_what_was_read(story, then):
    """Wagtail's autosave writes over its own last version, as long as nobody made another."""
    other = person(EDITOR, "other@example.org")
    if then == "published":
        answer(story.to_collectivity())
    else:
        story.submit()
    story.edit(story.editor)
    read = story.now().latest_revision
    story.act(other, "approve")
    left = {"title": "Jamais relu", "overwrite_revision_id": str(read.pk)}
    for saved in range(2):
        story.edit(story.editor, **left)
        read.refresh_from_db()
        assert read.content["title"] == "Un bus"
        latest = story.now().latest_revision
        assert latest.content["title"] == "Jamais relu"
        if saved:
            assert str(latest.pk) == left["overwrite_revision_id"]
        left["overwrite_revision_id"] = str(latest.pk)
    # Someone else's form still does not pass over it.
    late = {"title": "Perdu", "overwrite_revision_id": str(read.pk)}
    assert story.edit(other, **late).status_code == 200
    assert story.now().latest_revision.content["title"] == "Jamais relu"


def test_an_editor_decides_of_the_text_that_was_read(story):
    """Another may be changing it while the reason is written."""
    story.to_collectivity()
    screen = reverse("casestudies_review", args=[story.case.pk])
    read = story.client(story.editor).get(screen).context["decision_form"]["text"].value()
    story.edit(story.tutor, title="Un autre bus")
    reason = "Le maire est d’accord, il l’a dit."
    again = story.decide(story.editor, reason, read)
    assert again.status_code == 422
    assert "Le texte a changé" in again.content.decode()
    assert reason in again.content.decode()
    assert not ReviewOverride.objects.exists()
    story.decide(story.editor, reason, again.context["decision_form"]["text"].value())
    assert ReviewOverride.objects.count() == 1
    assert story.step == "PublicationTask"


def reviewed_by(story) -> set[str]:
    """Return in what roles readers are told that what is published was approved."""
    return set(CaseVersion.objects.get(page=story.case, number=1).reviewed_by)


def test_readers_are_told_who_approved(story):
    answer(story.to_collectivity())
    story.act(story.editor, "approve")
    assert reviewed_by(story) == {"tutor", "collectivity", "editor"}


def test_who_corrects_and_approves_has_approved_the_correction(story):
    story.submit()
    story.edit(story.tutor, title="Corrigé par le tuteur")
    story.act(story.tutor, "approve")
    story.edit(story.tutor, title="Corrigé encore, par le tuteur")
    story.send()
    answer(link(mail.outbox[-1]))
    story.act(story.editor, "approve")
    assert reviewed_by(story) == {"collectivity", "editor"}
    # The tutor approved the first correction, not the second.
    story.case = story.write(title="Un car")
    story.submit()
    story.edit(story.tutor, title="Un car, corrigé")
    story.act(story.tutor, "approve")
    story.send()
    answer(link(mail.outbox[-1]))
    story.act(story.editor, "approve")
    assert reviewed_by(story) == {"tutor", "collectivity", "editor"}


def test_readers_are_not_told_of_an_approval_that_was_done_without(story):
    story.submit()
    story.act(story.editor, "approve")
    story.decide(story.editor, "La mairie a donné son accord au téléphone.")
    story.act(story.editor, "approve")
    assert reviewed_by(story) == {"editor"}


def test_a_published_case_is_free_when_its_next_version_was_begun_before_its_hour_came(
    story, monkeypatch
):
    answer(story.to_collectivity())
    hour = timezone.now() + timedelta(hours=1)
    page = story.now().get_latest_revision_as_object()
    page.go_live_at = hour
    page.save_revision()
    story.act(story.editor, "approve")
    assert not story.now().live
    draft = story.now().get_latest_revision_as_object()
    draft.title, draft.go_live_at = "Un bus, la suite", None
    draft.save_revision()
    monkeypatch.setattr(timezone, "now", lambda: hour + timedelta(minutes=1))
    call_command("run_scheduled", "publications")
    assert story.now().title == "Un bus"
    story.edit(story.editor, **{"action-publish": "1"})
    assert story.now().title == "Un bus, la suite"
