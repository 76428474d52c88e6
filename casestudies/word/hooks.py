"""Where the admin offers Word: the list of cases brings one in, a case is taken out."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from casestudies.models import CaseStudyIndexPage, CaseStudyPage

from . import views
from .report import ACTION


@hooks.register("register_admin_urls")
def word_urls() -> list[URLPattern]:
    start = "case-studies/word"
    return [
        path(
            f"{start}/import/<int:parent_id>/",
            views.ImportView.as_view(),
            name="casestudies_word_import",
        ),
        path(
            f"{start}/template/<int:parent_id>/", views.template, name="casestudies_word_template"
        ),
        path(
            f"{start}/report/<int:page_id>/",
            views.ReportView.as_view(),
            name="casestudies_word_report",
        ),
        path(f"{start}/export/<int:page_id>/", views.export, name="casestudies_word_export"),
    ]


@hooks.register("register_page_header_buttons")
def word_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Offer what this user may do here; the views ask again."""
    if isinstance(page, CaseStudyIndexPage) and views.may_import(user, page):
        url = reverse("casestudies_word_import", args=[page.pk])
        yield Button(_("Import a Word document"), url, icon_name="upload", priority=16)
    if isinstance(page, CaseStudyPage) and page.pk and views.may_edit(user, page):
        url = reverse("casestudies_word_export", args=[page.pk])
        yield Button(_("Download as Word"), url, icon_name="download", priority=35)


@hooks.register("register_page_listing_more_buttons")
def word_listing_buttons(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Offer the same in the lists of the explorer."""
    yield from word_buttons(page, user, "listing", next_url)


@hooks.register("register_log_actions")
def word_log_action(actions: Any) -> None:
    actions.register_action(ACTION, _("Import from Word"), _("Imported from a Word document"))
