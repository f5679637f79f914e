"""The frontier of a small world."""

import pytest

from supplypact.domain.plan import PlanOptions
from supplypact.planning.frontier import frontier
from tests.given import pact, project, target, two_stages


def test_cost_rises_with_the_level_and_the_unreachable_level_is_marked() -> None:
    # base 16.7 %; smelter brings up to (11.1 + 12) / 60 = 38.5 %
    world = two_stages(project("smelter", "AUS", {("testium", "refine"): 12}))
    points = frontier(
        pact(target("testium")),
        world,
        PlanOptions(),
        (0.1, 0.3, 0.5),
        progress=lambda _what, _part: None,
    )
    assert [point.met for point in points] == [True, True, False]
    assert [point.projects for point in points] == [0, 1, 1]
    costs = [point.objective for point in points]
    assert costs == sorted(costs)
    assert points[2].reached == pytest.approx((10 / 0.9 + 12) / 60, abs=1e-5)
