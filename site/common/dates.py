"""Dates known to the year or to the month, as studies and sources give them."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}))?")
_FRENCH = re.compile(r"(?P<month>\d{1,2})/(?P<year>\d{4})")


@dataclass(frozen=True)
class PartialDate:
    """A year, or a month of a year. `month` is 1 to 12, or None when only the year is known."""

    year: int
    month: int | None = None

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read "2017", "2017-12" or "12/2017". Raises ValueError on anything else."""
        match = _ISO.fullmatch(text.strip()) or _FRENCH.fullmatch(text.strip())
        if match is None:
            raise ValueError(text)
        month = match["month"]
        date = cls(int(match["year"]), int(month) if month else None)
        if not 1900 <= date.year <= 2100 or (date.month is not None and not 1 <= date.month <= 12):
            raise ValueError(text)
        return date

    def __str__(self) -> str:
        return f"{self.year:04d}" if self.month is None else f"{self.year:04d}-{self.month:02d}"

    def display(self) -> str:
        """Return the date in words in the active language: "2017", "décembre 2017"."""
        return str(self.year) if self.month is None else f"{MONTHS[self.month]} {self.year}"

    def is_before(self, other: "PartialDate") -> bool:
        """Tell whether this date is certainly before the other, at the precision both share."""
        if self.year != other.year or self.month is None or other.month is None:
            return self.year < other.year
        return self.month < other.month


class PartialDateField(models.CharField):
    """Stores a PartialDate as "2017" or "2017-12", which sort as text; empty when unknown."""

    description = _("Year or month")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 7
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        # A reader of French writes 12/2017: longer forms are accepted, then stored one way.
        return super().formfield(*args, **{"max_length": None, **kwargs})

    def to_python(self, value: Any) -> str:
        text = str(value or "").strip()
        if not text:
            return ""
        try:
            return str(PartialDate.parse(text))
        except ValueError as error:
            message = _("Write a year (2017) or a month and a year (12/2017).")
            raise ValidationError(message, code="invalid") from error
