"""Analysis: what counts as the same word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import clean, fold, stems, tokens

TEXT = st.text(max_size=300)
LOCALES = st.sampled_from(["fr", "en", "pt-br", "xx"])
FRENCH_TEXT = st.text(alphabet="abcdefilmnoqrstuéèçœàù'’ -.\n2", max_size=200)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'innovation publique", ["inov", "public"]),
        ("l’élu, l'élue, les élus", ["elu", "elu", "elu"]),
        ("tiers-lieux tiers\u2011lieu", ["tier", "lieu", "tier", "lieu"]),
        ("Œuvre œuvres OEUVRE", ["oeuvr", "oeuvr", "oeuvr"]),
        ("lætitia straße", ["laetitia", "stras"]),
        ("e\u0301tude", ["etud"]),
        ("habi\u00adtants", ["habitant"]),
        ("aujourd'hui d’aujourd’hui", ["aujourdhui", "aujourdhui"]),
        ("quelqu'un s'est jusqu'à puisqu'il", []),
        ("Qu'est-ce que c'est ?", []),
        ("l'été dernier", ["ete", "derni"]),
        ("10 000 € en 2018", ["10", "000", "2018"]),
        ("prud'hommes", ["prudhom"]),
        ("snake_case e-mail", ["snak", "case", "e", "mail"]),
        ("usagère usagers usager", ["usag", "usag", "usag"]),
    ],
)
def test_french(text: str, expected: list[str]) -> None:
    assert stems(clean(text), "fr") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the city's libraries", ["citi", "librari"]),
        ("cities’ library", ["citi", "librari"]),
        ("participating participates", ["particip", "particip"]),
        ("don't", ["dont"]),
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    assert stems(clean(text), "en") == expected


def test_a_locale_without_rules_only_folds() -> None:
    assert stems("Städte und Größe", "de") == ["stadte", "und", "grosse"]


def test_regional_locales_use_their_language() -> None:
    assert stems("publiques", "fr-ca") == ["public"]


@given(TEXT, LOCALES)
def test_stems_are_letters_and_digits_in_lower_case(text: str, locale: str) -> None:
    for stem in stems(clean(text), locale):
        assert stem.isalnum()
        assert len(stem) <= 255


@given(TEXT, LOCALES)
def test_tokens_are_where_they_say_and_agree_with_stems(text: str, locale: str) -> None:
    text = clean(text)
    found = list(tokens(text, locale))
    assert [token.stem for token in found] == stems(text, locale)
    end = 0
    for token in found:
        assert end <= token.start < token.end <= len(text)
        assert token.stem in stems(text[token.start : token.end], locale)
        end = token.end


@given(FRENCH_TEXT)
def test_accents_and_case_never_decide(text: str) -> None:
    unaccented = text.translate(str.maketrans({"é": "e", "è": "e", "ç": "c", "à": "a", "ù": "u"}))
    expected = stems(clean(text), "fr")
    assert stems(clean(unaccented), "fr") == expected
    assert stems(clean(text.upper()), "fr") == expected


@given(TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert "\0" not in cleaned


@given(TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
