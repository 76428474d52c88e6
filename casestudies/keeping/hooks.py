"""What keeps cases alive, in the admin: the proposals to decide of, the links that are gone."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import admin_views
from .links_report import LinksMenuItem, LinksReportView


class ProposalsMenuItem(MenuItem):
    """Shown to those who may decide of something."""

    def is_shown(self, request: HttpRequest) -> bool:
        permissions = (admin_views.MAY_CONFIRM, admin_views.MAY_REPORT)
        return any(map(request.user.has_perm, permissions))


@hooks.register("register_admin_urls")
def proposals_urls() -> list[URLPattern]:
    results = LinksReportView.as_view(results_only=True)
    return [
        *admin_views.urls(),
        path("reports/links/", LinksReportView.as_view(), name="keeping_links"),
        path("reports/links/results/", results, name="keeping_links_results"),
    ]


@hooks.register("register_admin_menu_item")
def proposals_menu_item() -> MenuItem:
    address = reverse("keeping_proposals")
    return ProposalsMenuItem(_("Proposals"), address, icon_name="history", order=262)


@hooks.register("register_reports_menu_item")
def links_menu_item() -> MenuItem:
    label = _("Links that no longer work")
    address = reverse("keeping_links")
    return LinksMenuItem(label, address, name="links", icon_name="link", order=610)
