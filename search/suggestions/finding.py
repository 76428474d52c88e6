"""Finds what to suggest for what is being typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest

from django.utils.translation import gettext as _
from wagtail.models import Page

from collectivities import lookup
from common.pages import public
from search.addresses import SearchAddress
from search.analysis import clean, fold, spans, stems
from search.types import MAX_TEXT_LENGTH

from . import index as indexes
from .index import PAGE_TYPES, Index

MOST = 8
# No kind alone fills the list; nearly any two letters begin the name of a commune.
MOST_OF = {"case": 5, "method": 4, "theme": 3, "collectivity": 2, "word": 3}
LEAST_LETTERS = 2
# A last word alone says something from here on: "plus de par" is not yet about Paris.
LEAST_ALONE = 3


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """Something to open or to search.

    Attributes:
        kind: One of `MOST_OF`.
        label: What a reader sees.
        url: The page, or the search; a page's is found last.
    """

    kind: str
    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What someone is typing; the last word may be unfinished.

    Attributes:
        text: All of it, cleaned.
        phrase: Its words, folded, a space apart.
        telling: The words that must be found, without stop words; the last always.
        before: What stands before the last word, as it was typed, spaces and elision included.
        rest: The words before the last.
    """

    text: str
    phrase: str = ""
    telling: Sequence[str] = field(default_factory=tuple)
    before: str = ""
    rest: str = ""

    @classmethod
    def of(cls, raw: str, locale: str) -> "Typed":
        """Read what is typed, whatever it is."""
        text = " ".join(clean(raw[:MAX_TEXT_LENGTH]).split())
        places = list(spans(text, locale))
        words = [fold(text[start:end]) for start, end in places]
        if not words:
            return cls(text=text)
        return cls(
            text=text,
            phrase=" ".join(words),
            telling=[*(word for word in words[:-1] if stems(word, locale)), words[-1]],
            before=text[: places[-1][0]],
            rest=text[: places[-2][1]] if len(places) > 1 else "",
        )

    @property
    def last(self) -> str:
        """The last word, folded."""
        return self.telling[-1]

    def readings(self) -> Iterator[tuple["Typed", str]]:
        """Yield what may name one thing, with the words to keep beside it: all, or the last word."""
        yield self, ""
        if self.rest and len(self.last) >= LEAST_ALONE:
            last = Typed(text=self.text[len(self.before) :], phrase=self.last, telling=[self.last])
            yield last, self.rest


def suggest(raw: str, locale: str) -> list[Suggestion]:
    """Return at most `MOST` suggestions in the active language, kind by kind.

    Any text is accepted. The number of queries does not depend on how much there is.
    """
    typed = Typed.of(raw, locale)
    if len(typed.phrase) < LEAST_LETTERS:
        return []
    index = indexes.current(locale)
    found = {
        **_pages(typed, index, locale),
        "theme": _themes(typed, index),
        "collectivity": _collectivities(typed),
        "word": _words(typed, index, locale),
    }
    # Each kind in turn, so that none crowds out the others.
    in_turn = [one for one in chain.from_iterable(zip_longest(*found.values())) if one][:MOST]
    return [one for kind in found for one in in_turn if one.kind == kind]


def kind_name(kind: str) -> str:
    """Return what suggestions of a kind are called in the active language."""
    return {
        "case": _("Case studies"),
        "method": _("Methods"),
        "theme": _("Themes"),
        "collectivity": _("Collectivités"),
        "word": _("Frequent words"),
    }[kind]


def _pages(typed: Typed, index: Index, locale: str) -> Mapping[str, list[Suggestion]]:
    ids = {
        kind: index.pages[kind].find(typed.phrase, typed.telling, MOST_OF[kind])
        for kind in PAGE_TYPES
    }
    # The last guard, as that of the search: whatever is in memory, only these may be shown.
    pages = public(Page.objects.all()).filter(locale__language_code=locale)
    pages = pages.select_related("locale").only("title", "url_path", "locale__language_code")
    found = pages.in_bulk(list(chain.from_iterable(ids.values())))
    return {
        kind: [
            Suggestion(kind=kind, label=found[page].title, url=found[page].url or "")
            for page in ids[kind]
            if page in found
        ]
        for kind in PAGE_TYPES
    }


def _themes(typed: Typed, index: Index) -> list[Suggestion]:
    for part, kept in typed.readings():
        if themes := index.themes.find(part.phrase, part.telling, MOST_OF["theme"]):
            return [
                Suggestion(
                    kind="theme",
                    label=theme.name,
                    url=SearchAddress(text=kept, filters={"theme": (theme.slug,)}).url(),
                )
                for theme in themes
            ]
    return []


def _collectivities(typed: Typed) -> list[Suggestion]:
    for part, kept in typed.readings():
        if places := lookup.find(part.text, MOST_OF["collectivity"]):
            return [
                Suggestion(
                    kind="collectivity",
                    label=place.label,
                    url=SearchAddress(text=kept).choosing(place).url(),
                )
                for place in places
            ]
    return []


def _words(typed: Typed, index: Index, locale: str) -> list[Suggestion]:
    """Return the words that the last one may become, one of each family of forms."""
    if len(typed.last) < LEAST_LETTERS:
        return []
    forms: dict[str, str] = {}
    for word in index.words.find(typed.last, [typed.last], MOST_OF["word"] * 3):
        forms.setdefault(" ".join(stems(word, locale)), word)
    labels = [typed.before + word for word in forms.values() if fold(word) != typed.last]
    return [
        Suggestion(kind="word", label=label, url=SearchAddress(text=label).url())
        for label in labels[: MOST_OF["word"]]
    ]
