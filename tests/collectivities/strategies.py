"""Profiles and texts for property-based tests."""

from hypothesis import strategies as st

from collectivities.comparability import Profile, Weights
from collectivities.kinds import Kind

populations = st.none() | st.sampled_from([0, 1, 2**31 - 1]) | st.integers(0, 20_000_000)
shares = st.none() | st.floats(0, 1, allow_subnormal=False)
codes = st.frozensets(st.sampled_from(["01", "2A", "2B", "46", "82", "973", "974"]), max_size=4)
points = st.tuples(
    st.floats(-90, 90, allow_subnormal=False), st.floats(-180, 180, allow_subnormal=False)
)
# Near one another, at the poles, on either side of the antimeridian, and at the antipodes.
positions = (
    st.none()
    | points
    | st.tuples(st.floats(44, 45), st.floats(1, 2))
    | st.sampled_from([(44.45, 1.44), (-44.45, -178.56), (90, 0), (-90, 7), (0, 180), (0, -180)])
)
weights = st.floats(0, 10, allow_subnormal=False).map(lambda number: round(number, 3))

profiles = st.builds(
    Profile,
    kind=st.sampled_from(Kind.values),
    population=populations,
    member_count=st.none() | st.integers(0, 500) | st.just(2**31 - 1),
    main_town_share=shares,
    departments=codes,
    regions=codes,
    position=positions,
    position_is_approximate=st.booleans(),
)
weightings = st.builds(Weights, weights, weights, weights, weights, weights, weights)

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
