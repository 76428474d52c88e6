"""Reads the demonstration files."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import polib
from pydantic import ValidationError

from vocabulary.models import Audience, GlossaryTerm, Organisation, Skill, Term, Theme

from . import schema
from .mistakes import ContentError, Mistake

CONTENT = Path(__file__).resolve().parent.parent / "demo"
CATALOGUE = "en/translations.po"

E = TypeVar("E", bound=schema.Entry)


@dataclass(frozen=True)
class Content:
    """All the demonstration content.

    Attributes:
        vocabulary: Model → its entries.
        synonyms: Language → its groups.
        memory: French string → its English.
    """

    home: schema.Home
    vocabulary: Mapping[type[Term], Sequence[Any]]
    synonyms: Mapping[str, Sequence[schema.SynonymGroup]]
    collectivities: list[schema.OtherCollectivity]
    methods: list[schema.Method]
    cases: list[schema.Case]
    english_cases: list[schema.Case]
    studies: list[schema.Study]
    pages: list[schema.PlainPage]
    memory: Mapping[str, str]

    def collectivity_refs(self) -> set[str]:
        """Return the reference of every collectivité that a case names."""
        cases = [*self.cases, *self.english_cases]
        links = {link.ref for case in cases for link in case.collectivities}
        others = {row.collectivity for case in cases for row in case.replications}
        return links | others - {""}


def read_files(folder: Path) -> Content:
    """Read the files of a content folder.

    Raises ContentError if any is malformed, or holds what cannot be right whatever the others say.
    """
    reader = _Reader(folder)
    home = reader.one("fr/home.toml", schema.Home)
    words = reader.one("fr/vocabulary.toml", schema.Vocabulary)
    glossary = reader.one("fr/glossary.toml", schema.Glossary)
    synonyms = reader.one("fr/synonyms.toml", schema.Synonyms)
    english_synonyms = reader.one("en/synonyms.toml", schema.Synonyms, language="en")
    others = reader.one("fr/collectivities.toml", schema.OtherCollectivities)
    organisations = reader.each("fr/organisations", schema.Organisations)
    methods = reader.each("fr/methods", schema.Method)
    cases = reader.each("fr/cases", schema.Case)
    english_cases = reader.each("en/cases", schema.Case, language="en")
    studies = reader.each("fr/studies", schema.Study)
    pages = reader.each("fr/pages", schema.PlainPage)
    memory = reader.memory()
    if not (home and words and glossary and synonyms and english_synonyms and others):
        raise ContentError(reader.mistakes)
    if reader.mistakes:
        raise ContentError(reader.mistakes)
    return Content(
        home=home,
        vocabulary={
            Theme: words.themes,
            Audience: words.audiences,
            Skill: words.skills,
            Organisation: [item for file in organisations for item in file.organisations],
            GlossaryTerm: glossary.terms,
        },
        synonyms={"fr": synonyms.group, "en": english_synonyms.group},
        collectivities=others.collectivities,
        methods=methods,
        cases=cases,
        english_cases=english_cases,
        studies=studies,
        pages=pages,
        memory=memory,
    )


class _Reader:
    """Reads files one by one and gathers their mistakes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mistakes: list[Mistake] = []

    def one(self, name: str, model: type[E], language: str = "fr") -> E | None:
        try:
            data = tomllib.loads((self.folder / name).read_text(encoding="utf-8"))
            entry = model.model_validate(data, context={"language": language})
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            self.mistakes.append(Mistake(name, "-", str(error)))
        except ValidationError as error:
            for detail in error.errors():
                field = ".".join(map(str, detail["loc"])) or "-"
                self.mistakes.append(Mistake(name, field, detail["msg"]))
        else:
            entry.locate(name)
            return entry
        return None

    def each(self, folder: str, model: type[E], language: str = "fr") -> list[E]:
        names = sorted(path.name for path in (self.folder / folder).glob("*.toml"))
        found = (self.one(f"{folder}/{name}", model, language) for name in names)
        return [entry for entry in found if entry is not None]

    def memory(self) -> dict[str, str]:
        path = self.folder / CATALOGUE
        try:
            path.read_text(encoding="utf-8")  # polib takes the name of a missing file for a text
            catalogue = polib.pofile(str(path))
        except (OSError, UnicodeDecodeError) as error:
            self.mistakes.append(Mistake(CATALOGUE, "-", str(error)))
            return {}
        return {entry.msgid: entry.msgstr for entry in catalogue.translated_entries()}
