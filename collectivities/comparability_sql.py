"""The formula of `comparability` as one expression over Collectivity columns, for sorting."""

import math
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Expression, F, FloatField, Q, Value, When
from django.db.models.functions import (
    ASin,
    Cast,
    Cos,
    Exp,
    Least,
    Ln,
    NullIf,
    Power,
    Radians,
    Sin,
    Sqrt,
)

from .comparability import (
    DISTANCE_SCALE_KM,
    LOG_SCALE,
    SAME_FAMILY,
    SHARE_SCALE,
    WEIGHTS,
    Profile,
    Weights,
)
from .distance import EARTH_RADIUS_KM, Point
from .kinds import EDITABLE, GROUPINGS

AWAY_FROM_ZERO = 1000.0


class _Number(Value):
    """A number that PostgreSQL takes for a float at once: it is slow with exact decimals."""

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        sql, parameters = self.as_sql(compiler, connection)
        return f"{sql}::float8", parameters


@dataclass(frozen=True)
class _Factor:
    """One closeness: its weight, when the row's side is known, and its value then."""

    weight: float
    known: Q
    closeness: Any


def score_expression(profile: Profile, prefix: str = "", weights: Weights = WEIGHTS) -> Expression:
    """Return the score of each row compared with `profile`, NULL when nothing is comparable.

    `prefix` leads from the queried model to a Collectivity, with its underscores: "collectivity__".
    Agrees with `comparability()` to rounding, on SQLite and on PostgreSQL.
    """
    factors = [factor for factor in _factors(profile, prefix, weights) if factor.weight > 0]
    if not factors:
        return Value(None, output_field=FloatField())
    zero = _Number(0.0)
    known = [_when(factor.known, _Number(float(factor.weight)), zero) for factor in factors]
    scored = [
        _when(factor.known, _Number(float(factor.weight)) * factor.closeness, zero)
        for factor in factors
    ]
    return _sum(scored) / NullIf(_sum(known), zero)


def _factors(profile: Profile, prefix: str, weights: Weights) -> list[_Factor]:
    structure = _structure(profile, prefix, weights.structure)
    return [
        _kind(profile.kind, prefix, weights.kind),
        *_population(profile, prefix, weights.population),
        *structure,
        *_codes(profile.departments, f"{prefix}department_codes", weights.department),
        *_codes(profile.regions, f"{prefix}region_codes", weights.region),
        *_distance(profile.position, prefix, weights.distance),
    ]


def _kind(kind: str, prefix: str, weight: float) -> _Factor:
    known = Q(**{f"{prefix}kind__isnull": False})
    if kind in EDITABLE:
        return _Factor(weight, known, _Number(0.0))
    cases = [When(**{f"{prefix}kind": kind}, then=_Number(1.0))]
    if kind in GROUPINGS:
        # Sorted: the same question gives the same SQL.
        cases.append(When(**{f"{prefix}kind__in": sorted(GROUPINGS)}, then=_Number(SAME_FAMILY)))
    return _Factor(weight, known, Case(*cases, default=_Number(0.0), output_field=FloatField()))


def _population(profile: Profile, prefix: str, weight: float) -> list[_Factor]:
    if not profile.population:
        return []
    known = Q(**{f"{prefix}log_population__isnull": False})
    difference = F(f"{prefix}log_population") - _Number(math.log10(profile.population))
    return [_Factor(weight, known, _bell(difference, LOG_SCALE))]


def _structure(profile: Profile, prefix: str, weight: float) -> list[_Factor]:
    parts = []
    if profile.member_count:
        count = Cast(F(f"{prefix}member_count"), FloatField())
        difference = Ln(count) / _Number(math.log(10)) - _Number(math.log10(profile.member_count))
        known = Q(**{f"{prefix}member_count__gte": 1})
        parts.append(_Factor(1, known, _bell(difference, LOG_SCALE)))
    if profile.main_town_share is not None:
        gap = _gap(f"{prefix}main_town_share", profile.main_town_share)
        known = Q(**{f"{prefix}main_town_share__isnull": False})
        parts.append(_Factor(1, known, _bell(gap, SHARE_SCALE)))
    if not parts:
        return []
    counted = _sum([_when(part.known, _Number(1.0), _Number(0.0)) for part in parts])
    closeness = _sum([_when(part.known, part.closeness, _Number(0.0)) for part in parts])
    known = parts[0].known
    for part in parts[1:]:
        known |= part.known
    return [_Factor(weight, known, closeness / counted)]


def _codes(codes: frozenset[str], field: str, weight: float) -> list[_Factor]:
    if not codes:
        return []
    shared = Q()
    for code in sorted(codes):
        shared |= Q(**{f"{field}__has": code})
    return [_Factor(weight, Q(**{f"{field}__gt": ""}), _when(shared, _Number(1.0), _Number(0.0)))]


def _distance(position: Point | None, prefix: str, weight: float) -> list[_Factor]:
    """The haversine formula, as `distance.distance_km` has it."""
    if position is None:
        return []
    latitude, longitude = f"{prefix}latitude", f"{prefix}longitude"
    half_latitude = Radians(_gap(latitude, position[0]) / _Number(2.0))
    half_longitude = Radians(_gap(longitude, position[1]) / _Number(2.0))
    cosine = _Number(math.cos(math.radians(position[0])))
    haversine = _squared(Sin(half_latitude)) + cosine * Cos(
        Radians(_gap(latitude, 0.0))
    ) * _squared(Sin(half_longitude))
    # Rounding may carry antipodes just above one, where the arc sine is not defined.
    arc = ASin(Sqrt(Least(haversine, _Number(1.0))))
    # Beyond that distance closeness is nothing, and PostgreSQL's exp() would underflow.
    km = Least(_Number(2 * EARTH_RADIUS_KM) * arc, _Number(25.0 * DISTANCE_SCALE_KM))
    known = Q(**{f"{latitude}__isnull": False, f"{longitude}__isnull": False})
    return [_Factor(weight, known, _bell(km, DISTANCE_SCALE_KM))]


def _gap(column: str, ours: float) -> Any:
    """Return how far a column is from our value, to a trillionth.

    Both are moved away from zero first: PostgreSQL refuses to multiply what is next to nothing.
    """
    return F(column) + _Number(AWAY_FROM_ZERO) - _Number(float(ours) + AWAY_FROM_ZERO)


def _bell(difference: Any, scale: float) -> Expression:
    # No pair of 32-bit numbers is far enough apart for PostgreSQL's exp() to underflow.
    return Exp(_Number(-math.log(2) / scale**2) * _squared(difference))


def _squared(expression: Any) -> Expression:
    # Not a product, which would have the database compute the expression twice.
    return Power(expression, _Number(2.0))


def _when(condition: Q, then: Any, default: Any) -> Case:
    return Case(When(condition, then=then), default=default, output_field=FloatField())


def _sum(terms: list[Any]) -> Any:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total
