"""The most comparable collectivités among some of them, by the formula of `comparability`."""

from dataclasses import dataclass
from itertools import islice

from django.db.models import QuerySet

from .comparability import WEIGHTS, Comparison, Profile, Weights, comparability
from .comparability_sql import score_expression
from .models import Collectivity

CHUNK = 100


@dataclass(frozen=True)
class Neighbour:
    """A collectivité and how it compares."""

    collectivity: Collectivity
    comparison: Comparison


def nearest(
    collectivity: Collectivity,
    among: QuerySet[Collectivity],
    limit: int,
    weights: Weights = WEIGHTS,
) -> list[Neighbour]:
    """Return at most `limit` of these, most comparable first, without itself, in one query.

    Those of which nothing can be compared are left out, and those that no reason is given for.
    """
    ours = Profile.of(collectivity)
    scored = among.exclude(pk=collectivity.pk).annotate(
        comparability_score=score_expression(ours, weights=weights)
    )
    rows = scored.filter(comparability_score__isnull=False)
    rows = rows.order_by("-comparability_score", "name", "pk")
    # Read as they are needed: a score does not tell whether there is a reason for it.
    compared = (
        Neighbour(row, comparability(ours, Profile.of(row), weights))
        for row in rows.iterator(chunk_size=CHUNK)
    )
    return list(islice((found for found in compared if found.comparison.reasons), limit))
