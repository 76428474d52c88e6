"""Words that no page has, brought to the nearest that a page has."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .analysis import fold, tokens
from .lexicon import Lexicon

# One edit from four letters on and two from seven on: short words are too near one another. An edit
# is a letter added, dropped, changed, or two neighbours exchanged.
_ONE_EDIT, _TWO_EDITS = 4, 7
# A word of the pages may be a slip of theirs when a near one is so many times more frequent.
_SLIP = 10


def correct(text: str, locale: str, lexicon: Lexicon, doubted: int = 0) -> str | None:
    """Return a cleaned text with its unknown words corrected; None when there is nothing better.

    Words that at most `doubted` entries have are brought to far more frequent ones as well. Only
    words of live, public pages are ever proposed.
    """
    parts: list[str] = []
    done = 0
    for token in tokens(text, locale):
        frequency = lexicon.stems.get(token.stem, 0)
        if frequency > doubted or (lexicon.knows(token.stem) and not doubted):
            continue
        word = fold(text[token.start : token.end])
        better = _nearest(word, lexicon, least=frequency * _SLIP)
        if better is None and not frequency:
            better = _split(word, lexicon)
        if better is None:
            continue
        parts += [text[done : token.start], better]
        done = token.end
    return "".join([*parts, text[done:]]) if parts else None


def _nearest(word: str, lexicon: Lexicon, least: int) -> str | None:
    """Return the nearest known word, the most frequent of equals; None when none is near."""
    if len(word) < _ONE_EDIT or word.isdecimal():
        return None
    edits = 2 if len(word) >= _TWO_EDITS else 1
    found = process.extract(
        word, lexicon.frequencies.keys(), scorer=OSA.distance, score_cutoff=edits, limit=None
    )
    # People rarely mistake the first letter: a word that begins alike is nearer.
    ranked = (
        (distance, candidate[0] != word[0], -lexicon.frequencies[candidate], candidate)
        for candidate, distance, _index in found
        if len(candidate) > 2 and lexicon.frequencies[candidate] >= least
    )
    best = min(ranked, default=None)
    return None if best is None else lexicon.words[best[-1]]


def _split(word: str, lexicon: Lexicon) -> str | None:
    """Return two known words that were written as one, the most frequent pair."""
    pairs = ((word[:place], word[place:]) for place in range(3, len(word) - 2))
    known = [pair for pair in pairs if _all_known(pair, lexicon)]
    if not known:
        return None
    first, second = max(known, key=lambda pair: min(map(lexicon.frequencies.__getitem__, pair)))
    return f"{lexicon.words[first]} {lexicon.words[second]}"


def _all_known(words: Iterable[str], lexicon: Lexicon) -> bool:
    return all(word in lexicon.frequencies for word in words)
