"""Each address that published cases give is visited from time to time, and editors see which fail."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casestudies.keeping.links import check_links, in_turn, uses
from casestudies.models import (
    CaseFollowUp,
    CaseFunding,
    CaseReplication,
    CaseResult,
    CaseSource,
    LinkCheck,
)
from tests.factories import CaseStudyPageFactory

from .servers import ON_THIS_MACHINE, serving

pytestmark = pytest.mark.django_db


def case_with(*urls: str, **values):
    sources = [CaseSource(title=url, url=url) for url in urls]
    return CaseStudyPageFactory(sources=sources, **values)


def check(now, **options):
    return check_links(now, guard=ON_THIS_MACHINE, delay=0, **options)


def test_every_kind_of_source_of_what_is_published_is_visited():
    figure = {"value": "51 %", "label": "x", "source_title": "", "source_url": "https://e.org/1"}
    quotation = {"text": "x", "attribution": "y", "source_url": "https://e.org/2"}
    footnote = {"label": "1", "text": "x", "source_url": "https://e.org/3"}
    case = case_with(
        "https://e.org/4",
        problem=[("key_figure", figure), ("quotation", quotation)],
        trials=[("footnote", footnote)],
        results=[CaseResult(statement="x", evidence="told", source_url="https://e.org/5")],
        funding=[CaseFunding(funder="x", source_url="https://e.org/6")],
        follow_ups=[CaseFollowUp(date="2020", status="running", source_url="https://e.org/7")],
        replications=[CaseReplication(who="x", source_url="https://e.org/8")],
    )
    case_with("https://e.org/draft", live=False)
    assert sorted(uses()) == [(f"https://e.org/{n}", case.pk) for n in range(1, 9)]
    assert list(uses({"https://e.org/3", "https://e.org/6"})) == [
        ("https://e.org/6", case.pk),
        ("https://e.org/3", case.pk),
    ]


def test_what_is_no_address_holds_up_no_other(now):
    """An import, or an older version of the site, may have let one in."""
    with serving({"/good": (200, {})}) as server:
        case_with("http://[exemple.fr/", "http://[exemple.fr/encore", f"{server.url}/good")
        assert check(now) == {"good": 1, "bad": 2}
    assert {row.problem for row in LinkCheck.objects.all()} == {"", "invalid"}


def test_what_is_good_waits_a_month_and_what_is_not_less_and_less_often(now):
    replies = {"/good": (200, {}), "/gone": (404, {})}
    with serving(replies) as server:
        case_with(f"{server.url}/good", f"{server.url}/gone")
        assert check(now) == {"good": 1, "bad": 1}
        assert check(now) == {}
        good = LinkCheck.objects.get(url__endswith="/good")
        bad = LinkCheck.objects.get(url__endswith="/gone")
        assert (good.status, good.failures, good.due_at) == (200, 0, now + timedelta(days=30))
        assert (bad.status, bad.problem, bad.failures) == (404, "gone", 1)
        moments = [now]
        for times in range(2, 7):
            bad.refresh_from_db()
            moments.append(bad.due_at)
            check(bad.due_at)
            bad.refresh_from_db()
            assert bad.failures == times
        waits = [(after - before).days for before, after in pairwise(moments)]
        assert waits == [1, 2, 4, 8, 14]
        assert bad.failing_since == now
        replies["/gone"] = (200, {})
        check(bad.due_at)
        bad.refresh_from_db()
        assert (bad.failures, bad.problem, bad.failing_since) == (0, "", None)


def test_what_cases_give_no_more_is_forgotten(now):
    with serving({"/a": (200, {})}) as server:
        case = case_with(f"{server.url}/a")
        check(now)
        assert LinkCheck.objects.count() == 1
        case.unpublish()
        check(now)
        assert not LinkCheck.objects.exists()


def test_nothing_of_ours_is_visited_by_the_command(now):
    """The rule in force, not that of the tests."""
    with serving({"/": (200, {})}) as server:
        case_with(server.url, f"http://localhost:{server.port}/")
        assert check_links(now, delay=0) == {"bad": 2}
        assert server.asked == []
    assert set(LinkCheck.objects.values_list("problem", flat=True)) == {"private"}


def test_one_host_is_not_asked_all_at_once(now):
    pauses = []
    with serving({"/a": (200, {}), "/b": (200, {}), "/c": (200, {})}) as server:
        case_with(*(f"{server.url}/{name}" for name in "abc"))
        check_links(now, guard=ON_THIS_MACHINE, delay=7, sleep=pauses.append)
    assert len(pauses) == 2
    assert all(6 < pause <= 14 for pause in pauses)


def test_hosts_take_turns(now):
    for url in ("http://a/1", "http://a/2", "http://a/3", "http://b/1", "http://c/1"):
        LinkCheck.objects.create(url=url)
    urls = [row.url for row in in_turn(LinkCheck.objects.order_by("pk"))]
    assert urls == ["http://a/1", "http://b/1", "http://c/1", "http://a/2", "http://a/3"]


def test_at_most_so_many_at_once(now):
    with serving({f"/{n}": (200, {}) for n in range(5)}) as server:
        case_with(*(f"{server.url}/{n}" for n in range(5)))
        assert check(now, most=3) == {"good": 3}
        assert check(now, most=3) == {"good": 2}


def test_the_report_names_the_cases(client, editor, now):
    case = case_with("http://127.0.0.1:9/perdu")
    check_links(now, delay=0)
    client.force_login(editor)
    page = client.get(reverse("keeping_links")).content.decode()
    assert "http://127.0.0.1:9/perdu" in page
    assert reverse("wagtailadmin_pages:edit", args=[case.pk]) in page
    assert reverse("keeping_links") in client.get(reverse("wagtailadmin_home")).content.decode()
    for kind in ("csv", "xlsx"):
        export = client.get(reverse("keeping_links_results"), {"export": kind})
        assert export.status_code == 200


def test_the_report_takes_as_many_queries_for_ten_as_for_two(client, editor, now):
    client.force_login(editor)

    def count(size: int) -> int:
        for n in range(size):
            case_with(f"http://127.0.0.1:9/{size}-{n}")
        check_links(now, delay=0)
        client.get(reverse("keeping_links"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("keeping_links")).status_code == 200
        return len(queries)

    assert count(2) == count(8)


def test_a_copy_is_shown_beside_a_source(client):
    case = CaseStudyPageFactory(
        sources=[
            CaseSource(
                title="Un rapport", url="https://e.org/1",
                archive_url="https://web.archive.org/web/2020/https://e.org/1",
            )
        ]
    )  # fmt: skip
    page = client.get(case.url).content.decode()
    assert "copie archivée" in page
    assert "https://web.archive.org/web/2020/https://e.org/1" in page
