"""Names of facet values in the reader's language, given by the app that owns each facet."""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.db.models import QuerySet, TextChoices
from django.utils.translation import get_language

LabelProvider = Callable[[Sequence[str]], Mapping[str, str]]

_providers: dict[str, LabelProvider] = {}


def register_facet_labels(facet: str, provider: LabelProvider) -> None:
    """Register who names the values of a facet: values → label of each known value."""
    _providers[facet] = provider


def facet_labels(facet: str, values: Sequence[str]) -> dict[str, str]:
    """Return value → label in the active language; an unknown value is its own label."""
    provider = _providers.get(facet)
    known = provider(values) if provider and values else {}
    return {value: str(known.get(value, value)) for value in values}


def register_choice_labels(facet: str, choices: type[TextChoices]) -> None:
    """Register a closed vocabulary as the labels of a facet."""

    def labels(values: Sequence[str]) -> dict[str, str]:
        return {choice.value: str(choice.label) for choice in choices if choice.value in values}

    register_facet_labels(facet, labels)


def names_in_active_language(rows: QuerySet, key: str, name: str) -> dict[str, str]:
    """Return `key` → `name` of translatable rows, in the active language or else in French.

    One query: a label is asked for on every search.
    """
    languages = [settings.LANGUAGE_CODE, get_language() or settings.LANGUAGE_CODE]
    found = rows.filter(locale__language_code__in=set(languages)).order_by()
    values = found.values_list("locale__language_code", key, name)
    best_last = sorted(values, key=lambda row: languages.index(row[0]))
    return {row[1]: row[2] for row in best_last}
