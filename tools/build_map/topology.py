"""TopoJSON as rings of longitude and latitude."""

from __future__ import annotations

from typing import Any

Point = tuple[float, float]
"""Degrees east, degrees north."""
Ring = list[Point]
"""A closed line; the last point is the first."""


def countries(topology: dict[str, Any]) -> dict[str, list[Ring]]:
    """Return the rings of each country by its ISO 3166-1 numeric code.

    Territories without a code stand together under an empty one.
    """
    arcs = _arcs(topology)
    found: dict[str, list[Ring]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        rings = [_ring(arcs, ring) for polygon in polygons for ring in polygon]
        found.setdefault(shape.get("id", ""), []).extend(rings)
    return found


def _arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """Return the lines that shapes share: decoded from differences of whole numbers."""
    (scale_x, scale_y), (start_x, start_y) = (
        topology["transform"][key] for key in ("scale", "translate")
    )
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * scale_x + start_x, y * scale_y + start_y))
        lines.append(line)
    return lines


def _ring(arcs: list[list[Point]], numbers: list[int]) -> Ring:
    """Return the arcs one after the other; a negative number is an arc backwards."""
    ring: Ring = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += line[1:] if ring else line
    return ring
