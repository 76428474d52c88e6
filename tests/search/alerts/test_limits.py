"""How often, without knowing who."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from common.limits import allowed, visitor


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the time, in its only item."""
    now = [time.time()]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def test_it_counts_each_scope_and_key_apart() -> None:
    assert [allowed("a", "x", 2, 3600) for _ in range(4)] == [True, True, False, False]
    assert allowed("a", "y", 2, 3600)
    assert allowed("b", "x", 2, 3600)


def test_the_next_period_starts_from_nothing(clock: list[float]) -> None:
    assert allowed("a", "x", 1, 100)
    assert not allowed("a", "x", 1, 100)
    clock[0] += 100
    assert allowed("a", "x", 1, 100)


@pytest.mark.django_db
def test_the_databases_cache_keeps_the_count_for_the_whole_period(settings) -> None:
    kind = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": kind, "LOCATION": "test_cache"}}
    call_command("createcachetable", verbosity=0)
    assert [allowed("a", "x", 2, 86_400) for _ in range(3)] == [True, True, False]
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM test_cache")
        assert cursor.fetchone() == (1,)
        # Left to itself, it would forget after five minutes.
        soon = timezone.now() + timedelta(hours=20)
        cursor.execute("SELECT COUNT(*) FROM test_cache WHERE expires > %s", [soon])
        assert cursor.fetchone() == (1,)


def test_the_cache_never_holds_the_key() -> None:
    allowed("alerts-address", "lou@example.org", 3, 3600)
    allowed("feed", "192.0.2.7", 3, 3600)
    held = " ".join(cache._cache)
    assert "limit:feed" in held
    assert "lou" not in held
    assert "192.0.2.7" not in held


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        (0, "192.0.2.7", None, "192.0.2.7"),
        (0, "192.0.2.7", "203.0.113.9", "192.0.2.7"),
        (1, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "192.0.2.7", None, "192.0.2.7"),
        (1, "10.0.0.1", "<script>", "unknown"),
        (0, "", None, "unknown"),
        (0, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
        (0, "2001:db8:1:2:ffff::1", None, "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.7", None, "192.0.2.7"),
    ],
)
def test_who_is_counted(
    settings, rf: RequestFactory, proxies: int, remote: str, forwarded: str | None, expected: str
) -> None:
    settings.PROXY_COUNT = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert visitor(rf.get("/", REMOTE_ADDR=remote, headers=headers)) == expected
