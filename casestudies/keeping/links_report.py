"""The admin report of the addresses that no longer work."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from casestudies.models import CaseStudyPage, LinkCheck

from .fetching import Problem
from .links import uses

MAY_SEE = "casestudies.view_linkcheck"


class CasesColumn(Column):
    """The cases that give the address, each a link to its form."""

    cell_template_name = "casestudies/keeping/admin/cases_cell.html"


class AddressColumn(Column):
    """The address itself, a link that opens it."""

    cell_template_name = "casestudies/keeping/admin/address_cell.html"


class LinksReportView(ReportView):
    """The addresses that were no good at their last visit, those that failed most often first."""

    model = LinkCheck
    any_permission_required = ["view"]
    page_title = _("Links that no longer work")
    header_icon = "link"
    index_url_name = "keeping_links"
    index_results_url_name = "keeping_links_results"
    export_filename = "links"
    list_export = ["url", "problem", "status", "failures", "failing_since", "checked_at"]
    columns = [
        AddressColumn("url", label=_("Address")),
        Column("label", label=_("What is wrong")),
        DateColumn("failing_since", label=_("Since")),
        Column("failures", label=_("Times in a row")),
        DateColumn("checked_at", label=_("Last visit")),
        CasesColumn("cases", label=_("Case studies")),
    ]

    def get_queryset(self) -> QuerySet[LinkCheck]:
        return LinkCheck.objects.exclude(problem="")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Add to the rows of a page of the report what its columns show."""
        if self.is_export:
            return object_list
        checks = list(object_list)
        pages: dict[str, set[int]] = defaultdict(set)
        for url, page in uses({check.url for check in checks}):
            pages[url].add(page)
        cases = CaseStudyPage.objects.only("title", "draft_title").in_bulk(
            set().union(*pages.values())
        )
        for check in checks:
            check.label = Problem(check.problem).label
            found = (cases[pk] for pk in pages[check.url] if pk in cases)
            check.cases = sorted(found, key=lambda case: case.title)
        return checks


class LinksMenuItem(MenuItem):
    """Shown to those who may read the report."""

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(MAY_SEE))
