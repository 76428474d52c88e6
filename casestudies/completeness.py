"""How complete a case study is: which parts are told, which publication needs, which would help.

It reads the content of a revision, so that a list of drafts costs no more than their revisions.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from .choices import CollectivityRole, CostBand

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Content = Mapping[str, Any]
STORY_FIELDS = ("problem", "approach", "trials")


@dataclass(frozen=True)
class Part:
    """A part of a case study that an author may still have to write.

    Attributes:
        field: The field or the child relation where it is written.
        name: What a list of gaps calls it.
        is_told: Whether a content has it.
        request: What publication says when it lacks; empty for a part that would only help.
    """

    field: str
    name: "StrOrPromise"
    is_told: Callable[[Content], bool]
    request: "StrOrPromise" = ""

    @property
    def is_essential(self) -> bool:
        return bool(self.request)


@dataclass(frozen=True)
class Completeness:
    """What a case study still lacks; `percent` is the share of its parts that are told."""

    essential: tuple[Part, ...]
    advisable: tuple[Part, ...]
    percent: int


def completeness(content: Content) -> Completeness:
    """Return how complete the content of a case study is, as `serializable_data` gives it."""
    gaps = tuple(part for part in PARTS if not part.is_told(content))
    essential = tuple(part for part in gaps if part.is_essential)
    advisable = tuple(part for part in gaps if not part.is_essential)
    return Completeness(essential, advisable, 100 * (len(PARTS) - len(gaps)) // len(PARTS))


def _said(field: str) -> Callable[[Content], bool]:
    """Return whether a plain field, or a relation, holds something; a zero says something."""
    return lambda content: content.get(field) not in ("", None, [])


def _written(field: str) -> Callable[[Content], bool]:
    """Return whether a rich text holds words."""
    return lambda content: bool(strip_tags(content.get(field) or "").strip())


def _is_led(content: Content) -> bool:
    return any(row["role"] == CollectivityRole.LEAD for row in content.get("collectivities", ()))


def _is_a_story(content: Content) -> bool:
    return any(json.loads(content.get(name) or "[]") for name in STORY_FIELDS)


def _is_costed(content: Content) -> bool:
    return content.get("cost_band") != CostBand.UNKNOWN or content.get("cost_amount") is not None


PARTS = (
    Part(
        "collectivities",
        _("Which collectivité led"),
        _is_led,
        _("Say which collectivité led the experience."),
    ),
    Part("stage", _("How far it has come"), _said("stage")),
    Part("started_on", _("When it began"), _said("started_on")),
    Part("problem", _("The story"), _is_a_story, _("Tell at least one part of the story.")),
    Part("method_uses", _("The methods used"), _said("method_uses")),
    Part("results", _("What came of it"), _said("results")),
    Part("limits", _("What did not work"), _written("limits")),
    Part("cost_band", _("What it cost"), _is_costed),
    Part("partners", _("Who took part"), _said("partners")),
    Part("conditions", _("Conditions for success"), _written("conditions")),
    Part("sources", _("A source"), _said("sources"), _("Give at least one source.")),
    Part("authors", _("Who wrote it"), _said("authors")),
    Part(
        "summary",
        _("The standfirst"),
        _said("summary"),
        _("Write the standfirst: what will a reader find here?"),
    ),
    Part("themes", _("A theme"), _said("themes")),
    Part("audiences", _("For whom"), _said("audiences")),
)
