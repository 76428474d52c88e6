"""A set of codes in one column: few values, read together, filtered one at a time."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeSetFormField(forms.CharField):
    """Codes typed with commas between them: "46, 82"."""

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else ", ".join(value or ())

    def clean(self, value: Any) -> Any:
        return parse_codes(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return parse_codes(initial) != parse_codes(data)


class CodeSetField(models.CharField):
    """A sorted tuple of codes, stored as ",46,82," (or "") so that one code is found by `__has`."""

    description = _("Set of codes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", ())
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *args: Any) -> tuple[str, ...]:
        return parse_codes(value)

    def to_python(self, value: Any) -> tuple[str, ...]:
        return parse_codes(value)

    def get_prep_value(self, value: Any) -> str:
        return store_codes(parse_codes(value))

    def value_to_string(self, obj: models.Model) -> str:
        return ",".join(self.value_from_object(obj))

    def run_validators(self, value: Any) -> None:
        if len(store_codes(value)) > (self.max_length or 0):
            raise ValidationError(_("Too many codes."), code="max_length")

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]
        defaults = {"form_class": CodeSetFormField, "help_text": _("Codes separated by commas.")}
        return super().formfield(**{**defaults, **kwargs})


class Has(models.Lookup):
    """`field__has="46"`: the set holds this code."""

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        # Escaped, or "%" would be found everywhere.
        code = connection.ops.prep_for_like_query(str(self.rhs).replace("\x00", ""))
        return f"{column} LIKE %s ESCAPE '\\'", [*params, f"%,{code},%"]


CodeSetField.register_lookup(Has)


def parse_codes(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return the codes of a stored text, of a typed one ("46, 82") or of any collection, sorted."""
    parts = value.split(",") if isinstance(value, str) else value or ()
    return tuple(sorted({part.strip() for part in parts} - {""}))


def store_codes(codes: Iterable[str]) -> str:
    """Return the stored text of sorted codes: ",46,82,", or "" when there is none."""
    joined = ",".join(codes)
    return f",{joined}," if joined else ""
