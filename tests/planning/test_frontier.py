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
        count=3,
        progress=lambda _what, _part: None,
    )
    most = (10 / 0.9 + 12) / 60
    assert [point.goal for point in points] == pytest.approx(
        [1 / 6, (1 / 6 + most) / 2, most, 1.0], abs=2e-4
    )
    assert [point.met for point in points] == [True, True, True, False]
    assert [point.projects for point in points] == [0, 1, 1, 1]
    costs = [point.objective for point in points]
    assert costs == sorted(costs)
    assert points[3].reached == pytest.approx(most, abs=1e-5)
