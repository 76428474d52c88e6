"""Other names for things: the lines that editors write, and what a query becomes with them.

A line gives the names of one thing, separated by commas; each finds all the others. With "=>", the
names on the left also find those on the right, and not the other way round. A name of several words
is found as a phrase; what a reader typed is found wherever its words stand, so that a synonym never
takes a hit away.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from .analysis import clean, stems
from .engines.base import Stems, Term

MAX_NAMES = 20
MAX_WORDS = 8
ARROW = "=>"


@dataclass(frozen=True)
class Mistake:
    """A line that cannot work: its number from 1, and why."""

    line: int
    reason: str

    def __str__(self) -> str:
        return str(_("Line %(line)d: %(reason)s") % {"line": self.line, "reason": str(self.reason)})


@dataclass(frozen=True)
class Rule:
    """Names on the left that also find those on the right."""

    left: tuple[Stems, ...]
    right: tuple[Stems, ...]


@dataclass(frozen=True)
class Synonyms:
    """What each name also finds.

    Attributes:
        names: Name → its other names.
        longest: Words of the longest name.
        words: The stems of all these names.
    """

    names: Mapping[Stems, tuple[Stems, ...]] = field(default_factory=dict)
    longest: int = 0
    words: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> "Synonyms":
        """Gather rules; a name that stands in several finds what any of them says."""
        names: dict[Stems, dict[Stems, None]] = {}
        for rule in rules:
            for name in rule.left:
                others = (other for other in rule.right if other != name)
                names.setdefault(name, {}).update(dict.fromkeys(others))
        return cls(
            {name: tuple(others) for name, others in names.items()},
            max(map(len, names), default=0),
            frozenset().union(*names),
        )

    def terms(self, words: Sequence[str]) -> list[Term]:
        """Return what a query of these stems asks for, the longest names first recognised."""
        return list(dict.fromkeys(self._terms(words)))

    def _terms(self, words: Sequence[str]) -> Iterator[Term]:
        start = 0
        while start < len(words):
            length = self._length_at(words, start)
            name = tuple(words[start : start + max(length, 1)])
            yield Term(name, self.names.get(name, ()))
            start += len(name)

    def _length_at(self, words: Sequence[str], start: int) -> int:
        """Return how many words the longest name has that begins here, 0 for none."""
        for length in range(min(self.longest, len(words) - start), 0, -1):
            if tuple(words[start : start + length]) in self.names:
                return length
        return 0


def parse_lines(text: str, locale: str) -> tuple[list[Rule], list[Mistake]]:
    """Read the lines of an editor; empty ones, and those that begin with #, are passed over."""
    rules, mistakes = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            rules.append(_rule(line, locale))
        except ValueError as error:
            mistakes.append(Mistake(number, error.args[0]))
    return rules, mistakes


def _rule(line: str, locale: str) -> Rule:
    sides = line.split(ARROW)
    if len(sides) > 2:
        raise ValueError(_("only one => is allowed on a line."))
    names = [_names(side, locale) for side in sides]
    if len(names) == 2:
        if set(names[0]) == set(names[1]) and len(names[0]) == 1:
            raise ValueError(_("the same name stands on both sides of =>."))
        return Rule(*names)
    if len(names[0]) < 2:
        raise ValueError(
            _(
                "give at least two different names, separated by a comma. To the search, two forms "
                "of one word are the same name."
            )
        )
    return Rule(names[0], names[0])


def _names(side: str, locale: str) -> tuple[Stems, ...]:
    written = [name.strip() for name in side.split(",")]
    if not all(written):
        raise ValueError(_("a name is empty: look at the commas and around =>."))
    if len(written) > MAX_NAMES:
        raise ValueError(_("too many names: write at most %(limit)d.") % {"limit": MAX_NAMES})
    found = {name: tuple(stems(clean(name), locale)) for name in written}
    for name, words in found.items():
        if not words:
            raise ValueError(
                _("“%(name)s” has no word that can be searched.") % {"name": name[:40]}
            )
        if len(words) > MAX_WORDS:
            raise ValueError(
                _("“%(name)s” is too long: at most %(limit)d words that count.")
                % {"name": name[:40], "limit": MAX_WORDS}
            )
    return tuple(dict.fromkeys(found.values()))
