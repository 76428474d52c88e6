"""What entries say of one another: nothing is given twice, and what is named exists."""

from collections.abc import Collection, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from collectivities.models import Collectivity
from vocabulary.models import Audience, Organisation, Skill, Theme

from . import schema
from .build import INDEXES
from .files import Content
from .mistakes import Mistake

# An entry, one of its fields, the kind of thing that the field names, and the name.
Reference = tuple[schema.Entry, str, str, str]


def in_order(cases: Sequence[schema.Case]) -> list[schema.Case]:
    """Return the cases, each after the one it was adapted from; raises CycleError."""
    by_reference = {case.reference: case for case in cases}
    origins = {case.reference: [case.adapted_from] if case.adapted_from else [] for case in cases}
    order = TopologicalSorter(origins).static_order()
    return [by_reference[reference] for reference in order if reference in by_reference]


def reference_mistakes(content: Content) -> Iterator[Mistake]:
    """Yield what is given twice, what is named and unknown, and circles of adaptations."""
    for words in content.vocabulary.values():
        yield from _duplicates(words, "slug")
    for groups in content.synonyms.values():
        yield from _duplicates(groups, "title")
    yield from _duplicates(content.collectivities, "ref")
    for pages in (content.methods, [*content.cases, *content.english_cases], content.studies):
        yield from _duplicates(pages, "reference")
    yield from _duplicates(content.pages, "reference", {slug for _, slug, _ in INDEXES.values()})
    known = _known(content)
    for entry, field, kind, name in _references(content):
        if name not in known[kind]:
            yield entry.mistake(field, f"unknown {kind} “{name}”")
    for cases in (content.cases, content.english_cases):
        yield from _circles(cases)


def _duplicates(
    entries: Sequence[schema.Entry], field: str, taken: Collection[str] = ()
) -> Iterator[Mistake]:
    seen = set(taken)
    for entry in entries:
        name = getattr(entry, field)
        if name in seen:
            yield entry.mistake(field, f"“{name}” is given twice")
        seen.add(name)


def _circles(cases: Sequence[schema.Case]) -> Iterator[Mistake]:
    try:
        in_order(cases)
    except CycleError as error:
        circle = error.args[1]
        first = next(case for case in cases if case.reference in circle)
        yield first.mistake("adapted_from", f"goes round in a circle: {' ← '.join(circle)}")


def _known(content: Content) -> dict[str, set[str]]:
    """Return what may be named, by kind of thing."""
    words = {
        model: {entry.slug for entry in entries} for model, entries in content.vocabulary.items()
    }
    loaded = Collectivity.objects.filter(ref__in=content.collectivity_refs())
    french = {case.reference for case in content.cases}
    return {
        "theme": words[Theme],
        "audience": words[Audience],
        "skill": words[Skill],
        "organisation": words[Organisation],
        "method": {method.reference for method in content.methods},
        "French case": french,
        "case": french | {case.reference for case in content.english_cases},
        "collectivité": {
            *loaded.values_list("ref", flat=True),
            *(row.ref for row in content.collectivities),
        },
    }


def _references(content: Content) -> Iterator[Reference]:
    # French cases are loaded first.
    for kind, cases in (("French case", content.cases), ("case", content.english_cases)):
        for case in cases:
            yield from _references_of(case)
            if case.adapted_from:
                yield case, "adapted_from", kind, case.adapted_from
    for method in content.methods:
        yield from _each(method, "next_methods", "method", method.next_methods)
    for study in content.studies:
        yield from ((row, "reference", "French case", row.reference) for row in study.cases)
    home = content.home
    yield from _each(home, "featured_cases", "French case", home.featured_cases)
    yield from _each(home, "featured_methods", "method", home.featured_methods)


def _references_of(case: schema.Case) -> Iterator[Reference]:
    yield from _each(case, "themes", "theme", case.themes)
    yield from _each(case, "audiences", "audience", case.audiences)
    yield from ((link, "slug", "skill", link.slug) for link in case.skills)
    yield from ((link, "organisation", "organisation", link.organisation) for link in case.partners)
    yield from ((use, "reference", "method", use.reference) for use in case.methods)
    yield from ((link, "ref", "collectivité", link.ref) for link in case.collectivities)
    for row in case.replications:
        if row.collectivity:
            yield row, "collectivity", "collectivité", row.collectivity


def _each(entry: schema.Entry, field: str, kind: str, names: list[str]) -> Iterator[Reference]:
    yield from ((entry, f"{field}.{position}", kind, name) for position, name in enumerate(names))
