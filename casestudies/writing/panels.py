"""Two panels of the editor's form: what the case still lacks, and the cases that look like it."""

from typing import Any

from django import forms
from django.db import models
from django.forms.formsets import ORDERING_FIELD_NAME
from django.urls import reverse
from django.utils.text import capfirst
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel, Panel

from casestudies.completeness import completeness
from casestudies.publication import PublicationError, publication_errors

from .near import near_page

MEDIA = forms.Media(js=["js/character-counters.js", "js/case-writing.js"])


class RowFormSet(BaseChildFormSet):
    """Rows, among which one that was added and not filled is as if it were not there.

    It would otherwise keep the whole draft from being saved until something is chosen in it.
    """

    def _should_delete_form(self, form: Any) -> bool:
        # The script numbers every row: its place alone says nothing.
        is_blank = form.instance.pk is None and not {*form.changed_data} - {ORDERING_FIELD_NAME}
        return is_blank or bool(super()._should_delete_form(form))


class RowsPanel(InlinePanel):
    """The panel of a repeatable part."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = RowFormSet
        return options


class CompletenessPanel(Panel):
    """A meter of what is told, with links to what is not."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "casestudies/admin/writing/completeness_panel.html"
        media = MEDIA

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | completeness_context(self.instance)


class NearCasesPanel(Panel):
    """The cases that look like this one; empty when there is none."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "casestudies/admin/writing/near_cases_panel.html"
        media = MEDIA

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            near = near_page(self.request.user, self.instance)
            return context | {"near": near, "url": reverse("casestudies_near")}


def completeness_context(page: Any) -> dict[str, Any]:
    """Return what the meter shows of a case: what publication needs, what would help, a share."""
    found = completeness(page.serializable_data())
    return {
        "percent": found.percent,
        "needed": [(anchor(page, error.field), _where(page, error)) for error in _errors(page)],
        "helpful": [(anchor(page, part.field), part.name) for part in found.advisable],
        "url": reverse("casestudies_completeness", args=[page.pk or 0]),
    }


def anchor(page: Any, name: str) -> str:
    """Return the identifier, in Wagtail's form, of what to fill for a field or a relation."""
    field = page._meta.get_field(name)
    if field.one_to_many:
        return f"id_{name}-ADD"
    if hasattr(field, "stream_block"):
        return name
    if isinstance(field, models.ForeignKey) or hasattr(field, "features"):
        # A chooser and a rich text are hidden fields, with a label that is seen.
        return f"id_{name}-label"
    return f"id_{name}"


def _where(page: Any, error: PublicationError) -> str:
    """Return a message, with the part of the story whose block it speaks of."""
    if error.block is None:
        return str(error.message)
    return f"{capfirst(page._meta.get_field(error.field).verbose_name)} – {error.message}"


def _errors(page: Any) -> list[PublicationError]:
    """Return what publication needs, each message once for a field."""
    return list(
        {(error.field, str(error.message)): error for error in publication_errors(page)}.values()
    )
