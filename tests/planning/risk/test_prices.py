"""Prices in words against the same problem solved once more with a little more of the limit."""

from dataclasses import replace

import numpy as np
import pytest

from supplypact.algebra.model import Index, Values
from supplypact.decomposition.options import Options, Solution
from supplypact.decomposition.solve import solve
from supplypact.domain.risk import RiskOptions
from supplypact.planning.risk.model import RiskModel
from supplypact.planning.risk.prices import (
    column_prices,
    funding_worth,
    prices,
    row_prices,
    storage_worth,
)
from supplypact.planning.risk.state import block
from supplypact.planning.risk.stockpile import prepare
from tests.given import pact, project, target, two_stages
from tests.planning.risk.given import PLAN, data

EXACT = Options(gap=1e-9)
WORLD = two_stages(project("plant", "AUS", {("testium", "refine"): 20}, start=2025, lead=2))


def prepared(*, budget: float = 1e9, goal: float = 0.1) -> RiskModel:
    """Two months of storage; the plant may start in parts."""
    terms = pact(
        target("testium", goal=goal),
        budget=budget,
        shortage_price_multiple=100.0,
        stock_limit_months=2.0,
    )
    options = replace(PLAN, relaxed=True)
    return prepare(
        terms, WORLD, data(), RiskOptions(), options, progress=lambda _what, _part: None
    )[0]


def cost(model: RiskModel) -> float:
    return solve(model.problem, EXACT).objective * model.units.money


def changed(
    model: RiskModel, *, row: Values | None = None, column: Values | None = None
) -> RiskModel:
    """Return the model with other upper bounds of its first-stage rows or columns."""
    first = model.problem.first
    loosened = replace(
        first,
        row_upper=first.row_upper if row is None else row,
        column_upper=first.column_upper if column is None else column,
    )
    return replace(model, problem=replace(model.problem, first=loosened))


def rows_of(model: RiskModel, name: str) -> Index:
    place = np.full(len(model.built.model.matrix().row_lower), -1, dtype=np.int32)
    place[model.reduction.row] = np.arange(len(model.reduction.row))
    return place[block(model.built.model.row_blocks, name)]


@pytest.fixture(scope="module")
def poor() -> tuple[RiskModel, Solution]:
    model = prepared(budget=50_000.0)
    return model, solve(model.problem, EXACT)


def test_a_further_million_of_funding_saves_what_the_price_says(
    poor: tuple[RiskModel, Solution],
) -> None:
    model, found = poor
    worth = funding_worth(model, row_prices(model, found))
    assert worth.max() > 1e6
    year, total = rows_of(model, "P4_year").reshape(2, 3), rows_of(model, "P4_total")
    before = found.objective * model.units.money
    for party in range(2):
        for number in range(3):
            upper = model.problem.first.row_upper.copy()
            more = 1e-5
            for row in (year[party, number], total[party]):
                upper[row] += more / model.units.row[row]
            saved = (before - cost(changed(model, row=upper))) / more
            assert worth[party, number] == pytest.approx(saved, rel=1e-4, abs=1.0)


@pytest.mark.parametrize("budget", [50_000.0, 1e9])
def test_one_more_unit_of_storage_saves_what_the_price_says(budget: float) -> None:
    model = prepared(budget=budget)
    found = solve(model.problem, EXACT)
    worth = storage_worth(model, model.columns(found.x), column_prices(model, found))
    assert worth.min() > 1.0
    before = found.objective * model.units.money
    for holder in range(2):
        place = model.reduction.place[model.stock.stock[0, holder]]
        upper = model.problem.first.column_upper.copy()
        upper[place] += 0.01 / model.units.column[place]
        saved = (before - cost(changed(model, column=upper))) / 0.01
        assert worth[0, holder] == pytest.approx(saved, rel=1e-4)
    unit = model.built.bases[0].chain.unit
    told = {each.name: each.value for each in prices(model, WORLD, found)}
    for holder, code in enumerate(model.stocks.holders):
        a_tonne = worth[0, holder] / unit
        assert told[f"stock(testium,refine,{code})"] == pytest.approx(a_tonne)


def test_a_further_point_of_a_target_costs_what_the_price_says() -> None:
    model, more = prepared(goal=0.4), prepared(goal=0.40001)
    found = solve(model.problem, EXACT)
    told = [each for each in prices(model, WORLD, found) if each.name.startswith("T1")]
    assert [each.name for each in told] == ["T1_target(sourcing,testium)"]
    point = (cost(more) - found.objective * model.units.money) / 0.001
    assert told[0].value == pytest.approx(point, rel=2e-3)


def test_prices_are_told_in_words_and_nothing_is_not_told(
    poor: tuple[RiskModel, Solution],
) -> None:
    model, found = poor
    told = [each.sentence for each in prices(model, WORLD, found)]
    assert any("in the funding lines of JPN in 2029 saves about USD" in each for each in told)
    assert any(each.startswith("Storage for one more tonne of refine in JPN") for each in told)
    rich = prepared()
    sentences = [each.sentence for each in prices(rich, WORLD, solve(rich.problem, EXACT))]
    assert not any("funding" in each for each in sentences)
