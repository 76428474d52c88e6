"""What the search adds to the admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from .admin_panels import SearchHealthPanel, may_see_health
from .demand.report import DemandMenuItem, DemandReportView
from .demand.snippets import WantedPracticeViewSet
from .snippets import SynonymGroupViewSet

register_snippet(WantedPracticeViewSet)
register_snippet(SynonymGroupViewSet)


@hooks.register("register_admin_urls")
def demand_report_urls() -> list[URLPattern]:
    results = DemandReportView.as_view(results_only=True)
    return [
        path("reports/demand/", DemandReportView.as_view(), name="demand_report"),
        path("reports/demand/results/", results, name="demand_report_results"),
    ]


@hooks.register("register_reports_menu_item")
def demand_report_menu_item() -> MenuItem:
    label = _("Searches with few results")
    address = reverse("demand_report")
    return DemandMenuItem(label, address, name="demand", icon_name="search", order=600)


@hooks.register("register_permissions")
def demand_report_permission() -> QuerySet[Permission]:
    """Let administrators give the report to a group."""
    return Permission.objects.filter(content_type__app_label="search", codename="view_searchcount")


@hooks.register("construct_homepage_panels")
def search_health_panel(request: HttpRequest, panels: list[Component]) -> None:
    if may_see_health(request.user):
        panels.append(SearchHealthPanel())
