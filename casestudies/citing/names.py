"""Names of authors as citations need them: kept whole unless their parts are certain."""

import re
from dataclasses import dataclass

# Letters, with hyphens and apostrophes inside: neither initials, nor numbers, nor "&".
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_HYPHEN = "-"
# No given name: "La Rédaction" is one piece.
_ARTICLES = frozenset({"la", "le", "les", "the"})


@dataclass(frozen=True)
class Name:
    """An author. `given` is empty when the name is one piece: an organisation, or not certain."""

    family: str
    given: str = ""

    @property
    def inverted(self) -> str:
        """The name as lists sort it: "Durand, Camille"."""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def direct(self) -> str:
        """The name as people say it: "Camille Durand"."""
        return f"{self.given} {self.family}".strip()

    @property
    def with_initials(self) -> str:
        """The name in the manner of the APA: "Martin, J.-P."."""
        initials = [
            _HYPHEN.join(f"{part[0].upper()}." for part in word.split(_HYPHEN) if part)
            for word in self.given.split()
        ]
        return ", ".join(part for part in (self.family, " ".join(initials)) if part)


def read_name(text: str) -> Name:
    """Split a name when it says itself where: in two words, or with its family in capitals.

    "Jean-Pierre Martin", "Anne Marie DE LA TOUR" and "DURAND Camille" are split; "Jean de La
    Fontaine" and "la rédaction" are kept whole.
    """
    words = text.split()
    if not words or words[0].casefold() in _ARTICLES or not all(map(_WORD.fullmatch, words)):
        return Name(" ".join(words))
    family = [word for word in words if len(word) > 1 and word.isupper()]
    given = [word for word in words if word not in family]
    if given and family and words in ([*given, *family], [*family, *given]):
        return Name(" ".join(family), " ".join(given))
    if len(given) == 2 and not family and all(word[0].isupper() for word in words):
        return Name(words[1], words[0])
    return Name(" ".join(words))
