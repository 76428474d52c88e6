"""Dates, amounts and durations as people write them; what is not certain is not read."""

from decimal import Decimal

import pytest

from casestudies.word import values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018", "2018"),
        ("mars 2018", "2018-03"),
        ("Mars\u00a02018", "2018-03"),
        ("03/2018", "2018-03"),
        ("2018-03", "2018-03"),
        ("août 2018", "2018-08"),
        ("févr. 2018", None),
        ("fév. 2018", "2018-02"),
        ("juil. 2018", "2018-07"),
        ("March 2018", "2018-03"),
        ("12 mars 2018", None),
        ("printemps 2018", None),
        ("mars", None),
        ("18", None),
        ("13/2018", None),
        ("", None),
    ],
)
def test_a_date_is_a_year_or_a_month(text, expected):
    assert values.partial_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 mars 2018", "2018-03"),
        ("1er octobre 2018", "2018-10"),
        ("le 2 octobre 2018", "2018-10"),
        ("12/03/2018", "2018-03"),
        ("mars 2018", None),
        ("le 12 mars", None),
    ],
)
def test_a_day_gives_its_month(text, expected):
    assert values.month_of_day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017 – 2019", ("2017", "2019")),
        ("2017-2019", ("2017", "2019")),
        ("décembre 2017 à 2019", ("2017-12", "2019")),
        ("de mars 2018 à avril 2019", ("2018-03", "2019-04")),
        ("depuis 2018", ("2018", "")),
        ("2018-03", ("2018-03", "")),
        ("de mars à juin 2018", None),
        ("longtemps", None),
    ],
)
def test_a_period_has_a_start_and_may_have_an_end(text, expected):
    assert values.period(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 000 €", (12_000, "")),
        ("12\u202f000\u00a0€", (12_000, "")),
        ("12.000 euros", (12_000, "")),
        ("12 k€", (12_000, "")),
        ("2,6 M€", (2_600_000, "")),
        ("2.6 M€", (2_600_000, "")),
        ("0", (0, "")),
        ("12 000 € (achat du car)", (12_000, "achat du car")),
        ("12 000 € : le car", (12_000, "le car")),
        ("12 000 € pour le car", (12_000, "pour le car")),
        ("12,000 €", None),
        ("12 000 € HT", None),
        ("environ 12 000 €", None),
        ("12,50 €", None),
        ("9 999 999 999 €", None),
        ("gratuit", None),
    ],
)
def test_an_amount_is_exact_or_is_not_read(text, expected):
    assert values.amount(text) == expected


def test_bands_meet_without_a_gap():
    amounts = [0, 1, 9_999, 10_000, 50_000, 50_001, 200_000, 200_001]
    assert [values.band(euros) for euros in amounts] == [
        "none", "under_10k", "under_10k", "10k_50k", "10k_50k", "50k_200k", "50k_200k", "over_200k",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [("40", 40), ("40 jours", 40), ("1 200 jours-agents", 1_200), ("40 à 50", None), ("peu", None)],
)
def test_days_are_counted(text, expected):
    assert values.count(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("18", 18), ("18 mois", 18), ("2 ans", 24), ("1 an et demi", None), ("99999999999999", None)],
)
def test_a_duration_is_in_months(text, expected):
    assert values.months(text) == expected


def test_shares_and_addresses():
    assert values.percent("45 %") == Decimal(45)
    assert values.percent("12,5") == Decimal("12.5")
    assert values.percent("450 %") is None
    assert values.url(" https://example.org/a ") == "https://example.org/a"
    assert values.url("javascript:alert(1)") is None
    assert values.url("https://example.org/" + "a" * 500) is None
