"""What is scheduled: each task once at a time, one that fails stops no other."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from common import scheduled
from common.models import ScheduledRun
from common.scheduled import LEASE, register_task, run_tasks, task_names
from tests.factories import CaseStudyPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch):
    """Three tasks of our own; the second one fails."""
    calls = []

    def failing(now):
        calls.append("second")
        raise RuntimeError("nope")

    monkeypatch.setattr(scheduled, "_tasks", {})
    register_task("first", lambda _now: calls.append("first") or "1 done")
    register_task("second", failing)
    register_task("third", lambda _now: calls.append("third") or "3 done")
    return calls


def run(*args, **options) -> str:
    out = io.StringIO()
    call_command("run_scheduled", *args, stdout=out, **options)
    return out.getvalue()


def test_one_that_fails_stops_no_other(done, caplog):
    with pytest.raises(CommandError, match="second"):
        run()
    assert done == ["first", "second", "third"]
    assert "nope" in caplog.text
    assert not ScheduledRun.objects.filter(claimed_at__isnull=False).exists()


def test_only_those_that_are_named(done):
    assert run("third", "first") == "third: 3 done\nfirst: 1 done\n"
    with pytest.raises(CommandError, match="No such task: fourth"):
        run("fourth")
    assert run(list=True).split() == ["first", "second", "third"]


def test_what_another_is_at_is_left_to_it(done):
    ScheduledRun.objects.create(name="first", claimed_at=timezone.now())
    assert run("first", "third") == "first: busy\nthird: 3 done\n"
    assert done == ["third"]
    # Whoever claimed it never came back.
    ScheduledRun.objects.filter(name="first").update(claimed_at=timezone.now() - 2 * LEASE)
    assert run("first") == "first: 1 done\n"


def test_a_task_that_is_called_while_it_runs_is_not_done_twice(monkeypatch):
    """As two schedulers would at the same moment."""
    monkeypatch.setattr(scheduled, "_tasks", {})
    inner = []

    def task(now):
        inner.extend(run_tasks())
        return "done"

    register_task("only", task)
    [outer] = run_tasks()
    assert outer.said == "done"
    assert [outcome.was_busy for outcome in inner] == [True]


def test_whose_claim_ran_out_does_not_end_that_of_another(monkeypatch):
    monkeypatch.setattr(scheduled, "_tasks", {})
    later = timezone.now() + timedelta(hours=2)

    def slow(now):
        ScheduledRun.objects.filter(name="slow").update(claimed_at=later)
        return ""

    register_task("slow", slow)
    list(run_tasks())
    assert ScheduledRun.objects.get(name="slow").claimed_at == later


def test_the_site_registers_its_own():
    names = task_names()
    assert len(names) == len(set(names))
    assert {"alerts", "counted searches", "confirmations", "proposals"} <= set(names)


def planned(**hours) -> Any:
    """Return a page that an editor schedules, as the editor's form leaves it."""
    page = StandardPageFactory(live="expire_at" in hours)
    for name, hour in hours.items():
        setattr(page, name, hour)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def test_pages_are_published_and_taken_off_at_their_hour(caplog, monkeypatch):
    soon = timezone.now() + timedelta(minutes=30)
    coming, going = planned(go_live_at=soon), planned(expire_at=soon)
    # One that is refused at its hour keeps none from being published.
    case = CaseStudyPageFactory(live=False)
    case.go_live_at = soon - timedelta(minutes=1)
    case.save_revision().publish()
    revision = case.get_latest_revision()
    revision.content = {**revision.content, "sources": []}
    revision.save()
    assert "0 published, 0 taken off, 0 refused" in run("publications")
    monkeypatch.setattr(timezone, "now", lambda: soon + timedelta(minutes=1))
    assert run("publications") == "publications: 1 published, 1 taken off, 1 refused\n"
    assert "au moins une source" in caplog.text
    assert "0 published, 0 taken off, 1 refused" in run("publications")
    for page in (coming, going, case):
        page.refresh_from_db()
    assert [page.live for page in (coming, going, case)] == [True, False, False]


def test_everything_runs_on_an_empty_site_and_again():
    first, second = run(), run()
    assert first.count("\n") == second.count("\n") == len(task_names())
    assert "failed:" not in first
