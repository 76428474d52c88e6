"""The frame of every page, for base.html."""

from typing import Any

from django import template
from wagtail.models import Page

from common.navigation import Layout, layout_of

register = template.Library()


@register.simple_tag(takes_context=True)
def layout(context: template.Context) -> Layout:
    """Return the menus, breadcrumbs and languages around the page or view being rendered."""
    page: Any = context.get("page")
    shown = page if isinstance(page, Page) else None
    return layout_of(context.get("request"), shown, context.get("alternates") or ())


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, number: int) -> str:
    """Return the query string of another page of the list being shown, the rest kept."""
    query = context["request"].GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
