"""The admin report of the searches that found little."""

from typing import Any
from urllib.parse import urlencode

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.forms import RadioSelect
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from search.models import SearchCount, WantedPractice

from .keys import SearchKey, normalised
from .reading import RECENT_DAYS, days_ago, few_results, filter_labels

VIEW_PERMISSION = "search.view_searchcount"
PERIODS = [
    ("30", _("Last 30 days")),
    (str(RECENT_DAYS), _("Last 90 days")),
    ("365", _("Last 365 days")),
]
Row = dict[str, Any]


class DemandFilterSet(WagtailFilterSet):
    """The period, the last 90 days unless said otherwise, and the language."""

    period = django_filters.ChoiceFilter(
        label=_("Period"),
        choices=PERIODS,
        empty_label=None,
        widget=RadioSelect,
        initial=str(RECENT_DAYS),
        method="since",
    )
    locale = django_filters.ChoiceFilter(
        label=_("Language"), choices=settings.LANGUAGES, empty_label=_("All"), widget=RadioSelect
    )

    class Meta:
        model = SearchCount
        fields = ["period", "locale"]

    def __init__(self, data: QueryDict, *args: Any, **kwargs: Any) -> None:
        asked = data.copy()
        if asked.get("period") not in dict(PERIODS):
            asked["period"] = str(RECENT_DAYS)
        super().__init__(asked, *args, **kwargs)

    def since(self, counts: QuerySet[SearchCount], name: str, value: str) -> QuerySet[SearchCount]:
        """Keep the days of a period."""
        return counts.filter(day__gte=days_ago(int(value)))


class PromotionColumn(Column):
    """The button that proposes a search to contributors, or what it was proposed as."""

    cell_template_name = "search/admin/promotion_cell.html"


class DemandReportView(ReportView):
    """Searches with few results, grouped by words and filters, most asked first."""

    model = SearchCount
    any_permission_required = ["view"]
    page_title = _("Searches with few results")
    header_icon = "search"
    index_url_name = "demand_report"
    index_results_url_name = "demand_report_results"
    filterset_class = DemandFilterSet
    export_filename = "searches"
    list_export = ["words", "filters", "locale", "asked", "last_day", "found"]
    export_headings = {
        "asked": _("Times asked"),
        "last_day": _("Last day"),
        "found": _("Results then"),
    }
    columns = [
        Column("words", label=_("Words")),
        Column("filters", label=_("Filters"), accessor="filter_labels"),
        Column("locale", label=_("Language")),
        Column("asked", label=_("Times asked")),
        DateColumn("last_day", label=_("Last day")),
        Column("found", label=_("Results then")),
        PromotionColumn("promotion", label=""),
    ]

    def get_filtered_queryset(self) -> QuerySet[SearchCount, Row]:
        return few_results(self.get_queryset())

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Add to the rows of a page of the report what its columns show."""
        if self.is_export:
            return object_list
        return decorated(list(object_list), can_add=self._can_add())

    def _can_add(self) -> bool:
        return self.request.user.has_perm("search.add_wantedpractice")


def decorated(rows: list[Row], *, can_add: bool) -> list[Row]:
    """Return the rows with their filters in words, and where they can be, or were, proposed."""
    labels = filter_labels(_key(row) for row in rows)
    wants = {
        (want.locale.language_code, SearchKey(normalised(want.words), want.filters)): want
        for want in WantedPractice.objects.select_related("locale")
    }
    add_url = reverse("wagtailsnippets_search_wantedpractice:add")
    for row in rows:
        query = {name: row[name] for name in ("locale", "words", "filters")}
        row["filter_labels"] = ", ".join(labels[row["filters"]])
        row["want"] = wants.get((row["locale"], _key(row)))
        row["add_url"] = f"{add_url}?{urlencode(query)}" if can_add else ""
    return rows


def _key(row: Row) -> SearchKey:
    return SearchKey(row["words"], row["filters"])


class DemandMenuItem(MenuItem):
    """Shown to those who may read the report."""

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(VIEW_PERMISSION))
