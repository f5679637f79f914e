"""The map projection: Equal Earth, with the Pacific in the middle.

Areas keep their ratio.  Source: Savric, Patterson and Jenny (2018), The Equal Earth map projection,
International Journal of Geographical Information Science 33, doi 10.1080/13658816.2018.1504949.
"""

from __future__ import annotations

import math

MIDDLE = 150.0
"""Degrees east of the meridian in the middle; the map is cut at 30 degrees west."""
SOUTH, NORTH = -57.0, 84.0
"""Degrees of latitude where the map ends; Antarctica is left out."""
WIDTH = 9600
"""Map units from edge to edge: tenths of a pixel of a drawing 960 pixels wide."""
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
"""Coefficients of the published polynomial."""
M = math.sqrt(3) / 2


def turned(longitude: float) -> float:
    """Return degrees east of the middle, from -180 up to 180."""
    return (longitude - MIDDLE + 180.0) % 360.0 - 180.0


def place(degrees: float, latitude: float) -> tuple[float, float]:
    """Return x to the right and y downwards, in map units, of a point.

    Args:
        degrees: East of the middle, -180 to 180.
        latitude: Degrees north.
    """
    scale = WIDTH / (2 * _raw(180.0, 0.0)[0])
    x, y = _raw(degrees, latitude)
    return WIDTH / 2 + scale * x, scale * (_raw(0.0, NORTH)[1] - y)


def height() -> int:
    """Return the height of the map in map units."""
    return round(place(0.0, SOUTH)[1])


def _raw(degrees: float, latitude: float) -> tuple[float, float]:
    """Return the projection of the unit sphere."""
    theta = math.asin(M * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    x = math.radians(degrees) * math.cos(theta) / (M * slope)
    return x, theta * (A1 + A2 * square + sixth * (A3 + A4 * square))
