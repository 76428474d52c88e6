"""Rural or urban, from size and structure alone."""

import pytest

from collectivities.models import Collectivity, Kind
from collectivities.rurality import Rurality, rurality_of


@pytest.mark.parametrize(
    ("kind", "population", "members", "share", "expected"),
    [
        (Kind.COMMUNE, 1_999, None, None, Rurality.RURAL),
        (Kind.COMMUNE, 2_000, None, None, Rurality.BETWEEN),
        (Kind.COMMUNE, 10_000, None, None, Rurality.URBAN),
        (Kind.COMMUNE, 0, None, None, None),
        (Kind.COMMUNE, None, None, None, None),
        (Kind.CC, 13_000, 20, 0.2, Rurality.RURAL),
        (Kind.CC, 40_000, 8, 0.2, Rurality.URBAN),
        (Kind.CA, 42_094, 36, 0.4728, Rurality.BETWEEN),
        (Kind.CU, 297_000, 143, 0.6, Rurality.URBAN),
        (Kind.CA, 318_000, 158, 0.17, Rurality.BETWEEN),
        (Kind.EPT, 440_000, 9, 0.26, Rurality.URBAN),
        (Kind.CC, 13_000, None, 0.2, None),
        (Kind.CC, 13_000, 20, None, None),
        (Kind.DEPARTEMENT, 176_473, None, None, None),
        (Kind.OTHER, 5_000, None, None, None),
    ],
)
def test_rurality(kind, population, members, share, expected):
    row = Collectivity(
        kind=kind, population=population, member_count=members, main_town_share=share
    )
    assert rurality_of(row) == expected
