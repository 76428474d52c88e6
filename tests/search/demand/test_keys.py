"""Which searches are the same, and which look personal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.addresses import SearchAddress
from search.analysis import stems
from search.demand.keys import SearchKey, is_personal, normalised
from search.models.demand import MAX_WORDS_LENGTH


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  Démocratie   PARTICIPATIVE ", "democratie participative"),
        ("Tiers-lieu", "tiers lieu"),
        ("l’accueil des Élus", "l'accueil des elus"),
        ("l'accueil", "l'accueil"),
        ("cœur de ville", "coeur de ville"),
        ("budget\x00participatif", "budget participatif"),
        ("=HYPERLINK(1)", "hyperlink 1"),
        ("<script>alert(1)</script>", "script alert 1 script"),
        ('"*-+', ""),
        ("", ""),
        # The order is kept: it is what readers see.
        ("b a", "b a"),
        ("a" * 15_000, "a" * MAX_WORDS_LENGTH),
        ("mot " * 40, " ".join(["mot"] * 25)),
        ("x" * 60 + " " + "y" * 60, "x" * 60),
    ],
)
def test_words_are_normalised(text: str, words: str) -> None:
    assert normalised(text) == words


@settings(deadline=None)
@given(text=st.text(max_size=150))
def test_normalising_is_done_once_and_leaves_only_words(text: str) -> None:
    words = normalised(text)
    assert normalised(words) == words
    assert len(words) <= MAX_WORDS_LENGTH
    assert all(character.isalnum() or character in " '" for character in words)
    assert words == " ".join(words.split())
    # A spreadsheet would take these for a formula.
    assert not words.startswith(("=", "+", "-", "@"))


FRENCH = st.text(alphabet="abcdeéèàçœÉÀ'’- ", max_size=60)


@settings(deadline=None)
@given(text=FRENCH)
def test_normalised_words_search_the_same(text: str) -> None:
    assert stems(normalised(text), "fr") == stems(text, "fr")


@pytest.mark.parametrize(
    "text",
    [
        "jean.dupont@mairie.fr",
        "écrire à jean @ mairie . fr",
        "jean＠mairie.fr",
        "jean%40mairie.fr",
        "jean.dupont[at]mairie.fr",
        "jean arobase mairie",
        "06 12 34 56 78",
        "+33 (0)6.12.34.56.78",
        "06١٢٣٤٥٦",
        "12345678",
        "né le 12/03/1985",
        "1 85 03 75 116 001 42 numéro de sécu",
    ],
)
def test_what_looks_personal_is_recognised(text: str) -> None:
    assert is_personal(text)


@pytest.mark.parametrize(
    "text", ["budget participatif 2019", "46000 Cahors", "loi 3DS", "at home", "carte à 10 €"]
)
def test_what_is_not_personal_is_not_taken_for_it(text: str) -> None:
    assert not is_personal(text)


def test_the_key_has_no_page_sort_nor_order_of_its_own() -> None:
    one = SearchAddress(text="Bus", filters={"theme": ("b", "a"), "annee": ("2018",)}, page=3)
    other = SearchAddress(text="bus ", filters={"annee": ("2018",), "theme": ("a", "b")})
    assert SearchKey.of(one) == SearchKey.of(other)
    assert SearchKey.of(one).query_string == "q=bus&theme=a&theme=b&annee=2018"
