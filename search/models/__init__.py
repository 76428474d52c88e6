"""What the search keeps in the database."""

from .alerts import SearchAlert
from .entries import SearchEntry, SearchEntryLead, SearchFacet, SearchState, next_version

__all__ = [
    "SearchAlert",
    "SearchEntry",
    "SearchEntryLead",
    "SearchFacet",
    "SearchState",
    "next_version",
]
