"""Why two collectivités are comparable: facts that the reader can check, said in words."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .kinds import Kind


@dataclass(frozen=True)
class SameKind:
    """Both are of this kind."""

    code: ClassVar[str] = "kind"
    kind: str

    def text(self) -> str:
        return _("Same kind: %(kind)s") % {"kind": Kind(self.kind).label}


@dataclass(frozen=True)
class NearPopulation:
    """Their populations are of the same order; `ours` is the reader's."""

    code: ClassVar[str] = "population"
    ours: int
    theirs: int

    def text(self) -> str:
        return _("Near population: %(ours)s and %(theirs)s inhabitants") % {
            "ours": _number(self.ours),
            "theirs": _number(self.theirs),
        }


@dataclass(frozen=True)
class NearMemberCount:
    """They group about as many communes."""

    code: ClassVar[str] = "members"
    ours: int
    theirs: int

    def text(self) -> str:
        return _("Near structure: %(ours)s and %(theirs)s member communes") % {
            "ours": _number(self.ours),
            "theirs": _number(self.theirs),
        }


@dataclass(frozen=True)
class NearMainTownShare:
    """Their main towns weigh about as much; shares between 0 and 1."""

    code: ClassVar[str] = "main_town"
    ours: float
    theirs: float

    def text(self) -> str:
        return _(
            "Near structure: the main town has %(ours)s%% and %(theirs)s%% of the inhabitants"
        ) % {"ours": round(self.ours * 100), "theirs": round(self.theirs * 100)}


@dataclass(frozen=True)
class SharedDepartments:
    """They lie in the same département, or have these in common."""

    code: ClassVar[str] = "department"
    codes: tuple[str, ...]

    def text(self) -> str:
        return _("Same département")


@dataclass(frozen=True)
class SharedRegions:
    """They lie in the same région, or have these in common."""

    code: ClassVar[str] = "region"
    codes: tuple[str, ...]

    def text(self) -> str:
        return _("Same région")


@dataclass(frozen=True)
class NearDistance:
    """They lie this many kilometres apart, one at least."""

    code: ClassVar[str] = "distance"
    km: int
    is_approximate: bool

    def text(self) -> str:
        text = _("About %(km)s km away") if self.is_approximate else _("%(km)s km away")
        return text % {"km": _number(self.km)}


Reason = (
    SameKind
    | NearPopulation
    | NearMemberCount
    | NearMainTownShare
    | SharedDepartments
    | SharedRegions
    | NearDistance
)


def _number(value: int) -> str:
    return str(number_format(value, use_l10n=True, force_grouping=True))
