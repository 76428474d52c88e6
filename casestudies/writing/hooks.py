"""Where the admin offers to write a case, and shows how complete the cases are."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import views


class NewCaseMenuItem(MenuItem):
    """Shown to those who may begin a case."""

    def is_shown(self, request: HttpRequest) -> bool:
        return views.list_to_add_to(request.user) is not None


@hooks.register("register_admin_urls")
def writing_urls() -> list[URLPattern]:
    return [
        path("case-studies/new/", views.begin, name="casestudies_new"),
        path("case-studies/near/", views.near, name="casestudies_near"),
        path(
            "case-studies/completeness/<int:page_id>/",
            views.completeness_of,
            name="casestudies_completeness",
        ),
    ]


@hooks.register("register_admin_menu_item")
def new_case_menu_item() -> MenuItem:
    address = reverse_lazy("casestudies_new")
    return NewCaseMenuItem(_("New case study"), address, icon_name="edit", order=50)
