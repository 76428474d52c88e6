"""What a search is asked and what it answers, whatever engine does the work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from collectivities.comparability import WEIGHTS, Weights

if TYPE_CHECKING:
    from wagtail.models import Page

    from collectivities.comparability import Comparison
    from collectivities.models import Collectivity

    from .models import SearchEntry

FACETS = (
    "type",
    "theme",
    "methode",
    "phase",
    "territoire",
    "strate",
    "region",
    "departement",
    "stade",
    "cout",
    "preuve",
    "annee",
)
"""Every facet, in the order a reader meets them; the names are those of the query string."""

MAX_TEXT_LENGTH = 200
MAX_TERMS = 20
MAX_REACHABLE_HITS = 10_000
"""No page lies beyond this hit: every engine gives the same last page."""
MAX_PAGE_SIZE = 100


class Sort(TextChoices):
    """Orders of the hits; the values are those of the query string."""

    RELEVANCE = "pertinence", _("Relevance")
    COMPARABILITY = "comparabilite", _("Comparability")
    NEWEST = "recent", _("Newest")
    TITLE = "titre", _("Title")


@dataclass(frozen=True, kw_only=True)
class SearchRequest:
    """What a reader asks for.

    Attributes:
        text: The words as typed; `service.search` cleans and caps them.
        locale: Language code; only pages of this language are found.
        filters: Facet → selected values; any value of a facet will do, every facet must hold.
        collectivity: The reader's own, which hits are compared with.
        weights: How much each kind of closeness counts.
        comparable_only: Only pages about collectivités comparable to the reader's.
        sort: Order of the hits; comparability without a collectivity falls back to relevance.
        page: Page number from 1; out of range numbers are clamped.
        page_size: Hits a page, at most `MAX_PAGE_SIZE`.
        is_strict: Only pages that have all the words as they were typed, or their synonyms.
    """

    text: str = ""
    locale: str = "fr"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    collectivity: "Collectivity | None" = None
    weights: Weights = WEIGHTS
    comparable_only: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = 20
    is_strict: bool = False


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One found page.

    Attributes:
        entry: Its projection: type, title, summary, updated_at.
        page: The page itself (base class, live and public), for its address.
        title_html: The title, escaped, the words found in `<mark>`.
        excerpt: The passage that answers best, escaped, the words found in `<mark>`.
        comparison: With the reader's collectivity; None without one, or when no lead is known.
        comparable_collectivity: The lead that `comparison` is about.
    """

    entry: "SearchEntry"
    page: "Page"
    title_html: SafeString
    excerpt: SafeString
    comparison: "Comparison | None" = None
    comparable_collectivity: "Collectivity | None" = None


@dataclass(frozen=True, kw_only=True)
class FacetValue:
    """A value of a facet and the hits it has under the selections of the other facets."""

    value: str
    count: int
    selected: bool


@dataclass(frozen=True, kw_only=True)
class Relaxation:
    """A filter that could be dropped, and the hits there would be without it."""

    facet: str
    values: tuple[str, ...]
    count: int


class Dropped(Enum):
    """What a search can do without."""

    COMPARABLE_ONLY = auto()
    WORDS = auto()
    FILTERS = auto()


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """A search that asks for less, and the hits it has; others, with most words, may follow."""

    dropped: Dropped
    count: int


@dataclass(frozen=True, kw_only=True)
class Correction:
    """The words with their slips mended; `is_applied` when the hits are already theirs."""

    text: str
    is_applied: bool


@dataclass(frozen=True, kw_only=True)
class SearchResults:
    """What was found.

    Attributes:
        request: The request as it was understood: cleaned text, known facets, clamped page.
        hits: The hits of this page, in order.
        total: All hits.
        page: The page shown, from 1 (1 when nothing was found).
        pages: Number of pages that can be reached, at least 1.
        facets: Facet → its values, most frequent first; a selected value is always listed.
        correction: Other words that find more.
        having_all: How many of the hits have all the words, when the others have most of them;
            None when all of them have.
        relaxations: When nothing was found: each single filter whose removal finds something,
            best first.
        alternatives: When no single filter suffices: what else can be dropped to find something.
        unusable_text: Words were given but none can be searched (`l'`, `"`): nothing is found.
        text_was_cut: The words went over the limits, the end was ignored.
    """

    request: SearchRequest
    hits: Sequence[Hit]
    total: int
    page: int
    pages: int
    facets: Mapping[str, Sequence[FacetValue]]
    correction: Correction | None = None
    having_all: int | None = None
    relaxations: Sequence[Relaxation] = ()
    alternatives: Sequence[Alternative] = ()
    unusable_text: bool = False
    text_was_cut: bool = False
