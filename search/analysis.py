"""Turns text into stems, the same way for what is indexed and for what is asked.

The order is that of search.md, so that an Elasticsearch analyzer can do exactly the same: words →
elision → lower case → ASCII folding → stop words → stemmer overrides → stemmer. Folding comes
before stemming so that accents never decide whether a word is found.
"""

import re
import unicodedata
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import snowballstemmer

from . import light_fr
from .stop_words import ELIDED_FRENCH, ENGLISH, FRENCH, WEAK_ENGLISH, WEAK_FRENCH

MAX_WORD_LENGTH = 255
MIN_ROOT_LENGTH = 5

# Letters and digits, with apostrophes inside; a hyphen always separates words.
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_APOSTROPHE = re.compile("['’]")
# Letters that Unicode does not decompose into a base letter and a mark.
_FOLDED_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)


@dataclass(frozen=True)
class Language:
    """How the words of one language are analysed.

    Attributes:
        stem: Folded word → stem.
        stop_words: Folded words that are dropped.
        elisions: Folded prefixes dropped before an apostrophe.
        overrides: Folded word → stem, where the stemmer is known to be wrong.
        possessives: Endings dropped after an apostrophe.
        weak: Folded words that questions are made of.
        root: Word in lower case → what it shares with its whole family, where stems tell
            "participation" from "participatif"; None where they do not.
    """

    stem: Callable[[str], str] = str
    stop_words: frozenset[str] = frozenset()
    elisions: frozenset[str] = frozenset()
    overrides: Mapping[str, str] = field(default_factory=dict)
    possessives: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    root: Callable[[str], str] | None = None


def _english_stem(word: str) -> str:
    # A stemmer keeps the word it works on, so threads cannot share one.
    return str(snowballstemmer.stemmer("english").stemWord(word))


def _french_root(word: str) -> str:
    # Snowball cuts further than the light stemmer: too far for a stem, right for a family.
    return fold(snowballstemmer.stemmer("french").stemWord(word))


LANGUAGES: Mapping[str, Language] = {
    "fr": Language(
        stem=light_fr.stem,
        stop_words=FRENCH,
        elisions=ELIDED_FRENCH,
        overrides={
            "publique": "public",
            "publiques": "public",
            "elue": "elu",
            "elues": "elu",
            "usagere": "usag",
            "usageres": "usag",
        },
        weak=WEAK_FRENCH,
        root=_french_root,
    ),
    "en": Language(
        stem=_english_stem, stop_words=ENGLISH, possessives=frozenset("s"), weak=WEAK_ENGLISH
    ),
}
_OTHER = Language()


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text that can be searched: its stem, and where it stands."""

    stem: str
    start: int
    end: int


def clean(text: str) -> str:
    """Return the text composed (NFC), without control or invisible characters."""
    text = _CONTROL.sub(" ", unicodedata.normalize("NFC", text))
    return _INVISIBLE.sub("", text)


def fold(word: str) -> str:
    """Return the word in lower case without accents, ligatures or punctuation."""
    if word.isascii() and word.isalnum():
        return word.lower()
    # Decomposed first: some capitals have no lower case until then.
    lower = unicodedata.normalize("NFKD", word).lower().translate(_FOLDED_LETTERS)
    return "".join(filter(str.isalnum, lower))


def words(text: str) -> list[str]:
    """Return the words of a cleaned text, as they are written."""
    return _WORD.findall(text)


def tokens(text: str, locale: str, only: Container[str] | None = None) -> Iterator[Token]:
    """Yield the searchable words of a cleaned text, or only those of some stems, with places."""
    for match in _WORD.finditer(text):
        skipped, kept, stem = _analysed(match.group(), locale)
        if stem and (only is None or stem in only):
            start, end = match.span()
            yield Token(stem, start + skipped, start + kept if kept else end)


def spans(text: str, locale: str) -> Iterator[tuple[int, int]]:
    """Yield where every word of a cleaned text stands, without what is elided before it."""
    for match in _WORD.finditer(text):
        skipped, kept, _stem = _analysed(match.group(), locale)
        start, end = match.span()
        yield start + skipped, start + kept if kept else end


def stems(text: str, locale: str) -> list[str]:
    """Return the stems of a cleaned text, in order, repetitions included."""
    found = (_analysed(word, locale)[2] for word in words(text))
    return [stem for stem in found if stem]


def weak_words(locale: str) -> frozenset[str]:
    """Return the words that questions are made of, folded."""
    return _language(locale).weak


@lru_cache(maxsize=100_000)
def root(word: str, locale: str) -> str:
    """Return what a word shares with its family, empty where the language's stems say it."""
    find = _language(locale).root
    found = find(word.lower()) if find else ""
    return found if len(found) >= MIN_ROOT_LENGTH else ""


def _language(locale: str) -> Language:
    return LANGUAGES.get(locale.split("-", maxsplit=1)[0], _OTHER)


@lru_cache(maxsize=100_000)
def _analysed(word: str, locale: str) -> tuple[int, int, str]:
    """Return (characters elided before, end of the word or 0 for all, stem or "" for none)."""
    language = _language(locale)
    start, end = 0, 0
    apostrophes = [match.start() for match in _APOSTROPHE.finditer(word)]
    if apostrophes and fold(word[: apostrophes[0]]) in language.elisions:
        start = apostrophes.pop(0) + 1
    if apostrophes and fold(word[apostrophes[-1] + 1 :]) in language.possessives:
        end = apostrophes[-1]
    folded = fold(word[start : end or None])[:MAX_WORD_LENGTH]
    if not folded or folded in language.stop_words:
        return start, end, ""
    return start, end, language.overrides.get(folded) or language.stem(folded)
