"""Where the admin shows the versions of a case."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from casestudies.models import CaseStudyPage

from . import admin_views


@hooks.register("register_admin_urls")
def version_urls() -> list[URLPattern]:
    start = "case-studies/versions/<int:page_id>/"
    return [
        path(start, admin_views.VersionsView.as_view(), name="case_versions"),
        path(f"{start}<int:number>/withdraw/", admin_views.withdraw, name="withdraw_version"),
        path(f"{start}<int:number>/restore/", admin_views.restore, name="restore_version"),
    ]


@hooks.register("register_page_header_buttons")
def versions_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead who publishes a case to its versions; the views ask again."""
    if not isinstance(page, CaseStudyPage) or page.first_published_at is None:
        return
    if page.permissions_for_user(user).can_publish():
        url = reverse("case_versions", args=[page.pk])
        yield Button(_("Published versions"), url, icon_name="history", priority=36)


@hooks.register("register_log_actions")
def version_log_actions(actions: Any) -> None:
    actions.register_action(
        admin_views.WITHDRAWN, _("Withdraw a version"), _("Withdrew a published version")
    )
    actions.register_action(
        admin_views.RESTORED, _("Restore a version"), _("Showed a withdrawn version again")
    )
