"""Builds unsaved pages from checked entries."""

from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wagtail.models import Locale

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
    CaseStudyPage,
    CaseTheme,
)
from collectivities.models import Collectivity
from home.models import (
    FeaturedCase,
    FeaturedMethod,
    HomePage,
    StandardPage,
    StudyAuthor,
    StudyCase,
    StudyPage,
    StudySource,
)
from methods.models import MethodPage, MethodSource, NextMethod
from vocabulary.models import Audience, Organisation, Skill, Theme

from . import schema

STORY_FIELDS = ("problem", "approach", "trials")
PLAIN_CASE_FIELDS = (
    "reference", "title", "summary", "started_on", "ended_on", "cost_band", "cost_amount",
    "cost_covers", "agent_days", "duration_months", "limits", "conditions", "obstacles",
    "legal_competence",
)  # fmt: skip


@dataclass(frozen=True)
class CaseContext:
    """What cases refer to, by slug or reference, loaded once."""

    themes: dict[str, Theme]
    audiences: dict[str, Audience]
    skills: dict[str, Skill]
    organisations: dict[str, Organisation]
    methods: dict[str, MethodPage]

    @classmethod
    def current(cls, locale: Locale | None = None) -> "CaseContext":
        """Load what exists now; in French unless the locale has its own version of a thing."""

        def by(field: str, model: Any) -> dict[str, Any]:
            french = {getattr(row, field): row for row in model.objects.filter(locale=default)}
            own = model.objects.filter(locale=locale or default)
            return french | {getattr(row, field): row for row in own}

        default = Locale.get_default()
        return cls(
            themes=by("slug", Theme),
            audiences=by("slug", Audience),
            skills=by("slug", Skill),
            organisations=by("slug", Organisation),
            methods=by("reference", MethodPage),
        )


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


def case(entry: schema.Case, context: CaseContext) -> CaseStudyPage:
    """Build a case study with its children; what it was adapted from must be saved already."""
    page = CaseStudyPage(
        slug=entry.reference,
        stage=entry.stage or "",
        **{name: getattr(entry, name) for name in PLAIN_CASE_FIELDS},
    )
    for name in STORY_FIELDS:
        setattr(page, name, blocks(f"{entry.reference}/{name}", getattr(entry, name)))
    if entry.adapted_from:
        page.adapted_from = CaseStudyPage.objects.filter(reference=entry.adapted_from).first()
    refs = {link.ref for link in entry.collectivities}
    refs |= {other.collectivity for other in entry.replications}
    places = {row.ref: row for row in Collectivity.objects.filter(ref__in=refs)}
    page.collectivities.set(
        [
            CaseCollectivity(collectivity=places[link.ref], role=link.role)
            for link in entry.collectivities
        ]
    )
    page.themes.set([CaseTheme(theme=context.themes[slug]) for slug in entry.themes])
    page.audiences.set([CaseAudience(audience=context.audiences[s]) for s in entry.audiences])
    page.skills.set(
        [CaseSkill(skill=context.skills[link.slug], note=link.note) for link in entry.skills]
    )
    page.partners.set(
        [
            CasePartner(organisation=context.organisations[link.organisation], role=link.role)
            for link in entry.partners
        ]
    )
    page.method_uses.set(
        [
            CaseMethodUse(method=context.methods[use.reference], phase=use.phase, how=use.how)
            for use in entry.methods
        ]
    )
    page.funding.set([CaseFunding(**row.model_dump()) for row in entry.funding])
    page.results.set([CaseResult(**row.model_dump()) for row in entry.results])
    page.follow_ups.set([CaseFollowUp(**row.model_dump()) for row in entry.follow_ups])
    page.replications.set(
        [
            CaseReplication(
                collectivity=places.get(row.collectivity),
                **row.model_dump(exclude={"collectivity"}),
            )
            for row in entry.replications
        ]
    )
    page.sources.set([CaseSource(**row.model_dump()) for row in entry.sources])
    return page


def method(entry: schema.Method) -> MethodPage:
    """Build a method; its usual next methods are linked once all are saved."""
    excluded = {"facts", "next_methods", "steps", "sources", "difficulty"}
    page = MethodPage(
        slug=entry.reference,
        difficulty=entry.difficulty or "",
        steps=typed_blocks(entry.reference, "step", entry.steps),
        **entry.model_dump(exclude=excluded),
    )
    page.sources.set(
        [MethodSource(**row.model_dump(exclude={"published_on"})) for row in entry.sources]
    )
    return page


def next_methods(entry: schema.Method, methods: dict[str, MethodPage]) -> list[NextMethod]:
    """Build the links from a method to those that usually follow it."""
    return [NextMethod(method=methods[reference]) for reference in entry.next_methods]


def study(entry: schema.Study) -> StudyPage:
    """Build a study; the cases it looked at must be saved already."""
    excluded = {"facts", "recommendations", "cases", "sources", "authors"}
    page = StudyPage(
        slug=entry.reference,
        recommendations=typed_blocks(entry.reference, "recommendation", entry.recommendations),
        **entry.model_dump(exclude=excluded),
    )
    page.authors.set([StudyAuthor(name=name) for name in entry.authors])
    references = [row.reference for row in entry.cases]
    cases = {c.reference: c for c in CaseStudyPage.objects.filter(reference__in=references)}
    page.cases.set([StudyCase(case=cases[row.reference], note=row.note) for row in entry.cases])
    page.sources.set(
        [StudySource(**row.model_dump(exclude={"published_on"})) for row in entry.sources]
    )
    return page


def plain_page(entry: schema.PlainPage) -> StandardPage:
    """Build a plain page."""
    return StandardPage(
        title=entry.title,
        slug=entry.reference,
        summary=entry.summary,
        body=blocks(entry.reference, entry.body),
    )


def fill_home(home: HomePage, entry: schema.Home) -> None:
    """Give an empty home page its texts and its featured pages."""
    home.title = entry.title
    home.hero_title = entry.hero_title
    home.hero_text = entry.hero_text
    home.highlights = typed_blocks("home", "highlight", entry.highlights)
    cases = {
        c.reference: c for c in CaseStudyPage.objects.filter(reference__in=entry.featured_cases)
    }
    methods = {
        m.reference: m for m in MethodPage.objects.filter(reference__in=entry.featured_methods)
    }
    home.featured_cases.set([FeaturedCase(case=cases[ref]) for ref in entry.featured_cases])
    home.featured_methods.set(
        [FeaturedMethod(method=methods[ref]) for ref in entry.featured_methods]
    )
