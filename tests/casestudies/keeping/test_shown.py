"""What a reader is told of how fresh a case is, and what editors are told of what was proposed."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casestudies.keeping.tasks import KEPT, forget, proposals
from casestudies.models import CaseFollowUp, CaseStudyPage, Confirmation, ReplicationReport
from tests.factories import CaseStudyPageFactory
from tests.search.ui.pages import problems

from .conftest import old_case, parsed

pytestmark = pytest.mark.django_db
SAID = "personne ne nous a dit"


def shown(client, case: CaseStudyPage) -> str:
    page = parsed(client.get(case.url))
    assert problems(page) == []
    return page.get_text()


def test_a_case_that_nobody_confirmed_says_since_when(client):
    text = shown(client, old_case())
    assert SAID in text
    assert "mai 2020" in text
    later = old_case(follow_ups=[CaseFollowUp(date="2022-03", status="running")])
    assert "mars 2022" in shown(client, later)


def test_one_that_is_fresh_does_not(client):
    today = timezone.localdate()
    for case in (
        CaseStudyPageFactory(),
        old_case(last_verified_on=today),
        old_case(follow_ups=[CaseFollowUp(date=f"{today:%Y}", status="running")]),
    ):
        assert SAID not in shown(client, case)


def test_the_day_it_was_verified_is_shown(client):
    case = old_case(last_verified_on=date(2021, 6, 7))
    assert "7 juin 2021" in shown(client, case)
    assert SAID in shown(client, case)


def test_being_old_costs_no_query(client):
    counts = []
    for case in (CaseStudyPageFactory(), old_case()):
        client.get(case.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(case.url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_editors_are_told_once_of_what_was_proposed(editor, now):
    case = old_case()
    assert proposals(now) == "nothing new"
    ReplicationReport.objects.create(case=case, who="Ailleurs", note="Aussi.")
    Confirmation.objects.create(case=case, digest="a", is_for_editors=True, answered_at=now)
    assert proposals(now) == "editors told of 2"
    [message] = mail.outbox
    assert message.to == [editor.email]
    assert "/admin/case-studies/proposals/" in message.body
    assert proposals(now) == "nothing new"
    ReplicationReport.objects.create(case=case, who="Encore", note="Aussi.")
    assert proposals(now) == "editors told of 1"


def test_without_an_editor_they_wait(now):
    ReplicationReport.objects.create(case=old_case(), who="Ailleurs", note="Aussi.")
    assert "nobody" in proposals(now)
    assert ReplicationReport.objects.get().told_at is None


def test_what_was_decided_long_ago_is_forgotten(now):
    case = old_case()
    old, recent = now - KEPT - timedelta(days=1), now - KEPT + timedelta(days=1)
    for moment in (old, recent, None):
        ReplicationReport.objects.create(case=case, who="X", note="Y", closed_at=moment)
    Confirmation.objects.create(case=case, digest="a", is_for_editors=True, closed_at=old)
    assert forget(now) == "2 forgotten"
    assert forget(now) == "0 forgotten"
    assert ReplicationReport.objects.count() == 2


def test_the_one_command_does_it_all_twice_without_harm(editor):
    old_case("claude@example.org")
    for _ in range(2):
        call_command("run_scheduled", "confirmations", "proposals", stdout=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    assert len(mail.outbox) == 1
