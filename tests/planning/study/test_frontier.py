"""Cost against loss in the small world."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from supplypact.domain.risk import RiskOptions
from supplypact.domain.risk_study import RiskPoint
from supplypact.planning.risk.stockpile import stockpile
from supplypact.planning.study.frontier import frontier
from supplypact.units import Usd
from tests.given import pact, project, target, two_stages
from tests.planning.risk.given import PLAN, data

TIGHT = RiskOptions(gap=1e-7)
WORLD = two_stages(project("plant", "AUS", {("testium", "refine"): 20}, start=2025, lead=2))
TERMS = pact(target("testium", goal=0.2), shortage_price_multiple=100.0)


def found() -> tuple[RiskPoint, ...]:
    return frontier(TERMS, WORLD, data(), TIGHT, PLAN)


def test_who_weighs_losses_more_spends_more_and_loses_less() -> None:
    points = found()
    assert [point.times for point in points] == [0, 0.25, 0.5, 1, 2, 4]
    for before, after in pairwise(points):
        assert after.cost >= before.cost - before.slack - after.slack - 1e-6
        assert after.risk <= before.risk + (before.slack + after.slack) / after.times + 1e-6
    assert points[0].cost == pytest.approx(0.0, abs=0.1)  # USD; a miss may be 1e-6 larger
    assert points[-1].risk < points[0].risk
    assert dominated(points) == []


def test_the_point_at_one_is_the_plan() -> None:
    (point,) = [each for each in found() if each.times == 1]
    plan = stockpile(TERMS, WORLD, data(), TIGHT, PLAN)
    assert point.cost + point.risk == pytest.approx(plan.objective - plan.calm_cost, rel=1e-5)


def test_a_dollar_of_loss_costs_between_the_weights_of_its_two_points() -> None:
    points = [each for each in found() if each.times > 0]
    for (before, after), price in zip(pairwise(points), prices(points), strict=True):
        if before.risk - after.risk > 1e-3 * before.risk:
            assert before.times * (1 - 1e-3) <= price <= after.times * (1 + 1e-3)


def test_a_point_that_another_beats_beyond_its_gap_is_found() -> None:
    good = RiskPoint(
        weight=0.5,
        times=1.0,
        cost=Usd(10.0),
        stock=Usd(0.0),
        expected=Usd(0.0),
        tail=Usd(0.0),
        risk=Usd(5.0),
        slack=Usd(0.5),
        projects=(),
    )
    near = replace(good, cost=Usd(10.4), slack=Usd(0.5))
    worse = replace(good, cost=Usd(11.0), slack=Usd(0.5))
    assert dominated([good, near]) == []
    assert dominated([good, worse]) == [(worse, good)]
    # From 10 to 12 the risk falls from 5 to 1: half a dollar for a dollar.
    assert prices([good, replace(good, cost=Usd(12.0), risk=Usd(1.0))]) == [0.5]
    assert prices([good, good]) == [float("inf")]


def dominated(points: Sequence[RiskPoint]) -> list[tuple[RiskPoint, RiskPoint]]:
    """Return pairs in which the first point is worse than the second, beyond its own gap.

    By its own weighing of cost and risk a point is the best there is, up to its ``slack``.  A pair
    here is a fault of the search.
    """
    return [
        (mine, other)
        for mine in points
        for other in points
        if _weighed(mine, mine.times) - _weighed(other, mine.times)
        > mine.slack + 1e-9 * abs(_weighed(mine, mine.times))
    ]


def prices(points: Sequence[RiskPoint]) -> list[float]:
    """Return, from each point to the next, the USD spent for a USD of risk less."""
    return [
        float((after.cost - before.cost) / (before.risk - after.risk))
        if before.risk > after.risk
        else float("inf")
        for before, after in pairwise(points)
    ]


def _weighed(point: RiskPoint, times: float) -> float:
    return float(point.cost + times * point.risk)
