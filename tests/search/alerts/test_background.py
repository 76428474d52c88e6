"""What `manage.py work` does for readers who follow searches, whatever the engine."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from search.demand.reading import KEPT_DAYS, days_ago
from search.models import SearchAlert, SearchCount

from .conftest import follow


def test_the_work_sends_the_alerts_and_forgets_what_is_old(content: SimpleNamespace) -> None:
    settled = timezone.now() - timedelta(minutes=30)
    Page.objects.filter(pk=content.bus.pk).update(first_published_at=settled)
    follow("q=guichet")
    asked = timezone.now() - timedelta(days=30)
    SearchAlert.objects.create(address="nul@example.org", language="fr", query="", created_at=asked)
    for age in (1, KEPT_DAYS + 1):
        SearchCount.objects.create(
            day=days_ago(age), locale="fr", words="bus", filters="", results=0, times=1
        )
    call_command("work", "--once")
    call_command("work", "--once")
    [message] = mail.outbox
    assert message.to == ["lou@example.org"]
    assert [alert.address for alert in SearchAlert.objects.all()] == ["lou@example.org"]
    assert [count.day for count in SearchCount.objects.all()] == [days_ago(1)]


def test_a_task_that_fails_is_tried_again_and_stops_no_other(
    content: SimpleNamespace, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"  # nothing answers there
    Page.objects.filter(pk=content.bus.pk).update(
        first_published_at=timezone.now() - timedelta(minutes=30)
    )
    follow("q=guichet")
    call_command("work", "--once")
    assert "Could not tend" in caplog.text
    assert [message.to for message in mail.outbox] == [["lou@example.org"]]
