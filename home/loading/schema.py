"""What a demonstration file may hold; every mistake is named by its field."""

import re
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from casestudies.choices import CollectivityRole, CostBand, EvidenceLevel, FollowUpStatus, Stage
from common.dates import PartialDate
from common.typography import french
from methods.choices import Difficulty, Phase

_TAG = re.compile(r"</?([a-z0-9]+)((?:\s[^>]*)?)>", re.IGNORECASE)
_ALLOWED_TAGS = {"p", "ul", "ol", "li", "a", "b", "i", "h2", "h3"}
_HREF = re.compile(r'\s+href="[^"<>]+"')


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
    if urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc:
        raise ValueError("is not an http address")
    return value


def _date(value: str) -> str:
    try:
        return str(PartialDate.parse(value))
    except ValueError as error:
        raise ValueError("is neither AAAA nor AAAA-MM") from error


# Lengths are counted once typeset.
Prose = Annotated[str, BeforeValidator(_typeset), Field(min_length=1)]
Html = Annotated[str, BeforeValidator(_typeset), Field(min_length=1), AfterValidator(_fragment)]
Address = Annotated[str, Field(max_length=500), AfterValidator(_address)]
Date = Annotated[str, AfterValidator(_date)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


class Entry(BaseModel):
    """Anything in a file; a key that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True)


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
    term: Prose = Field(max_length=120)
    definition: Html
    source_url: Address = ""


class OtherCollectivity(Entry):
    ref: Slug
    kind: Literal["other", "abroad"]
    name: Prose = Field(max_length=200)
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = ""
    population: int | None = None
    population_source: Address = ""
    note: Prose = Field(default="", max_length=300)


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
    amount: int | None = None
    share_percent: float | None = None
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
    themes: list[Slug] = Field(min_length=1, max_length=3)
    audiences: list[Slug] = []
    skills: list[SkillLink] = []
    cost_band: CostBand
    cost_amount: int | None = Field(default=None, ge=0)
    cost_covers: Prose = Field(default="", max_length=250)
    agent_days: int | None = Field(default=None, ge=0)
    duration_months: int | None = Field(default=None, ge=0)
    collectivities: list[CollectivityLink] = Field(min_length=1)
    partners: list[PartnerLink] = []
    funding: list[Funding] = []
    problem: StoryPart = []
    approach: StoryPart = []
    trials: StoryPart = []
    results: list[Result] = []
    methods: list[MethodUse] = []
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
    next_methods: list[Slug] = []
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
    cases: list[CaseNote]
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
    featured_cases: list[Slug]
    featured_methods: list[Slug]
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
