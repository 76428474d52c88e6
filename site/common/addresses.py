"""What addresses hold, and the whole address of a path."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404

M = TypeVar("M", bound=Model)

# As many digits as every database takes for a key.
LONGEST_ID = 18


def whole_address(path: str) -> str:
    """Return the whole address of a path of the site, whatever host it was asked through."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)


def ids_in(values: Iterable[Any]) -> Iterator[int]:
    """Yield those of these values, as visitors type them, that may be the key of a row."""
    for value in values:
        text = str(value)
        if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID:
            yield int(text)


def row_or_404(rows: type[M] | QuerySet[M], key: int) -> M:
    """Return the row of a key that an address names.

    Raises Http404 when there is none: looking for a page by a number that no database can hold
    would be an error.
    """
    return get_object_or_404(rows, pk__in=ids_in([key]))
