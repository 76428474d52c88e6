"""Elasticsearch keeps the promises of every engine, on a real node."""

from collections.abc import Iterator
from typing import Any

import pytest

from search.engines.elastic import ElasticEngine
from search.types import SearchResults
from tests.contracts.search_engine import SearchEngineContract

from .cluster import indices_of_our_own, push, searching_on


@pytest.fixture(scope="module")
def prefix(elasticsearch_url: str) -> Iterator[str]:
    with indices_of_our_own(elasticsearch_url) as name:
        yield name


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
