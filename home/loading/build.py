"""Builds unsaved objects from entries."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Model
from wagtail.models import Locale, Orderable, TranslatableMixin

from casestudies.models import (
    CaseAudience,
    CaseCollectivity,
    CaseFollowUp,
    CaseFunding,
    CaseMethodUse,
    CasePartner,
    CaseReplication,
    CaseResult,
    CaseSkill,
    CaseSource,
    CaseStudyIndexPage,
    CaseStudyPage,
    CaseTheme,
)
from collectivities.models import Collectivity, Kind
from common.models import BasePage
from home.models import (
    FeaturedCase,
    FeaturedMethod,
    GlossaryPage,
    HomePage,
    StandardPage,
    StudyAuthor,
    StudyCase,
    StudyIndexPage,
    StudyPage,
    StudySource,
)
from methods.models import MethodIndexPage, MethodPage, MethodSource, NextMethod
from search.models import SynonymGroup
from vocabulary.models import Audience, Organisation, Skill, Term, Theme

from . import schema

STORY_FIELDS = ("problem", "approach", "trials")
PLAIN_CASE_FIELDS = (
    "reference", "title", "summary", "started_on", "ended_on", "cost_band", "cost_amount",
    "cost_covers", "agent_days", "duration_months", "limits", "conditions", "obstacles",
    "legal_competence",
)  # fmt: skip


INDEXES: dict[type[BasePage], tuple[str, str, str]] = {
    MethodIndexPage: (
        "Méthodes", "methodes", "Comprendre, imaginer, prototyper, tester, pérenniser."
    ),
    CaseStudyIndexPage: (
        "Études de cas", "etudes-de-cas", "Des expériences de collectivités, racontées."
    ),
    StudyIndexPage: (
        "Études", "etudes", "Les publications qui ont regardé plusieurs expériences."
    ),
    GlossaryPage: ("Glossaire", "glossaire", "Les mots du métier, expliqués simplement."),
}  # fmt: skip
KINDS = {"other": Kind.OTHER, "abroad": Kind.ABROAD}

T = TypeVar("T", bound=Term)
P = TypeVar("P", bound=BasePage)


class Context(defaultdict[type[Model], dict[str, Any]]):
    """What entries refer to: model → the slug or reference that the files give → the object."""

    def __init__(self) -> None:
        super().__init__(dict)

    def localized(self, locale: Locale) -> "Context":
        """Return the same, each thing in its version of the locale where it has one."""
        context = Context()
        for model, things in self.items():
            context[model] = things
            if issubclass(model, TranslatableMixin):
                keys = [thing.translation_key for thing in things.values()]
                rows: Any = model._default_manager.filter(locale=locale, translation_key__in=keys)
                own = {row.translation_key: row for row in rows}
                context[model] = {
                    name: own.get(thing.translation_key, thing) for name, thing in things.items()
                }
        return context


def identity(model: type[Model], reference: str) -> UUID:
    """Return the translation key of what is loaded, whatever editors make of its identifiers."""
    return uuid5(NAMESPACE_URL, f"demo/{model._meta.label_lower}/{reference}")


def term(model: type[T], entry: Any, locale: Locale) -> T:
    """Build a word of a vocabulary."""
    key = identity(model, entry.slug)
    return model(locale=locale, translation_key=key, **entry.model_dump())


def synonym_group(entry: schema.SynonymGroup, locale: Locale) -> SynonymGroup:
    """Build a group of synonyms."""
    return SynonymGroup(locale=locale, **entry.model_dump())


def collectivity(entry: schema.OtherCollectivity) -> Collectivity:
    """Build a collectivité that the reference data do not hold."""
    values = entry.model_dump(exclude={"kind", "note"})
    return Collectivity(kind=KINDS[entry.kind], **values)


def index(model: type[P]) -> P:
    """Build the page that lists pages of one kind, or the glossary."""
    title, slug, summary = INDEXES[model]
    return model(title=title, slug=slug, summary=summary, show_in_menus=True)


def blocks(seed: str, entries: list[Any]) -> list[dict[str, Any]]:
    """Return stream data; block ids are stable, so that translations find their blocks again."""
    stream = []
    for position, entry in enumerate(entries):
        values = entry.model_dump(exclude={"type"})
        stream.append(
            {
                "type": entry.type,
                "value": values["text"] if entry.type == "text" else values,
                "id": str(uuid5(NAMESPACE_URL, f"{seed}/{position}")),
            }
        )
    return stream


def typed_blocks(seed: str, block_type: str, entries: list[Any]) -> list[dict[str, Any]]:
    """Return the stream data of entries that are all of one block type."""
    return [
        {
            "type": block_type,
            "value": entry.model_dump(),
            "id": str(uuid5(NAMESPACE_URL, f"{seed}/{block_type}/{position}")),
        }
        for position, entry in enumerate(entries)
    ]


def case(entry: schema.Case, context: Context) -> CaseStudyPage:
    """Build a case study with its children."""
    page = _page(
        CaseStudyPage,
        entry.reference,
        stage=entry.stage or "",
        adapted_from=context[CaseStudyPage].get(entry.adapted_from or ""),
        **{name: getattr(entry, name) for name in PLAIN_CASE_FIELDS},
    )
    for name in STORY_FIELDS:
        setattr(page, name, blocks(f"{entry.reference}/{name}", getattr(entry, name)))
    places, organisations = context[Collectivity], context[Organisation]
    children = {
        "collectivities": [
            CaseCollectivity(collectivity=places[link.ref], role=link.role)
            for link in entry.collectivities
        ],
        "themes": [CaseTheme(theme=context[Theme][slug]) for slug in entry.themes],
        "audiences": [CaseAudience(audience=context[Audience][slug]) for slug in entry.audiences],
        "skills": [
            CaseSkill(skill=context[Skill][link.slug], note=link.note) for link in entry.skills
        ],
        "partners": [
            CasePartner(organisation=organisations[link.organisation], role=link.role)
            for link in entry.partners
        ],
        "method_uses": [
            CaseMethodUse(method=context[MethodPage][use.reference], phase=use.phase, how=use.how)
            for use in entry.methods
        ],
        "funding": [CaseFunding(**row.model_dump()) for row in entry.funding],
        "results": [CaseResult(**row.model_dump()) for row in entry.results],
        "follow_ups": [CaseFollowUp(**row.model_dump()) for row in entry.follow_ups],
        "replications": [
            CaseReplication(
                collectivity=places[row.collectivity] if row.collectivity else None,
                **row.model_dump(exclude={"collectivity"}),
            )
            for row in entry.replications
        ],
        "sources": [CaseSource(**row.model_dump()) for row in entry.sources],
    }
    for name, rows in children.items():
        set_children(page, name, rows)
    return page


def method(entry: schema.Method) -> MethodPage:
    """Build a method; its usual next methods are linked once all are saved."""
    excluded = {"facts", "next_methods", "steps", "sources", "difficulty"}
    page = _page(
        MethodPage,
        entry.reference,
        difficulty=entry.difficulty or "",
        steps=typed_blocks(entry.reference, "step", entry.steps),
        **entry.model_dump(exclude=excluded),
    )
    set_children(page, "sources", _sources(MethodSource, entry))
    return page


def next_methods(entry: schema.Method, context: Context) -> list[NextMethod]:
    """Build the links from a method to those that usually follow it."""
    return [NextMethod(method=context[MethodPage][reference]) for reference in entry.next_methods]


def study(entry: schema.Study, context: Context) -> StudyPage:
    """Build a study."""
    excluded = {"facts", "recommendations", "cases", "sources", "authors"}
    page = _page(
        StudyPage,
        entry.reference,
        recommendations=typed_blocks(entry.reference, "recommendation", entry.recommendations),
        **entry.model_dump(exclude=excluded),
    )
    cases = context[CaseStudyPage]
    set_children(page, "authors", [StudyAuthor(name=name) for name in entry.authors])
    set_children(
        page, "cases", [StudyCase(case=cases[row.reference], note=row.note) for row in entry.cases]
    )
    set_children(page, "sources", _sources(StudySource, entry))
    return page


def plain_page(entry: schema.PlainPage) -> StandardPage:
    """Build a plain page."""
    return _page(
        StandardPage,
        entry.reference,
        title=entry.title,
        summary=entry.summary,
        body=blocks(entry.reference, entry.body),
    )


def fill_home(home: HomePage, entry: schema.Home, context: Context) -> None:
    """Give an empty home page its texts and its featured pages."""
    home.title = entry.title
    home.hero_title = entry.hero_title
    home.hero_text = entry.hero_text
    home.highlights = typed_blocks("home", "highlight", entry.highlights)
    cases, methods = context[CaseStudyPage], context[MethodPage]
    set_children(
        home, "featured_cases", [FeaturedCase(case=cases[name]) for name in entry.featured_cases]
    )
    set_children(
        home,
        "featured_methods",
        [FeaturedMethod(method=methods[name]) for name in entry.featured_methods],
    )


def set_children(page: BasePage, name: str, rows: Sequence[Orderable]) -> None:
    """Give a page its rows of one kind, numbered: without numbers PostgreSQL has no order."""
    for position, row in enumerate(rows):
        row.sort_order = position
    getattr(page, name).set(rows)


def _page(model: type[P], slug: str, **values: Any) -> P:
    return model(slug=slug, translation_key=identity(model, slug), **values)


def _sources(model: type[Orderable], entry: schema.Method | schema.Study) -> list[Any]:
    return [model(**row.model_dump(exclude={"published_on"})) for row in entry.sources]
