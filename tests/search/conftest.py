"""The node of Elasticsearch that the tests of the search talk to."""

import os

import pytest

from tests.nodes import without_node


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """Return the address of the node that the run started; without one, skip, but fail in CI."""
    url = os.environ.get("ELASTICSEARCH_URL")
    if not url:
        without_node(
            "No ELASTICSEARCH_URL: `make test` starts a node, so does `make elasticsearch`"
        )
    return url
