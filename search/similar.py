"""Which pages are like another, and what they have in common, whatever engine finds them.

The engine is asked for the pages that say the most telling words of a page. What they share is then
weighed here, from the entries alone, so that order and reasons do not depend on the engine.
"""

import math
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wagtail.models import Page

from . import lexicon as lexicons
from . import outbox, service
from .analysis import stems, tokens, weak_words
from .caching import PerLocale, make_room, one_state
from .engines.base import Query, Term
from .lexicon import Lexicon
from .models import SearchEntry

MAX_TERMS = 25
MAX_CANDIDATES = 30
SHOWN = 3
WORDS_GIVEN = 3
MIN_STEM_LENGTH = 3
SHARE_OF_WORDS = 0.1
"""What a candidate must have of the telling words, by rarity."""
ENOUGH_WORDS = 0.25
"""What two pages must both say of the telling words, by weight, for words to be a reason."""
COMPARED: Mapping[str, Mapping[str, float]] = {
    "case": {"theme": 0.5, "methode": 0.5},
    "method": {"phase": 0.25},
}
"""Kind of page → the facets that make two of them alike → what having all of them in common adds to
having all the telling words in common, which counts 1."""

_TEXTS = {"title": 4, "summary": 2, "body": 1}
_PAGES_KEPT = 2_000
_SECONDS_KEPT = 60


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """What a page has in common with another.

    Attributes:
        page_id: The page that is like the other.
        facets: Facet → values that both have.
        words: The most telling words of both, as the other writes them; none when they are few.
    """

    page_id: int
    facets: Mapping[str, Sequence[str]]
    words: Sequence[str] = ()


def like(page: Page) -> Sequence[Likeness]:
    """Return the few pages most like this one, of its kind and in its language, the closest first.

    Nothing for a page that the search does not know. Who shows them checks that they may be shown:
    an answer is kept until the entries change.
    """
    language = page.locale.language_code
    with one_state():
        known = _known(language)
        kept = known.get(page.pk)
        if kept is None or kept.is_stale:
            make_room(known, _PAGES_KEPT)
            kept = known[page.pk] = _Kept(_found(page.pk, language), time.monotonic())
    return kept.likenesses


@dataclass(frozen=True)
class _Kept:
    likenesses: Sequence[Likeness]
    since: float

    @property
    def is_stale(self) -> bool:
        # The cluster learns of a change a little after the entries, and nothing says when.
        return outbox.is_used() and time.monotonic() - self.since > _SECONDS_KEPT


def _nothing_yet(_locale: str) -> dict[int, _Kept]:
    return {}


_known = PerLocale(_nothing_yet).current


def _found(page_id: int, language: str) -> Sequence[Likeness]:
    entries = SearchEntry.objects.filter(locale=language, type__in=COMPARED)
    entries = entries.prefetch_related("facets")
    entry = entries.filter(page_id=page_id).first()
    weights = _telling(entry, lexicons.current(language)) if entry else {}
    if entry is None or not weights:
        return ()
    candidates = entries.filter(page_id__in=_candidates(entry, weights), type=entry.type)
    compared = [
        _compared(entry, other, weights)
        for other in candidates.order_by("page_id").defer("title", "summary", "body")
    ]
    compared.sort(key=lambda pair: -pair[0])
    return [found for _score, found in compared if found.facets or found.words][:SHOWN]


def _telling(entry: SearchEntry, lexicon: Lexicon) -> dict[str, float]:
    """Return the stems that tell most of an entry, with what each weighs, the greatest first."""
    weak = frozenset(stems(" ".join(weak_words(entry.locale)), entry.locale))
    weights = {
        stem: math.log1p(count) * lexicon.rarity(Term((stem,)))
        for stem, count in _said(entry).items()
        # What no other entry says finds nothing; numbers and initials tell nothing.
        if lexicon.stems.get(stem, 0) > 1
        and len(stem) >= MIN_STEM_LENGTH
        and stem.isalpha()
        and stem not in weak
    }
    return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MAX_TERMS])


def _said(entry: SearchEntry) -> dict[str, int]:
    """Return the stems of an entry with how much it says them, but those said in passing."""
    counts: Counter[str] = Counter()
    for name, weight in _TEXTS.items():
        for stem in getattr(entry, f"t_{name}").split():
            counts[stem] += weight
    return {stem: count for stem, count in counts.items() if count > 1}


def _candidates(entry: SearchEntry, weights: Mapping[str, float]) -> Sequence[int]:
    """Return the pages of the same kind that have some of these stems."""
    lexicon = lexicons.current(entry.locale)
    terms = lexicon.bare_terms(weights)
    query = Query(
        terms=terms,
        least_rarity=SHARE_OF_WORDS * sum(term.rarity for term in terms),
        locale=entry.locale,
        filters={"type": (entry.type,)},
        excluded=frozenset([entry.page_id]),
        limit=MAX_CANDIDATES,
    )
    return service.engine().search(query).page_ids


def _compared(
    entry: SearchEntry, other: SearchEntry, weights: Mapping[str, float]
) -> tuple[float, Likeness]:
    """Return how close another entry is, and what it has in common."""
    said = _said(other)
    stems = [stem for stem in weights if stem in said]
    closeness = sum(weights[stem] for stem in stems) / sum(weights.values())
    words = _as_written(entry, stems)[:WORDS_GIVEN] if closeness >= ENOUGH_WORDS else []
    ours, theirs = _facets(entry), _facets(other)
    facets: dict[str, Sequence[str]] = {}
    for facet, lift in COMPARED[entry.type].items():
        if common := ours[facet] & theirs[facet]:
            facets[facet] = sorted(common)
            closeness += lift * len(common) / len(ours[facet] | theirs[facet])
    kept = words if len(words) == WORDS_GIVEN else ()
    return closeness, Likeness(page_id=other.page_id, facets=facets, words=kept)


def _facets(entry: SearchEntry) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {facet: set() for facet in COMPARED[entry.type]}
    for row in entry.facets.all():
        if row.facet in found:
            found[row.facet].add(row.value)
    return found


def _as_written(entry: SearchEntry, stems: Sequence[str]) -> list[str]:
    """Return the words of these stems as the entry writes them most often."""
    forms: dict[str, Counter[str]] = {stem: Counter() for stem in stems}
    for text in (entry.title, entry.summary, entry.body):
        for token in tokens(text, entry.locale, only=forms):
            forms[token.stem][text[token.start : token.end]] += 1
    return [counts.most_common(1)[0][0] for counts in forms.values() if counts]
