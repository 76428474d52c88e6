"""Folding of names, keys of the box, population bands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectivities.keys import keys_of
from collectivities.kinds import Kind
from collectivities.models import Collectivity
from collectivities.names import fold, fold_name, fold_query, suffixes
from collectivities.profile import PopulationBand, band_of

from .strategies import hostile


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("Œuf-en-Ternois", "oeuf en ternois"),
        ("  SAINT–Étienne ", "saint etienne"),
        ("İstanbul", "istanbul"),
        ("Plœuc—L’Hermitage", "ploeuc l hermitage"),
        ("…", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_abbreviations_are_spelt_out_once_they_are_words():
    assert fold_name("Pontchâteau St-Gildas") == "pontchateau saint gildas"
    assert fold_query("ste marie") == "sainte marie"
    assert fold_query("st") == "st"
    assert fold_query("stras") == "stras"


@settings(deadline=None)
@given(hostile | st.text())
def test_folded_text_holds_nothing_but_words(text):
    folded = fold(text)
    assert set(folded) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert folded == " ".join(folded.split())
    assert fold(folded) == folded
    assert suffixes(folded)[:1] == ([folded] if folded else [])


def test_keys_weigh_the_population_and_the_name_wins():
    row = Collectivity(
        kind=Kind.CA,
        code="200023737",
        siren="200023737",
        name="Grand Cahors",
        official_name="CA du Grand Cahors",
        population=42_094,
    )
    keys = {key.text: key for key in keys_of(row)}
    assert keys["grand cahors"].is_whole
    assert keys["grand cahors"].weight == 42_094
    assert (keys["cahors"].is_whole, keys["cahors"].weight) == (False, 42_094)
    assert keys["200023737"].is_whole
    assert keys["ca du grand cahors"].weight == 42
    assert keys["agglomeration du grand cahors"].weight == 42


def test_keys_fit_their_column():
    row = Collectivity(kind=Kind.OTHER, name="ab " * 66)
    assert max(len(key.text) for key in keys_of(row)) <= 200


@pytest.mark.parametrize(
    ("population", "band"),
    [
        (0, PopulationBand.UNDER_2K),
        (1_999, PopulationBand.UNDER_2K),
        (2_000, PopulationBand.FROM_2K),
        (10_000, PopulationBand.FROM_10K),
        (49_999, PopulationBand.FROM_20K),
        (50_000, PopulationBand.FROM_50K),
        (199_999, PopulationBand.FROM_100K),
        (200_000, PopulationBand.FROM_200K),
        (500_000, PopulationBand.FROM_500K),
    ],
)
def test_band_of(population, band):
    assert band_of(population) == band


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_bands_keep_the_order_of_populations(a, b):
    order = list(PopulationBand)
    assert (order.index(band_of(a)) <= order.index(band_of(b))) or a > b


def test_no_band_below_zero():
    with pytest.raises(ValueError, match="-1"):
        band_of(-1)
