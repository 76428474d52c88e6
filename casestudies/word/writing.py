"""Writes a case study as a Word document in the template, which the import reads back."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from casestudies.choices import CollectivityRole, CostBand, EvidenceLevel, FollowUpStatus, Stage
from casestudies.models import CaseStudyPage
from common.dates import PartialDate
from common.typography import NARROW, NO_BREAK
from methods.choices import Phase

from .names import Names
from .paper import Paper
from .pictures import picture_of
from .placement import TO_SORT
from .vocabulary import FACTS, RICH, SECTIONS, STORY, TABLES


def write_case(page: CaseStudyPage) -> bytes:
    """Return the bytes of a `.docx` that says what the page says, in the page's language.

    Left out: the contact's address, which is never shown; consent; the licence and the identifier;
    the files of documents and videos.
    """
    with override(page.locale.language_code):
        notes = {
            str(block.value["label"]): (block.value["text"], block.value["source_url"] or "")
            for block in reversed([block for name in STORY for block in getattr(page, name)])
            if block.block_type == "footnote"
        }
        paper = Paper(page.locale.language_code, notes)
        _write(page, paper)
        return paper.saved()


def _write(page: CaseStudyPage, paper: Paper) -> None:
    _opening(page, paper)
    for key in ("funding", "partners"):
        _table(page, key, paper)
    for key in STORY:
        _story(page, key, paper)
    for key in ("method_uses", "results"):
        _table(page, key, paper)
    _rich(page, "limits", paper)
    _table(page, "skills", paper)
    for key in RICH[1:]:
        _rich(page, key, paper)
    if page.legal_competence:
        paper.heading(SECTIONS.label("legal_competence"))
        for line in page.legal_competence.splitlines():
            paper.text(line)
    for key in ("replications", "follow_ups", "sources"):
        _table(page, key, paper)


def _opening(page: CaseStudyPage, paper: Paper) -> None:
    paper.title(page.title)
    if page.summary:
        paper.heading(SECTIONS.label("summary"))
        paper.text(page.summary)
    if facts := [(FACTS.label(key), value) for key, value in _facts(page) if value]:
        paper.heading(SECTIONS.label("facts"))
        paper.facts(facts)
    if page.cover_image and (content := picture_of(page.cover_image)):
        paper.heading(SECTIONS.label("cover"))
        paper.picture(content, page.cover_alt)


def _facts(page: CaseStudyPage) -> Iterator[tuple[str, str]]:
    roles = list(page.collectivities.all())
    for key, role in (
        ("leads", CollectivityRole.LEAD),
        ("partner_collectivities", CollectivityRole.PARTNER),
    ):
        places = [row.collectivity for row in roles if row.role == role]
        yield key, "\n".join(f"{place.name} ({place.ref})" for place in places)
    yield "stage", str(Stage(page.stage).label) if page.stage else ""
    yield "started_on", _date(page.started_on)
    yield "ended_on", _date(page.ended_on)
    yield "themes", "\n".join(row.theme.name for row in page.themes.all())
    yield "audiences", "\n".join(row.audience.name for row in page.audiences.all())
    yield "cost_band", str(CostBand(page.cost_band).label)
    yield "cost_amount", "" if page.cost_amount is None else euros(page.cost_amount)
    yield "cost_covers", page.cost_covers
    yield "agent_days", "" if page.agent_days is None else str(page.agent_days)
    yield "duration_months", "" if page.duration_months is None else str(page.duration_months)
    yield "contact_name", page.contact_name
    yield "contact_role", page.contact_role
    yield "authors", "\n".join(row.contributor.name for row in page.authors.all())


def _date(text: str) -> str:
    return PartialDate.parse(text).display() if text else ""


def euros(number: int) -> str:
    """Return an amount as French readers write it: "12 000 €"."""
    return f"{number:,}".replace(",", NARROW) + f"{NO_BREAK}€"


def _percent(share: Any) -> str:
    return f"{share.normalize():f}".replace(".", ",") + f"{NO_BREAK}%"


_CELLS: dict[str, Callable[[Any], str]] = {
    "evidence": lambda code: str(EvidenceLevel(code).label),
    "status": lambda code: str(FollowUpStatus(code).label),
    "phase": lambda code: str(Phase(code).label),
    "date": _date,
    "published_on": _date,
    "amount": euros,
    "share_percent": _percent,
    "organisation": lambda organisation: organisation.name,
    "skill": lambda skill: skill.name,
    "method": lambda method: method.title,
}


def _cell(row: Any, column: str) -> str:
    value = getattr(row, column)
    if value is None or value == "":
        return ""
    return _CELLS.get(column, str)(value)


def _table(page: CaseStudyPage, key: str, paper: Paper) -> None:
    rows = list(getattr(page, key).all())
    if rows:
        columns = list(TABLES[key].names)
        paper.heading(SECTIONS.label(key))
        paper.table(labels(TABLES[key]), [[_cell(row, name) for name in columns] for row in rows])


def labels(names: Names) -> list[str]:
    """Return the header of a table."""
    return [names.label(name) for name in names.names]


def _rich(page: CaseStudyPage, key: str, paper: Paper) -> None:
    html = getattr(page, key)
    if html:
        paper.heading(SECTIONS.label(key))
        paper.rich(html)


def _story(page: CaseStudyPage, key: str, paper: Paper) -> None:
    blocks = list(getattr(page, key))
    if not blocks:
        return
    paper.heading(SECTIONS.label(key))
    position = 0
    while position < len(blocks):
        kind = blocks[position].block_type
        run = [blocks[position]]
        if kind in TABLES:
            # Figures and steps that follow one another make one table.
            while blocks[position + len(run) : position + len(run) + 1] and (
                blocks[position + len(run)].block_type == kind
            ):
                run.append(blocks[position + len(run)])
        _write_run(kind, [block.value for block in run], paper)
        position += len(run)
    paper.remaining_notes(str(b.value["label"]) for b in blocks if b.block_type == "footnote")


def _write_run(kind: str, run: Sequence[Any], paper: Paper) -> None:
    if kind in TABLES:
        columns = list(TABLES[kind].names)
        paper.table(labels(TABLES[kind]), [[str(v[c] or "") for c in columns] for v in run])
        for video in run if kind == "video" else []:
            paper.rich(str(video["transcript"].source))
    elif kind in _BLOCKS:
        _BLOCKS[kind](run[0], paper)


def _quotation(value: Any, paper: Paper) -> None:
    paper.quotation(value["text"], value["attribution"], value["source_url"] or "")


def _gallery(value: Any, paper: Paper) -> None:
    for figure in value["figures"]:
        _figure(figure, paper)


def _document(value: Any, paper: Paper) -> None:
    if value["document"]:
        title = f"{_('Document')} : {value['document'].title}"
        paper.text(" – ".join(filter(None, [title, value["description"]])))


def _figure(value: Any, paper: Paper) -> None:
    image = value["image"]
    content = picture_of(image) if image else None
    if content:
        alt = "" if image.decorative else (image.contextual_alt_text or "")
        paper.picture(content, alt, value["caption"])
    elif value["caption"]:
        paper.text(value["caption"], "Caption")


_BLOCKS: dict[str, Callable[[Any, Paper], None]] = {
    "text": lambda value, paper: paper.rich(value.source),
    "quotation": _quotation,
    "callout": lambda value, paper: paper.callout(value["title"], value["text"].source),
    "figure": _figure,
    "gallery": _gallery,
    "document": _document,
    TO_SORT: lambda value, paper: paper.rich(value["content"].source),
}
