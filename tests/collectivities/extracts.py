"""Writes small extracts of reference data, right unless asked to be wrong."""

import csv
import gzip
import hashlib
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

COLUMNS = [
    *("kind", "code", "name", "ref", "official_name", "location", "siren"),
    *("population", "population_year", "population_source", "member_count", "main_town_share"),
    *("parent", "departments", "regions", "postal_codes", "valid_until"),
    *("latitude", "longitude", "is_approximate"),
]
CAHORS = {
    "kind": "commune",
    "code": "46042",
    "name": "Cahors",
    "siren": "214600421",
    "population": "20141",
    "population_year": "2023",
    "population_source": "insee",
    "parent": "200023737",
    "departments": "46",
    "regions": "76",
    "postal_codes": "46000",
    "latitude": "44.449",
    "longitude": "1.437",
}
GRAND_CAHORS = {
    "kind": "communaute-d-agglomeration",
    "code": "200023737",
    "name": "Grand Cahors",
    "official_name": "CA du Grand Cahors",
    "siren": "200023737",
    "population": "42094",
    "population_year": "2022",
    "population_source": "dgcl",
    "member_count": "36",
    "main_town_share": "0.4728",
    "latitude": "44.5",
    "longitude": "-1.5",
    "is_approximate": "1",
    "departments": "46",
    "regions": "76",
}
LOT = {
    "kind": "departement",
    "code": "46",
    "ref": "dep-46",
    "name": "Lot",
    "population": "176473",
    "population_year": "2023",
    "population_source": "insee",
    "departments": "46",
    "regions": "76",
}
OCCITANIE = {
    "kind": "region",
    "code": "76",
    "ref": "reg-76",
    "name": "Occitanie",
    "population": "6124653",
    "population_year": "2023",
    "population_source": "insee",
    "regions": "76",
}
ALSACE = {
    "kind": "region",
    "code": "42",
    "ref": "reg-42",
    "name": "Alsace",
    "regions": "44",
    "valid_until": "2015-12-31",
}
ROWS = (CAHORS, GRAND_CAHORS, LOT, OCCITANIE, ALSACE)


def write_extract(
    folder: Path, rows: Any = ROWS, *, columns: list[str] = COLUMNS, **manifest: Any
) -> Path:
    """Write an extract of these rows and its manifest, whose entries may be replaced.

    An entry given as None is left out. Returns the path of the extract.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    data = text.getvalue().encode()
    entries = {
        "source": "test",
        "vintage": 2026,
        "population_sources": {"insee": "https://insee.example", "dgcl": "https://dgcl.example"},
        "departments": {"46": "Lot"},
        "counts": dict(Counter(row["kind"] for row in rows)),
        "sha256": hashlib.sha256(data).hexdigest(),
        **manifest,
    }
    kept = {key: value for key, value in entries.items() if value is not None}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "extract.json").write_text(json.dumps(kept), encoding="utf-8")
    path = folder / "extract.csv.gz"
    path.write_bytes(gzip.compress(data, mtime=0))
    return path
