"""What the search keeps in the database."""

from .demand import SearchCount, WantedPractice
from .entries import SearchEntry, SearchEntryLead, SearchFacet, SearchState, next_version

__all__ = [
    "SearchCount",
    "SearchEntry",
    "SearchEntryLead",
    "SearchFacet",
    "SearchState",
    "WantedPractice",
    "next_version",
]
