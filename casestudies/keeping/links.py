"""Which addresses published cases give, and a polite visit of each from time to time."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet

from casestudies.completeness import STORY_FIELDS
from casestudies.models import (
    CaseFollowUp,
    CaseFunding,
    CaseReplication,
    CaseResult,
    CaseSource,
    CaseStudyPage,
    LinkCheck,
)

from .fetching import PUBLIC, Guard, visit

MOST_AT_ONCE = 100
LONGEST_RUN = 900.0
"""Seconds after which the rest waits for the next run."""
DELAY = 3.0
"""Seconds between two visits of one host."""
WHEN_GOOD = timedelta(days=30)
LONGEST_WAIT = timedelta(days=14)
FIELDS: dict[Any, str] = {
    CaseSource: "url",
    CaseResult: "source_url",
    CaseFunding: "source_url",
    CaseFollowUp: "source_url",
    CaseReplication: "source_url",
}
BATCH_SIZE = 500
LONGEST_ADDRESS = 500


def check_links(
    now: datetime,
    *,
    most: int = MOST_AT_ONCE,
    delay: float = DELAY,
    guard: Guard = PUBLIC,
    sleep: Callable[[float], None] = time.sleep,
) -> Counter[str]:
    """Visit the addresses that are due, at most so many; return how many are `good`, `bad`.

    What cases give no more is forgotten. A good address is visited again after a month, a bad one
    sooner, and less and less often.
    """
    _follow_cases(now)
    report: Counter[str] = Counter()
    end = time.monotonic() + LONGEST_RUN
    last: dict[str, float] = {}
    for check in in_turn(LinkCheck.objects.filter(due_at__lte=now).order_by("due_at")[:most]):
        if time.monotonic() > end:
            break
        host = _host(check.url)
        pause = last.get(host, -delay) + delay - time.monotonic()
        if pause > 0:
            sleep(pause)
        report["good" if _visit(check, now, guard) else "bad"] += 1
        last[host] = time.monotonic()
    return report


def in_turn(checks: QuerySet[LinkCheck]) -> Iterator[LinkCheck]:
    """Yield one of each host, then a second of each: no site is asked all at once."""
    by_host = defaultdict(list)
    for check in checks:
        by_host[_host(check.url)].append(check)
    while by_host:
        for host in list(by_host):
            yield by_host[host].pop(0)
            if not by_host[host]:
                del by_host[host]


def uses(urls: Collection[str] | None = None) -> Iterator[tuple[str, int]]:
    """Yield the addresses that published cases give, with the case; only some of them if given."""
    live = CaseStudyPage.objects.live().filter(alias_of=None)
    for model, name in FIELDS.items():
        rows = model.objects.filter(page__in=live.values("pk")).exclude(**{name: ""})
        if urls is not None:
            rows = rows.filter(**{f"{name}__in": urls})
        yield from rows.order_by().values_list(name, "page_id")
    for page in live.only(*STORY_FIELDS).iterator(BATCH_SIZE):
        for field in STORY_FIELDS:
            for url in _addresses(getattr(page, field).raw_data):
                if urls is None or url in urls:
                    yield url, page.pk


def _host(url: str) -> str:
    """Return the host of an address, "" of one that is no address: an import may bring some."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _visit(check: LinkCheck, now: datetime, guard: Guard) -> bool:
    answer = visit(check.url, guard)
    is_good = not answer.problem
    check.status, check.problem, check.checked_at = answer.status, answer.problem, now
    check.failures = 0 if is_good else check.failures + 1
    check.failing_since = None if is_good else check.failing_since or now
    # A day, two, four…
    wait = timedelta(days=2 ** min(check.failures - 1, 10)) if check.failures else WHEN_GOOD
    check.due_at = now + min(wait, WHEN_GOOD if is_good else LONGEST_WAIT)
    check.save()
    return is_good


def _follow_cases(now: datetime) -> None:
    """Make the rows of the addresses that are new, and delete those of the others."""
    given = {url for url, _page in uses() if url.startswith(("http://", "https://"))}
    known = dict(LinkCheck.objects.values_list("url", "pk"))
    LinkCheck.objects.bulk_create(
        (LinkCheck(url=url, due_at=now) for url in sorted(given - known.keys())),
        batch_size=BATCH_SIZE,
        ignore_conflicts=True,
    )
    gone = [known[url] for url in known.keys() - given]
    for start in range(0, len(gone), BATCH_SIZE):
        LinkCheck.objects.filter(pk__in=gone[start : start + BATCH_SIZE]).delete()


def _addresses(raw: Any) -> Iterator[str]:
    """Yield the sources that the blocks of a story give, as they are stored."""
    for block in raw:
        value = block.get("value")
        url = value.get("source_url") if isinstance(value, dict) else ""
        if url and len(url) <= LONGEST_ADDRESS:
            yield url
