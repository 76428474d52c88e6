"""The nodes of Elasticsearch that the engine's tests talk to."""

import os
from collections.abc import Iterator

import pytest
from elasticsearch_node import Node

from tests.nodes import own_node, without_node


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """Return the address of the node that the run started; without one, skip, but fail in CI."""
    url = os.environ.get("ELASTICSEARCH_URL")
    if not url:
        without_node(
            "No ELASTICSEARCH_URL: `make test` starts a node, so does `make elasticsearch`"
        )
    return url


@pytest.fixture(scope="module")
def breakable_node() -> Iterator[Node]:
    """Start a node of the module's own, to freeze, to kill and to start again: mark it `site`."""
    with own_node() as server:
        yield server
