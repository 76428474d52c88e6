"""What a page hands to the search: one typed document, the same for every engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class SearchDocument:
    """The searchable content of one live page in one language.

    Attributes:
        type: The kind of page, a value of the `type` facet ("case", "method", "study", "page").
        title: The page's title, plain text.
        summary: The standfirst, plain text.
        keywords: Words that describe the page, as important as the summary, never shown.
        body: Everything else a reader may look for, plain text, one paragraph a line.
        facets: Facet name → values. Values never depend on the language (slugs, codes, years).
        lead_collectivities: Primary keys of the collectivités that led the experience.
        updated_at: When the content last changed, for the sort by newest.
        known_on: The last day on which it was known to be still true; None when it does not age.
    """

    type: str
    title: str
    summary: str = ""
    keywords: str = ""
    body: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lead_collectivities: Sequence[int] = ()
    updated_at: datetime | None = None
    known_on: date | None = None
