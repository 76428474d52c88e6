"""Lets an app show its things on the pages of an app that may not import it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page


@dataclass(frozen=True, kw_only=True)
class RelatedSection:
    """A block of related content at the foot of a page.

    Attributes:
        heading: The section's heading, already translated.
        anchor: Its `id` in the page, unique there.
        items: What `template` lists.
        template: The template that renders the section, given `section`.
        order: Sections come by it, then as they were registered.
    """

    heading: str
    anchor: str
    items: Sequence[Any]
    template: str
    order: int = 0


Provider = Callable[[Page, HttpRequest], RelatedSection | None]

_providers: dict[str, list[Provider]] = defaultdict(list)


def register_related(model_label: str, provider: Provider) -> None:
    """Register `provider` for the pages of a model, by its label ("methods.MethodPage")."""
    if provider not in _providers[model_label]:
        _providers[model_label].append(provider)


def related_sections(page: Page, request: HttpRequest) -> list[RelatedSection]:
    """Return the non-empty sections that other apps registered for this page, in their order."""
    sections = (provider(page, request) for provider in _providers[page._meta.label])
    shown = (section for section in sections if section is not None and section.items)
    return sorted(shown, key=lambda section: section.order)
