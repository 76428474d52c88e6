"""What a reader makes of the weights: its form in an address, whatever is typed there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectivities.comparability import WEIGHTS
from collectivities.weighting import NAMES, Emphasis, parse

from .strategies import hostile

levels = st.integers(0, 2)
emphases = st.builds(Emphasis, levels, levels, levels, levels)
parts = st.builds("{}:{}".format, st.sampled_from([*NAMES, "poids", ""]), st.integers(-1, 3))


@given(emphases)
def test_the_form_says_it_all(emphasis):
    assert parse(emphasis.text()).emphasis == emphasis
    assert parse(emphasis.text()).ignored == ()


@given(hostile | st.lists(parts | hostile, max_size=6).map(",".join))
def test_any_text_is_read_and_its_form_is_canonical(text):
    parsed = parse(text)
    assert parse(parsed.emphasis.text()).emphasis == parsed.emphasis
    for part in parsed.ignored:
        assert part in text
    assert all(getattr(parsed.emphasis, field) in {0, 1, 2} for field in NAMES.values())


@pytest.mark.parametrize(
    ("text", "emphasis", "ignored"),
    [
        ("", Emphasis(), ()),
        ("taille:2,distance:0", Emphasis(size=2, distance=0), ()),
        (" nature:0 , structure:2,", Emphasis(kind=0, structure=2), ()),
        ("taille:3", Emphasis(), ("taille:3",)),
        ("taille:\u0662,taille: 2", Emphasis(), ("taille:\u0662", "taille: 2")),
        ("taille:0,taille:2", Emphasis(size=0), ("taille:2",)),
        ("size:2,taille,:1", Emphasis(), ("size:2", "taille", ":1")),
        ("TAILLE:2", Emphasis(), ("TAILLE:2",)),
    ],
)
def test_parts_that_say_nothing_are_reported(text, emphasis, ignored):
    parsed = parse(text)
    assert (parsed.emphasis, parsed.ignored) == (emphasis, ignored)


def test_what_counts_once_is_not_written():
    assert Emphasis().text() == ""
    assert Emphasis(distance=0, size=2, kind=1).text() == "taille:2,distance:0"
    assert Emphasis().weights() == WEIGHTS
    assert Emphasis(size=2, distance=0).weights() == WEIGHTS.scaled(size=2, distance=0)
