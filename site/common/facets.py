"""Names of facet values in the reader's language, given by the app that owns each facet."""

from collections.abc import Callable, Mapping, Sequence

from django.db.models import TextChoices

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
