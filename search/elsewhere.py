"""What a search would find in the site's other languages only: said, counted and linked.

The words are looked for as they are (places, names), and through the site's own vocabulary: what a
theme, an audience, a skill, a term or a method is called in both languages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info, override
from wagtail.models import Page

from common.languages import open_homes
from common.pages import public
from methods.models import MethodPage
from vocabulary.models import Audience, GlossaryTerm, Skill, Theme

from . import lexicon as lexicons
from . import service
from .addresses import SearchAddress
from .analysis import clean, stems
from .caching import PerLocale
from .engines.base import Query, Stems, Term
from .facets import TYPE_LABELS
from .models import SearchEntry
from .presentation import Choice
from .synonyms import Rule, Synonyms
from .types import MAX_REACHABLE_HITS, MAX_TERMS, Sort

PAGES_SHOWN = 5
NAMES: Sequence[tuple[type[Model], str]] = (
    (Theme, "name"),
    (Audience, "name"),
    (Skill, "name"),
    (GlossaryTerm, "name"),
)
"""What has a name in each language."""


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """The pages of another language that a search finds and that are not in the reader's.

    Attributes:
        language: Its code.
        name: What it is called in the reader's language.
        total: How many there are.
        pages: The first of them.
        url: The same search in that language.
    """

    language: str
    name: str
    total: int
    pages: Sequence[Choice]
    url: str


def found_elsewhere(
    state: SearchAddress, language: str, request: HttpRequest
) -> Iterator[Elsewhere]:
    """Yield what the search finds in each other open language and not in `language`."""
    for other in open_homes(request):
        if other == language:
            continue
        found = _found(state, language, other)
        if not found:
            continue
        translated = set(_translated(other, language))
        untranslated = [page for page in found if page not in translated]
        if untranslated:
            with override(other):
                url = state.changed().url()
            yield Elsewhere(
                language=other,
                name=_name_of(other),
                total=len(untranslated),
                pages=_links(untranslated[:PAGES_SHOWN], request),
                url=url,
            )


def _name_of(language: str) -> str:
    name = str(get_language_info(language)["name_translated"])
    # French writes it small inside a sentence.
    return name.lower() if get_language() == "fr" else name


def terms_in(text: str, language: str, other: str) -> tuple[Term, ...]:
    """Return what words of one language ask for among the pages of another."""
    names = _dictionary(other).get(language, Synonyms())
    found = []
    for term in names.terms(list(dict.fromkeys(stems(clean(text), language)))):
        as_they_are = tuple(stems(" ".join(term.words), other)) or term.words
        found.append(Term(as_they_are, term.synonyms))
    lexicon = lexicons.current(other)
    return tuple(Term(t.words, t.synonyms, lexicon.rarity(t)) for t in found[:MAX_TERMS])


def _found(state: SearchAddress, language: str, other: str) -> Sequence[int]:
    """Return every page found, without reading any: only the engine is asked."""
    asked = state.request(other)
    terms = terms_in(asked.text, language, other)
    if asked.text and not terms:
        return ()
    query = Query(
        terms=terms,
        locale=other,
        filters=asked.filters,
        sort=Sort.RELEVANCE if asked.sort == Sort.COMPARABILITY else asked.sort,
        limit=MAX_REACHABLE_HITS,
    )
    return service.engine().search(query).page_ids


def _load_dictionary(other: str) -> dict[str, Synonyms]:
    """Return, by language, what its names are called in `other`."""
    called: dict[object, Stems] = {}
    rows = [row for model, field in NAMES for row in _names(model, field)]
    rows += list(
        public(MethodPage.objects.all()).values_list(
            "locale__language_code", "translation_key", "title"
        )
    )
    for language, key, name in rows:
        if language == other and (words := tuple(stems(clean(name), other))):
            called[key] = words
    rules: dict[str, list[Rule]] = {}
    for language, key, name in rows:
        words = tuple(stems(clean(name), language))
        if language != other and words and key in called:
            rules.setdefault(language, []).append(Rule((words,), (called[key],)))
    return {language: Synonyms.of(found) for language, found in rules.items()}


def _names(model: type[Model], field: str) -> Iterator[tuple[str, object, str]]:
    rows = model._default_manager.values_list("locale__language_code", "translation_key", field)
    yield from rows.order_by("pk")


_dictionary = PerLocale(_load_dictionary).current


def _translated(other: str, language: str) -> Sequence[int]:
    """Return the pages of `other` that readers of `language` find in it: both have their entry."""
    there = SearchEntry.objects.filter(locale=language).values("page__translation_key")
    here = SearchEntry.objects.filter(locale=other, page__translation_key__in=there)
    return list(here.values_list("page", flat=True))


def _links(pages: Sequence[int], request: HttpRequest) -> list[Choice]:
    live = Page.objects.live().public().in_bulk(pages)
    types = dict(SearchEntry.objects.filter(page__in=pages).values_list("page_id", "type"))
    return [
        Choice(
            label=live[page].title,
            url=live[page].get_url(request) or "",
            name=str(TYPE_LABELS.get(types.get(page, ""), "")),
        )
        for page in pages
        if page in live
    ]
