"""How comparable two collectivités are: the one home of the formula. Pure: no database.

The score is the weighted mean of six kinds of closeness, each in [0, 1], over what is known on
both sides. Nearness of numbers is a bell curve, 1 when equal and one half at its scale:

- kind (weight 3): 1 for the same kind, 0.5 between groupings (CC, CA, CU, métropole, EPT), else 0.
  "Other" and "abroad" say nothing of what a body is: 0 with everything, themselves included;
- population (3): on its decimal logarithm, scale 0.4, so one half at 2.5 times more or fewer;
- structure (2): the mean of the number of members (as population) and of the share of the main
  town (scale 0.2); groupings only;
- département (1.5) and région (1): 1 when they have one in common, else 0;
- distance (1.5): the great circle between their positions, scale 100 km. The position of a grouping
  or an area is the centre of its inhabitants; that of a small commune may be its EPCI's.

A reason is given for what is at least half close, but not for being in the same place.
`comparability_sql` is the same in SQL.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .distance import Point, distance_km
from .kinds import EDITABLE, GROUPINGS
from .reasons import (
    NearDistance,
    NearMainTownShare,
    NearMemberCount,
    NearPopulation,
    Reason,
    SameKind,
    SharedDepartments,
    SharedRegions,
)

if TYPE_CHECKING:
    from .models import Collectivity

LOG_SCALE = 0.4
SHARE_SCALE = 0.2
DISTANCE_SCALE_KM = 100
SAME_FAMILY = 0.5
REASON_THRESHOLD = 0.5


@dataclass(frozen=True)
class Weights:
    """How much each kind of closeness counts; none below zero."""

    kind: float = 3
    population: float = 3
    structure: float = 2
    department: float = 1.5
    region: float = 1
    distance: float = 1.5

    def scaled(
        self, *, size: float = 1, kind: float = 1, structure: float = 1, distance: float = 1
    ) -> "Weights":
        """Return the weights times what a reader makes of four things; 0 leaves one out.

        `size` is the population; `distance` is the distance, the département and the région.
        """
        return Weights(
            kind=self.kind * kind,
            population=self.population * size,
            structure=self.structure * structure,
            department=self.department * distance,
            region=self.region * distance,
            distance=self.distance * distance,
        )


WEIGHTS = Weights()


@dataclass(frozen=True)
class Profile:
    """What the formula knows of a collectivité; None and the empty set mean unknown."""

    kind: str
    population: int | None = None
    member_count: int | None = None
    main_town_share: float | None = None
    departments: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    position: Point | None = None
    position_is_approximate: bool = False

    @classmethod
    def of(cls, collectivity: "Collectivity") -> "Profile":
        """Return the profile of a collectivité."""
        latitude, longitude = collectivity.latitude, collectivity.longitude
        return cls(
            kind=collectivity.kind,
            population=collectivity.population,
            member_count=collectivity.member_count,
            main_town_share=collectivity.main_town_share,
            departments=frozenset(collectivity.department_codes),
            regions=frozenset(collectivity.region_codes),
            position=None if latitude is None or longitude is None else (latitude, longitude),
            position_is_approximate=collectivity.position_is_approximate,
        )


@dataclass(frozen=True)
class Comparison:
    """A score in [0, 1], None when nothing is known on both sides, and the reasons for it."""

    score: float | None
    reasons: tuple[Reason, ...] = ()


def comparability(a: Profile, b: Profile, weights: Weights = WEIGHTS) -> Comparison:
    """Compare `b` with `a`, the reader's collectivité, whose figures the reasons give first."""
    factors = [
        (weights.kind, kind_closeness(a.kind, b.kind)),
        (weights.population, log_closeness(a.population, b.population)),
        (weights.structure, _structure_closeness(a, b)),
        (weights.department, _overlap(a.departments, b.departments)),
        (weights.region, _overlap(a.regions, b.regions)),
        (weights.distance, _distance_closeness(_km(a, b))),
    ]
    known = [(weight, closeness) for weight, closeness in factors if closeness is not None]
    total = sum(weight for weight, _closeness in known)
    score = sum(weight * closeness for weight, closeness in known) / total if total > 0 else None
    return Comparison(score, tuple(_reasons(a, b)))


def bell(difference: float, scale: float) -> float:
    """Return 1 at no difference, one half at `scale`, and ever less beyond."""
    return math.exp(-math.log(2) * (difference / scale) ** 2)


def kind_closeness(a: str, b: str) -> float:
    """Return how alike two kinds are, in [0, 1]."""
    if a in EDITABLE or b in EDITABLE:
        return 0.0
    if a == b:
        return 1.0
    return SAME_FAMILY if a in GROUPINGS and b in GROUPINGS else 0.0


def log_closeness(a: int | None, b: int | None) -> float | None:
    """Return how near two numbers are in order of magnitude; None when one is unknown or zero."""
    return bell(math.log10(a) - math.log10(b), LOG_SCALE) if a and b else None


def _share_closeness(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else bell(a - b, SHARE_SCALE)


def _structure_closeness(a: Profile, b: Profile) -> float | None:
    parts = (
        log_closeness(a.member_count, b.member_count),
        _share_closeness(a.main_town_share, b.main_town_share),
    )
    known = [part for part in parts if part is not None]
    return sum(known) / len(known) if known else None


def _overlap(a: frozenset[str], b: frozenset[str]) -> float | None:
    return float(bool(a & b)) if a and b else None


def _km(a: Profile, b: Profile) -> float | None:
    return distance_km(a.position, b.position) if a.position and b.position else None


def _distance_closeness(km: float | None) -> float | None:
    return None if km is None else bell(km, DISTANCE_SCALE_KM)


def _is_near(closeness: float | None) -> bool:
    return closeness is not None and closeness >= REASON_THRESHOLD


def _reasons(a: Profile, b: Profile) -> Iterator[Reason]:
    if kind_closeness(a.kind, b.kind) == 1:
        yield SameKind(a.kind)
    if a.population and b.population and _is_near(log_closeness(a.population, b.population)):
        yield NearPopulation(a.population, b.population)
    counts = (a.member_count, b.member_count)
    if counts[0] and counts[1] and _is_near(log_closeness(*counts)):
        yield NearMemberCount(counts[0], counts[1])
    shares = (a.main_town_share, b.main_town_share)
    if shares[0] is not None and shares[1] is not None and _is_near(_share_closeness(*shares)):
        yield NearMainTownShare(shares[0], shares[1])
    if shared := a.departments & b.departments:
        yield SharedDepartments(tuple(sorted(shared)))
    if shared := a.regions & b.regions:
        yield SharedRegions(tuple(sorted(shared)))
    km = _km(a, b)
    if km is not None and round(km) >= 1 and _is_near(_distance_closeness(km)):
        yield NearDistance(round(km), a.position_is_approximate or b.position_is_approximate)
