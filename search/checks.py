"""System checks of the search: conventions that a forgetful colleague would break."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from wagtail.models import Page, get_page_models

from common.models import BasePage


def check_search_documents(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Return an error for each page type of ours that does not say what the search knows of it."""
    return [_error(model) for model in get_page_models() if _forgets(model)]


def _forgets(model: type[Page]) -> bool:
    if model.__module__.split(".")[0] in {"wagtail", "wagtail_localize"}:
        return False
    method = getattr(model, "search_document", None)
    return method is None or method is BasePage.search_document


def _error(model: type[Page]) -> Error:
    return Error(
        f"{model._meta.label} does not define search_document().",
        hint=(
            "Return a common.documents.SearchDocument, or None when the page is not to be found."
        ),
        obj=model,
        id="search.E001",
    )
