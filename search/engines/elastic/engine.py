"""Search on Elasticsearch: one request, and its answer read."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from search.engines.base import Query, Result
from search.types import FACETS

from . import connection
from .requests import FREE, UNFILTERED, body


class ElasticEngine:
    """See `search.engines.base.Engine`. Raises what the client raises when the cluster is ill."""

    def search(self, query: Query) -> Result:
        """Return the hits of a query, its counts and its facets."""
        if query.locale not in dict(settings.LANGUAGES):
            return Result()
        answer = connection.for_search().search(
            index=connection.alias(query.locale), **_as_arguments(body(query))
        )
        return _read(answer.body, query)


def _as_arguments(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body as arguments of the client, which names a few of its parts otherwise."""
    names = {"from": "from_", "_source": "source"}
    return {names.get(name, name): value for name, value in request.items()}


def _read(answer: Mapping[str, Any], query: Query) -> Result:
    found = answer["aggregations"]
    return Result(
        page_ids=[int(hit["_id"]) for hit in answer["hits"]["hits"]],
        total=answer["hits"]["total"]["value"],
        facets={
            facet: {
                bucket["key"]: bucket["doc_count"]
                for bucket in found.get(facet, found[FREE])[facet]["buckets"]
            }
            for facet in FACETS
        },
        without={facet: found[facet]["doc_count"] for facet in query.filters},
        unfiltered=found[UNFILTERED]["doc_count"],
    )
