"""The template that authors fill: the parts of a case study, in order, with what to write in each."""

from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from .paper import Paper
from .structure import one_line
from .vocabulary import FACTS, SECTIONS, STORY, TABLES
from .writing import labels

EMPTY_ROWS = 3
TITLE = gettext_lazy("Title of the case study")
# In the order of the page. A part with a table of its own has rows to fill, others have a hint.
_HINTS = {
    "summary": gettext_lazy("Two or three sentences, 300 characters: what will a reader find here?"),
    "facts": gettext_lazy("Dates: a year, or a month and a year. Several names: one a line."),
    "cover": gettext_lazy("One image, with its alternative text."),
    "funding": gettext_lazy("Who paid, how much or which share."),
    "partners": gettext_lazy("Who took part besides the collectivités."),
    "problem": gettext_lazy("What was not right, for whom? What was known before the start?"),
    "approach": gettext_lazy("Who did what, in which order? Sub-headings help: use “Heading 2”."),
    "trials": gettext_lazy("What was tried, and with whom? Images with a caption, footnotes with a source."),
    "method_uses": gettext_lazy("Methods of the site, and how each was used here."),
    "results": gettext_lazy("One result a row, with who says so and where."),
    "limits": gettext_lazy("What failed or was given up: the most useful part for others."),
    "skills": gettext_lazy("Skills that were called on, soft skills first."),
    "conditions": gettext_lazy("What it takes elsewhere."),
    "obstacles": gettext_lazy("What gets in the way."),
    "legal_competence": gettext_lazy("Which competence does a collectivité need?"),
    "replications": gettext_lazy("Who did it too?"),
    "follow_ups": gettext_lazy("What has happened since, with its date."),
    "sources": gettext_lazy("Each publication with its address."),
}  # fmt: skip
_NOT_IN_TEMPLATE = frozenset({"period"})


def write_template(language: str) -> bytes:
    """Return the bytes of the template in a language."""
    with override(language):
        paper = Paper(language)
        paper.title(str(TITLE))
        for key, hint in _HINTS.items():
            paper.heading(SECTIONS.label(key))
            paper.hint(str(hint))
            if key == "facts":
                names = [name for name in FACTS.names if name not in _NOT_IN_TEMPLATE]
                paper.facts([(FACTS.label(name), "") for name in names])
            elif key in TABLES:
                header = labels(TABLES[key])
                paper.table(header, [[""] * len(header)] * EMPTY_ROWS)
            elif key in STORY:
                _story_tables(key, paper)
        return paper.saved()


def _story_tables(key: str, paper: Paper) -> None:
    """Write the tables that a part of the story offers: steps for the approach, figures after."""
    kinds = {"approach": "timeline_step", "trials": "key_figure"}
    if key in kinds:
        header = labels(TABLES[kinds[key]])
        paper.table(header, [[""] * len(header)] * EMPTY_ROWS)


def is_of_template(text: str) -> bool:
    """Tell whether these are words of the template itself, which are not the author's."""
    return text in _own_words()


@cache
def _own_words() -> frozenset[str]:
    words = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            words |= {one_line(str(hint)) for hint in (TITLE, *_HINTS.values())}
    return frozenset(words)


def file_name(language: str) -> str:
    """Return the name that the template is downloaded under."""
    with override(language):
        return _("case-study-template") + ".docx"
