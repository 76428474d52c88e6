"""How far apart two points of the Earth are. Pure: no database."""

import math

# Latitude and longitude, in degrees.
Point = tuple[float, float]

# The IUGG's mean radius R1, for an Earth taken as a sphere: within 0.6 % of the ellipsoid.
EARTH_RADIUS_KM = 6371.0088


def distance_km(a: Point, b: Point) -> float:
    """Return the great-circle distance, by the haversine formula.

    Source: R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (2), 1984, p. 159.
    """
    latitude_a, latitude_b = math.radians(a[0]), math.radians(b[0])
    half_latitude = (latitude_b - latitude_a) / 2
    half_longitude = math.radians(b[1] - a[1]) / 2
    haversine = (
        math.sin(half_latitude) ** 2
        + math.cos(latitude_a) * math.cos(latitude_b) * math.sin(half_longitude) ** 2
    )
    # Rounding may carry antipodes just above one, where the arc sine is not defined.
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(haversine, 1.0)))
