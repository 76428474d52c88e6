"""Profiles and texts for property-based tests."""

from hypothesis import strategies as st

from collectivities.comparability import Profile, Weights
from collectivities.kinds import Kind

populations = st.none() | st.sampled_from([0, 1, 2**31 - 1]) | st.integers(0, 20_000_000)
shares = st.none() | st.floats(0, 1, allow_subnormal=False)
codes = st.frozensets(st.sampled_from(["01", "2A", "2B", "46", "82", "973", "974"]), max_size=4)
weights = st.floats(0, 10, allow_subnormal=False).map(lambda number: round(number, 3))

profiles = st.builds(
    Profile,
    kind=st.sampled_from(Kind.values),
    population=populations,
    member_count=st.none() | st.integers(0, 500) | st.just(2**31 - 1),
    main_town_share=shares,
    departments=codes,
    regions=codes,
)
weightings = st.builds(Weights, weights, weights, weights, weights, weights)

hostile = st.text(max_size=60) | st.sampled_from(
    [
        "\x00",
        "%",
        "_",
        '"',
        "'",
        "' OR 1=1 --",
        "{",
        "\\",
        "x" * 15_000,
        "é " * 8_000,
        "\ud800",
        "٣",
    ]
)
