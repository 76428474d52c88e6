"""What the search keeps in the database."""

from .alerts import SearchAlert
from .entries import SearchEntry, SearchEntryLead, SearchFacet, SearchState, next_version
from .outbox import PendingPush
from .words import SearchTerm, SynonymGroup

__all__ = [
    "PendingPush",
    "SearchAlert",
    "SearchEntry",
    "SearchEntryLead",
    "SearchFacet",
    "SearchState",
    "SearchTerm",
    "SynonymGroup",
    "next_version",
]
