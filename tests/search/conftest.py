"""The node of Elasticsearch that the tests of the search talk to."""

import os
from collections.abc import Callable, Iterator

import pytest

from search import outbox
from search.models import SearchEntry
from tests.nodes import without_node
from tests.search.engines.cluster import indices_of_our_own, push, searching_on


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
def prefix(elasticsearch_url: str) -> Iterator[str]:
    """Return what the names of the module's own indices begin with."""
    with indices_of_our_own(elasticsearch_url) as name:
        yield name


@pytest.fixture(params=["database", "elasticsearch"])
def each_engine(
    request: pytest.FixtureRequest, db: None, caplog: pytest.LogCaptureFixture
) -> Iterator[Callable[[], None]]:
    """Search on one engine, then on the other; give what lets it know of the pages made so far."""
    if request.param == "database":
        yield lambda: None
        return

    def catch_up() -> None:
        outbox.push_again(SearchEntry.objects.all())
        push()

    names = map(request.getfixturevalue, ("elasticsearch_url", "prefix"))
    with searching_on(*names):
        yield catch_up
    # The cluster refused nothing: the database never stood in.
    assert "Elasticsearch failed" not in caplog.text
