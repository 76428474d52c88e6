"""The facets as readers meet them: their names, the values there can be, the order to show."""

import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.choices import CostBand, EvidenceLevel, Stage
from collectivities.models import Kind
from collectivities.profile import PopulationBand
from common.facets import facet_labels
from methods.choices import Phase

TYPE_LABELS = {
    "case": gettext_lazy("Case study"),
    "method": gettext_lazy("Method"),
    "study": gettext_lazy("Study"),
    "page": gettext_lazy("Page"),
}
"""Kind of page → its name."""

ORDERED: Mapping[str, tuple[str, ...]] = {
    "type": tuple(TYPE_LABELS),
    "phase": tuple(Phase.values),
    "territoire": tuple(Kind.values),
    "strate": tuple(PopulationBand.values),
    "stade": tuple(Stage.values),
    "cout": tuple(CostBand.values),
    "preuve": tuple(EvidenceLevel.values),
}
"""Facets with a closed list of values, in the order that makes sense to a reader."""

_YEAR = re.compile(r"(19|20)[0-9]{2}")
_VALUE = re.compile(r"[0-9A-Za-z_-]{1,80}")


def facet_name(facet: str) -> str:
    """Return the name of a facet in the active language."""
    return {
        "type": _("Kind of page"),
        "theme": _("Theme"),
        "methode": _("Method"),
        "phase": _("Phase"),
        "territoire": _("Kind of collectivité"),
        "strate": _("Population"),
        "region": _("Région"),
        "departement": _("Département"),
        "stade": _("Stage"),
        "cout": _("Cost"),
        "preuve": _("Evidence"),
        "annee": _("Year"),
    }[facet]


def known_labels(facet: str, values: Sequence[str]) -> dict[str, str]:
    """Return value → label of the values that exist, whether or not a page has them."""
    if facet == "annee":
        return {value: value for value in values if _YEAR.fullmatch(value)}
    allowed = ORDERED.get(facet)
    asked = [
        value for value in values if (value in allowed if allowed else _VALUE.fullmatch(value))
    ]
    # An unknown value is its own label: that is how the registry says that nobody knows it.
    labels = facet_labels(facet, asked) if asked else {}
    return {value: label for value, label in labels.items() if allowed or label != value}


def type_labels(values: Sequence[str]) -> dict[str, str]:
    """Return the name of each kind of page, for the registry of facet labels."""
    return {value: str(TYPE_LABELS[value]) for value in values if value in TYPE_LABELS}
