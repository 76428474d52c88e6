"""Fills the typed fields with key facts, given as "name: value" or as rows of a table."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from casestudies.choices import CollectivityRole, CostBand, Stage

from . import values
from .limits import field_limit, fits
from .names import by_label
from .placement import Placement
from .vocabulary import NAMED

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_NUMBERS = {"agent_days": values.count, "duration_months": values.months}
_ROLES = {
    "leads": CollectivityRole.LEAD,
    "partner_collectivities": CollectivityRole.PARTNER,
}
ALREADY = _("This was already given elsewhere in the document.")
NOT_UNDERSTOOD = _("This value is not understood.")
DAY = _("The site keeps the month: the day is set aside.")
NOT_EXACT = _("The amount is not given as an exact one.")


class FactPlacer:
    """Places key facts, each once."""

    def __init__(self, placement: Placement) -> None:
        self._placement = placement
        self._fields = placement.fields

    def place(self, key: str, texts: Sequence[str]) -> "StrOrPromise | None":
        """Fill what a fact is for. Return None, or the reason why its words are to be kept too."""
        text = " ".join(texts)
        if key in _ROLES or key in NAMED:
            return self._names(key, texts)
        if key == "period":
            return self._period(text)
        if key in {"started_on", "ended_on"}:
            return self._date(key, text)
        if key in {"cost_band", "cost_amount"}:
            return self._cost(text)
        if key == "stage":
            return self._set(key, by_label(text, Stage))
        if key in _NUMBERS:
            return self._set(key, _NUMBERS[key](text))
        return self._words(key, text)

    def _set(self, key: str, value: object) -> "StrOrPromise | None":
        if value is None:
            return NOT_UNDERSTOOD
        if key in self._fields:
            return ALREADY
        self._fields[key] = value
        return None

    def _words(self, key: str, text: str) -> "StrOrPromise | None":
        if key == "contact_email":
            try:
                validate_email(text)
            except ValidationError:
                return NOT_UNDERSTOOD
        return self._set(key, text if fits(text, field_limit(key)) else None)

    def _names(self, key: str, texts: Sequence[str]) -> "StrOrPromise | None":
        relation = "collectivities" if key in _ROLES else key
        rows = self._placement.rows.setdefault(relation, [])
        for name in split_names(texts):
            if key in _ROLES:
                rows.append({"collectivity": name, "role": str(_ROLES[key])})
            else:
                rows.append({NAMED[key]: name})
        return None

    def _date(self, key: str, text: str) -> "StrOrPromise | None":
        if date := values.partial_date(text):
            return self._set(key, date)
        month = values.month_of_day(text)
        refused = self._set(key, month)
        return refused or DAY

    def _period(self, text: str) -> "StrOrPromise | None":
        dates = values.period(text)
        if dates is None:
            return NOT_UNDERSTOOD
        refused = self._set("started_on", dates[0])
        if dates[1]:
            refused = refused or self._set("ended_on", dates[1])
        return refused

    def _cost(self, text: str) -> "StrOrPromise | None":
        band = by_label(text, CostBand)
        if band:
            return self._set("cost_band", band)
        found = values.amount(text)
        if found is None:
            return NOT_EXACT
        euros, covers = found
        if "cost_amount" in self._fields or (covers and "cost_covers" in self._fields):
            return ALREADY
        if covers and not fits(covers, field_limit("cost_covers")):
            return NOT_UNDERSTOOD
        self._fields["cost_amount"] = euros
        if covers:
            self._fields["cost_covers"] = covers
        return None


def split_names(texts: Sequence[str]) -> list[str]:
    """Return the names of a list written in lines or between semicolons."""
    found = (name.strip(" \t•*-–") for text in texts for name in re.split(r"[;\n]", text))
    return [name for name in found if name]
