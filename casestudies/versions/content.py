"""What readers see of a revision: two revisions that say the same are one version."""

import json
from collections.abc import Mapping
from typing import Any

from wagtail.models import Page

from casestudies.completeness import STORY_FIELDS

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
    return {name: _read(name, value) for name, value in content.items() if name not in hidden}


def _read(name: str, value: Any) -> Any:
    """Return a field in a shape that does not depend on how it was written down."""
    if name in STORY_FIELDS:
        # Text, whose keys PostgreSQL gives back in an order of its own.
        return json.loads(value)
    if isinstance(value, list):
        return [{key: row[key] for key in row.keys() - OF_ROWS} for row in value]
    return value
