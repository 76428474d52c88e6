"""The collectivités most comparable to one, among those whose practices are told here."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from collectivities.comparability import WEIGHTS, Weights
from collectivities.models import Collectivity
from collectivities.nearest import nearest
from collectivities.reasons import Reason
from collectivities.weighting import EVENLY, Emphasis

from .models import SearchEntryLead
from .territory import nature_of, open_cases

SHOWN = 6
LISTED = 30


@dataclass(frozen=True, kw_only=True)
class Comparable:
    """A comparable collectivité, ready to show.

    Attributes:
        collectivity: Who it is.
        nature: Its kind and where it lies, in words.
        percent: How comparable it is, in hundredths.
        reasons: Why, one at least.
        practices: How many cases it leads that readers can open, whatever their languages.
    """

    collectivity: Collectivity
    nature: str
    percent: int
    reasons: Sequence[Reason]
    practices: int


def comparables(
    collectivity: Collectivity, limit: int, weights: Weights = WEIGHTS
) -> list[Comparable]:
    """Return at most `limit` collectivités that lead a case, most comparable first, in two queries.

    Left out: itself, those of which nothing can be compared, those without a reason in words, and
    those that are comparable by what does not count for the reader alone, at 0 %.
    """
    leads = SearchEntryLead.objects.filter(entry__in=open_cases())
    among = Collectivity.objects.filter(pk__in=leads.values("collectivity"))
    found = nearest(collectivity, among, limit, weights)
    shown = leads.filter(collectivity__in=[row.collectivity.pk for row in found])
    # A case and its translations are one practice.
    practices = Count("entry__page__translation_key", distinct=True)
    counts = dict(shown.order_by().values_list("collectivity").annotate(practices))
    cards = [
        Comparable(
            collectivity=row.collectivity,
            nature=nature_of(row.collectivity),
            percent=round((row.comparison.score or 0.0) * 100),
            reasons=row.comparison.reasons,
            practices=counts.get(row.collectivity.pk, 0),
        )
        for row in found
    ]
    # A practice may have been withdrawn between the two queries.
    return [card for card in cards if card.percent and card.practices]


def comparables_url(collectivity: Collectivity, emphasis: Emphasis = EVENLY) -> str:
    """Return the address of the list for this collectivité, with what counts more or less."""
    url = reverse("search:comparables", args=[collectivity.ref])
    weights = emphasis.text()
    return f"{url}?{urlencode({'poids': weights})}" if weights else url
