"""Recognises the parts, facts and columns of a case study by the names that people give them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import override

from collectivities.names import fold

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# "1. ", "2.3 ", "IV - ", "B) ", before a heading.
_NUMBERING = re.compile(
    r"^\s*(?:partie\s+)?(?:\d+(?:\.\d+)*(?:\s*[.):–—-]\s*(?!\d)|\s+)"
    r"|(?:[ivxlc]{1,5}|[a-z])\s*[.):–—-]\s+)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?::|\s[–—-]\s)\s*")
_ARTICLES = frozenset(
    {"a", "au", "d", "de", "des", "du", "l", "la", "le", "les", "nos", "notre", "of", "our", "the"}
)


@dataclass(frozen=True)
class Name:
    """What something is called: its label in the template, and other names met for it."""

    label: "StrOrPromise"
    others: tuple[str, ...] = ()


class Names:
    """Names of several things, each known by its labels in every language and its other names."""

    def __init__(self, names: Mapping[str, Name]) -> None:
        self.names = names

    def __getitem__(self, key: str) -> Name:
        return self.names[key]

    def label(self, key: str) -> str:
        """Return the label in the active language, as a heading has it."""
        text = str(self.names[key].label)
        return text[:1].upper() + text[1:]

    def find(self, text: str) -> str | None:
        """Return the key of what this text names, or None.

        Accents, case, articles, plurals and numbering do not matter.
        """
        return self._index.get(_stems(text)) or self._index.get(_stems(unnumbered(text)))

    def find_before_rest(self, text: str) -> tuple[str, str] | None:
        """Return what "Name: rest" names, and the rest as written; None when it names nothing."""
        separator = _SEPARATOR.search(text, len(text) - len(unnumbered(text)))
        if separator is None:
            return None
        key = self.find(text[: separator.start()])
        rest = text[separator.end() :].strip()
        return (key, rest) if key else None

    @cached_property
    def _index(self) -> dict[str, str]:
        index: dict[str, str] = {}
        for language, _language_name in settings.LANGUAGES:
            with override(language):
                index |= {_stems(str(name.label)): key for key, name in self.names.items()}
        others = {_stems(text): key for key, name in self.names.items() for text in name.others}
        return others | index


def unnumbered(text: str) -> str:
    """Return a heading without its number."""
    return _NUMBERING.sub("", text, count=1)


def _stems(text: str) -> str:
    """Return the words that tell, in lower-case ASCII, without the marks of a plural."""
    words = [word for word in fold(text).split() if word not in _ARTICLES]
    return " ".join(word.rstrip("sx") or word for word in words)


def by_label(text: str, choices: type[TextChoices]) -> str | None:
    """Return the code of a choice from its label in any language, or from the code itself."""
    return _names_of(choices).find(text)


@cache
def _names_of(choices: type[TextChoices]) -> Names:
    return Names(
        {code: Name(label, (code, *_OTHER_LABELS.get(code, ()))) for code, label in choices.choices}
    )


# What people write for a stored code, besides its label.
_OTHER_LABELS: Mapping[str, tuple[str, ...]] = {
    "experiment": ("expérimental", "test", "pilote"),
    "generalised": ("généralisé", "généralisée", "pérennisé", "pérennisée"),
    "stopped": ("arrêté", "arrêtée", "terminé", "terminée"),
    "running": ("en cours", "en service", "toujours en service"),
    "changed": ("changé", "changée", "a changé", "modifié", "modifiée"),
    "told": ("raconté", "témoignage"),
    "counted": ("compté", "comptée", "mesuré", "chiffré"),
    "evaluated": ("évalué", "évaluée"),
    "none": ("gratuit", "aucun coût", "sans coût"),
    "unknown": ("inconnu", "non connu"),
}
