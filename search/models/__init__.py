"""What the search keeps in the database."""

from .entries import SearchEntry, SearchEntryLead, SearchFacet, SearchState, next_version

__all__ = ["SearchEntry", "SearchEntryLead", "SearchFacet", "SearchState", "next_version"]
