"""Finds what a document names: collectivités, words of the vocabulary, methods, contributors.

A name is found when one thing only has it, accents and case aside: nothing is created or guessed.
"""

import re
from collections.abc import Iterable
from typing import Any

from wagtail.models import Locale

from casestudies.models import Contributor
from collectivities.lookup import find, get_by_ref
from collectivities.models import Collectivity
from collectivities.names import fold, fold_name
from common.pages import public
from methods.models import MethodPage
from vocabulary.models import Audience, Organisation, Skill, Theme

_REF = re.compile(r"^(?P<name>.+?)\s*\((?P<ref>[0-9A-Za-z_-]+)\)$")
_ARTICLE = re.compile(
    r"^(?:l[ae]s? |l['’])?(?:(?:ville|commune|mairie|département|région) (?:de |du |des |d['’]))?",
    re.IGNORECASE,
)
_TERMS = {"theme": Theme, "audience": Audience, "skill": Skill, "organisation": Organisation}


class Directory:
    """What may be named in one language; each kind is loaded once, when it is first asked for."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self._known: dict[str, dict[str, list[Any]]] = {}

    def find(self, kind: str, name: str) -> list[Any]:
        """Return what a name, or names between commas, stand for; nothing unless all are found."""
        whole = self._one(kind, name)
        if whole is not None:
            return [whole]
        parts = [part.strip() for part in name.split(",") if part.strip()]
        found = [self._one(kind, part) for part in parts] if len(parts) > 1 else []
        return found if all(one is not None for one in found) else []

    def _one(self, kind: str, name: str) -> Any:
        if kind == "collectivity":
            return _collectivity(name)
        if kind not in self._known:
            self._known[kind] = _by_name(self._all(kind))
        found = self._known[kind].get(fold(name), [])
        return found[0] if len(found) == 1 else None

    def _all(self, kind: str) -> Iterable[tuple[str, Any]]:
        if kind == "contributor":
            return ((one.name, one) for one in Contributor.objects.all())
        if kind == "method":
            return self._methods()
        return ((term.name, term) for term in _TERMS[kind].objects.filter(locale=self._locale))

    def _methods(self) -> Iterable[tuple[str, Any]]:
        """Return the methods by their titles in every language: a case may use any of them."""
        # A draft must not be known by its title.
        pages = list(public(MethodPage.objects.all()))
        # Two languages may have one title for a method: the one at hand is meant.
        pages.sort(key=lambda page: page.locale_id == self._locale.pk)
        return {
            (page.translation_key, fold(page.title)): (page.title, page) for page in pages
        }.values()


def _by_name(things: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    known: dict[str, list[Any]] = {}
    for name, thing in things:
        known.setdefault(fold(name), []).append(thing)
    return known


def _collectivity(text: str) -> Collectivity | None:
    """Return the collectivité of "Name (reference)", or the only one that has this name."""
    match = _REF.match(text)
    place = get_by_ref(match["ref"]) if match else None
    if match and place and fold_name(match["name"]) == fold_name(place.name):
        return place
    wanted = fold_name(_ARTICLE.sub("", text))
    named = [
        place
        for place in find(wanted)
        if wanted in {fold_name(place.name), fold_name(place.official_name)}
    ]
    return named[0] if len(named) == 1 else None
