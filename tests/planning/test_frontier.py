"""The frontier of a small world."""

from dataclasses import replace

import pytest

from supplypact.domain.plan import PlanOptions
from supplypact.planning.frontier import frontier
from tests.given import pact, project, target, two_stages


def test_levels_run_from_the_base_case_to_the_highest_that_can_be_met() -> None:
    # base 16.7 %; the smelter brings up to (11.1 + 12) / 60 = 38.5 %; the pact's own goal is 30 %
    world = two_stages(project("smelter", "AUS", {("testium", "refine"): 12}))
    points = frontier(
        pact(target("testium")), world, PlanOptions(), count=3, progress=lambda _what, _part: None
    )
    most = (10 / 0.9 + 12) / 60
    assert [point.goal for point in points] == pytest.approx(
        [1 / 6, (1 / 6 + most) / 2, 0.3, most], abs=1e-3
    )
    assert [point.met for point in points] == [True] * 4
    assert [point.projects for point in points] == [0, 1, 1, 1]
    costs = [point.objective for point in points]
    assert costs == sorted(costs)


def test_the_highest_level_is_common_to_all_targets() -> None:
    # a second target of the same share at the mine stage can never go beyond what is mined outside
    world = two_stages(project("smelter", "AUS", {("testium", "refine"): 12}))
    both = pact(target("testium"), replace(target("testium", stage="mine"), id="mined"))
    points = frontier(both, world, PlanOptions(), count=2, progress=lambda _what, _part: None)
    assert points[-1].met
    assert points[-1].goal == pytest.approx((10 / 0.9 + 12) / 60, abs=1e-3)
