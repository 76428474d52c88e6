"""Dates known to the year or to the month."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from common.dates import PartialDate, PartialDateField


@pytest.mark.parametrize(
    ("text", "stored"), [("2017", "2017"), ("2017-2", "2017-02"), ("12/2017", "2017-12")]
)
def test_what_people_write_is_stored_one_way(text, stored):
    assert PartialDateField().clean(text, None) == stored


@given(st.text(max_size=12))
def test_anything_else_is_refused_or_read_back_the_same(text):
    field = PartialDateField()
    try:
        stored = field.to_python(text)
    except ValidationError:
        return
    assert field.to_python(stored) == stored
    assert len(stored) in (0, 4, 7)


@pytest.mark.parametrize("text", ["2017-13", "2017-00", "17", "1066", "décembre 2017", "2017-"])
def test_a_malformed_date_says_how_to_write_it(text):
    with pytest.raises(ValidationError, match="2017"):
        PartialDateField().to_python(text)


def test_dates_are_shown_in_words():
    assert PartialDate(2017).display() == "2017"
    assert PartialDate(2017, 12).display() == "décembre 2017"
