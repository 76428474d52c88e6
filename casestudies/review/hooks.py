"""Where the admin shows the review: a screen for each case, and what waits for whom at home."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.api.actions.publish import PublishPageAPIAction
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.widgets import Button
from wagtail.models import Page

from casestudies.models import CaseStudyPage
from casestudies.models.review_tasks import ReviewTask
from casestudies.permissions import is_limited
from casestudies.publication import refuse_unpublishable

from . import admin_views
from .agreement import is_under_review, refuse_without_agreement
from .mine import MyCasesPanel

SAID_BETTER = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation"}


@hooks.register("register_admin_urls")
def review_urls() -> list[URLPattern]:
    return admin_views.urls()


class PublishAPIAction(PublishPageAPIAction):
    """Publishes what may be: neither the API nor the editor asks the page's own `publish`."""

    def execute(self, instance: Page, data: Any) -> Any:
        refuse_to_publish(self.request, instance.specific)
        return super().execute(instance, data)


PagesAdminAPIViewSet.actions["publish"] = PublishAPIAction


@hooks.register("before_publish_page")
def refuse_to_publish(request: HttpRequest, page: Page) -> None:
    """Raise PublicationRefused if a case may not be published, or not without its collectivité."""
    if isinstance(page, CaseStudyPage):
        revision = page.get_latest_revision()
        refuse_unpublishable(revision.as_object())
        refuse_without_agreement(page, revision)


@hooks.register("register_page_header_buttons")
def review_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead from a case that was submitted to the screen of its review."""
    if isinstance(page, CaseStudyPage) and page.pk and is_under_review(page):
        url = reverse("casestudies_review", args=[page.pk])
        yield Button(_("The collectivité's review"), url, icon_name="group", priority=15)


@hooks.register("construct_page_action_menu")
def publish_by_the_last_step(
    items: list[Any], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Leave the plain button out while a case is read: the last step publishes, and tells so."""
    page = context.get("page")
    if isinstance(page, CaseStudyPage) and isinstance(page.current_workflow_task, ReviewTask):
        items[:] = [item for item in items if item.name != "action-publish"]


@hooks.register("construct_homepage_panels")
def my_cases(request: HttpRequest, panels: list[Any]) -> None:
    """Begin with one's own cases; for authors and tutors, they say all that Wagtail's lists say."""
    if is_limited(request.user):
        panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in SAID_BETTER]
    panels.insert(0, MyCasesPanel())
