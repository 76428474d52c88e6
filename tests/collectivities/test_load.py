"""load_collectivities: what it writes, what it keeps, what it refuses."""

import gzip
import io
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collectivities.distance import distance_km
from collectivities.loading import LoadReport, load
from collectivities.models import Collectivity, Kind, SearchKey
from collectivities.reference import EXTRACT, ExtractError, read_extract
from collectivities.signals import collectivities_changed
from tests.factories import CollectivityFactory

from .extracts import ALSACE, CAHORS, GRAND_CAHORS, LOT, OCCITANIE, ROWS, write_extract

pytestmark = pytest.mark.django_db


def load_rows(folder: Path, rows=ROWS, **options) -> LoadReport:
    return load(read_extract(write_extract(folder, rows)), **options)


def snapshot() -> list:
    columns = [field.attname for field in Collectivity._meta.concrete_fields]
    return list(Collectivity.objects.order_by("ref").values_list(*columns))


def test_first_load_writes_every_field(tmp_path):
    report = load_rows(tmp_path)
    assert (len(report.created), report.changed, report.vanished) == (5, [], [])
    grand = Collectivity.objects.get(ref="200023737")
    cahors = Collectivity.objects.get(ref="46042")
    assert cahors.parent == grand
    assert cahors.location == "Lot"
    assert cahors.postal_codes == ("46000",)
    assert cahors.population_source == "https://insee.example"
    assert (grand.kind, grand.name) == (Kind.CA, "Grand Cahors")
    assert (grand.population, grand.population_year) == (42094, 2022)
    assert (grand.member_count, grand.main_town_share) == (36, 0.4728)
    assert (cahors.latitude, cahors.longitude) == (44.449, 1.437)
    assert (grand.latitude, grand.longitude) == (44.5, -1.5)
    assert (cahors.position_is_approximate, grand.position_is_approximate) == (False, True)
    assert Collectivity.objects.get(ref="reg-42").latitude is None
    assert grand.log_population == pytest.approx(4.62422, abs=1e-5)
    assert (grand.department_codes, grand.region_codes) == (("46",), ("76",))
    assert Collectivity.objects.get(ref="reg-42").valid_until == date(2015, 12, 31)
    assert set(Collectivity.objects.values_list("is_loaded", flat=True)) == {True}


def test_second_load_writes_nothing(tmp_path):
    load_rows(tmp_path)
    before = snapshot()
    keys = list(SearchKey.objects.order_by("pk").values_list())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        report = load_rows(tmp_path)
    assert report == LoadReport(unchanged=5)
    assert snapshot() == before
    assert list(SearchKey.objects.order_by("pk").values_list()) == keys
    written = [query["sql"] for query in queries if not query["sql"].startswith(("SELECT", "SAVE"))]
    assert not [sql for sql in written if sql.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_changed_row_keeps_its_key_and_its_search_keys_follow(tmp_path):
    load_rows(tmp_path)
    pk = Collectivity.objects.get(ref="46042").pk
    renamed = {**CAHORS, "name": "Cahors-la-Neuve", "population": "7", "parent": ""}
    report = load_rows(tmp_path, [renamed, *ROWS[1:]])
    assert (report.created, report.changed, report.unchanged) == ([], ["46042"], 4)
    row = Collectivity.objects.get(pk=pk)
    assert (row.name, row.population, row.parent) == ("Cahors-la-Neuve", 7, None)
    assert row.log_population == pytest.approx(0.845098)
    assert row.keys.filter(key="cahors la neuve", weight=7).exists()
    assert not row.keys.filter(key="cahors").exists()


def test_vanished_row_is_kept_and_dated_once(tmp_path):
    load_rows(tmp_path)
    report = load_rows(tmp_path, [GRAND_CAHORS, LOT, OCCITANIE, ALSACE])
    assert report.vanished == ["46042"]
    assert Collectivity.objects.get(ref="46042").valid_until == date(2025, 12, 31)
    assert load_rows(tmp_path, [GRAND_CAHORS, LOT, OCCITANIE, ALSACE]).vanished == []
    # It comes back: no longer vanished.
    assert load_rows(tmp_path).changed == ["46042"]
    assert Collectivity.objects.get(ref="46042").valid_until is None


def test_editors_rows_are_left_alone(tmp_path):
    own = CollectivityFactory(kind=Kind.OTHER, code="", ref="", name="DINUM", is_loaded=False)
    report = load_rows(tmp_path)
    assert report.vanished == []
    own.refresh_from_db()
    assert (own.name, own.valid_until) == ("DINUM", None)


def test_a_reference_taken_by_an_editor_refuses_the_load(tmp_path):
    CollectivityFactory(kind=Kind.OTHER, code="", ref="dep-46", is_loaded=False)
    with pytest.raises(ExtractError, match="dep-46"):
        load_rows(tmp_path)
    assert Collectivity.objects.count() == 1


def test_changes_are_announced(tmp_path):
    heard = []

    def listen(pks, **kwargs):
        heard.append(pks)

    collectivities_changed.connect(listen)
    try:
        load_rows(tmp_path)
        load_rows(tmp_path)
        assert heard == []
        load_rows(tmp_path, [{**LOT, "name": "Quercy"}, CAHORS, GRAND_CAHORS, OCCITANIE])
    finally:
        collectivities_changed.disconnect(listen)
    refs = Collectivity.objects.filter(pk__in=heard[0]).values_list("ref", flat=True)
    # Alsace was already dated: it did not vanish again.
    assert set(refs) == {"dep-46"}


def test_a_failure_half_way_leaves_the_database_as_it_was(tmp_path):
    load_rows(tmp_path, [LOT])

    def break_down(label, done, total):
        raise RuntimeError(label)

    with pytest.raises(RuntimeError):
        load_rows(tmp_path, progress=break_down)
    assert list(Collectivity.objects.values_list("ref", flat=True)) == ["dep-46"]


def test_keys_can_be_rebuilt(tmp_path):
    load_rows(tmp_path)
    before = set(SearchKey.objects.values_list("collectivity", "key", "is_whole", "weight"))
    SearchKey.objects.all().delete()
    load_rows(tmp_path, rebuild_keys=True)
    assert set(SearchKey.objects.values_list("collectivity", "key", "is_whole", "weight")) == before


MALFORMED = {
    "unknown kind": {"kind": "canton"},
    "code of another kind": {"code": "200023737"},
    "no name": {"name": ""},
    "name with a control character": {"name": "Ca\x07hors"},
    "name too long": {"name": "x" * 201},
    "population in words": {"population": "beaucoup"},
    "negative population": {"population": "-3"},
    "unknown source": {"population_source": "wikipedia"},
    "share above one": {"main_town_share": "1.2"},
    "share not a number": {"main_town_share": "nan"},
    "postal code too short": {"postal_codes": "4600"},
    "département in words": {"departments": "Lot"},
    "date in words": {"valid_until": "hier"},
    "north of the pole": {"latitude": "90.1"},
    "longitude in words": {"longitude": "est"},
    "half a position": {"longitude": ""},
    "approximate in words": {"is_approximate": "oui"},
    "parent that does not exist": {"parent": "999999999"},
    "parent that is a commune": {"parent": "46042"},
    "another row's code": {"code": "46043"},
    "reference of another row": {"ref": "46001"},
}


@pytest.mark.parametrize("change", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_rows_are_refused_before_any_write(tmp_path, change, django_assert_num_queries):
    twin = {**CAHORS, "code": "46043", "name": "Autre"}
    path = write_extract(tmp_path, [{**CAHORS, **change}, twin, *ROWS[1:]])
    with django_assert_num_queries(0), pytest.raises(CommandError, match=r"\S"):
        call_command("load_collectivities", path, verbosity=0)
    assert not Collectivity.objects.exists()


def test_the_line_and_the_column_are_named(tmp_path):
    path = write_extract(tmp_path, [LOT, {**CAHORS, "population": "dix"}])
    with pytest.raises(ExtractError, match=r"3.*population.*dix"):
        read_extract(path)


@pytest.mark.parametrize(
    "manifest",
    [
        {"sha256": "0" * 64},
        {"counts": {"commune": 2}},
        {"counts": None},
        {"vintage": "2026"},
        {"departments": None},
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(tmp_path, manifest):
    with pytest.raises(ExtractError):
        read_extract(write_extract(tmp_path, **manifest))


def test_truncated_files_are_refused(tmp_path):
    path = write_extract(tmp_path)
    whole = path.read_bytes()
    for size in (0, 5, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(ExtractError):
            read_extract(path)


def test_missing_lines_are_refused_even_with_their_checksum(tmp_path):
    counts = dict(Counter(row["kind"] for row in ROWS))
    with pytest.raises(ExtractError, match="incomplet"):
        read_extract(write_extract(tmp_path, ROWS[:-1], counts=counts))


def test_other_columns_are_refused(tmp_path):
    with pytest.raises(ExtractError):
        read_extract(write_extract(tmp_path, [{"kind": "commune"}], columns=["kind"]))


def test_missing_files_and_bad_json_are_refused(tmp_path):
    path = write_extract(tmp_path)
    (tmp_path / "extract.json").write_text("{", encoding="utf-8")
    with pytest.raises(ExtractError):
        read_extract(path)
    with pytest.raises(ExtractError):
        read_extract(tmp_path / "nowhere.csv.gz")


def test_the_command_reports(tmp_path):
    path = write_extract(tmp_path)
    out = io.StringIO()
    call_command("load_collectivities", path, stdout=out)
    call_command("load_collectivities", write_extract(tmp_path, ROWS[1:]), stdout=out)
    lines = out.getvalue().splitlines()
    assert any("5 / 5" in line for line in lines)
    assert any(line.count("5") and "0" in line and "test" in line for line in lines)
    assert any("46042" in line for line in lines)


# Town halls, to a hundredth of a degree, from general knowledge; Annecy has merged, Dunkerque is
# "Dunkirk" to GeoNames, Saint-Denis has a namesake, Saint-Barthélemy is one commune.
KNOWN_POSITIONS = {
    "46042": (44.45, 1.44),
    "59350": (50.64, 3.06),
    "38185": (45.19, 5.73),
    "59183": (51.04, 2.38),
    "74010": (45.90, 6.13),
    "93066": (48.94, 2.36),
    "97411": (-20.88, 55.45),
    "97701": (17.90, -62.85),
    "98818": (-22.27, 166.44),
    "200057867": (48.93, 2.36),
}


def test_the_real_extract_has_what_the_design_announces():
    manifest = json.loads(EXTRACT.with_name("collectivities.json").read_text("utf-8"))
    extract = read_extract()
    counts = Counter(row.kind for row in extract.rows)
    current = Counter(row.kind for row in extract.rows if row.valid_until is None)
    groupings = (Kind.CC, Kind.CA, Kind.CU, Kind.METROPOLE)
    assert counts == manifest["counts"]
    assert current[Kind.COMMUNE] == 34_969
    assert sum(current[kind] for kind in groupings) == 1_255
    assert current[Kind.EPT] == 11
    assert current[Kind.DEPARTEMENT] == 101
    assert current[Kind.REGION] == 18
    assert current[Kind.OTHER] == 6
    assert counts[Kind.REGION] - current[Kind.REGION] == 16
    several = [row for row in extract.rows if row.kind in groupings]
    assert sum(len(row.department_codes) > 1 for row in several) == 89
    assert sum(len(row.region_codes) > 1 for row in several) == 26
    rows = {row.ref: row for row in extract.rows}
    assert rows["200023737"].population == 42_094
    assert rows["200023737"].name == "Grand Cahors"
    assert rows["93066"].parent == rows["200057867"].parent == "200054781"
    # Départements and régions sum their communes.
    communes = [row for row in extract.rows if row.kind == Kind.COMMUNE]
    lot = sum(row.population or 0 for row in communes if row.department_codes == ("46",))
    assert rows["dep-46"].population == lot == 176_473
    assert rows["dep-976"].population_year == 2017
    # Where they lie: to the counts that the manifest gives, and towns where they are known to be.
    placed = Counter(
        "none" if row.latitude is None else "area" if row.position_is_approximate else "place"
        for row in communes
    )
    told = manifest["positions"]["communes"]
    assert placed["place"] == told["place"] > 14_000
    assert placed["area"] == told["group"] + told["department"]
    assert placed["none"] == told["none"] < 70
    for ref, where in KNOWN_POSITIONS.items():
        point = rows[ref].latitude, rows[ref].longitude
        assert distance_km(point, where) < 5, ref
    # Small enough to live in the repository, and the same bytes when made again.
    assert EXTRACT.stat().st_size < 800_000
    assert gzip.compress(gzip.decompress(EXTRACT.read_bytes()), 9, mtime=0) == EXTRACT.read_bytes()


@pytest.mark.long
def test_the_real_extract_loads():
    call_command("load_collectivities", verbosity=0)
    assert Collectivity.objects.count() == 36_376
    assert SearchKey.objects.count() > 150_000
    codes = Collectivity.objects.exclude(code="").values_list("kind", "code")
    assert len(set(codes)) == len(codes)
    # 26 codes name both a département and a région.
    by_kind = {kind: {code for k, code in codes if k == kind} for kind in ("departement", "region")}
    assert by_kind["departement"] & by_kind["region"]
