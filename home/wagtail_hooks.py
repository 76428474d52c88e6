"""wagtail-localize's page submission, with the parents translated first."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks

from .translation_views import SubmitPageTranslation


# Before wagtail-localize's own address, which it shadows.
@hooks.register("register_admin_urls", order=-100)
def submit_page_translation_url() -> list[URLPattern]:
    """Serve our view at the address that wagtail-localize's buttons lead to."""
    address = "localize/submit/page/<int:page_id>/"
    return [path(address, SubmitPageTranslation.as_view(), name="submit_page_translation")]


@hooks.register("construct_page_action_menu", order=1000)
def hide_conversion_to_alias(items: list[Any], request: HttpRequest, context: Any) -> None:
    """Take away the button that would only be refused."""
    items[:] = [item for item in items if item.name != "localize-convert-to-alias"]
