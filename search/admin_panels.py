"""What the search shows on the home page of the admin."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from . import health


class SearchHealthPanel(Component):
    """Which engine answers readers, what waits, and what to do about it.

    The cluster is not asked: were it ill, each visit of the admin would wait for it.
    """

    name = "search_health"
    template_name = "search/admin/health_panel.html"
    order = 400

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the state of the search, and whether to show messages of the machines."""
        user = parent_context["request"].user if parent_context else None
        return {"health": health.recall(), "is_technical": bool(user and user.is_superuser)}


def may_see_health(user: Any) -> bool:
    """Tell whether somebody publishes pages: whether they are found then matters to them."""
    policy = policy_registry.get_by_type(Page)
    return bool(policy.user_has_permission(user, "publish"))
