"""The most comparable collectivités among some of them, by the formula of `comparability`."""

from dataclasses import dataclass

from django.db.models import F, QuerySet

from .comparability import WEIGHTS, Comparison, Profile, Weights, comparability
from .comparability_sql import score_expression
from .models import Collectivity


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

    Those of which nothing can be compared are left out.
    """
    ours = Profile.of(collectivity)
    scored = among.exclude(pk=collectivity.pk).annotate(
        comparability_score=score_expression(ours, weights=weights)
    )
    rows = scored.order_by(F("comparability_score").desc(nulls_last=True), "pk")[:limit]
    compared = [Neighbour(row, comparability(ours, Profile.of(row), weights)) for row in rows]
    return [neighbour for neighbour in compared if neighbour.comparison.score is not None]
