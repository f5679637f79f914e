"""The outlines of the world map: made whole at the date line, cut at the edge of the map."""

import json
from pathlib import Path

import pytest

import supplypact.reporting
from tools.build_map.__main__ import build, read_codes
from tools.build_map.rings import cut, joined
from tools.build_map.topology import countries

RAW = Path(__file__).parents[3] / "shared" / "data" / "raw"
WORLD = Path(supplypact.reporting.__file__).parent / "static" / "world.json"
SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]


def test_shared_lines_are_put_together_and_turned() -> None:
    # two triangles beside each other; the second takes the common line backwards
    topology = {
        "transform": {"scale": [2.0, 1.0], "translate": [-1.0, 0.0]},
        "arcs": [[[0, 0], [1, 1]], [[1, 1], [0, -1], [-1, 0]], [[0, 0], [0, 1], [1, 0]]],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "id": "001", "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "arcs": [[[2, -1]]]},
                ]
            }
        },
    }
    found = countries(topology)
    assert found["001"] == [[(-1.0, 0.0), (1.0, 1.0), (1.0, 0.0), (-1.0, 0.0)]]
    assert found[""] == [[(-1.0, 0.0), (-1.0, 1.0), (1.0, 1.0), (-1.0, 0.0)]]


def test_a_ring_away_from_the_date_line_stays_as_it_is() -> None:
    assert joined([SQUARE]) == [SQUARE]


def test_land_on_both_sides_of_the_date_line_becomes_one_ring() -> None:
    west = [(170.0, 0.0), (180.0, 0.0), (180.0, 10.0), (170.0, 10.0), (170.0, 0.0)]
    east = [(-180.0, 10.0), (-180.0, 0.0), (-170.0, 0.0), (-170.0, 10.0), (-180.0, 10.0)]
    (ring,) = joined([west, east])
    assert len(ring) == 7
    assert ring[0] == ring[-1]
    assert {point[0] for point in ring} >= {170.0, -170.0}


def test_a_ring_over_the_edge_of_the_map_is_cut_in_two() -> None:
    # the edge is at 30 degrees west; 10 degrees to each side of it
    ring = [(-40.0, 0.0), (-20.0, 0.0), (-20.0, 10.0), (-40.0, 10.0), (-40.0, 0.0)]
    left, right = sorted(cut(ring, 150.0), key=lambda part: part[0][0])
    assert {x for x, _ in left} == {-180.0, -170.0}
    assert {x for x, _ in right} == {170.0, 180.0}


def test_a_ring_within_the_map_is_moved_only() -> None:
    (part,) = cut(SQUARE, 150.0)
    assert {x for x, _ in part} == {-150.0, -140.0}


def test_the_outlines_of_the_page_are_the_built_ones() -> None:
    reference = RAW / "reference"
    if not reference.exists():
        pytest.skip("needs the raw reference files beside the project")
    topology = json.loads((reference / "countries-110m.json").read_text("utf-8"))
    made = build(countries(topology), read_codes(reference / "country-codes.csv"))
    assert made == json.loads(WORLD.read_text("utf-8"))


def test_the_licence_stands_beside_the_outlines() -> None:
    text = WORLD.with_name("world-LICENSE.txt").read_text("utf-8")
    assert "Natural Earth" in text
    assert "Michael Bostock" in text
