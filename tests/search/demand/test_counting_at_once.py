"""Several readers at once, on PostgreSQL: SQLite's tests, in memory, have one writer at a time.

`make test` runs this file alone: tests that really commit leave an empty database behind them.
"""

import logging
import threading

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from search.models import SearchCount

from .conftest import BROWSER, counted, search

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="Needs several writers at once"),
]


@pytest.mark.django_db(transaction=True)
def test_a_table_that_others_hold_costs_a_reader_nothing(
    reader: Client, caplog: pytest.LogCaptureFixture
) -> None:
    # What the first page of a process writes is written.
    search(Client(), q="guichet")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                if connection.vendor == "sqlite":
                    cursor.execute("DELETE FROM search_searchcount")
                else:
                    cursor.execute("LOCK TABLE search_searchcount IN SHARE ROW EXCLUSIVE MODE")
                held.set()
                done.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert held.wait(10)
        start = timezone.now()
        with caplog.at_level(logging.WARNING, "search.demand"):
            search(reader, q="guichet")
        assert (timezone.now() - start).total_seconds() < 2
    finally:
        done.set()
        thread.join()
    assert "A search was not counted" in caplog.text
    assert counted() == {}
    search(reader, q="guichet")
    assert counted() == {("guichet", ""): 1}


@pytest.mark.django_db(transaction=True)
def test_no_count_is_lost_between_readers() -> None:
    search(Client(), q="guichet")
    answers = []

    def read() -> None:
        try:
            client = Client(headers={"User-Agent": BROWSER})
            answers.extend(search(client, q="guichet").status_code for _ in range(10))
        finally:
            connection.close()

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 40
    assert SearchCount.objects.aggregate(Sum("times"))["times__sum"] == 40
    assert SearchCount.objects.filter(words="guichet", times=40).count() == 1
