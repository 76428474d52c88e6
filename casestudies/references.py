"""Refuses a form that names a page or a person that its user may not know of.

The choosers do not offer them, but a form can be posted by hand: shown again, it would tell their
titles and names.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import QueryDict
from wagtail.models import Page

from common.addresses import ids_in

from .models.people import Contributor
from .people import known_contributors
from .permissions import page_policy, sees_everything


def refuse_hidden(form: Any) -> None:
    """Raise PermissionDenied if a bound page form names what its user may not know of.

    What the page named already, in its latest version, is left to it.
    """
    user = form.for_user
    if user is None or sees_everything(user):
        return
    forms = [form, *(row for formset in form.formsets.values() for row in formset.forms)]
    pages, people = _chosen(forms, Page), _chosen(forms, Contributor)
    linked = set(_linked(form.data))
    linked_pages = set(ids_in(linked))
    pages |= linked_pages
    if form.instance.pk:
        pages -= _named_already(type(form.instance).objects.get(pk=form.instance.pk))
    people -= _initial(forms, "contributor")
    visible = page_policy().visible_instances(user).filter(pk__in=pages)
    known = known_contributors(user).filter(pk__in=people)
    hidden_pages = pages - set(visible.values_list("pk", flat=True))
    hidden_people = people - set(known.values_list("pk", flat=True))
    # The editor writes plain numbers; "+9" would be read as one too, later.
    is_odd = len(linked_pages) < len(linked)
    if is_odd or hidden_people or Page.objects.filter(pk__in=hidden_pages).exists():
        raise PermissionDenied


def _chosen(forms: Iterable[Any], model: type[Model]) -> set[int]:
    """Return the rows of a model that valid fields of the forms hold."""
    values = (value for form in forms for value in getattr(form, "cleaned_data", {}).values())
    return {value.pk for value in values if isinstance(value, model)}


def _initial(forms: Iterable[Any], name: str) -> set[int]:
    return {form.initial[name] for form in forms if form.initial.get(name)}


def _linked(data: QueryDict) -> Iterator[str]:
    """Yield what the links of the posted rich texts say that they lead to, well formed or not."""
    for name in data:
        for text in data.getlist(name):
            if isinstance(text, str) and text.lstrip().startswith("{"):
                yield from _links_of(text)


def _links_of(text: str) -> Iterator[str]:
    """Yield what the entities of a rich text name, each read on its own: some may be odd."""
    try:
        content = json.loads(text)
    except ValueError:
        return
    entities = content.get("entityMap") if isinstance(content, dict) else None
    for entity in entities.values() if isinstance(entities, dict) else ():
        is_link = isinstance(entity, dict) and entity.get("type") == "LINK"
        values = entity.get("data") if is_link else None
        if isinstance(values, dict) and values.get("id") is not None:
            yield str(values["id"])


def _named_already(row: Any) -> set[int]:
    """Return the pages that the latest version of a case names."""
    page = row.get_latest_revision_as_object()
    named = {page.adapted_from_id, *(use.method_id for use in page.method_uses.all())}
    for field in page._meta.get_fields():
        if hasattr(field, "extract_references"):
            value = field.value_from_object(page)
            named |= {
                int(key)
                for model, key, *_ in field.extract_references(value)
                if issubclass(model, Page)
            }
    return named - {None}
