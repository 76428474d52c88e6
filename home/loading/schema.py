"""What a demonstration file may hold; every mistake is named by its field."""

import re
from collections import Counter
from typing import Annotated, Any, Literal

from django.core import validators
from django.core.exceptions import ValidationError
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationInfo,
)

from casestudies.choices import CollectivityRole, CostBand, EvidenceLevel, FollowUpStatus, Stage
from common.dates import PartialDate
from common.typography import french
from methods.choices import Difficulty, Phase

from .mistakes import Mistake

_TAG = re.compile(r"</?([a-z0-9]+)((?:\s[^>]*)?)>", re.IGNORECASE)
_ALLOWED_TAGS = {"p", "ul", "ol", "li", "a", "b", "i", "h2", "h3"}
_HREF = re.compile(r'\s+href="[^"<>]+"')
_check_address = validators.URLValidator(schemes=["http", "https"])


def _typeset(value: Any, info: ValidationInfo) -> Any:
    language = (info.context or {}).get("language", "fr")
    return french(value.strip()) if isinstance(value, str) and language == "fr" else value


def _fragment(value: str) -> str:
    for name, attributes in _TAG.findall(value):
        expected = _HREF.fullmatch(attributes) if name == "a" and attributes else not attributes
        if name not in _ALLOWED_TAGS or not expected:
            raise ValueError(f"<{name}{attributes}> is not allowed here")
    return value


def _address(value: str) -> str:
    try:
        _check_address(value)
    except ValidationError as error:
        raise ValueError("is not an http address") from error
    return value


def _date(value: str) -> str:
    try:
        return str(PartialDate.parse(value))
    except ValueError as error:
        raise ValueError("is neither AAAA nor AAAA-MM") from error


def _once(*names: str) -> AfterValidator:
    """Refuse a list that gives a thing twice; entries are told apart by the fields named."""

    def check(rows: list[Any]) -> list[Any]:
        keys = [tuple(getattr(row, name) for name in names) if names else (row,) for row in rows]
        for key, count in Counter(keys).items():
            if count > 1:
                raise ValueError(f"“{', '.join(key)}” is given twice")
        return rows

    return AfterValidator(check)


# Lengths are counted once typeset.
Prose = Annotated[str, BeforeValidator(_typeset), Field(min_length=1)]
Html = Annotated[str, BeforeValidator(_typeset), Field(min_length=1), AfterValidator(_fragment)]
Address = Annotated[str, Field(max_length=500), AfterValidator(_address)]
Date = Annotated[str, AfterValidator(_date)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Slugs = Annotated[list[Slug], _once()]
# What every database holds: SQLite alone would take more.
Count = Annotated[int, Field(ge=0, le=2_147_483_647)]
SmallCount = Annotated[int, Field(ge=0, le=32_767)]


class Entry(BaseModel):
    """Anything in a file; a key that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True)
    _file: str = PrivateAttr("")
    _at: str = PrivateAttr("")

    def locate(self, file: str, at: str = "") -> None:
        """Keep the file of this entry, and where it stands in it; the same for what it holds."""
        self._file, self._at = file, at
        for name in type(self).model_fields:
            value = getattr(self, name)
            for position, row in enumerate(value if isinstance(value, list) else []):
                if isinstance(row, Entry):
                    row.locate(file, f"{at}{name}.{position}.")

    def mistake(self, field: str, message: str) -> Mistake:
        """Return what is wrong with a field of this entry."""
        return Mistake(self._file, f"{self._at}{field}", message)


class Term(Entry):
    slug: Slug
    name: Prose = Field(max_length=120)
    description: Prose = Field(default="", max_length=250)


class Organisation(Entry):
    slug: Slug
    name: Prose = Field(max_length=120)
    url: Address = ""


class GlossaryTerm(Entry):
    slug: Slug
    name: Prose = Field(max_length=120, alias="term")
    definition: Html
    source_url: Address = ""


class OtherCollectivity(Entry):
    ref: Slug
    kind: Literal["other", "abroad"]
    name: Prose = Field(max_length=200)
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = ""
    population: Count | None = None
    population_source: Address = ""
    note: Prose = Field(default="", max_length=300)


class SynonymGroup(Entry):
    """Other names for things: a line for each, as editors write them (see search.synonyms)."""

    title: Prose = Field(max_length=100)
    lines: Prose = Field(max_length=10_000)


class Text(Entry):
    type: Literal["text"]
    text: Html


class KeyFigure(Entry):
    type: Literal["key_figure"]
    value: Prose = Field(max_length=40)
    label: Prose = Field(max_length=200)
    source_title: Prose = Field(default="", max_length=200)
    source_url: Address


class TimelineStep(Entry):
    type: Literal["timeline_step"]
    date: Prose = Field(max_length=60)
    title: Prose = Field(max_length=120)
    text: Prose = Field(default="", max_length=1000)


class Callout(Entry):
    type: Literal["callout"]
    title: Prose = Field(default="", max_length=100)
    text: Html


class Quotation(Entry):
    type: Literal["quotation"]
    text: Prose = Field(max_length=2000)
    attribution: Prose = Field(max_length=200)
    source_url: Address


class Footnote(Entry):
    type: Literal["footnote"]
    label: Annotated[str, Field(pattern=r"^[0-9]{1,2}$")]
    text: Prose = Field(max_length=2000)
    source_url: Address = ""


StoryPart = list[
    Annotated[
        Text | KeyFigure | TimelineStep | Callout | Quotation | Footnote,
        Field(discriminator="type"),
    ]
]


class CollectivityLink(Entry):
    ref: str
    role: CollectivityRole


class SkillLink(Entry):
    slug: Slug
    note: Prose = Field(default="", max_length=250)


class PartnerLink(Entry):
    organisation: Slug
    role: Prose = Field(default="", max_length=150)


class Funding(Entry):
    funder: Prose = Field(max_length=150)
    amount: Count | None = None
    share_percent: float | None = Field(default=None, ge=0, le=100)
    note: Prose = Field(default="", max_length=250)
    source_url: Address = ""


class Result(Entry):
    statement: Prose = Field(max_length=500)
    evidence: EvidenceLevel
    claimed_by: Prose = Field(default="", max_length=150)
    source_url: Address


class MethodUse(Entry):
    reference: Slug
    phase: Phase
    how: Prose = Field(default="", max_length=400)


class FollowUp(Entry):
    date: Date
    status: FollowUpStatus
    note: Prose = Field(default="", max_length=600)
    source_url: Address


class Replication(Entry):
    who: Prose = Field(max_length=150)
    collectivity: str = ""
    date: Date = ""
    note: Prose = Field(default="", max_length=600)
    source_url: Address


class Source(Entry):
    title: Prose = Field(max_length=250)
    publisher: Prose = Field(default="", max_length=150)
    url: Address
    published_on: Date = ""


class Case(Entry):
    """A case study, as a file of `cases/` gives it."""

    facts: str
    reference: Slug
    title: Prose = Field(max_length=150)
    summary: Prose = Field(max_length=300)
    stage: Stage | None = None
    started_on: Date = ""
    ended_on: Date = ""
    themes: Slugs = Field(min_length=1, max_length=3)
    audiences: Slugs = []
    skills: Annotated[list[SkillLink], _once("slug")] = []
    cost_band: CostBand
    cost_amount: Count | None = None
    cost_covers: Prose = Field(default="", max_length=250)
    agent_days: Count | None = None
    duration_months: SmallCount | None = None
    collectivities: Annotated[list[CollectivityLink], _once("ref")] = Field(min_length=1)
    partners: Annotated[list[PartnerLink], _once("organisation")] = []
    funding: list[Funding] = []
    problem: StoryPart = []
    approach: StoryPart = []
    trials: StoryPart = []
    results: list[Result] = []
    methods: Annotated[list[MethodUse], _once("reference", "phase")] = []
    limits: Html = ""
    conditions: Html = ""
    obstacles: Html = ""
    legal_competence: Prose = Field(default="", max_length=500)
    adapted_from: Slug | None = None
    follow_ups: list[FollowUp] = []
    replications: list[Replication] = []
    sources: list[Source] = Field(min_length=1)


class Step(Entry):
    title: Prose = Field(max_length=120)
    text: Html = ""


class Method(Entry):
    """A design method, as a file of `methods/` gives it."""

    facts: str
    reference: Slug
    title: Prose = Field(max_length=150)
    summary: Prose = Field(max_length=300)
    phase: Phase
    difficulty: Difficulty | None = None
    duration: Prose = Field(default="", max_length=150)
    participants: Prose = Field(default="", max_length=250)
    purpose: Html = ""
    materials: Html = ""
    cautions: Html = ""
    variants: Html = ""
    next_methods: Slugs = []
    steps: list[Step] = []
    sources: list[Source] = Field(min_length=1)


class Recommendation(Entry):
    title: Prose = Field(max_length=200)
    text: Html = ""


class CaseNote(Entry):
    reference: Slug
    note: Prose = Field(default="", max_length=400)


class Study(Entry):
    """A study, as a file of `studies/` gives it."""

    facts: str
    reference: Slug
    title: Prose = Field(max_length=200)
    summary: Prose = Field(max_length=300)
    collection: Prose = Field(default="", max_length=200)
    number: str = ""
    published_on: Date
    publisher: Prose = Field(max_length=250)
    institutions: Prose = Field(default="", max_length=300)
    extent: Prose = Field(default="", max_length=60)
    authors: list[str]
    question: Html = ""
    method: Html = ""
    findings: Html = ""
    recommendations: list[Recommendation] = []
    cases: Annotated[list[CaseNote], _once("reference")]
    sources: list[Source] = Field(min_length=1)


class PlainPage(Entry):
    """A plain page, as a file of `pages/` gives it."""

    reference: Slug
    title: Prose = Field(max_length=150)
    summary: Prose = Field(max_length=300)
    body: list[Annotated[Text | Callout, Field(discriminator="type")]]


class Highlight(Entry):
    title: Prose = Field(max_length=80)
    text: Prose = Field(max_length=400)


class Home(Entry):
    """The home page."""

    title: Prose = Field(max_length=150)
    hero_title: Prose = Field(max_length=150)
    hero_text: Prose = Field(max_length=400)
    featured_cases: Slugs
    featured_methods: Slugs
    highlights: list[Highlight]


class Vocabulary(Entry):
    themes: list[Term]
    audiences: list[Term]
    skills: list[Term]


class Organisations(Entry):
    organisations: list[Organisation]


class Glossary(Entry):
    terms: list[GlossaryTerm]


class OtherCollectivities(Entry):
    collectivities: list[OtherCollectivity]


class Synonyms(Entry):
    group: list[SynonymGroup]
