"""What disruptions are expected to cost when a project slips, in a small world.

Refined: China 90, Japan 10, and from 2029 on Australia 25; China bans exports once in ten years.
"""

from dataclasses import replace
from datetime import date

import pytest

from supplypact.domain.pact import Pact, Reading
from supplypact.planning.risk.given import RiskData
from supplypact.tracking.planned import Planned
from supplypact.tracking.shortage import expected_loss
from supplypact.tracking.slip import Case, slip
from tests.given import pact, project, target
from tests.planning.risk.given import BAN, data
from tests.tracking.given import milestone, one_stage, position
from tests.tracking.small import plants_of

PROMISED = pact(target("testium", reading=Reading.WORLD, goal=0.2))
REFINE = ("testium", "refine")
WORLD = one_stage(
    output={("CHN", 2024): 90, ("JPN", 2024): 10},
    addition={("AUS", 2029): 25},
    projects=(project("dear", "AUS", {REFINE: 25.0}, capex=3e6),),
)
RATE = 0.1


def _case(
    *, promised: Pact = PROMISED, planned: Planned | None = None, risk: RiskData | None = None
) -> Case:
    return Case(
        pact=promised,
        network=WORLD,
        position=position(milestones=[milestone(date(2029, 1, 1), project="AUS")]),
        plants=plants_of(WORLD),
        planned=planned or Planned(first_output={}),
        risk=risk or data(BAN),
    )


def _loss(*, rate: float = RATE, held: float = 0.0, year: int = 2030) -> float:
    stock = {("JPN", "testium", "refine"): held}
    risk = data(replace(BAN, rate=rate))
    return expected_loss(PROMISED, WORLD, risk, stock, ["testium"], year)["testium"]


def test_what_comes_twice_as_often_costs_twice_as_much_in_a_year() -> None:
    assert _loss() > 0
    assert _loss(rate=2 * RATE) == pytest.approx(2 * _loss())


def test_a_stock_lowers_the_loss_and_a_larger_one_raises_it_no_more() -> None:
    assert _loss(held=20.0) < _loss(held=5.0) < _loss()


def test_before_the_plant_comes_a_ban_costs_more() -> None:
    assert _loss(year=2028) > _loss(year=2030)


def test_a_slip_past_the_year_of_the_target_costs_what_the_world_without_the_plant_does() -> None:
    found = slip(_case(), "AUS", 36)
    (effect,) = found.shortages
    assert (effect.material, effect.year) == ("testium", 2030)
    assert effect.before == pytest.approx(_loss())
    # to 2032, so that in 2030 the world is as in 2028
    assert effect.after == pytest.approx(_loss(year=2028))
    assert effect.after > effect.before


def test_a_slip_of_nothing_changes_no_loss() -> None:
    (effect,) = slip(_case(), "AUS", 0).shortages
    assert effect.after == pytest.approx(effect.before)


def test_the_stocks_of_the_plan_in_the_year_of_the_target_count() -> None:
    stocks = {year: {("JPN", "testium", "refine"): 10.0 * (year - 2029)} for year in (2029, 2030)}
    (effect,) = slip(_case(planned=Planned(first_output={}, stocks=stocks)), "AUS", 36).shortages
    assert effect.before == pytest.approx(_loss(held=10.0))


def test_without_hazards_no_loss_is_told() -> None:
    case = replace(_case(), risk=None)
    assert slip(case, "AUS", 36).shortages == ()


def test_the_loss_is_told_for_the_year_of_the_target_of_the_material() -> None:
    other = replace(target("testium", year=2028, reading=Reading.WORLD, goal=0.1), id="soon")
    promised = replace(PROMISED, targets=(other, *PROMISED.targets))
    (effect,) = slip(_case(promised=promised), "AUS", 36).shortages
    assert effect.year == 2028
