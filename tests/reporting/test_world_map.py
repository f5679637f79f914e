import re

import pytest

from supplypact.domain.assessment import OTHER_FEED
from supplypact.reporting.projection import WIDTH, height, place, turned
from supplypact.reporting.world_map import outlines, shade, sourcing_map, world
from tests.reporting.assessment.given import assessment, frame, sourcing_rows, view


def test_the_middle_of_the_map_is_150_degrees_east_on_the_equator() -> None:
    assert turned(150.0) == 0.0
    assert turned(-30.0) == -180.0
    x, y = place(0.0, 0.0)
    assert x == WIDTH / 2
    assert 0 < y < height()


def test_areas_keep_their_ratio() -> None:
    # a cell of one degree at 60 degrees north has half the area of one at the equator
    def area(latitude: float) -> float:
        step = 0.05
        corners = [
            place(10.0 + dx, latitude + dy)
            for dx, dy in ((0, -step), (step, -step), (step, step), (0, step))
        ]
        pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
        return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2

    assert area(60.0) / area(0.0) == pytest.approx(0.5, rel=1e-4)


def test_shades_follow_the_share() -> None:
    assert [shade(share) for share in (0.5, 0.49, 0.25, 0.1, 0.09)] == [4, 3, 3, 2, 1]


def test_suppliers_are_shaded_and_the_concern_is_hatched() -> None:
    made = sourcing_map(view(), "testium", "refine", "USA")
    assert made is not None
    drawing = str(made.drawing)
    assert '<use href="#land-CHN" class="s4"/>' in drawing
    assert '<use href="#land-CHN" fill="url(#hatch)"/>' in drawing
    assert '<use href="#land-JPN" class="s1"/>' in drawing
    assert re.findall(r"<text[^>]+>([^<]+)<", drawing) == ["▲ CHN 93%", "JPN 7%"]
    assert drawing.count('class="arc') == 2


def test_all_parties_have_an_arc_each() -> None:
    made = sourcing_map(view(), "testium", "refine", "*")
    assert made is not None
    # China to both, Japan to the US (2 of 60 t); Japan's own needs none
    assert str(made.drawing).count('class="arc') == 3


def test_what_has_no_place_is_told_beside_the_map() -> None:
    feed = ("traced", "testium", "refine", "USA", OTHER_FEED, 6.0, 0.2, 0.1, 0.2, 0.3)
    made = assessment(sourcing=frame("sourcing", [*sourcing_rows(), feed]))
    found = sourcing_map(view(made), "testium", "refine", "USA")
    assert found is not None
    assert found.beside == "Not on the map: Scrap and other feed 20%."


def test_a_party_that_uses_none_has_no_map() -> None:
    assert sourcing_map(view(), "orium", "mine", "JPN") is None


def test_the_outlines_stand_once_without_antarctica() -> None:
    drawn = str(outlines())
    assert drawn.count('id="land-CHN"') == 1
    assert "ATA" not in world().paths
    assert len(world().paths) > 170
    ends = [float(x) for x in re.findall(r"M(\d+) ", drawn)]
    assert min(ends) >= 0
    assert max(ends) <= WIDTH
