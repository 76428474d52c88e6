"""How much each field holds, read from the models and the blocks themselves."""

from functools import cache

from casestudies.blocks import StoryBlock
from casestudies.models import CaseStudyPage


@cache
def field_limit(name: str) -> int | None:
    """Return how many characters a field of the page holds, None when it does not matter."""
    return CaseStudyPage._meta.get_field(name).max_length


@cache
def row_limit(relation: str, column: str) -> int | None:
    """Return how many characters a column of a child relation holds."""
    rows = CaseStudyPage._meta.get_field(relation).related_model
    return getattr(rows._meta.get_field(column), "max_length", None)


@cache
def block_limit(block: str, name: str) -> int | None:
    """Return how many characters a field of a story block holds."""
    return getattr(StoryBlock().child_blocks[block].child_blocks[name].field, "max_length", None)


def fits(text: str, limit: int | None) -> bool:
    """Tell whether a text may be kept in a field of this limit."""
    return limit is None or len(text) <= limit
