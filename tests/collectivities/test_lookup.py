"""The collectivité box: what it finds, in which order, and that nothing breaks it."""

import time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings

from collectivities.loading import load
from collectivities.lookup import find, get_by_ref
from collectivities.models import Collectivity, Kind
from collectivities.reference import read_extract
from tests.factories import CollectivityFactory

from .extracts import ALSACE, CAHORS, GRAND_CAHORS, LOT, OCCITANIE, write_extract
from .strategies import hostile

NAMES = (
    ("42218", "Saint-Étienne", 172_000, "42000 42100"),
    ("76575", "Saint-Étienne-du-Rouvray", 28_000, "76800"),
    ("07200", "Saint-Étienne-de-Serre", 200, "07190"),
    ("94038", "L'Haÿ-les-Roses", 31_000, "94240"),
    ("93066", "Saint-Denis", 149_000, "93200 93210"),
    ("97411", "Saint-Denis", 156_000, "97400"),
    ("2A004", "Ajaccio", 75_000, "20000"),
    ("67482", "Strasbourg", 291_000, "67000"),
    ("62633", "Œuf-en-Ternois", 250, "62130"),
    ("47157", "Lot-les-Bains", 99_000_000, "47000"),
)


@pytest.fixture(autouse=True)
def rows(db, tmp_path):
    communes = [
        {
            "kind": "commune",
            "code": code,
            "name": name,
            "siren": "",
            "population": str(population),
            "postal_codes": postal,
        }
        for code, name, population, postal in NAMES
    ]
    known = [CAHORS, GRAND_CAHORS, LOT, OCCITANIE, ALSACE]
    load(read_extract(write_extract(tmp_path, [*known, *communes])))


def refs(text: str, **options) -> list[str]:
    return [row.ref for row in find(text, **options)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("saint etienne", "42218"),
        ("st etienne", "42218"),
        ("St-Étienne", "42218"),
        ("SAINT ETIENNE DU R", "76575"),
        ("etienne de serre", "07200"),
        ("l'hay les roses", "94038"),
        ("L’HAŸ", "94038"),
        ("hay", "94038"),
        ("oeuf", "62633"),
        ("grand cahors", "200023737"),
        ("CA du Grand Cahors", "200023737"),
        ("communauté d'agglomération du Grand Cahors", "200023737"),
        ("agglo cahors", "200023737"),
        ("cahors", "46042"),
        ("ville de Cahors", "46042"),
        ("46042", "46042"),
        ("46 042", "46042"),
        ("2a004", "2A004"),
        ("2A 004", "2A004"),
        ("200023737", "200023737"),
        ("200 023 737", "200023737"),
        ("214600421", "46042"),
        ("42100", "42218"),
        ("cahors 46000", "46042"),
        ("lot", "dep-46"),
        ("département du Lot", "dep-46"),
        ("conseil départemental du lot", "dep-46"),
        ("région occitanie", "reg-76"),
        ("st", "67482"),
    ],
)
def test_finds(text, first):
    assert refs(text)[:1] == [first]


def test_every_row_is_found_as_the_site_writes_it():
    for row in Collectivity.objects.filter(valid_until=None):
        # A field cuts what is longer than itself.
        for text in (row.label, row.label[:-3]):
            assert find(text)[0].label == row.label


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("saint-denis (93)", ["93066"]),
        ("Saint-Denis (974)", ["97411"]),
        ("saint-denis (", ["97411", "93066"]),
        ("saint-denis ()", ["97411", "93066"]),
        ("saint-denis (mars)", ["97411", "93066"]),
    ],
)
def test_namesakes_are_told_apart_between_brackets(text, found):
    assert refs(text) == found


def test_whole_names_then_the_largest():
    assert refs("saint denis") == ["97411", "93066"]
    # Whole name first, though the other is larger.
    assert refs("lot") == ["dep-46", "47157"]
    assert refs("saint etienne") == ["42218", "76575", "07200"]
    assert refs("saint", limit=2) == ["42218", "97411"]


def test_a_word_is_found_from_its_beginning_only():
    assert refs("tienne") == []
    assert refs("ccitanie") == []


def test_former_regions_are_found_on_demand():
    assert refs("alsace") == []
    assert refs("alsace", include_former=True) == ["reg-42"]


def test_no_row_comes_twice():
    CollectivityFactory(name="Saint-Saint-sur-Saint", code="99999")
    assert len(refs("saint")) == len(set(refs("saint")))
    assert refs("saint", limit=0) == refs("saint", limit=-3) == []


def test_editors_rows_are_found_and_follow_their_name():
    own = Collectivity.objects.create(kind=Kind.ABROAD, name="Bologna", country="IT")
    assert refs("bolo") == [own.ref]
    own.name = "Bologne"
    own.save()
    assert (refs("bologna"), refs("bologne")) == ([], [own.ref])
    own.delete()
    assert refs("bologne") == []


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(hostile)
def test_any_text_is_accepted(text):
    found = find(text, limit=5)
    assert len(found) <= 5
    assert get_by_ref(text) is None


def test_get_by_ref():
    assert get_by_ref("dep-46").name == "Lot"
    assert get_by_ref("DEP-46") is None
    assert get_by_ref("") is None


@pytest.mark.parametrize("text", ["saint", "cahors", "lot", "saint etienne zz"])
def test_queries_do_not_grow_with_rows(text, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        find(text)
    for number in range(30):
        CollectivityFactory(name="Saint-Lot-Cahors", code=f"99{number:03d}")
    with django_assert_max_num_queries(6):
        find(text)


@pytest.fixture
def address():
    return reverse("collectivities:lookup")


def test_the_address_speaks_the_language(address):
    assert address == "/collectivites/recherche/"
    with translation.override("en"):
        assert reverse("collectivities:lookup") == "/en/collectivities/search/"


def test_data(client: Client, address):
    response = client.get(address, {"q": "grand cahors"})
    (row,) = response.json()["results"]
    assert row["ref"] == "200023737"
    assert row["name"] == "Grand Cahors"
    assert row["kind"] == "communaute-d-agglomeration"
    assert row["department"] == "Lot"
    assert row["population"] == 42_094
    assert row["url"].endswith("/200023737/")
    assert "Lot" in row["label"]
    assert row["kind_label"] in row["label"]
    assert response["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies


@pytest.mark.parametrize("query", ["", "?q=", "?q=%00", "?q=%25", "?q=%FF%FE", "?q=" + "a" * 4000])
def test_any_request_is_answered(client: Client, address, query):
    response = client.get(address + query)
    assert response.status_code == 200
    assert response.json() == {"results": []}


def test_a_visitor_who_asks_too_often_is_told_so(client: Client, address, monkeypatch):
    # All within one period.
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)

    def ask(visitor):
        return client.get(address, {"q": "46042"}, REMOTE_ADDR=visitor)

    assert {ask("192.0.2.7").status_code for _ in range(300)} == {200}
    refused = ask("192.0.2.7")
    assert refused.status_code == 429
    assert refused.json()["results"] == []
    assert refused["Cache-Control"] == "no-store"
    assert refused["Retry-After"] == "60"
    assert ask("192.0.2.8").status_code == 200


def test_only_reading_is_allowed(client: Client, address):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200
