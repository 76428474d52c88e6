"""The words of the project: what the pages say, how often, and what else things are called."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .analysis import fold
from .caching import PerLocale
from .engines.base import Term
from .models import SearchEntry, SearchTerm, SynonymGroup
from .synonyms import Synonyms, parse_lines


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """The words of one locale.

    Attributes:
        size: How many entries there are.
        words: Folded word → as it is most often written.
        frequencies: Folded word → entries that have it.
        stems: Stem → entries that have it, or a little more.
        families: Root → the stems of the words that share it.
        synonyms: Other names for things.
    """

    size: int = 0
    words: Mapping[str, str] = field(default_factory=dict)
    frequencies: Mapping[str, int] = field(default_factory=dict)
    stems: Mapping[str, int] = field(default_factory=dict)
    families: Mapping[str, Sequence[str]] = field(default_factory=dict)
    synonyms: Synonyms = field(default_factory=Synonyms)

    @classmethod
    def load(cls, locale: str) -> "Lexicon":
        """Read the words and the synonyms of a locale from the database."""
        words: dict[str, str] = {}
        frequencies: Counter[str] = Counter()
        stems: Counter[str] = Counter()
        size = SearchEntry.objects.filter(locale=locale).count()
        families: dict[str, dict[str, None]] = {}
        rows = SearchTerm.objects.filter(locale=locale).order_by("-entries", "word")
        for word, stem, root, entries in rows.values_list("word", "stem", "root", "entries"):
            folded = fold(word)
            words.setdefault(folded, word)
            frequencies[folded] += entries
            stems[stem] = min(size, stems[stem] + entries)
            if root:
                families.setdefault(root, {})[stem] = None
        return cls(
            size=size,
            words=words,
            frequencies=frequencies,
            stems=stems,
            families={root: tuple(kin) for root, kin in families.items() if len(kin) > 1},
            synonyms=_synonyms(locale),
        )

    def terms(self, words: Mapping[str, str]) -> tuple[Term, ...]:
        """Return what a query asks for, with other names, the words' families and its rarity.

        Args:
            words: Stem → root, in the order of the query.
        """
        found = (self._with_family(term, words) for term in self.synonyms.terms(list(words)))
        return tuple(replace(term, rarity=self.rarity(term)) for term in found)

    def bare_terms(self, stems: Iterable[str]) -> tuple[Term, ...]:
        """Return stems as they are, each with its rarity: no other names, no families."""
        terms = (Term((stem,)) for stem in stems)
        return tuple(replace(term, rarity=self.rarity(term)) for term in terms)

    def _with_family(self, term: Term, roots: Mapping[str, str]) -> Term:
        if len(term.words) > 1:
            return term
        (stem,) = term.words
        kin = [(other,) for other in self.families.get(roots[stem], ()) if other != stem]
        return replace(term, synonyms=tuple(dict.fromkeys([*term.synonyms, *kin])))

    def rarity(self, term: Term) -> float:
        """Return BM25's inverse document frequency of a term (Robertson and Spärck Jones)."""
        found = self._entries_with(term.words) + sum(map(self._entries_with, term.synonyms))
        found = min(found, self.size)
        return math.log(1 + (self.size - found + 0.5) / (found + 0.5))

    def finds(self, term: Term) -> bool:
        """Tell whether an entry may have a term."""
        return any(map(self._entries_with, (term.words, *term.synonyms)))

    def _entries_with(self, words: Iterable[str]) -> int:
        return min((self.stems.get(word, 0) for word in words), default=0)

    def knows(self, stem: str) -> bool:
        """Tell whether an entry has a word of this stem, or an editor used it in a name."""
        return stem in self.stems or stem in self.synonyms.words


def _synonyms(locale: str) -> Synonyms:
    groups = SynonymGroup.objects.filter(locale__language_code=locale).order_by("pk")
    return Synonyms.of(
        rule
        for lines in groups.values_list("lines", flat=True)
        for rule in parse_lines(lines, locale)[0]
    )


current = PerLocale(Lexicon.load).current
"""Return the words of a locale as the database has them now."""
