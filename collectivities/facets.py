"""The names of the values of the facets that speak of places."""

from collections.abc import Callable, Mapping, Sequence

from .kinds import Kind
from .models import Collectivity
from .profile import PopulationBand


def kind_labels(values: Sequence[str]) -> Mapping[str, str]:
    """Return kind → its name."""
    return {value: str(Kind(value).label) for value in values if value in Kind}


def band_labels(values: Sequence[str]) -> Mapping[str, str]:
    """Return population band → its name."""
    return {value: str(PopulationBand(value).label) for value in values if value in PopulationBand}


def area_labels(kind: Kind) -> Callable[[Sequence[str]], Mapping[str, str]]:
    """Return a provider of code → name for the areas of a kind, in one query.

    Overseas collectivités, which have the code of both kinds of area, are named by either.
    """

    def provider(values: Sequence[str]) -> Mapping[str, str]:
        # A lone surrogate or NUL would break the query.
        codes = [value for value in values if value.isascii() and value.isalnum()]
        rows = Collectivity.objects.filter(
            kind__in=(kind, Kind.OTHER), code__in=codes, is_loaded=True
        )
        return dict(rows.order_by().values_list("code", "name"))

    return provider
