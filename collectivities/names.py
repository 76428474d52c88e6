"""Names as people type them: folded for comparison, and cut where a search may start."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def fold(text: str) -> str:
    """Return the words of `text` in lower-case ASCII, one space apart.

    Accents, hyphens, apostrophes and case go: "L'Haÿ-les-Roses" gives "l hay les roses".
    """
    letters = text.lower()
    if not letters.isascii():
        # Lower-cased again: some capitals appear by decomposition only.
        plain = unicodedata.normalize("NFKD", letters.translate(_LIGATURES)).lower()
        letters = "".join(char for char in plain if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", letters).strip()


def fold_name(name: str) -> str:
    """Fold a complete name, its "St" and "Ste" spelt out."""
    return " ".join(_ABBREVIATIONS.get(word, word) for word in fold(name).split())


def fold_query(text: str) -> str:
    """Fold what someone is typing: "st" is spelt out once another word follows it.

    A last "st" stays as it is, because it may begin "Strasbourg".
    """
    words = fold(text).split()
    return " ".join([*(_ABBREVIATIONS.get(word, word) for word in words[:-1]), *words[-1:]])


def suffixes(folded: str) -> list[str]:
    """Return the folded name from each of its words on: a search may start at any word."""
    words = folded.split()
    return [" ".join(words[start:]) for start in range(len(words))]
