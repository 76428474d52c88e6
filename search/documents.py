"""Makes the projection of a page: the one place where an index row comes from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import Page

from common.documents import SearchDocument

from .analysis import clean, fold, stems
from .types import FACETS

# PostgreSQL refuses a tsvector beyond 1 MB; no page that people read comes near this.
MAX_BODY_LENGTH = 300_000
ENTRY_FIELDS = (
    "locale",
    "type",
    "updated_at",
    "known_on",
    "sort_title",
    "title",
    "summary",
    "body",
    "t_title",
    "t_summary",
    "t_body",
)


@dataclass(frozen=True, kw_only=True)
class Projection:
    """What the search keeps of a page.

    Attributes:
        fields: Values of the entry's own columns.
        facets: Pairs of facet and value.
        leads: Ids of the lead collectivités.
    """

    fields: dict[str, Any]
    facets: frozenset[tuple[str, str]]
    leads: frozenset[int]


def project(page: Page) -> Projection | None:
    """Return the projection of a page of its own type, or None when it is not to be found.

    Raises:
        ValueError: its search document uses a facet that does not exist.
    """
    # Wagtail's own pages, the root of the tree among them, have no document.
    search_document = getattr(page, "search_document", None)
    document: SearchDocument | None = search_document() if search_document else None
    return None if document is None else build(document, page)


def build(document: SearchDocument, page: Page) -> Projection:
    """Return what the search keeps of `document`, the document of `page`.

    Raises:
        ValueError: the document uses a facet that does not exist.
    """
    if unknown := set(document.facets) - set(FACETS):
        raise ValueError(f"Unknown facets in the document of {page}: {sorted(unknown)}")
    locale = page.locale.language_code
    facets = {"type": [document.type], **document.facets}
    texts = {
        "title": clean(document.title).strip(),
        "summary": clean(document.summary).strip(),
        "body": clean(document.body).strip()[:MAX_BODY_LENGTH],
    }
    said = {**texts, "summary": f"{texts['summary']}\n{clean(document.keywords)}"}
    return Projection(
        fields={
            "locale": locale,
            "type": document.type,
            "updated_at": document.updated_at or _last_change(page),
            "known_on": document.known_on,
            "sort_title": " ".join(map(fold, texts["title"].split()))[:255],
            **texts,
            **{f"t_{name}": " ".join(stems(text, locale)) for name, text in said.items()},
        },
        facets=frozenset(
            (facet, value) for facet, values in facets.items() for value in values if value
        ),
        leads=frozenset(document.lead_collectivities),
    )


def _last_change(page: Page) -> datetime | None:
    return page.last_published_at or page.first_published_at
