"""What is new for each alert, sent once, and no more than once a week."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from common.mail import deliver
from search import service
from search.models import SearchAlert
from search.types import MAX_PAGE_SIZE, Hit, SearchRequest, Sort

from . import mail
from .news import News, news_of, stored_search

# A page that is being published may not be found yet: it waits for the next sending.
SETTLING = timedelta(minutes=10)
# A week, less what makes a sending early.
PERIOD = timedelta(days=6, hours=12)


def send_news(now: datetime | None = None, *, dry_run: bool = False) -> Counter[str]:
    """Send the alerts that are due their new pages; return how many were `sent`, `empty`, `failed`.

    Safe to run again, and twice at once.
    """
    until = (now or timezone.now()) - SETTLING
    report: Counter[str] = Counter()
    never_sent, sent_before = Q(last_sent_at=None), Q(last_sent_at__lte=until - PERIOD)
    due = SearchAlert.objects.filter(never_sent | sent_before, confirmed_at__lte=until)
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        # Read one by one: it may have been stopped, or sent by another process, meanwhile.
        alert = due.filter(pk=pk).first()
        if alert is not None:
            report[_tell(alert, until, dry_run=dry_run)] += 1
    return report


def new_pages(alert: SearchAlert, until: datetime) -> list[News]:
    """Return the pages that an alert's reader was not told of, newest first."""
    since = alert.last_sent_at or alert.confirmed_at
    if since is None:
        return []
    with override(alert.language):
        state, _labels = stored_search(alert.query)
        if state.comparable_only and state.collectivity is None:
            return []
        request = replace(state.request(alert.language), sort=Sort.NEWEST, is_strict=True)
        return [
            news_of(hit)
            for hit in _changed_since(request, since)
            if hit.page.first_published_at and since < hit.page.first_published_at <= until
        ]


def claim(alert: SearchAlert, until: datetime) -> bool:
    """Say that an alert's pages are sent until then; False when another process did."""
    unsent = SearchAlert.objects.filter(pk=alert.pk, last_sent_at=alert.last_sent_at)
    return bool(unsent.update(last_sent_at=until))


def _tell(alert: SearchAlert, until: datetime, *, dry_run: bool) -> str:
    pages = new_pages(alert, until)
    if not pages:
        return "empty"
    message = mail.news(alert, pages)
    if dry_run:
        return "sent"
    # Said before it is done: better no message than the same one twice.
    if not claim(alert, until):
        return "empty"
    if not deliver(message, f"alert {alert.pk}"):
        claimed = SearchAlert.objects.filter(pk=alert.pk, last_sent_at=until)
        claimed.update(last_sent_at=alert.last_sent_at)
        return "failed"
    return "sent"


def _changed_since(request: SearchRequest, since: datetime) -> Iterator[Hit]:
    """Give the hits, newest first, down to the last one that changed after `since`."""
    number, pages = 1, 1
    while number <= pages:
        results = service.search(replace(request, page=number, page_size=MAX_PAGE_SIZE))
        for hit in results.hits:
            if hit.entry.updated_at is None or hit.entry.updated_at <= since:
                return
            yield hit
        number, pages = number + 1, results.pages
