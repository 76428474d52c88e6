"""What keeps cases alive, in the admin: the proposals to decide of, the links that are gone."""

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import admin_views


class ProposalsMenuItem(MenuItem):
    """Shown to those who may decide of something."""

    def is_shown(self, request: HttpRequest) -> bool:
        permissions = (admin_views.MAY_CONFIRM, admin_views.MAY_REPORT)
        return any(map(request.user.has_perm, permissions))


@hooks.register("register_admin_urls")
def proposals_urls() -> list[URLPattern]:
    return admin_views.urls()


@hooks.register("register_admin_menu_item")
def proposals_menu_item() -> MenuItem:
    address = reverse("keeping_proposals")
    return ProposalsMenuItem(_("Proposals"), address, icon_name="history", order=262)
