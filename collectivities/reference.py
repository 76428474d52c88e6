"""The extract of reference data: reads it, and refuses it whole when anything in it is wrong."""

import csv
import gzip
import hashlib
import io
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from .kinds import Kind

EXTRACT = Path(__file__).parent / "data" / "collectivities.csv.gz"

_HEADER = [
    *("kind", "code", "name", "ref", "official_name", "location", "siren"),
    *("population", "population_year", "population_source", "member_count", "main_town_share"),
    *("parent", "departments", "regions", "postal_codes", "valid_until"),
    *("latitude", "longitude", "is_approximate"),
]
_DIGITS9 = re.compile(r"[0-9]{9}")
_CODES = {
    Kind.COMMUNE: re.compile(r"[0-9][0-9AB][0-9]{3}"),
    Kind.DEPARTEMENT: re.compile(r"[0-9][0-9AB][0-9]?"),
    Kind.REGION: re.compile(r"[0-9]{2}"),
    Kind.OTHER: re.compile(r"[0-9]{3}"),
}
_REFS = {Kind.DEPARTEMENT: "dep-", Kind.REGION: "reg-", Kind.OTHER: "x-"}
_AREA = re.compile(r"[0-9][0-9AB][0-9]?")
_POSTAL = re.compile(r"[0-9]{5}")


class ExtractError(Exception):
    """The extract cannot be trusted; says why, and where when it can."""


class ReferenceRow(NamedTuple):
    """One collectivité of the extract; the fields of the model, but `parent` is a reference."""

    ref: str
    kind: str
    code: str
    name: str
    official_name: str
    location: str
    siren: str
    population: int | None
    population_year: int | None
    population_source: str
    member_count: int | None
    main_town_share: float | None
    department_codes: tuple[str, ...]
    region_codes: tuple[str, ...]
    postal_codes: tuple[str, ...]
    valid_until: date | None
    latitude: float | None
    longitude: float | None
    position_is_approximate: bool
    parent: str | None


@dataclass(frozen=True)
class Extract:
    """The reference data: its year, where it comes from, and its rows, checked."""

    vintage: int
    source: str
    rows: list[ReferenceRow]


def read_extract(path: Path = EXTRACT) -> Extract:
    """Read an extract and the manifest beside it. Raises ExtractError when anything is wrong."""
    manifest = _read_manifest(path.with_name(path.name.removesuffix(".csv.gz") + ".json"))
    rows = _read_rows(_read_text(path, manifest), manifest)
    _check_whole(rows, manifest)
    return Extract(vintage=manifest["vintage"], source=manifest["source"], rows=rows)


def _read_manifest(path: Path) -> dict[str, Any]:
    expected = {
        "vintage": int,
        "source": str,
        "sha256": str,
        "counts": dict,
        "population_sources": dict,
        "departments": dict,
    }
    try:
        manifest = json.loads(path.read_text("utf-8"))
        complete = all(isinstance(manifest[key], kind) for key, kind in expected.items())
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = _("The manifest %(path)s cannot be read: %(error)s.")
        raise ExtractError(message % {"path": path, "error": error}) from error
    if not complete:
        raise ExtractError(_("The manifest %(path)s is malformed.") % {"path": path})
    return dict(manifest)


def _read_text(path: Path, manifest: Mapping[str, Any]) -> str:
    try:
        data = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        message = _("The extract %(path)s is truncated or unreadable: %(error)s.")
        raise ExtractError(message % {"path": path, "error": error}) from error
    if hashlib.sha256(data).hexdigest() != manifest["sha256"]:
        message = _("The extract %(path)s is not the one its manifest describes (checksum).")
        raise ExtractError(message % {"path": path})
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = _("The extract %(path)s is truncated or unreadable: %(error)s.")
        raise ExtractError(message % {"path": path, "error": error}) from error


def _read_rows(text: str, manifest: Mapping[str, Any]) -> list[ReferenceRow]:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[ReferenceRow] = []
    try:
        _check_columns(next(lines, []), complete=True)
        for cells in lines:
            _check_columns(cells)
            rows.append(_parse(dict(zip(_HEADER, cells, strict=True)), manifest))
    except (ValueError, csv.Error) as error:
        message = _("Line %(number)d of the extract: %(error)s.")
        raise ExtractError(message % {"number": lines.line_num, "error": error}) from error
    return rows


def _check_columns(cells: list[str], *, complete: bool = False) -> None:
    if len(cells) != len(_HEADER) or (complete and cells != _HEADER):
        raise ValueError(_("unexpected columns"))


def _parse(cells: dict[str, str], manifest: Mapping[str, Any]) -> ReferenceRow:
    """Return a line as a row. Raises ValueError naming the wrong column."""

    def read(column: str, reader: Callable[[str], Any]) -> Any:
        try:
            return reader(cells[column])
        except (ValueError, KeyError) as error:
            wrong = {"column": column, "value": cells[column][:50]}
            raise ValueError(_("%(column)s cannot be “%(value)s”") % wrong) from error

    kind = read("kind", Kind)
    code = read("code", lambda text: _match(_CODES.get(kind, _DIGITS9), text))
    departments = read("departments", lambda text: _codes(_AREA, text))
    names = manifest["departments"]
    sources = manifest["population_sources"]
    return ReferenceRow(
        ref=read("ref", lambda text: _ref(kind, code, text)),
        kind=kind.value,
        code=code,
        name=read("name", _name),
        official_name=read("official_name", lambda text: _name(text) if text else ""),
        location=cells["location"] or ", ".join(names.get(area, area) for area in departments),
        siren=read("siren", lambda text: _match(_DIGITS9, text) if text else ""),
        population=read("population", _number),
        population_year=read("population_year", _number),
        population_source=read("population_source", lambda text: sources[text] if text else ""),
        member_count=read("member_count", _number),
        main_town_share=read("main_town_share", _share),
        department_codes=departments,
        region_codes=read("regions", lambda text: _codes(_AREA, text)),
        postal_codes=read("postal_codes", lambda text: _codes(_POSTAL, text)),
        valid_until=read("valid_until", lambda text: date.fromisoformat(text) if text else None),
        latitude=read("latitude", lambda text: _degrees(text, 90)),
        longitude=read("longitude", lambda text: _degrees(text, 180)),
        position_is_approximate=read("is_approximate", {"": False, "1": True}.__getitem__),
        parent=read("parent", lambda text: _match(_DIGITS9, text) if text else None),
    )


def _check_whole(rows: list[ReferenceRow], manifest: Mapping[str, Any]) -> None:
    counts = dict(Counter(row.kind for row in rows))
    if not rows or counts != manifest["counts"]:
        message = _("The extract is incomplete: %(counts)s, expected %(expected)s.")
        raise ExtractError(message % {"counts": counts, "expected": manifest["counts"]})
    if halves := [row.ref for row in rows if (row.latitude is None) != (row.longitude is None)]:
        raise ExtractError(_("Half a position for %(refs)s.") % {"refs": halves[:5]})
    refs = Counter(row.ref for row in rows)
    codes = Counter((row.kind, row.code) for row in rows)
    if repeated := [key for key, count in (refs | codes).items() if count > 1]:
        raise ExtractError(_("The extract repeats %(repeated)s.") % {"repeated": repeated[:5]})
    # A parent's parent is looked up before its children: groupings of groupings do not nest.
    groupings = {row.ref for row in rows if row.parent is None}
    if lost := [row.ref for row in rows if row.parent and row.parent not in groupings]:
        raise ExtractError(_("No grouping found for %(lost)s.") % {"lost": lost[:5]})


def _match(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text


def _ref(kind: Kind, code: str, text: str) -> str:
    prefix = _REFS.get(kind)
    if prefix is None:
        return code if not text else _match(re.compile(re.escape(code)), text)
    return _match(re.compile(prefix + r"[0-9a-zA-Z-]{1,60}"), text)


def _name(text: str) -> str:
    if not 1 <= len(text) <= 200 or text != text.strip() or not text.isprintable():
        raise ValueError(text)
    return text


def _number(text: str) -> int | None:
    return int(_match(re.compile(r"[0-9]{1,9}"), text)) if text else None


def _share(text: str) -> float | None:
    return float(_match(re.compile(r"0(\.[0-9]+)?|1(\.0+)?"), text)) if text else None


def _degrees(text: str, most: int) -> float | None:
    if not text:
        return None
    degrees = float(_match(re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,6})?"), text))
    if abs(degrees) > most:
        raise ValueError(text)
    return degrees


def _codes(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(sorted({_match(pattern, code) for code in text.split()}))
