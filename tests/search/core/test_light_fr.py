"""The French light stemmer: words that must meet, and words that must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.light_fr import stem


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("cheval chevaux", "cheval"),
        ("réseau reseaux", "reseau"),
        ("hibou hiboux", "hibou"),
        ("chanter chantés chante chant", "chant"),
        ("investir investissement", "investi"),
        ("assourdir assourdissant", "asourdi"),
        ("pratique pratiques pratiquement", "pratiqu"),
        ("administratif administrative administrativement administratifs", "administratif"),
        ("justifier justificateur justificatrice", "justifi"),
        ("communiquer communicateur communicatrice", "comuniqu"),
        ("animer animateur animatrice", "anim"),
        ("producteur productrice producteurs", "product"),
        ("acheteur acheteuse", "achet"),
        ("affreux affreuse", "afreu"),
        ("caissier caissière", "caisi"),
        ("personne personnelle", "person"),
        ("fou folle", "fou"),
        ("complet complète", "complet"),
        ("faible faiblesse", "faibl"),
        ("rituel ritualisation", "rituel"),
        ("dispose disposition", "dispos"),
        ("habitant habitants habitante", "habitant"),
        ("aromatique", "aromat"),
        ("patinage", "patin"),
        ("1234555", "1234555"),
        ("22hh00", "22h00"),
        ("", ""),
        ("x", "x"),
    ],
)
def test_stems(words: str, expected: str) -> None:
    assert {stem(word) for word in words.split() or [""]} == {expected}


def test_words_apart_stay_apart() -> None:
    words = ["commune", "communiquer", "mairie", "agent", "agence", "projet", "public"]
    assert len({stem(word) for word in words}) == len(words)


@given(st.text(alphabet=st.characters(categories=["Ll", "Nd"]), max_size=40))
def test_a_stem_is_never_empty_nor_longer(word: str) -> None:
    stemmed = stem(word)
    assert bool(stemmed) == bool(word)
    assert len(stemmed) <= len(word) + 1
