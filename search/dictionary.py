"""Counts the words of the entries as they are written and removed, for `Lexicon`."""

from collections import Counter
from collections.abc import Iterable, Mapping

from .analysis import root, tokens
from .models import SearchEntry, SearchTerm

MAX_WORD = 60
_BATCH_SIZE = 500
_TEXTS = ("title", "summary", "body")

Words = Mapping[str, str]
"""Word in lower case, as written → its stem."""


def words_of(entry: SearchEntry) -> Words:
    """Return the different words of an entry."""
    found: dict[str, str] = {}
    for name in _TEXTS:
        text = getattr(entry, name)
        for token in tokens(text, entry.locale):
            word = text[token.start : token.end].lower()
            if len(word) <= MAX_WORD and len(token.stem) <= MAX_WORD:
                found[word] = token.stem
    return found


class Changes:
    """Words that came and went, to be written once at the end of a transaction."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}
        self._stems: dict[str, dict[str, str]] = {}

    def add(self, entry: SearchEntry) -> None:
        """Count the words of an entry that is there now."""
        self._count(entry, 1)

    def remove(self, entry: SearchEntry) -> None:
        """Count the words of an entry that is no longer there, or no longer says them."""
        self._count(entry, -1)

    def _count(self, entry: SearchEntry, times: int) -> None:
        words = words_of(entry)
        counts = self._counts.setdefault(entry.locale, Counter())
        for word in words:
            counts[word] += times
        self._stems.setdefault(entry.locale, {}).update(words)

    def write(self) -> None:
        """Bring the table up to date. To be called with `SearchState` locked."""
        for locale, counts in self._counts.items():
            changed = sorted(word for word, times in counts.items() if times)
            for start in range(0, len(changed), _BATCH_SIZE):
                self._write(locale, changed[start : start + _BATCH_SIZE])

    def _write(self, locale: str, words: Iterable[str]) -> None:
        words = list(words)
        rows = SearchTerm.objects.filter(locale=locale, word__in=words)
        known = dict(rows.values_list("word", "entries"))
        counts, stems = self._counts[locale], self._stems[locale]
        terms = [
            SearchTerm(
                locale=locale,
                word=word,
                stem=stems[word],
                root=root(word, locale)[:MAX_WORD],
                entries=max(0, known.get(word, 0) + counts[word]),
            )
            for word in words
        ]
        SearchTerm.objects.bulk_create(
            (term for term in terms if term.entries),
            update_conflicts=True,
            unique_fields=["locale", "word"],
            update_fields=["stem", "root", "entries"],
        )
        gone = [term.word for term in terms if not term.entries]
        if gone:
            SearchTerm.objects.filter(locale=locale, word__in=gone).delete()


def rebuild() -> None:
    """Count every word again from the entries. To be called with `SearchState` locked."""
    SearchTerm.objects.all().delete()
    words = Changes()
    for entry in SearchEntry.objects.defer("t_title", "t_summary", "t_body").iterator(500):
        words.add(entry)
    words.write()


def problems() -> list[str]:
    """Return what is wrong with the dictionary, in words; nothing when it is sound."""
    wanted: Counter[tuple[str, str]] = Counter()
    for entry in SearchEntry.objects.defer("t_title", "t_summary", "t_body").iterator(500):
        wanted.update((entry.locale, word) for word in words_of(entry))
    rows = SearchTerm.objects.values_list("locale", "word", "entries")
    found = {(locale, word): entries for locale, word, entries in rows}
    wrong = [key for key in wanted.keys() | found.keys() if wanted[key] != found.get(key, 0)]
    if not wrong:
        return []
    return [
        f"The dictionary is wrong for {len(wrong)} words, as {min(wrong)[1]} (search_reindex --dictionary)"
    ]
