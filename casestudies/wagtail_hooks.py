"""Who writes case studies, in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, resolve, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.query import PageQuerySet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .gate import is_closed
from .invitations import admin_views
from .keeping import hooks as keeping_hooks
from .models import Contributor, Promotion, PromotionTutor
from .permissions import page_policy
from .review import hooks as review_hooks
from .screens import (
    EveryPageViewSet,
    KnownRecentEditsPanel,
    KnownSubmissionsPanel,
    PersonChooserViewSet,
)
from .versions import hooks as version_hooks
from .word import hooks as word_hooks
from .writing import hooks as writing_hooks

__all__ = ["keeping_hooks", "review_hooks", "version_hooks", "word_hooks", "writing_hooks"]

KNOWN_PANELS = {
    "recent_edits": KnownRecentEditsPanel,
    "user_objects_in_workflow_moderation": KnownSubmissionsPanel,
}


class ContributorViewSet(SnippetViewSet):
    model = Contributor
    icon = "user"
    chooser_viewset_class = PersonChooserViewSet
    list_display = ["name", "promotion"]
    search_fields = ["name"]


class PromotionViewSet(SnippetViewSet):
    model = Promotion
    icon = "group"
    list_display = ["name", "year"]
    search_fields = ["name"]


class TutorViewSet(SnippetViewSet):
    model = PromotionTutor
    icon = "glasses"
    chooser_viewset_class = PersonChooserViewSet
    list_display = ["user", "promotion"]


@register_snippet
class PeopleGroup(SnippetViewSetGroup):
    menu_label = _("Contributors")
    menu_icon = "user"
    menu_order = 260
    items = (ContributorViewSet, PromotionViewSet, TutorViewSet)


@hooks.register("register_admin_viewset")
def page_screens() -> EveryPageViewSet:
    return EveryPageViewSet()


@hooks.register("construct_page_chooser_queryset")
def only_visible_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Offer, in the choosers, the pages that one may know of."""
    visible = page_policy().visible_instances(request.user)
    return pages.filter(pk__in=visible.values("pk"))


@hooks.register("construct_reports_menu")
def hide_closed_reports(request: HttpRequest, items: list[Any]) -> None:
    """Take away the reports that one may not open."""
    items[:] = [item for item in items if not is_closed(request.user, resolve(item.url).view_name)]


@hooks.register("construct_homepage_panels")
def panels_on_known_pages(request: HttpRequest, panels: list[Any]) -> None:
    """Keep what one may no longer know of out of one's own history."""
    panels[:] = [
        KNOWN_PANELS[panel.name]() if getattr(panel, "name", "") in KNOWN_PANELS else panel
        for panel in panels
    ]


class InvitationsMenuItem(MenuItem):
    """Shown to those who may invite."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(admin_views.MAY_INVITE)


@hooks.register("register_admin_urls")
def invitation_urls() -> list[URLPattern]:
    return admin_views.urls()


@hooks.register("register_admin_menu_item")
def invitations_menu_item() -> MenuItem:
    address = reverse("invitations")
    return InvitationsMenuItem(_("Invitations"), address, icon_name="mail", order=265)


@hooks.register("register_snippet_listing_buttons")
def close_promotion_button(snippet: Any, user: Any, next_url: str | None = None) -> Any:
    """Yield the button that closes the accounts of a promotion."""
    if isinstance(snippet, Promotion) and user.has_perm(admin_views.MAY_CLOSE):
        address = reverse("close_promotion", args=[snippet.pk])
        yield Button(_("Close its accounts"), address, icon_name="lock", priority=90)
