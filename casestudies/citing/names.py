"""Names of authors as citations need them: kept whole unless their parts are certain."""

import re
from dataclasses import dataclass

# Letters, with hyphens and apostrophes inside: neither initials, nor numbers, nor "&".
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_HYPHEN = "-"


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

    "Jean-Pierre Martin" and "Anne Marie DE LA TOUR" are split, "Jean de La Fontaine" and "la
    rédaction" are kept whole.
    """
    words = text.split()
    if not all(_WORD.fullmatch(word) for word in words):
        return Name(" ".join(words))
    given = [word for word in words if not _is_in_capitals(word)]
    family = words[len(given) :]
    if given and family and words == [*given, *family] and all(map(_is_in_capitals, family)):
        return Name(" ".join(family), " ".join(given))
    if len(words) == 2 and all(word[0].isupper() for word in words):
        return Name(words[1], words[0])
    return Name(" ".join(words))


def _is_in_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()
