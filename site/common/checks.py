"""Conventions that a forgetful colleague would break, held by `manage.py check`."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, get_translatable_fields

OUR_APPS = frozenset({"home", "search", "casestudies", "methods", "vocabulary", "common"})
WAGTAILS_OWN = "wagtailcore.Page"


@checks.register(checks.Tags.models)
def check_conventions(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Check every model of the project; see each rule's hint."""
    ours = [model for model in apps.get_models() if model._meta.app_label in OUR_APPS]
    return [*check_page_model(), *check_models(ours)]


def check_page_model() -> Iterator[checks.CheckMessage]:
    """Check that the page model is Wagtail's own."""
    if getattr(settings, "WAGTAIL_PAGE_MODEL", WAGTAILS_OWN) != WAGTAILS_OWN:
        yield checks.Error(
            "WAGTAIL_PAGE_MODEL is set.",
            hint="wagtail-localize does not support a page model of one's own.",
            id="common.E001",
        )


def check_models(ours: Iterable[type[models.Model]]) -> Iterator[checks.CheckMessage]:
    """Check the translation rules and the blocks of these models."""
    for model in ours:
        if issubclass(model, TranslatableMixin):
            yield from _check_translatable(model)
        for field in model._meta.local_fields:
            if isinstance(field, ParentalKey):
                yield from _check_child(model, field)
            if isinstance(field, StreamField):
                yield from _check_blocks(model, field.name, field.stream_block)


def _check_translatable(model: type[models.Model]) -> Iterator[checks.CheckMessage]:
    for relation in model._meta.local_many_to_many:
        yield checks.Error(
            f"{relation.name} is a many-to-many field of a translatable model.",
            hint="wagtail-localize copies it once and never again: use a child with ParentalKey.",
            obj=model,
            id="common.E002",
        )
    rules = {rule.field_name: rule for rule in get_translatable_fields(model)}
    for field in model._meta.local_fields:
        to_page = isinstance(field, models.ForeignKey) and _is_page(field.related_model)
        structural = isinstance(field, ParentalKey | models.OneToOneField)
        if not to_page or structural:
            continue
        rule = rules.get(field.name)
        if not isinstance(rule, SynchronizedField) or rule.overridable:
            yield checks.Error(
                f"{field.name} links to a page, and a translation may override it.",
                hint='Add facts("…") to override_translatable_fields; read it by translation_key.',
                obj=model,
                id="common.E003",
            )


def _is_page(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, Page)


def _check_child(model: type[models.Model], field: Any) -> Iterator[checks.CheckMessage]:
    parent_is_translatable = issubclass(field.related_model, TranslatableMixin)
    if parent_is_translatable and not issubclass(model, TranslatableMixin):
        yield checks.Error(
            "A child of a translatable model is not translatable itself.",
            hint="Add TranslatableMixin, or its links stay in the source's language.",
            obj=model,
            id="common.E004",
        )


def _shows_something(value: Any) -> bool:
    """Tell whether a preview value has something in it, however deep."""
    if isinstance(value, dict):
        return any(map(_shows_something, value.values()))
    if isinstance(value, list):
        return any(map(_shows_something, value))
    return bool(value)


def _check_blocks(
    model: type[models.Model], path: str, block: Any
) -> Iterator[checks.CheckMessage]:
    for name, child in block.child_blocks.items():
        meta = child.meta
        previewed = _shows_something(getattr(meta, "preview_value", None))
        if meta.icon in {"placeholder", "warning"} or not meta.description or not previewed:
            yield checks.Error(
                f"The block {path}.{name} lacks an icon, a description or a preview.",
                hint="Editors choose blocks with their eyes: set them in the block's Meta.",
                obj=model,
                id="common.E005",
            )
        if isinstance(child, blocks.StreamBlock):
            yield checks.Error(
                f"The block {path}.{name} is a stream in a stream.",
                hint="Keep streams shallow: a struct, or a list of structs.",
                obj=model,
                id="common.E006",
            )
