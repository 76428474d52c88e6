"""Two people, or two schedulers, at the same moment, on PostgreSQL: SQLite has one writer."""

from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, connection
from django.utils import timezone

from casestudies.models import CollectivityReview
from casestudies.models.review import Verdict
from casestudies.review.reminders import remind_and_tell
from casestudies.review.rounds import Answer, answer, send
from tests.casestudies.review.conftest import CONTACT, Story

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="Needs several writers at once"),
]


def at_once(*actions):
    """Do things at the same moment; return what each gave, or the error that it raised."""
    gate, given = Barrier(len(actions)), []

    def do(action) -> None:
        gate.wait()
        try:
            given.append(action())
        except IntegrityError as error:
            given.append(type(error))
        finally:
            connection.close()

    threads = [Thread(target=do, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


@pytest.mark.django_db(transaction=True)
def test_each_thing_happens_once() -> None:
    story = Story()
    story.to_collectivity()
    page = story.now()
    sent = at_once(*[lambda: send(page, CONTACT, story.tutor)] * 2)
    assert len(sent) == 2
    assert CollectivityReview.objects.filter(withdrawn_at=None).count() == 1
    later = timezone.now() + timezone.timedelta(days=settings.COLLECTIVITY_REVIEW_DAYS, hours=1)
    before = len(mail.outbox)
    assert sorted(at_once(*[lambda: remind_and_tell(later)] * 2)) == [0, 1]
    assert len(mail.outbox) == before + 1
    review = CollectivityReview.objects.get(withdrawn_at=None)

    def say(verdict: Verdict) -> bool:
        remarks = [{"comment": verdict.value}]
        return answer(review, Answer(verdict=verdict, answered_by="Jeanne", remarks=remarks))

    won = at_once(lambda: say(Verdict.OBJECT), lambda: say(Verdict.CORRECT))
    assert sorted(won) == [False, True]
    review.refresh_from_db()
    assert [row.comment for row in review.remarks.all()] == [review.verdict]
