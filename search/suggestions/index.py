"""What can be suggested in a language, kept in memory until the entries change.

It is made of the projection and of its words, not asked of an engine: every engine then suggests
the same, one that is down takes nothing away, and only live, public pages are ever there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import override

from search import lexicon as lexicons
from search.analysis import fold, spans
from search.caching import PerLocale
from search.facets import known_labels
from search.models import SearchEntry, SearchFacet

from .lines import Lines

PAGE_TYPES = ("case", "method")
# What a single page says is found by its title; proposed as a word, it would promise more.
LEAST_ENTRIES = 2


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A theme that at least one page has."""

    slug: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Index:
    """What can be suggested in one language.

    Attributes:
        pages: Kind of page → ids of pages by title, in alphabetical order.
        themes: Themes by name, those of the most pages first.
        words: Words of several pages as they are written, those of the most pages first.
    """

    pages: Mapping[str, Lines[int]]
    themes: Lines[Theme]
    words: Lines[str]

    @classmethod
    def load(cls, locale: str) -> "Index":
        """Read a language from the database."""
        return cls(
            pages={kind: Lines(_titles(locale, kind)) for kind in PAGE_TYPES},
            themes=Lines((folded(theme.name, locale), theme) for theme in _themes(locale)),
            words=Lines(_words(locale)),
        )


def folded(text: str, locale: str) -> str:
    """Return the words of a cleaned text, folded and without elisions, a space apart."""
    return " ".join(fold(text[start:end]) for start, end in spans(text, locale))


def _titles(locale: str, kind: str) -> list[tuple[str, int]]:
    rows = SearchEntry.objects.filter(locale=locale, type=kind).values_list("title", "page_id")
    return sorted((folded(title, locale), page) for title, page in rows)


def _themes(locale: str) -> Iterator[Theme]:
    facets = SearchFacet.objects.filter(facet="theme", entry__locale=locale).values_list("value")
    slugs = [slug for slug, _ in facets.annotate(pages=Count("pk")).order_by("-pages", "value")]
    with override(locale):
        names = known_labels("theme", slugs)
    for slug in slugs:
        if slug in names:
            yield Theme(slug=slug, name=names[slug])


def _words(locale: str) -> list[tuple[str, str]]:
    lexicon = lexicons.current(locale)
    counts = lexicon.frequencies
    frequent = [word for word, entries in counts.items() if entries >= LEAST_ENTRIES]
    frequent.sort(key=lambda word: (-counts[word], word))
    return [(word, lexicon.words[word]) for word in frequent]


current = PerLocale(Index.load).current
"""Return what can be suggested in a language as the database has it now."""
