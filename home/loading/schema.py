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


def prose(length: int) -> Any:
    """A plain text of at most `length` characters, counted once typeset."""
    return Annotated[str, BeforeValidator(_typeset), Field(min_length=1, max_length=length)]


Html = Annotated[str, BeforeValidator(_typeset), Field(min_length=1), AfterValidator(_fragment)]
Address = Annotated[str, Field(max_length=500), AfterValidator(_address)]
Date = Annotated[str, AfterValidator(_date)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


class Entry(BaseModel):
    """Anything in a file; a key that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True)


class Term(Entry):
    slug: Slug
    name: prose(120)
    description: prose(250) = ""


class Organisation(Entry):
    slug: Slug
    name: prose(120)
    url: Address = ""


class GlossaryTerm(Entry):
    slug: Slug
    term: prose(120)
    definition: Html
    source_url: Address = ""


class OtherCollectivity(Entry):
    ref: Slug
    kind: Literal["other", "abroad"]
    name: prose(200)
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = ""
    population: int | None = None
    population_source: Address = ""
    note: prose(300) = ""


class Text(Entry):
    type: Literal["text"]
    text: Html


class KeyFigure(Entry):
    type: Literal["key_figure"]
    value: prose(40)
    label: prose(200)
    source_title: prose(200) = ""
    source_url: Address


class TimelineStep(Entry):
    type: Literal["timeline_step"]
    date: prose(60)
    title: prose(120)
    text: prose(1000) = ""


class Callout(Entry):
    type: Literal["callout"]
    title: prose(100) = ""
    text: Html


class Quotation(Entry):
    type: Literal["quotation"]
    text: prose(2000)
    attribution: prose(200)
    source_url: Address


class Footnote(Entry):
    type: Literal["footnote"]
    label: Annotated[str, Field(pattern=r"^[0-9]{1,2}$")]
    text: prose(2000)
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
    note: prose(250) = ""


class PartnerLink(Entry):
    organisation: Slug
    role: prose(150) = ""


class Funding(Entry):
    funder: prose(150)
    amount: int | None = None
    share_percent: float | None = None
    note: prose(250) = ""
    source_url: Address = ""


class Result(Entry):
    statement: prose(500)
    evidence: EvidenceLevel
    claimed_by: prose(150) = ""
    source_url: Address


class MethodUse(Entry):
    reference: Slug
    phase: Phase
    how: prose(400) = ""


class FollowUp(Entry):
    date: Date
    status: FollowUpStatus
    note: prose(600) = ""
    source_url: Address


class Replication(Entry):
    who: prose(150)
    collectivity: str = ""
    date: Date = ""
    note: prose(600) = ""
    source_url: Address


class Source(Entry):
    title: prose(250)
    publisher: prose(150) = ""
    url: Address
    published_on: Date = ""


class Case(Entry):
    """A case study, as a file of `cases/` gives it."""

    facts: str
    reference: Slug
    title: prose(150)
    summary: prose(300)
    stage: Stage | None = None
    started_on: Date = ""
    ended_on: Date = ""
    themes: list[Slug] = Field(min_length=1, max_length=3)
    audiences: list[Slug] = []
    skills: list[SkillLink] = []
    cost_band: CostBand
    cost_amount: int | None = Field(default=None, ge=0)
    cost_covers: prose(250) = ""
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
    legal_competence: prose(500) = ""
    adapted_from: Slug | None = None
    follow_ups: list[FollowUp] = []
    replications: list[Replication] = []
    sources: list[Source] = Field(min_length=1)


class Step(Entry):
    title: prose(120)
    text: Html = ""


class Method(Entry):
    """A design method, as a file of `methods/` gives it."""

    facts: str
    reference: Slug
    title: prose(150)
    summary: prose(300)
    phase: Phase
    difficulty: Difficulty | None = None
    duration: prose(150) = ""
    participants: prose(250) = ""
    purpose: Html = ""
    materials: Html = ""
    cautions: Html = ""
    variants: Html = ""
    next_methods: list[Slug] = []
    steps: list[Step] = []
    sources: list[Source] = Field(min_length=1)


class Recommendation(Entry):
    title: prose(200)
    text: Html = ""


class CaseNote(Entry):
    reference: Slug
    note: prose(400) = ""


class Study(Entry):
    """A study, as a file of `studies/` gives it."""

    facts: str
    reference: Slug
    title: prose(200)
    summary: prose(300)
    collection: prose(200) = ""
    number: str = ""
    published_on: Date
    publisher: prose(250)
    institutions: prose(300) = ""
    extent: prose(60) = ""
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
    title: prose(150)
    summary: prose(300)
    body: list[Annotated[Text | Callout, Field(discriminator="type")]]


class Highlight(Entry):
    title: prose(80)
    text: prose(400)


class Home(Entry):
    """The home page."""

    title: prose(150)
    hero_title: prose(150)
    hero_text: prose(400)
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
