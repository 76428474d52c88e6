"""What readers see of a revision: two revisions that say the same are one version."""

from collections.abc import Mapping
from typing import Any

from wagtail.models import Page

# What an older version shows as it was, of what every page has.
OF_ITS_TIME = frozenset({"title", "seo_title", "search_description"})
# Asked of people, who may change their mind: an older version shows what holds today.
CONTACT = frozenset({"contact_name", "contact_role", "contact_email", "contact_consent"})
# What saving changes in a row without changing what it says.
OF_ROWS = frozenset({"pk", "page", "locale", "translation_key", "sort_order"})


def same_content(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether the contents of two revisions of a case say the same to a reader."""
    return _said(one) == _said(other)


def _said(content: Mapping[str, Any]) -> dict[str, Any]:
    hidden = {field.name for field in Page._meta.get_fields()} - OF_ITS_TIME
    hidden |= CONTACT | {"pk", "page_ptr"}
    return {
        name: [_row(row) for row in value] if isinstance(value, list) else value
        for name, value in content.items()
        if name not in hidden
    }


def _row(row: Any) -> Any:
    if not isinstance(row, dict):
        return row
    return {name: value for name, value in row.items() if name not in OF_ROWS}
