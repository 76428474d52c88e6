"""Reads and checks every demonstration file, before anything is written."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from collectivities.models import Collectivity

from . import schema

CONTENT = Path(__file__).resolve().parent.parent / "demo"

E = TypeVar("E", bound=schema.Entry)


@dataclass(frozen=True)
class Mistake:
    """Something wrong in a file: which file, which field of which entry, and what."""

    file: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.message}"


class ContentError(Exception):
    """Raised with every mistake of every file, so that they can be mended in one go."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Content:
    """All the demonstration content, valid in itself and in its references."""

    home: schema.Home
    vocabulary: schema.Vocabulary
    organisations: list[schema.Organisation]
    glossary: list[schema.GlossaryTerm]
    collectivities: list[schema.OtherCollectivity]
    methods: list[schema.Method]
    cases: list[schema.Case]
    english_cases: list[schema.Case]
    studies: list[schema.Study]
    pages: list[schema.PlainPage]


def read_content(folder: Path = CONTENT) -> Content:
    """Read and check the files of a content folder.

    Raises ContentError, which lists every mistake, if any file is malformed, holds a value that
    the site would refuse, or refers to something that exists neither in the files nor, for a
    collectivité, in the reference data.
    """
    reader = _Reader(folder)
    french = folder / "fr"
    home = reader.one(french / "home.toml", schema.Home)
    vocabulary = reader.one(french / "vocabulary.toml", schema.Vocabulary)
    glossary = reader.one(french / "glossary.toml", schema.Glossary)
    others = reader.one(french / "collectivities.toml", schema.OtherCollectivities)
    organisations = reader.each(french / "organisations", schema.Organisations)
    methods = reader.each(french / "methods", schema.Method)
    cases = reader.each(french / "cases", schema.Case)
    english_cases = reader.each(folder / "en" / "cases", schema.Case, language="en")
    studies = reader.each(french / "studies", schema.Study)
    pages = reader.each(french / "pages", schema.PlainPage)
    if reader.mistakes or not (home and vocabulary and glossary and others):
        raise ContentError(reader.mistakes)
    content = Content(
        home=home,
        vocabulary=vocabulary,
        organisations=[item for file in organisations.values() for item in file.organisations],
        glossary=glossary.terms,
        collectivities=others.collectivities,
        methods=list(methods.values()),
        cases=list(cases.values()),
        english_cases=list(english_cases.values()),
        studies=list(studies.values()),
        pages=list(pages.values()),
    )
    mistakes = list(_reference_mistakes(content))
    if mistakes:
        raise ContentError(mistakes)
    return content


class _Reader:
    """Reads files one by one and gathers their mistakes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mistakes: list[Mistake] = []

    def one(self, path: Path, model: type[E], language: str = "fr") -> E | None:
        name = str(path.relative_to(self.folder))
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            return model.model_validate(data, context={"language": language})
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            self.mistakes.append(Mistake(name, "-", str(error)))
        except ValidationError as error:
            for detail in error.errors():
                field = ".".join(map(str, detail["loc"])) or "-"
                self.mistakes.append(Mistake(name, field, detail["msg"]))
        return None

    def each(self, folder: Path, model: type[E], language: str = "fr") -> dict[str, E]:
        found = {
            path.stem: self.one(path, model, language) for path in sorted(folder.glob("*.toml"))
        }
        return {stem: entry for stem, entry in found.items() if entry is not None}


def _reference_mistakes(content: Content) -> Iterator[Mistake]:
    cases = [*content.cases, *content.english_cases]
    known = {
        "theme": {term.slug for term in content.vocabulary.themes},
        "audience": {term.slug for term in content.vocabulary.audiences},
        "skill": {term.slug for term in content.vocabulary.skills},
        "organisation": {item.slug for item in content.organisations},
        "method": {method.reference for method in content.methods},
        "case": {case.reference for case in cases},
        "collectivité": _known_refs(content),
    }
    yield from _duplicates("fr/organisations", [item.slug for item in content.organisations])
    yield from _duplicates("cases", [case.reference for case in cases])
    for name, field, kind, slug in _references(content):
        if slug not in known[kind]:
            yield Mistake(name, field, f"unknown {kind} “{slug}”")


def _references(content: Content) -> Iterator[tuple[str, str, str, str]]:
    """Yield every reference as (file, field, kind of thing, slug)."""
    for folder, cases in (("fr", content.cases), ("en", content.english_cases)):
        for case in cases:
            name = f"{folder}/cases/{case.reference}.toml"
            yield from ((name, "themes", "theme", slug) for slug in case.themes)
            yield from ((name, "audiences", "audience", slug) for slug in case.audiences)
            yield from ((name, "skills", "skill", link.slug) for link in case.skills)
            yield from ((name, "partners", "organisation", p.organisation) for p in case.partners)
            yield from ((name, "methods", "method", use.reference) for use in case.methods)
            links = [link.ref for link in case.collectivities]
            links += [other.collectivity for other in case.replications if other.collectivity]
            yield from ((name, "collectivities", "collectivité", ref) for ref in links)
            if case.adapted_from:
                yield name, "adapted_from", "case", case.adapted_from
    for method in content.methods:
        name = f"fr/methods/{method.reference}.toml"
        yield from ((name, "next_methods", "method", slug) for slug in method.next_methods)
    for study in content.studies:
        name = f"fr/studies/{study.reference}.toml"
        yield from ((name, "cases", "case", row.reference) for row in study.cases)
    yield from (("fr/home.toml", "featured_cases", "case", s) for s in content.home.featured_cases)
    yield from (
        ("fr/home.toml", "featured_methods", "method", slug)
        for slug in content.home.featured_methods
    )


def _known_refs(content: Content) -> set[str]:
    cases = [*content.cases, *content.english_cases]
    wanted = {link.ref for case in cases for link in case.collectivities}
    wanted |= {other.collectivity for case in cases for other in case.replications}
    loaded = Collectivity.objects.filter(ref__in=wanted).values_list("ref", flat=True)
    return {*loaded, *(row.ref for row in content.collectivities)}


def _duplicates(name: str, slugs: Iterable[str]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for slug in slugs:
        if slug in seen:
            yield Mistake(name, slug, "given twice")
        seen.add(slug)
