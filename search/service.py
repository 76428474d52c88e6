"""The search of the site: cleans what is asked, asks an engine, makes its answer presentable."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from wagtail.models import Page

from casestudies.freshness import VALIDITY
from collectivities.comparability import Comparison, Profile, comparability
from collectivities.models import Collectivity
from common.pages import public

from . import lexicon as lexicons
from . import outbox
from .analysis import clean, fold, root, tokens, weak_words
from .caching import one_state
from .engines.base import Engine, Query, Result, Term
from .engines.database import DatabaseEngine
from .engines.elastic import ElasticEngine
from .engines.resilient import ResilientEngine
from .excerpts import excerpt, highlight
from .lexicon import Lexicon
from .models import SearchEntry, SearchEntryLead
from .spelling import correct
from .types import (
    FACETS,
    MAX_PAGE_SIZE,
    MAX_REACHABLE_HITS,
    MAX_TERMS,
    MAX_TEXT_LENGTH,
    Alternative,
    Correction,
    Dropped,
    FacetValue,
    Hit,
    Relaxation,
    SearchRequest,
    SearchResults,
    Sort,
)

# From this score on, a collectivité counts as comparable when only those are asked for.
COMPARABLE = 0.5
# So few hits may come from a slip of the pages themselves.
FEW_HITS = 2
# Below a page's worth of hits, pages that have most of the words are shown too.
ENOUGH_HITS = 10
SHARE_OF_WORDS = 0.5
SHARE_OF_A_SENTENCE = 0.25
LONG = 3


@dataclass(frozen=True, kw_only=True)
class _Words:
    """The words of a request as they are searched."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    was_cut: bool = False

    @property
    def are_unusable(self) -> bool:
        return bool(self.text) and not self.terms

    @property
    def stems(self) -> frozenset[str]:
        return frozenset().union(*(term.stems() for term in self.terms))


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """What was found in the end, and for which words."""

    result: Result
    words: _Words
    correction: Correction | None = None
    having_all: int | None = None


def search(request: SearchRequest) -> SearchResults:
    """Return what a reader finds: live, public pages of one language. Never raises on any text.

    The number of SQL queries does not depend on how much is found.
    """
    with one_state():
        lexicon = lexicons.current(request.locale)
        words = _words(request.text, request.locale, lexicon)
        request = _understood(request, words)
        answer = _answer(request, words, lexicon)
        result = answer.result
        relaxations = [] if result.total else _relaxations(result, request.filters)
        is_stuck = not (result.total or relaxations or words.are_unusable or request.is_strict)
        alternatives = _alternatives(request, answer) if is_stuck else []
    pages = _page_count(result.total, request.page_size)
    request = replace(request, page=min(request.page, pages))
    return SearchResults(
        request=request,
        hits=_hits(result.page_ids, request, answer.words),
        total=result.total,
        page=request.page,
        pages=pages,
        facets=_facets(result, request.filters),
        correction=answer.correction,
        having_all=answer.having_all,
        relaxations=relaxations,
        alternatives=alternatives,
        unusable_text=words.are_unusable,
        text_was_cut=words.was_cut,
    )


def engine() -> Engine:
    """Return the engine in use, as the setting SEARCH_ENGINE says."""
    embedded = DatabaseEngine()
    return ResilientEngine(ElasticEngine(), embedded) if outbox.is_used() else embedded


def least_rarity(terms: Sequence[Term]) -> float:
    """Return what the terms of a page must weigh together when none, or few, has them all.

    Half of what was asked, by rarity; less of a long sentence, which says one thing several ways.
    """
    total = sum(term.rarity for term in terms)
    return total * (SHARE_OF_WORDS if len(terms) <= LONG else SHARE_OF_A_SENTENCE)


def _words(raw: str, locale: str, lexicon: Lexicon) -> _Words:
    # Cut first: nobody types so much, and cleaning costs by the character.
    text = " ".join(clean(raw[: MAX_TEXT_LENGTH * 10]).split())
    kept = text[:MAX_TEXT_LENGTH]
    if len(text) > MAX_TEXT_LENGTH and " " in kept and not text[MAX_TEXT_LENGTH].isspace():
        # Half a word would be found nowhere.
        kept = kept[: kept.rindex(" ")]
    found = _telling(kept, locale, lexicon)
    return _Words(
        text=kept.strip(),
        terms=found[:MAX_TERMS],
        was_cut=len(text) > MAX_TEXT_LENGTH or len(found) > MAX_TERMS,
    )


def _telling(text: str, locale: str, lexicon: Lexicon) -> tuple[Term, ...]:
    """Return what a text asks for, without the words of any question unless there are no others."""
    roots: dict[str, str] = {}
    strong: set[str] = set()
    for token in tokens(text, locale):
        word = text[token.start : token.end]
        roots.setdefault(token.stem, root(word, locale))
        if fold(word) not in weak_words(locale):
            strong.add(token.stem)
    terms = lexicon.terms(roots)
    # Several words, as "aller vers", are the name of something: together they tell.
    telling = [term for term in terms if len(term.words) > 1 or strong.intersection(term.words)]
    return tuple(telling) or terms


def _understood(request: SearchRequest, words: _Words) -> SearchRequest:
    filters = {
        facet: tuple(dict.fromkeys(request.filters[facet]))
        for facet in FACETS
        if request.filters.get(facet)
    }
    lacks_collectivity = request.sort == Sort.COMPARABILITY and request.collectivity is None
    return replace(
        request,
        text=words.text,
        filters=filters,
        sort=Sort.RELEVANCE if lacks_collectivity else Sort(request.sort),
        page=max(1, request.page),
        page_size=min(max(1, request.page_size), MAX_PAGE_SIZE),
    )


def _answer(request: SearchRequest, words: _Words, lexicon: Lexicon) -> _Answer:
    """Search strictly, then with the slips mended, then for pages that have most of the words."""
    if words.are_unusable or not words.terms:
        result = Result() if words.are_unusable else _found(request, words)
        return _Answer(result=result, words=words)
    strict = _found(request, words)
    if request.is_strict:
        return _Answer(result=strict, words=words)
    if not strict.total and any(strict.without.values()):
        # The words are found: a filter is what stands between.
        return _Answer(result=strict, words=words)
    better = None
    if strict.total <= FEW_HITS:
        doubted = FEW_HITS if strict.total else 0
        better = correct(words.text, request.locale, lexicon, doubted=doubted)
    if strict.total:
        correction = Correction(text=better, is_applied=False) if better else None
        answer = _Answer(result=strict, words=words, correction=correction)
    elif better:
        words = _words(better, request.locale, lexicon)
        correction = Correction(text=better, is_applied=True)
        answer = _Answer(result=_found(request, words), words=words, correction=correction)
    else:
        answer = _Answer(result=strict, words=words)
    if answer.result.total >= ENOUGH_HITS or not _may_widen(answer, lexicon):
        return answer
    wider = _found(request, words, least_rarity(words.terms))
    if wider.total > answer.result.total:
        return replace(answer, result=wider, having_all=answer.result.total)
    # When no page has all the words, whatever the filters, what could be dropped is about most.
    return answer if answer.result.unfiltered else replace(answer, result=wider)


def _may_widen(answer: _Answer, lexicon: Lexicon) -> bool:
    """Tell whether most of the words say enough of what is sought."""
    terms = answer.words.terms
    if len(terms) != 2:
        return len(terms) > 2
    # One word of two is half of another subject, unless the pages speak of both.
    return answer.correction is None and all(lexicon.finds(term) for term in terms)


def _found(request: SearchRequest, words: _Words, rarity: float | None = None) -> Result:
    comparable_only = request.comparable_only and request.collectivity is not None
    query = Query(
        terms=words.terms,
        least_rarity=rarity,
        locale=request.locale,
        filters=request.filters,
        profile=Profile.of(request.collectivity) if request.collectivity else None,
        weights=request.weights,
        least_comparability=COMPARABLE if comparable_only else 0.0,
        stale_before=timezone.localdate() - VALIDITY,
        sort=request.sort,
        offset=(min(request.page, _page_count(MAX_REACHABLE_HITS, request.page_size)) - 1)
        * request.page_size,
        limit=request.page_size,
    )
    result = engine().search(query)
    if result.total and query.offset >= result.total:
        last = _page_count(result.total, request.page_size)
        result = engine().search(replace(query, offset=(last - 1) * request.page_size))
    return result


def _page_count(total: int, page_size: int) -> int:
    return max(1, -(-min(total, MAX_REACHABLE_HITS) // page_size))


def _hits(page_ids: Sequence[int], request: SearchRequest, words: _Words) -> list[Hit]:
    if not page_ids:
        return []
    # The last guard: whatever an engine says, only these pages may be shown.
    found = public(Page.objects.filter(locale__language_code=request.locale))
    pages = found.in_bulk(page_ids)
    entries = (
        SearchEntry.objects.filter(page_id__in=pages)
        .defer("t_title", "t_summary", "t_body")
        .in_bulk(field_name="page_id")
    )
    comparisons = _comparisons(entries.values(), request)
    stems_found = words.stems
    return [
        _hit(entries[page_id], pages[page_id], stems_found, comparisons)
        for page_id in page_ids
        if page_id in entries
    ]


_Comparisons = Mapping[int, tuple[Comparison, Collectivity]]


def _hit(entry: SearchEntry, page: Page, wanted: frozenset[str], comparisons: _Comparisons) -> Hit:
    comparison, lead = comparisons.get(entry.pk, (None, None))
    return Hit(
        entry=entry,
        page=page,
        title_html=highlight(entry.title, wanted, entry.locale),
        excerpt=excerpt((entry.summary, entry.body), wanted, entry.locale),
        comparison=comparison,
        comparable_collectivity=lead,
    )


def _comparisons(entries: Iterable[SearchEntry], request: SearchRequest) -> _Comparisons:
    """Return, by entry, how its best lead compares; entries without a scored lead are left out."""
    best: dict[int, tuple[Comparison, Collectivity]] = {}
    if request.collectivity is None:
        return best
    ours = Profile.of(request.collectivity)
    leads = SearchEntryLead.objects.filter(entry__in=list(entries)).select_related("collectivity")
    for lead in leads.order_by("collectivity"):
        comparison = comparability(ours, Profile.of(lead.collectivity), request.weights)
        if comparison.score is None:
            continue
        known = best.get(lead.entry_id)
        if known is None or comparison.score > (known[0].score or 0):
            best[lead.entry_id] = comparison, lead.collectivity
    return best


def _facets(result: Result, filters: Mapping[str, tuple[str, ...]]) -> dict[str, list[FacetValue]]:
    facets = {}
    for facet in FACETS:
        selected = filters.get(facet, ())
        counts = {**dict.fromkeys(selected, 0), **result.facets.get(facet, {})}
        values = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        facets[facet] = [
            FacetValue(value=value, count=count, selected=value in selected)
            for value, count in values
        ]
    return facets


def _relaxations(result: Result, filters: Mapping[str, tuple[str, ...]]) -> list[Relaxation]:
    found = [
        Relaxation(facet=facet, values=values, count=result.without.get(facet, 0))
        for facet, values in filters.items()
        if result.without.get(facet)
    ]
    return sorted(found, key=lambda relaxation: (-relaxation.count, relaxation.facet))


def _alternatives(request: SearchRequest, answer: _Answer) -> list[Alternative]:
    """Return the searches that find something with less; the engine is asked twice at most."""
    counts: dict[Dropped, int] = {}
    first = replace(request, page=1, page_size=1)
    everywhere = answer.result
    if request.comparable_only and request.collectivity is not None:
        everywhere = _found(replace(first, comparable_only=False), answer.words)
        counts[Dropped.COMPARABLE_ONLY] = everywhere.total
    if answer.words.terms:
        if request.filters or request.comparable_only:
            counts[Dropped.WORDS] = _found(first, _Words()).total
        if request.filters:
            counts[Dropped.FILTERS] = everywhere.unfiltered
    return [Alternative(dropped=what, count=count) for what, count in counts.items() if count]
