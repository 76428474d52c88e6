"""Rebuilding loses no concurrent write and leaves readers no gap; versions settle who was last."""

import threading
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from elasticsearch import Elasticsearch

from search import outbox, rebuilding
from search.engines.base import Query
from search.engines.elastic import ElasticEngine, comparison, connection
from search.models import PendingPush, SearchEntry
from tests.factories import StandardPageFactory

from .cluster import push, searching_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cluster(elasticsearch_url: str, prefix: str, db: None) -> Iterator[None]:
    with searching_on(elasticsearch_url, prefix):
        yield


def total() -> int:
    connection.for_writing().indices.refresh(index=connection.alias("fr"))
    return ElasticEngine().search(Query(locale="fr")).total


def test_what_changes_during_a_rebuild_is_in_both_indices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH_SIZE", 2)
    pages = [StandardPageFactory(slug=f"p{number}") for number in range(5)]
    push()
    steps = rebuilding.rebuild("fr")
    assert next(steps) == 2
    pages[0].unpublish()
    StandardPageFactory(slug="nouvelle")
    push()
    assert total() == 5
    # Removed and pushed, then written by the rebuild from what it had read before.
    late = list(steps)
    assert late[-1] >= 5
    assert total() == 5
    assert comparison.differences("fr") == ([], [], [])
    names = connection.for_writing().indices.get(index=f"{connection.alias('fr')}-*").body
    assert len(names) == 1


def test_a_stale_write_does_not_undo_a_removal() -> None:
    page = StandardPageFactory(slug="p")
    push()
    entry = SearchEntry.objects.get(page=page)
    page.unpublish()
    push()
    operations = outbox.addition(entry, connection.alias("fr"))
    answer = connection.for_writing().bulk(operations=operations, refresh=True)
    assert answer["items"][0]["index"]["status"] == 409
    assert total() == 0


def test_readers_search_all_the_while() -> None:
    for number in range(20):
        StandardPageFactory(slug=f"p{number}")
    push()
    seen: set[int] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(ElasticEngine().search(Query(locale="fr")).total)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(3):
            list(rebuilding.rebuild("fr"))
    finally:
        done.set()
        reader.join()
    assert seen == {20}


def test_a_failed_rebuild_leaves_the_old_index(monkeypatch: pytest.MonkeyPatch) -> None:
    StandardPageFactory(slug="p")
    push()

    def fail(*args: object) -> None:
        raise rebuilding.RebuildError("no")

    monkeypatch.setattr(rebuilding, "_swap", fail)
    with pytest.raises(CommandError, match="the old index stays"):
        call_command("search_rebuild", "fr")
    assert total() == 1
    indices = connection.for_writing().indices
    assert not indices.exists_alias(name=connection.alias_in_the_making("fr"))


def test_check_names_differences_and_repair_mends_them(
    elasticsearch_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = StandardPageFactory(slug="a")
    stale = StandardPageFactory(slug="b")
    push()
    with Elasticsearch(elasticsearch_url) as client:
        client.delete(index=connection.alias("fr"), id=str(missing.pk), refresh=True)
    SearchEntry.objects.filter(page=stale).update(
        version=SearchEntry.objects.get(page=stale).version + 1
    )
    assert comparison.differences("fr") == ([missing.pk], [], [stale.pk])
    with pytest.raises(CommandError):
        call_command("search_check")
    assert f"page {missing.pk}: missing" in capsys.readouterr().err
    assert comparison.repair("fr") == 2
    assert PendingPush.objects.count() == 2
    push()
    assert comparison.differences("fr") == ([], [], [])


def test_publishing_only_notes_what_is_to_be_pushed() -> None:
    page = StandardPageFactory(slug="p")
    assert list(PendingPush.objects.values_list("page_id", flat=True)) == [page.pk]
    call_command("search_sync")
    assert not PendingPush.objects.exists()
    page.delete()
    assert PendingPush.objects.count() == 1
    push()
    assert total() == 0
