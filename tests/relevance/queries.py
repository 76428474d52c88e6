"""The judged queries, read from their files."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
LOCALES = ("fr", "en")
KINDS = (
    "word",
    "typo",
    "accent",
    "acronym",
    "sentence",
    "place",
    "method",
    "title",
    "synonym",
    "nothing",
)


@dataclass(frozen=True, kw_only=True)
class JudgedQuery:
    """What a reader types, and how much each page answers it.

    Attributes:
        id: For ever the same: it decides the set.
        kind: One of `KINDS`.
        text: As typed.
        locale: Language code of the reader.
        grades: Slug of a page → 1, 2 or 3; every other page of the language is judged 0.
    """

    id: str
    kind: str
    text: str
    locale: str
    grades: Mapping[str, int]

    @property
    def is_validation(self) -> bool:
        """Whether it is of the third that nothing is ever tuned on."""
        return int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 3 == 0

    @property
    def best(self) -> list[str]:
        """The pages of the highest grade."""
        highest = max(self.grades.values(), default=0)
        return [page for page, grade in self.grades.items() if grade == highest]


def read_queries(locale: str) -> list[JudgedQuery]:
    """Return the judged queries of a language, in the order of the file."""
    text = (FOLDER / f"queries.{locale}.toml").read_text(encoding="utf-8")
    return [
        JudgedQuery(locale=locale, grades=row.pop("grades", {}), **row)
        for row in tomllib.loads(text)["queries"]
    ]
