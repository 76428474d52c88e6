"""The snapshot in memory is never older than the database."""

import pytest
from django.db import transaction

from search.engines.database import snapshot
from search.models import SearchEntry
from search.service import search
from search.types import SearchRequest
from tests.factories import StandardPageFactory


@pytest.mark.django_db
def test_a_snapshot_is_loaded_once() -> None:
    StandardPageFactory()
    assert snapshot.current("fr") is snapshot.current("fr")
    assert snapshot.current("en") is not snapshot.current("fr")


@pytest.mark.django_db
def test_a_rolled_back_change_leaves_nothing_behind() -> None:
    StandardPageFactory(title="Un")
    assert search(SearchRequest()).total == 1
    with transaction.atomic():
        StandardPageFactory(title="Deux")
        assert search(SearchRequest()).total == 2
        transaction.set_rollback(True)
    assert search(SearchRequest()).total == 1
    StandardPageFactory(title="Trois")
    found = search(SearchRequest())
    assert {hit.entry.title for hit in found.hits} == {"Un", "Trois"}


@pytest.mark.django_db
def test_entries_deleted_behind_its_back_are_noticed() -> None:
    StandardPageFactory()
    assert search(SearchRequest()).total == 1
    SearchEntry.objects.all().delete()
    assert search(SearchRequest()).total == 0


def test_bits_and_positions() -> None:
    empty = snapshot.Snapshot()
    assert (empty.everything, empty.listed(0)) == (0, [])
    full = snapshot.Snapshot(page_ids=list(range(100, 120)))
    bits = full.bits([3, 17, 8])
    assert bits.bit_count() == 3
    assert full.listed(bits) == [3, 8, 17]
    assert full.listed(bits, [17, 5, 3]) == [17, 3]
    assert full.everything.bit_count() == 20
