"""Rings made whole at the date line, and cut where the map is cut."""

from __future__ import annotations

import itertools

from tools.build_map.topology import Point, Ring

EDGE = 180.0
NEAR = 1e-3
"""Degrees; nearer than that is the same point."""


def joined(rings: list[Ring]) -> list[Ring]:
    """Return the rings of a country without the seam at the date line.

    The source cuts land that crosses it into two rings with an edge along 180 degrees.  Those
    edges are taken out and the ends that meet across the line are tied together.
    """
    whole = [ring for ring in rings if not any(_along_edge(*pair) for pair in _pairs(ring))]
    ends = [path for ring in rings if ring not in whole for path in _opened(ring)]
    while ends:
        ring = ends.pop()
        while not _meet(ring[-1], ring[0]):
            index = next(i for i, other in enumerate(ends) if _meet(ring[-1], other[0]))
            ring += ends.pop(index)[1:]
        whole.append([*ring[:-1], ring[0]])
    return whole


def _pairs(ring: Ring) -> list[tuple[Point, Point]]:
    return list(itertools.pairwise(ring))


def _along_edge(a: Point, b: Point) -> bool:
    return all(abs(abs(point[0]) - EDGE) < NEAR for point in (a, b))


def _meet(a: Point, b: Point) -> bool:
    across = abs(abs(a[0] - b[0]) - 2 * EDGE) < NEAR or abs(a[0] - b[0]) < NEAR
    return across and abs(a[1] - b[1]) < NEAR


def _opened(ring: Ring) -> list[Ring]:
    """Return the parts of a ring between its edges along the date line."""
    pairs = _pairs(ring)
    start = next(i for i, pair in enumerate(pairs) if _along_edge(*pair))
    parts: list[Ring] = []
    inside = False
    for a, b in pairs[start:] + pairs[:start]:
        if _along_edge(a, b):
            inside = False
        elif inside:
            parts[-1].append(b)
        else:
            parts.append([a, b])
            inside = True
    return parts


def cut(ring: Ring, middle: float) -> list[Ring]:
    """Return a ring as degrees east of ``middle``, cut where the map ends, at 180 to each side."""
    line = _unwrapped(ring, middle)
    parts = []
    for turn in (-1, 0, 1):
        moved = [(x + 2 * EDGE * turn, y) for x, y in line]
        inside = _clipped(_clipped(moved, 1.0), -1.0)
        if len(inside) > 3:
            parts.append(inside)
    return parts


def _unwrapped(ring: Ring, middle: float) -> Ring:
    """Return the ring without leaps: each point nearest to the one before."""
    line: Ring = []
    for longitude, latitude in ring:
        x = longitude - middle
        if line:
            x += 2 * EDGE * round((line[-1][0] - x) / (2 * EDGE))
        line.append((x, latitude))
    return line


def _clipped(ring: Ring, side: float) -> Ring:
    """Return what of the ring is inside the edge on one side (Sutherland and Hodgman 1974)."""
    kept: Ring = []
    for a, b in _pairs(ring):
        inside_a, inside_b = (side * point[0] <= EDGE for point in (a, b))
        if inside_a != inside_b:
            part = (side * EDGE - a[0]) / (b[0] - a[0])
            kept.append((side * EDGE, a[1] + part * (b[1] - a[1])))
        if inside_b:
            kept.append(b)
    return [*kept, kept[0]] if kept else []
