"""Real nodes of Elasticsearch for the tests; a machine that can have none skips, but CI fails."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest
from elasticsearch_install import obstacle
from elasticsearch_node import Node, node


def without_node(reason: str) -> NoReturn:
    """Skip the test for that reason; in CI, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def own_node() -> Iterator[Node]:
    """Start a node that the test may freeze, kill and start again."""
    if reason := obstacle():
        without_node(reason)
    with node() as server:
        yield server
