"""Texts found by how their words begin, fast enough to be asked at each pause of a typist."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import Generic, TypeVar

T = TypeVar("T")


class Lines(Generic[T]):
    """Values in their order of merit, each with a text of folded words.

    One string holds all the texts, a line each: searching 20,000 titles in it takes less than the
    rest of the request, and an index of every beginning of every word would be ten times larger.
    """

    def __init__(self, rows: Iterable[tuple[str, T]]) -> None:
        rows = list(rows)
        self._values = [value for _text, value in rows]
        # The space makes every word of a line follow one.
        lines = [f"\n {text}" for text, _value in rows]
        self._text = "".join(lines)
        self._starts = [0, *accumulate(map(len, lines))]

    def find(self, phrase: str, words: Sequence[str], limit: int) -> list[T]:
        """Return at most `limit` values, the best first.

        The texts that begin with the phrase come first, then those with a word that begins it,
        then those with words that begin with each of `words`.
        """
        ways = [self._having(f"\n {phrase}"), self._having(f" {phrase}")]
        if [*words] != [phrase]:
            ways.append(self._having_each(words))
        found: dict[int, None] = {}
        for line in chain.from_iterable(ways):
            found[line] = None
            if len(found) == limit:
                break
        return [self._values[line] for line in found]

    def _having(self, wanted: str) -> Iterator[int]:
        place = self._text.find(wanted)
        while place >= 0:
            line = bisect_right(self._starts, place) - 1
            yield line
            place = self._text.find(wanted, self._starts[line + 1])

    def _having_each(self, words: Sequence[str]) -> Iterator[int]:
        # The longest word is likely the rarest: the others are only sought in what it finds.
        longest, *others = sorted(set(words), key=len, reverse=True)
        for line in self._having(f" {longest}"):
            text = self._text[self._starts[line] : self._starts[line + 1]]
            if all(f" {word}" in text for word in others):
                yield line
