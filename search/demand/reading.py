"""Reads what was counted: what finds little, how often something is asked, what is too old."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from common.facets import facet_labels
from search.facets import facet_name
from search.models import SearchCount
from search.types import FACETS

from .keys import SearchKey

FEW_RESULTS = 2
RECENT_DAYS = 90
KEPT_DAYS = 400
# Below it, a number would say more of one reader than of a need.
LEAST_SHOWN = 5


def days_ago(days: int) -> date:
    """Return the day that was this many days ago."""
    return timezone.localdate() - timedelta(days=days)


def few_results(counts: QuerySet[SearchCount]) -> QuerySet[SearchCount, dict[str, object]]:
    """Return the searches of these counts that found little the last time, most asked first."""
    same = SearchCount.objects.filter(
        locale=OuterRef("locale"), words=OuterRef("words"), filters=OuterRef("filters")
    )
    last_found = same.order_by("-day").values("results")[:1]
    grouped = counts.order_by().values("locale", "words", "filters")
    found = grouped.annotate(asked=Sum("times"), last_day=Max("day"), found=Subquery(last_found))
    return found.filter(found__lte=FEW_RESULTS).order_by("-asked", "words", "filters", "locale")


def times_asked(keys: Iterable[SearchKey], locale: str) -> dict[SearchKey, int]:
    """Return how often each was asked of late, in one query; what nobody asked is left out."""
    wanted = set(keys)
    counts = SearchCount.objects.filter(
        locale=locale,
        day__gte=days_ago(RECENT_DAYS),
        words__in={key.words for key in wanted},
        filters__in={key.filters for key in wanted},
    )
    rows = counts.order_by().values_list("words", "filters").annotate(Sum("times"))
    asked = {SearchKey(words, filters): times for words, filters, times in rows}
    return {key: asked[key] for key in wanted & asked.keys()}


def rounded(times: int) -> int:
    """Return a number of times as readers may see it: 0 for too few, else down to a five."""
    return times // LEAST_SHOWN * LEAST_SHOWN


def filter_labels(keys: Iterable[SearchKey]) -> dict[str, list[str]]:
    """Return filters → the words for them; one query at most for each facet."""
    values = {key.filters: key.values for key in keys}
    labels = {
        facet: facet_labels(
            facet, sorted({value for found in values.values() for value in found.get(facet, ())})
        )
        for facet in FACETS
    }
    return {
        filters: [
            _("%(name)s: %(label)s") % {"name": facet_name(facet), "label": labels[facet][value]}
            for facet in FACETS
            for value in found.get(facet, ())
        ]
        for filters, found in values.items()
    }


def purge() -> int:
    """Delete what is older than is kept; return how many rows."""
    return SearchCount.objects.filter(day__lt=days_ago(KEPT_DAYS)).delete()[0]
