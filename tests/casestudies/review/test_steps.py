"""From the student to the editor, through the tutor and the collectivité, by the real screens."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Workflow, WorkflowPage, WorkflowState
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.roles import TUTOR
from casestudies.models import (
    CaseStudyIndexPage,
    CaseStudyPage,
    Contributor,
    Promotion,
    PromotionTutor,
    ReviewOverride,
)
from casestudies.models.review_tasks import ReviewTask
from casestudies.review.setting_up import STEPS, WORKFLOW, set_up
from tests.casestudies.review.conftest import CONTACT, answer, link, told
from tests.casestudies.test_editor_form import form_data
from tests.factories import home, index
from tests.roles.probes import case_data
from tests.roles.world import person

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def status(story) -> str:
    return WorkflowState.objects.get(object_id=str(story.case.pk)).status


def test_the_whole_way(story):
    story.submit()
    assert story.step == "TutorReviewTask"
    assert [message.to for message in mail.outbox] == [[story.tutor.email]]
    story.act(story.tutor, "reject", "Dites d’où vient ce chiffre.")
    assert status(story) == "needs_changes"
    assert mail.outbox[-1].to == [story.student.email]
    assert "Dites d’où vient ce chiffre." in mail.outbox[-1].body
    story.submit()
    assert story.step == "TutorReviewTask"
    story.act(story.tutor, "approve")
    assert story.step == "CollectivityReviewTask"
    story.send()
    assert mail.outbox[-1].to == [CONTACT]
    response = answer(link(mail.outbox[-1]))
    assert response.status_code == 302
    assert story.step == "PublicationTask"
    assert [story.editor.email] in [message.to for message in mail.outbox]
    assert not story.now().live
    story.act(story.editor, "approve")
    assert story.now().live
    assert status(story) == "approved"
    assert mail.outbox[-1].to == [story.student.email]


def test_the_first_reading_is_the_editors_when_no_tutor_can(story):
    PromotionTutor.objects.all().delete()
    story.submit()
    assert story.step == "TutorReviewTask"
    assert [message.to for message in mail.outbox] == [[story.editor.email]]
    story.act(story.editor, "approve")
    assert story.step == "CollectivityReviewTask"


def test_messages_are_in_the_language_of_who_receives_them_and_for_nobody_else(story):
    User.objects.create_superuser("root@example.org", "secret")
    UserProfile.objects.update_or_create(user=story.student, defaults={"preferred_language": "en"})
    story.submit()
    story.act(story.tutor, "reject", "Et <b>alors</b> ?")
    assert [message.to for message in mail.outbox] == [[story.tutor.email], [story.student.email]]
    asked, sent_back = mail.outbox
    nbsp = "\N{NO-BREAK SPACE}"
    assert asked.subject == f"«{nbsp}Un bus{nbsp}» vous attend"
    assert "Relecture du tuteur" in asked.body
    assert f"http://localhost:8000/admin/pages/{story.case.pk}/edit/" in asked.body
    assert '<html lang="fr">' in asked.alternatives[0][0]
    assert "Bonjour Tutor," in asked.alternatives[0][0]
    html = sent_back.alternatives[0][0]
    assert "has been rejected" in sent_back.body
    assert "Et <b>alors</b> ?" in sent_back.body
    assert '<html lang="en">' in html
    assert "has been rejected" in html
    assert "Et &lt;b&gt;alors&lt;/b&gt; ?" in html


def test_a_case_whose_owner_left_is_for_the_tutors_of_its_authors_alone(story):
    other = Promotion.objects.create(name="Autre", year=2020, locale=home().locale)
    person(TUTOR, "stranger@example.org", other)
    Contributor.objects.create(name="Sans compte", promotion=other)
    CaseStudyPage.objects.filter(pk=story.case.pk).update(owner=None)
    story.submit()
    assert [message.to for message in mail.outbox] == [[story.tutor.email]]


def test_the_button_of_publication_is_that_of_the_last_step(story):
    edit = reverse("wagtailadmin_pages:edit", args=[story.case.pk])
    assert 'name="action-publish"' in story.client(story.editor).get(edit).content.decode()
    answer(story.to_collectivity())
    html = story.client(story.editor).get(edit).content.decode()
    assert 'name="action-publish"' not in html
    assert "Approuver et Publier" in html


@pytest.mark.parametrize("way", ["form", "API", "in bulk"])
def test_no_way_to_publish_goes_round(story, way):
    story.to_collectivity()
    client, pk = story.client(story.editor), story.case.pk
    if way == "form":
        story.edit(story.editor, **{"action-publish": "1"})
    elif way == "API":
        client.post(f"{reverse('wagtailadmin_api:pages:detail', args=[pk])}action/publish/")
    else:
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        client.post(f"{bulk}?id={pk}")
    assert not story.now().live


@pytest.mark.parametrize("who", ["student", "stranger", "tutor"])
def test_each_step_is_for_those_it_waits_for(story, who):
    stranger = person(TUTOR, "stranger@example.org")
    user = {"student": story.student, "stranger": stranger, "tutor": story.tutor}[who]
    story.submit()
    if who != "tutor":
        story.act(user, "approve")
        story.act(user, "reject")
        assert story.step == "TutorReviewTask"
    story.act(story.editor, "approve")
    assert story.step == "CollectivityReviewTask"
    # Nobody answers in the place of the collectivité.
    for someone in (user, story.editor):
        story.act(someone, "approve")
        story.edit(someone, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
        assert story.step == "CollectivityReviewTask"
    story.send(story.editor)
    answer(link(mail.outbox[-1]))
    story.act(user, "approve")
    assert story.step == "PublicationTask"
    assert not story.now().live


def test_its_authors_do_not_change_what_is_being_read(story):
    story.submit()
    story.edit(story.student, title="Changé en douce")
    assert story.now().get_latest_revision_as_object().title == "Un bus"
    story.edit(story.tutor, title="Corrigé par le tuteur")
    assert story.now().get_latest_revision_as_object().title == "Corrigé par le tuteur"


def test_the_text_returns_to_the_collectivity_when_it_changes(story):
    answer(story.to_collectivity())
    story.edit(story.editor, title="Un autre bus")
    assert story.step == "PublicationTask"
    response = story.act(story.editor, "approve")
    assert not story.now().live
    assert "n’est pas celui" in told(response)
    assert story.step == "CollectivityReviewTask"
    story.send(story.editor)
    answer(link(mail.outbox[-1]))
    assert story.step == "PublicationTask"
    story.act(story.editor, "approve")
    assert story.now().title == "Un autre bus"


def test_saving_the_same_text_again_changes_nothing(story):
    answer(story.to_collectivity())
    story.edit(story.editor)
    story.edit(story.editor)
    story.act(story.editor, "approve")
    assert story.now().live


def test_an_editor_sends_the_change_without_waiting_to_be_refused(story):
    answer(story.to_collectivity())
    sent = len(mail.outbox)
    story.send(story.editor)
    # What is agreed to is not asked again.
    assert (story.step, len(mail.outbox)) == ("PublicationTask", sent)
    story.edit(story.editor, title="Un autre bus")
    story.send(story.editor)
    assert story.step == "CollectivityReviewTask"
    assert [message.to for message in mail.outbox[sent:]] == [[CONTACT]]


def test_agreement_to_an_old_version_is_kept_but_does_not_move_the_case(story):
    address = story.to_collectivity()
    story.edit(story.tutor, title="Un autre bus")
    answer(address)
    assert story.review.verdict == "approve"
    assert story.step == "CollectivityReviewTask"
    page = story.client(story.editor).get(reverse("casestudies_review", args=[story.case.pk]))
    assert "n’est pas celui" in page.content.decode()


@pytest.mark.parametrize(("said", "editors"), [("approve", []), ("object", ["editor"])])
def test_who_is_told_of_an_answer(story, django_capture_on_commit_callbacks, said, editors):
    address = story.to_collectivity()
    before = len(mail.outbox)
    with django_capture_on_commit_callbacks(execute=True):
        answer(address, said)
    told = [message.to for message in mail.outbox[before:] if "a répondu" in message.subject]
    # An objection waits for the decision of an editor.
    assert sorted(told) == sorted([[f"{who}@example.org"] for who in ("tutor", *editors)])


def test_corrections_send_the_case_back_to_its_authors(story):
    answer(story.to_collectivity(), "correct", comment="Le maire s’appelle Paul.")
    assert status(story) == "needs_changes"
    assert [story.student.email] in [message.to for message in mail.outbox]
    assert [story.tutor.email] in [message.to for message in mail.outbox]
    page = story.client(story.student).get(reverse("casestudies_review", args=[story.case.pk]))
    assert "Le maire s’appelle Paul." in page.content.decode()
    assert CONTACT not in page.content.decode()
    story.edit(story.student, title="Le bus de Paul", **{"action-submit": "1"})
    assert story.step == "CollectivityReviewTask"


@pytest.mark.parametrize("said", ["", "object", "correct"])
def test_no_agreement_is_no_agreement(story, said):
    address = story.to_collectivity()
    if said:
        answer(address, said, comment="Non.")
    response = story.edit(story.editor, **{"action-publish": "1"})
    assert not story.now().live
    assert "n’est pas encore publié" in told(response)


@pytest.mark.parametrize("said", ["", "object"])
def test_an_editor_decides_without_it_with_a_reason(story, said):
    address = story.to_collectivity()
    if said:
        answer(address, said)
    story.decide(story.editor, "bof")
    assert not ReviewOverride.objects.exists()
    reason = "La mairie a changé ; l’ancien maire a donné son accord."
    story.decide(story.editor, reason)
    decision = ReviewOverride.objects.get()
    assert (decision.decided_by, decision.name) == (story.editor, "Editor Martin")
    assert story.step == "PublicationTask"
    shown = story.client(story.tutor).get(reverse("casestudies_review", args=[story.case.pk]))
    assert reason in shown.content.decode()
    story.act(story.editor, "approve")
    assert story.now().live


def test_a_decision_is_for_one_version_and_an_objection_after_it_counts(story):
    story.to_collectivity()
    story.decide(story.editor, "Le maire est d’accord, il l’a dit.")
    story.edit(story.editor, title="Un autre bus")
    story.act(story.editor, "approve")
    assert not story.now().live
    story.edit(story.editor, title="Un bus")
    story.send(story.editor)
    answer(link(mail.outbox[-1]), "object")
    story.edit(story.editor, **{"action-publish": "1"})
    assert not story.now().live


@pytest.mark.parametrize("who", ["student", "tutor"])
def test_only_editors_decide(story, who):
    story.to_collectivity()
    story.decide(getattr(story, who), "Parce que je le vaux bien.")
    assert not ReviewOverride.objects.exists()


def test_cancelling_the_workflow_is_no_way_round(story):
    story.to_collectivity()
    story.edit(story.student, **{"action-cancel-workflow": "1"})
    assert story.step == ""
    assert story.review.withdrawn_at
    story.edit(story.editor, **{"action-publish": "1"})
    assert not story.now().live


def test_what_was_agreed_to_is_not_asked_again(story):
    answer(story.to_collectivity())
    story.edit(story.editor, **{"action-cancel-workflow": "1"})
    story.submit()
    sent = len(mail.outbox)
    story.act(story.tutor, "approve")
    assert story.step == "PublicationTask"
    assert [message.to for message in mail.outbox[sent:]] == [[story.editor.email]]


def test_a_case_that_was_never_submitted_is_the_editors_to_publish(story):
    story.edit(story.editor, **{"action-publish": "1"})
    assert story.now().live


def test_a_published_case_is_kept_up_to_date_without_asking_again(story):
    answer(story.to_collectivity())
    story.act(story.editor, "approve")
    story.edit(story.editor, title="Un bus, la suite", **{"action-publish": "1"})
    assert story.now().title == "Un bus, la suite"


def test_a_case_without_any_version_has_no_review(story):
    page = CaseStudyPage(title="Un car", locale=story.case.locale)
    story.case.get_parent().add_child(instance=page)
    screen = reverse("casestudies_review", args=[page.pk])
    assert story.client(story.editor).get(screen).status_code == 404


def test_a_new_submission_of_a_published_case_is_asked_again(story):
    answer(story.to_collectivity())
    story.act(story.editor, "approve")
    story.edit(story.student, title="Un bus, la suite", **{"action-submit": "1"})
    story.edit(story.editor, **{"action-publish": "1"})
    assert story.now().title == "Un bus"


def test_no_translation_is_published_before_the_original(story):
    english = home("en")
    cases = index(CaseStudyIndexPage, "Études de cas")
    cases.copy_for_translation(english.locale).save_revision().publish()
    story.to_collectivity()
    copy = story.now().copy_for_translation(english.locale)
    address = reverse("wagtailadmin_pages:edit", args=[copy.pk])
    data = case_data(copy) | {"action-publish": "1"}
    story.client(story.editor).post(address, data)
    assert not CaseStudyPage.objects.get(pk=copy.pk).live
    story.decide(story.editor, "Le maire est d’accord, il l’a dit.")
    story.client(story.editor).post(address, data)
    assert CaseStudyPage.objects.get(pk=copy.pk).live


def test_a_case_with_gaps_is_not_submitted(story):
    story.case = story.write(sources=[], title="Sans source")
    page = story.case
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    story.client(story.student).post(address, form_data(title="Un bus", **{"action-submit": "1"}))
    assert story.step == ""


def test_the_workflow_is_put_once_on_the_french_list(db, capsys):
    page = index(CaseStudyIndexPage, "Études de cas")
    workflow = page.get_workflow()
    assert workflow.name == WORKFLOW
    assert [task.name for task in workflow.tasks] == list(STEPS.values())
    english = page.copy_for_translation(home("en").locale)
    assert english.get_workflow() != workflow
    assert set_up() == []
    other = Workflow.objects.exclude(pk=workflow.pk).first()
    WorkflowPage.objects.filter(page=page).update(workflow=other)
    call_command("apply_review_workflow")
    assert WORKFLOW in capsys.readouterr().out
    assert type(page).objects.get(pk=page.pk).get_workflow() == workflow
    assert Workflow.objects.filter(name=WORKFLOW).count() == 1


@pytest.mark.parametrize("task", ReviewTask.__subclasses__())
def test_each_step_says_what_to_do_and_who_approved(task):
    assert {"what_to_do", "reader_role"} <= vars(task).keys()
