"""What the search keeps in the database."""

from .alerts import SearchAlert
from .demand import SearchCount, WantedPractice
from .entries import SearchEntry, SearchEntryLead, SearchFacet, SearchState, next_version
from .outbox import PendingPush
from .words import SearchTerm, SynonymGroup

__all__ = [
    "PendingPush",
    "SearchAlert",
    "SearchCount",
    "SearchEntry",
    "SearchEntryLead",
    "SearchFacet",
    "SearchState",
    "SearchTerm",
    "SynonymGroup",
    "WantedPractice",
    "next_version",
]
