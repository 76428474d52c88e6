"""Elasticsearch keeps the promises of every engine, on a real node."""

from collections.abc import Iterator
from typing import Any

import pytest

from search import similar
from search.engines.elastic import ElasticEngine
from search.types import SearchResults
from tests.contracts.search_engine import SearchEngineContract
from tests.contracts.similar import BUS, CAMION, SimilarContract, case

from .cluster import push, searching_on


@pytest.fixture
def cluster(elasticsearch_url: str, prefix: str, db: None) -> Iterator[None]:
    with searching_on(elasticsearch_url, prefix):
        yield


@pytest.mark.usefixtures("cluster")
class TestElasticEngine(SearchEngineContract):
    engine = ElasticEngine

    def search(self, text: str = "", **asked: Any) -> SearchResults:
        push()
        return super().search(text, **asked)


@pytest.mark.usefixtures("cluster")
class TestSimilarOnElasticsearch(SimilarContract):
    engine = ElasticEngine

    def catch_up(self) -> None:
        push()

    def test_an_answer_given_before_the_cluster_knew_is_not_kept_for_long(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bus = case(BUS)
        push()
        case(CAMION)
        assert similar.like(bus) == []
        push()
        assert similar.like(bus) == []
        monkeypatch.setattr(similar, "_SECONDS_KEPT", 0)
        assert len(similar.like(bus)) == 1
