"""A collectivité that does not answer is reminded once; the editors are told a week later."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client, override_settings
from wagtail.users.models import UserProfile

from casestudies.models import CollectivityReview
from casestudies.review.reminders import BEFORE_TELLING, remind_and_tell
from tests.casestudies.keeping.test_confirming import CONTACT as UNKNOWN
from tests.casestudies.keeping.test_confirming import RefusingTheContact
from tests.casestudies.review.conftest import CONTACT, answer, link

pytestmark = [pytest.mark.django_db, pytest.mark.long]
DAY = timedelta(days=1)
NO_SERVER = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_PORT": 1}


@pytest.fixture
def address(story):
    found = story.to_collectivity()
    mail.outbox.clear()
    return found


@pytest.fixture
def sent_at(address):
    return CollectivityReview.objects.get().sent_at


def test_nothing_is_said_before_three_weeks(sent_at):
    assert remind_and_tell(sent_at + 21 * DAY - timedelta(seconds=1)) == 0
    with override_settings(COLLECTIVITY_REVIEW_DAYS=30):
        assert remind_and_tell(sent_at + 22 * DAY) == 0
    assert mail.outbox == []


def test_one_reminder_then_the_editors_once(story, address, sent_at):
    assert remind_and_tell(sent_at + 21 * DAY) == 1
    assert remind_and_tell(sent_at + 21 * DAY) == 0
    assert remind_and_tell(sent_at + 27 * DAY) == 0
    reminder = mail.outbox[0]
    assert reminder.to == [CONTACT]
    assert reminder.subject.startswith("Rappel")
    # Someone may be writing behind the first link: both work.
    assert link(reminder) != address
    for each in (address, link(reminder)):
        assert Client().get(each).status_code == 200
    UserProfile.objects.update_or_create(user=story.editor, defaults={"preferred_language": "en"})
    told_at = sent_at + 21 * DAY + BEFORE_TELLING
    assert remind_and_tell(told_at) == 1
    assert remind_and_tell(told_at + 100 * DAY) == 0
    news = mail.outbox[1]
    assert news.to == [story.editor.email]
    assert news.subject == "No answer yet about “Un bus”"
    assert "this is no agreement" in news.body
    assert '<html lang="en">' in news.alternatives[0][0]
    assert len(mail.outbox) == 2
    # Silence is no agreement.
    story.edit(story.editor, **{"action-publish": "1"})
    assert not story.now().live


@pytest.mark.parametrize("end", ["answer", "withdraw", "send back"])
def test_who_is_not_waited_for_is_not_reminded(story, address, sent_at, end):
    if end == "answer":
        answer(address, "object")
    elif end == "withdraw":
        CollectivityReview.objects.update(withdrawn_at=sent_at)
    else:
        story.act(story.tutor, "reject")
    mail.outbox.clear()
    assert remind_and_tell(sent_at + 21 * DAY) == 0
    assert remind_and_tell(sent_at + 60 * DAY) == 0
    assert mail.outbox == []


def test_an_answer_to_the_reminder(story, sent_at):
    remind_and_tell(sent_at + 21 * DAY)
    answer(link(mail.outbox[0]))
    assert story.step == "PublicationTask"


def test_a_message_that_cannot_leave_is_tried_again(sent_at, caplog):
    with override_settings(**NO_SERVER):
        assert remind_and_tell(sent_at + 21 * DAY) == 0
    assert CONTACT not in caplog.text
    assert remind_and_tell(sent_at + 21 * DAY) == 1
    with override_settings(**NO_SERVER):
        assert remind_and_tell(sent_at + 29 * DAY) == 0
    assert remind_and_tell(sent_at + 29 * DAY) == 1


def test_editors_are_told_when_no_reminder_can_leave(story, sent_at, settings):
    settings.EMAIL_BACKEND = f"{RefusingTheContact.__module__}.{RefusingTheContact.__name__}"
    CollectivityReview.objects.update(email=UNKNOWN)
    assert remind_and_tell(sent_at + 21 * DAY) == 0
    assert remind_and_tell(sent_at + 28 * DAY - timedelta(seconds=1)) == 0
    assert remind_and_tell(sent_at + 28 * DAY) == 1
    assert remind_and_tell(sent_at + 29 * DAY) == 0
    [news] = mail.outbox
    assert news.to == [story.editor.email]
    assert "aucun rappel n’a pu partir" in news.body
    assert "aucun rappel n’a pu partir" in news.alternatives[0][0]


def test_editors_are_told_of_a_link_that_expired_without_any_reminder(sent_at):
    assert remind_and_tell(sent_at + 400 * DAY) == 1
    assert remind_and_tell(sent_at + 401 * DAY) == 0
