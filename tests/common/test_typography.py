"""French typography: no-break spaces where a reader expects them, nothing else touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.typography import french

NBSP, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("typed", "set_in_type"),
    [
        ("Pourquoi ?", f"Pourquoi{NARROW}?"),
        ("Un, deux ; trois !", f"Un, deux{NARROW}; trois{NARROW}!"),
        ("Le constat : il manque", f"Le constat{NBSP}: il manque"),
        ("« relais »", f"«{NBSP}relais{NBSP}»"),
        ("«relais»", f"«{NBSP}relais{NBSP}»"),
        ("104 000 cartes", f"104{NARROW}000 cartes"),
        ("2 600 000 €", f"2{NARROW}600{NARROW}000{NBSP}€"),
        ("51 % des ménages", f"51{NBSP}% des ménages"),
        ("l'accueil", "l’accueil"),
        ("en 2018 150 agents", "en 2018 150 agents"),
        ('<a href="https://a.org/?a=1;b :c">l\'accueil</a>',
         '<a href="https://a.org/?a=1;b :c">l’accueil</a>'),
    ],
)  # fmt: skip
def test_spaces_and_apostrophes(typed, set_in_type):
    assert french(typed) == set_in_type


@given(st.text(alphabet="aé 12345 :;!?«»'%€<>\u00a0\u202f", max_size=60))
def test_typesetting_twice_changes_nothing(text):
    assert french(french(text)) == french(text)
