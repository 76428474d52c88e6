"""What the search keeps in the database."""

from .entries import SearchEntry, SearchEntryLead, SearchFacet, SearchState, next_version
from .words import SearchTerm, SynonymGroup

__all__ = [
    "SearchEntry",
    "SearchEntryLead",
    "SearchFacet",
    "SearchState",
    "SearchTerm",
    "SynonymGroup",
    "next_version",
]
