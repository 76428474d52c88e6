"""What readers see of a revision: two revisions that say the same are one version."""

from collections.abc import Mapping
from typing import Any

from casestudies.review.content import fingerprint

# What an older version shows as it was, of what every page has.
OF_ITS_TIME = frozenset({"title", "seo_title", "search_description"})


def same_content(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether the contents of two revisions of a case say the same to a reader."""
    return fingerprint(one) == fingerprint(other)
