"""What changes at other rates in the small world."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest

from supplypact.domain.risk import RiskOptions
from supplypact.domain.risk_study import Tornado
from supplypact.errors import UsageError
from supplypact.planning.risk.stockpile import stockpile
from supplypact.planning.study import tornado as study
from supplypact.planning.study.tornado import Statement, bars, stock_changes, tornado
from supplypact.planning.study.variants import Variant, strikes_of
from tests.given import pact, project, target, two_stages
from tests.planning.risk.given import BAN, PLAN, STRIKE, data, small

TIGHT = RiskOptions(gap=1e-7)
WORLD = two_stages(project("plant", "AUS", {("testium", "refine"): 20}, start=2025, lead=2))


def found(multiple: float = 100.0, options: RiskOptions = TIGHT) -> Tornado:
    terms = pact(
        target("testium", goal=0.2), shortage_price_multiple=multiple, project_late_chance=0.0
    )
    return tornado(terms, WORLD, data(), options, PLAN)


def test_a_bar_moves_the_loss_of_its_kind_in_proportion_to_the_rates() -> None:
    bars = found().bars
    base = bars["base_usd"][0]
    # Half of all rates is half of the loss, twice is twice; kinds add up to the whole.
    whole = bars.filter(pl.col("what") == "all hazards").row(0, named=True)
    assert whole["low_usd"] == pytest.approx(0.5 * base)
    assert whole["high_usd"] == pytest.approx(2.0 * base)
    kinds = bars.filter(pl.col("what") != "all hazards")
    assert set(kinds["what"]) == {"export_control", "outage"}
    assert (kinds["high_usd"] - base).sum() == pytest.approx(base)
    assert (base - kinds["low_usd"]).sum() == pytest.approx(0.5 * base)
    assert kinds["high_usd"].is_sorted(descending=True)


def test_the_plan_at_factor_one_is_the_plan_and_more_hazards_are_answered_by_more() -> None:
    result = found()
    plans = result.plans
    assert plans["factor"].to_list() == [0.5, 1.0, 2.0]
    terms = pact(
        target("testium", goal=0.2), shortage_price_multiple=100.0, project_late_chance=0.0
    )
    plan = stockpile(terms, WORLD, data(), TIGHT, PLAN)
    own = plan.losses.filter(
        pl.col("case") == "both",
        pl.col("year") == 2030,
        pl.col("party") == "*",
        pl.col("material") == "*",
    )
    assert plans["expected_usd"][1] == pytest.approx(own["expected_usd"][0], rel=1e-4)
    assert result.bars["base_usd"][0] == pytest.approx(own["expected_usd"][0], rel=1e-4)
    assert plans["cost_usd"].is_sorted()


def test_statements_that_change_are_told_and_the_others_counted() -> None:
    result = found(multiple=10.0)
    # Two holders of one material, and the plant if any plan starts it.
    assert result.conclusions.height + result.kept + result.unsure in (2, 3)
    for row in result.conclusions.iter_rows(named=True):
        assert row["conclusion"].startswith(("hold Testium in ", "start Plant"))
        assert len({row["low"], row["base"], row["high"]}) > 1


@pytest.mark.parametrize(
    ("days", "changes"),
    [
        ((0.0, 0.0, 0.0), False),
        ((0.4, 0.6, 0.9), False),  # nowhere a whole day
        ((0.0, 90.0, 90.0), True),  # given up where hazards are rarer
        ((0.0, 0.0, 5.0), True),
        ((60.0, 90.0, 130.0), False),  # a third less, less than half more
        ((40.0, 90.0, 90.0), True),  # more than half less
        ((90.0, 90.0, 136.0), True),
    ],
)
def test_a_stock_changes_if_it_comes_goes_or_moves_by_more_than_half(
    days: tuple[float, float, float], *, changes: bool
) -> None:
    assert stock_changes(days) is changes


def test_what_the_gap_may_explain_is_no_answer_to_the_rates() -> None:
    rising = Statement(
        text="hold",
        told=("no", "60 days", "90 days"),
        size=(0.0, 60.0, 90.0),
        worth=1e6,
        changes=True,
    )
    assert rising.is_sure(0.9e6)
    assert not rising.is_sure(1.1e6)
    assert not replace(rising, size=(60.0, 0.0, 60.0)).is_sure(0.0)


def test_rates_that_cannot_be_doubled_are_told() -> None:
    with pytest.raises(UsageError, match="rates times 20 cannot be"):
        found(options=RiskOptions(gap=1e-3, rates=10.0))


def test_a_late_project_counts_in_the_loss_and_moves_no_bar() -> None:
    # Each disruption costs 100 USD: ten for the ban, 30 for strikes and 50 for the late plant.
    terms = pact(target("testium", goal=0.3), project_late_chance=0.5)
    model = small(BAN, STRIKE, terms=terms, lead=1)
    count = len(strikes_of(model)) + 1
    solution = SimpleNamespace(scenario=np.full(count, 100.0 / model.units.money))
    plan = Variant(model=model, found=solution, pools=None)  # type: ignore[arg-type]
    assert bars(plan, low=0.5, high=2.0).rows() == [
        ("all hazards", *map(pytest.approx, (70, 130, 90))),
        ("outage", *map(pytest.approx, (75, 120, 90))),
        ("export_control", *map(pytest.approx, (85, 100, 90))),
    ]


def test_one_plan_that_may_be_far_from_the_best_leaves_a_change_unsure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The plant costs a million and is started at high rates only.
    monkeypatch.setattr(study, "_stocks", lambda _network, _plans: iter(()))

    def told(slack: float) -> tuple[Any, int, int]:
        given = {0.5: ((), 0.0), 1.0: ((), slack), 2.0: (("plant",), 0.0)}
        made = {
            factor: SimpleNamespace(
                started=started, figures=lambda least=least: SimpleNamespace(slack=least)
            )
            for factor, (started, least) in given.items()
        }
        changed, kept, unsure = study._conclusions(WORLD, made, (0.5, 1.0, 2.0))  # type: ignore[arg-type]
        return changed.rows(), kept, unsure

    assert told(0.9e6) == ([("start Plant", "no", "no", "yes")], 0, 0)
    assert told(1.1e6) == ([], 0, 1)
