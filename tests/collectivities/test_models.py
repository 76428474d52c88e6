"""The model: labels, what is derived on save, what is refused, sets of codes."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from collectivities.codes import parse_codes, store_codes
from collectivities.models import Collectivity, Country, Kind
from common.facets import facet_labels
from tests.factories import CollectivityFactory


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        (
            {"kind": Kind.CA, "name": "Grand Cahors", "location": "Lot"},
            "Grand Cahors (agglomeration community, Lot)",
        ),
        ({"kind": Kind.DEPARTEMENT, "name": "Lot", "location": "Lot"}, "Lot (département)"),
        (
            {"kind": Kind.REGION, "name": "Alsace", "valid_until": date(2015, 12, 31)},
            "Alsace (région, until 2015)",
        ),
        (
            {"kind": Kind.ABROAD, "name": "Bologna", "country": Country.ITALY},
            "Bologna (Italy)",
        ),
        ({"kind": Kind.OTHER, "name": "DINUM"}, "DINUM"),
    ],
)
def test_label(fields, label):
    with translation.override("en"):
        assert Collectivity(**fields).label == label


@pytest.mark.django_db
def test_save_derives_the_reference_the_logarithm_and_the_keys():
    first = Collectivity.objects.create(kind=Kind.OTHER, name="Préfecture du Lot", population=1000)
    second = Collectivity.objects.create(kind=Kind.OTHER, name="Préfecture du Lot")
    third = Collectivity.objects.create(kind=Kind.OTHER, name="日本")
    assert first.ref == "x-prefecture-du-lot"
    assert second.ref == "x-prefecture-du-lot-2"
    assert third.ref == "x-sans-nom"
    assert (first.log_population, second.log_population) == (3, None)
    first.name = "Préfecture de région"
    first.population = 0
    first.save(update_fields=["name", "population"])
    first.refresh_from_db()
    assert first.log_population is None
    assert first.ref == "x-prefecture-du-lot"
    assert first.keys.filter(key="prefecture de region").exists()
    assert not first.keys.filter(key="prefecture du lot").exists()


@pytest.mark.django_db
def test_a_code_is_unique_only_with_its_kind():
    CollectivityFactory(kind=Kind.REGION, code="76", ref="reg-76")
    CollectivityFactory(kind=Kind.DEPARTEMENT, code="76", ref="dep-76")
    with pytest.raises(IntegrityError), transaction.atomic():
        CollectivityFactory(kind=Kind.REGION, code="76", ref="reg-076")
    CollectivityFactory.create_batch(2, kind=Kind.OTHER, code="", ref="", is_loaded=False)
    assert Collectivity.objects.filter(code="").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"kind": Kind.COMMUNE}, "kind"),
        ({"kind": Kind.ABROAD}, "country"),
        ({"kind": Kind.OTHER, "country": "IT"}, "country"),
        ({"kind": Kind.OTHER, "population": 5}, "population_source"),
        (
            {"kind": Kind.OTHER, "department_codes": [str(n) for n in range(200)]},
            "department_codes",
        ),
    ],
)
def test_what_editors_may_not_write(fields, wrong):
    with pytest.raises(ValidationError) as caught:
        Collectivity(name="X", **fields).full_clean()
    assert set(caught.value.message_dict) == {wrong}


@pytest.mark.django_db
def test_a_loaded_row_is_valid_as_it_is():
    CollectivityFactory().full_clean()


@given(st.lists(st.from_regex(r"[0-9][0-9AB][0-9]?", fullmatch=True)))
def test_codes_survive_storage(codes):
    assert parse_codes(store_codes(parse_codes(codes))) == tuple(sorted(set(codes)))
    assert parse_codes(" , ".join(codes)) == tuple(sorted(set(codes)))


@pytest.mark.django_db
def test_one_code_is_found_in_a_set():
    both = CollectivityFactory(department_codes=("82", "46"))
    guiana = CollectivityFactory(department_codes=("973",))
    none = CollectivityFactory(department_codes=())
    for row in (both, guiana, none):
        row.refresh_from_db()
    assert both.department_codes == ("46", "82")
    assert none.department_codes == ()

    def having(code):
        return set(Collectivity.objects.filter(department_codes__has=code))

    assert having("46") == {both}
    assert having("973") == {guiana}
    for code in ("97", "4", "%", "_6", "", "46,82", "\x00", "'"):
        assert having(code) <= ({both} if code == "46,82" else set())


@pytest.mark.django_db
def test_facet_labels(django_assert_num_queries):
    CollectivityFactory(kind=Kind.REGION, code="76", ref="reg-76", name="Occitanie")
    CollectivityFactory(kind=Kind.DEPARTEMENT, code="76", ref="dep-76", name="Seine-Maritime")
    CollectivityFactory(kind=Kind.OTHER, code="988", ref="x-nc", name="Nouvelle-Calédonie")
    with django_assert_num_queries(1):
        assert facet_labels("region", ["76", "988", "x\x00"]) == {
            "76": "Occitanie",
            "988": "Nouvelle-Calédonie",
            "x\x00": "x\x00",
        }
    assert facet_labels("departement", ["76"]) == {"76": "Seine-Maritime"}
    with translation.override("en"):
        assert facet_labels("territoire", ["commune", "?"]) == {"commune": "commune", "?": "?"}
        assert facet_labels("strate", ["2000-10000"]) == {
            "2000-10000": "2,000 to 10,000 inhabitants"
        }
