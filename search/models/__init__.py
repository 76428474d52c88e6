"""What the search keeps in the database."""

from .entries import SearchEntry, SearchEntryLead, SearchFacet, SearchState, next_version
from .outbox import PendingPush
from .words import SearchTerm, SynonymGroup

__all__ = [
    "PendingPush",
    "SearchEntry",
    "SearchEntryLead",
    "SearchFacet",
    "SearchState",
    "SearchTerm",
    "SynonymGroup",
    "next_version",
]
