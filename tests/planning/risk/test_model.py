"""The two-stage problem of a small pact."""

from dataclasses import replace

import numpy as np
import pytest

from supplypact.decomposition.monolith import monolith
from supplypact.decomposition.options import Options
from supplypact.decomposition.solve import solve
from supplypact.domain.risk import RiskOptions
from supplypact.errors import UsageError
from supplypact.planning.risk.answer import cases
from supplypact.planning.risk.evaluate import strikes
from supplypact.planning.risk.scenarios import first_strike
from supplypact.planning.risk.stockpile import prepare
from tests.given import pact, project, target, two_stages
from tests.planning.risk.given import BAN, PLAN, STRIKE, data, hazard, small

TIGHT = Options(gap=1e-8)


def test_the_chances_of_the_first_strike_add_up_to_one() -> None:
    # Rates 1 and 3: exp(-4) of the years are calm, the rest are split 1 to 3.
    calm = np.exp(-4.0)
    expected = [(1 - calm) / 4, 3 * (1 - calm) / 4, calm]
    assert first_strike(np.array([1.0, 3.0])) == pytest.approx(expected)
    assert first_strike(np.array([0.2])) == pytest.approx([1 - np.exp(-0.2), np.exp(-0.2)])
    assert first_strike(np.zeros(0)) == pytest.approx([1.0])


def test_what_is_lost_is_worked_by_hand() -> None:
    # Base case of 2030: Japan uses 30 of the refined product, 22 of it from China, the US 28 of 30.
    # A cut of half of it is 11/12 and 14/12 t a month.  China's ships still arrive for a month.
    model = small(BAN)
    (each,) = model.materials
    bare = cases(model, model.base)["nothing"]
    (family,) = each.families
    place = [year for _, year in each.events[0]].index(1)
    phi = family.base[place].copy()
    mine = family.own.rhs == place
    np.add.at(phi, family.own.row[mine], family.own.value[mine] * bare[family.own.column[mine]])
    unit = each.base.chain.unit
    lost = {user: phi[n] * unit for n, (user, _) in enumerate(each.users)}
    assert lost == pytest.approx({"JPN": 11 / 12, "USA": 14 / 12})


def test_one_model_and_the_decomposition_agree() -> None:
    model = small()
    found, whole = solve(model.problem, TIGHT), monolith(model.problem)
    assert found.objective == pytest.approx(whole.objective, rel=1e-6)


@pytest.mark.parametrize("weight", [0.0, 1.0])
def test_they_agree_whatever_the_weight_of_the_tail(weight: float) -> None:
    model = small(options=RiskOptions(weight=weight, alone=True))
    found, whole = solve(model.problem, TIGHT), monolith(model.problem)
    assert found.objective == pytest.approx(whole.objective, rel=1e-6)


def test_a_hazard_that_never_strikes_changes_nothing() -> None:
    never = hazard("never", "CHN", "mine", rate=0.0, severity=1.0)
    with_it = solve(small(BAN, STRIKE, never).problem, TIGHT)
    assert with_it.objective == pytest.approx(solve(small().problem, TIGHT).objective, rel=1e-9)


def test_more_frequent_hazards_never_cost_less() -> None:
    once = solve(small().problem, TIGHT)
    twice = solve(small(options=RiskOptions(rates=2.0)).problem, TIGHT)
    assert twice.objective >= once.objective * (1 - 1e-9)


def test_acting_alone_never_costs_less() -> None:
    together = solve(small().problem, TIGHT)
    alone = solve(small(options=RiskOptions(alone=True)).problem, TIGHT)
    assert alone.objective >= together.objective * (1 - 1e-9)


def test_stock_is_bought_where_a_missing_tonne_is_worth_it_and_only_there() -> None:
    dear = small(terms=pact(target("testium"), shortage_price_multiple=500.0))
    cheap = small(terms=pact(target("testium"), shortage_price_multiple=1.0, stock_holding=1.0))
    held = [
        model.columns(solve(model.problem, TIGHT).x)[model.stock.stock].sum()
        for model in (dear, cheap)
    ]
    assert held[0] > 1.0
    assert held[1] == pytest.approx(0.0, abs=1e-6)


def test_stock_follows_purchases_and_stays_within_storage() -> None:
    model = small(terms=pact(target("testium"), shortage_price_multiple=500.0))
    column = model.columns(solve(model.problem, TIGHT).x)
    stock, buy = column[model.stock.stock], column[model.stock.buy]
    assert np.cumsum(buy, axis=2) == pytest.approx(stock, abs=1e-6)
    assert (stock <= model.stocks.storage + 1e-6).all()
    assert (buy <= model.stocks.buying + 1e-6).all()


def test_the_holder_pays_for_its_stock_from_its_funding_lines() -> None:
    # No project is needed.  5,000 USD a party over ten years buy less than 5 t at 1,000 USD.
    small_budget = pact(budget=10_000.0, shortage_price_multiple=500.0)
    model = small(terms=small_budget)
    column = model.columns(solve(model.problem, TIGHT).x)
    unit = model.built.bases[0].chain.unit
    held = column[model.stock.stock][:, :, -1].sum(axis=0) * unit
    assert (held > 0.5).all()
    assert (held < 5.0).all()
    outlay = column[model.built.support] * 1e6
    assert (outlay <= 500.0 * (1 + 1e-6)).all()


def test_a_stock_that_is_held_is_released_when_it_strikes() -> None:
    model = small(terms=pact(target("testium"), shortage_price_multiple=500.0))
    column = model.columns(solve(model.problem, TIGHT).x)
    (each,) = model.materials
    seen = cases(model, column)
    bare, stocked = (
        sum(strike.tonnes.sum() for strike in strikes(each, seen[case], [2]))
        for case in ("nothing", "stocks")
    )
    assert stocked < bare


def test_the_exact_costs_are_those_of_the_decomposition() -> None:
    model = small()
    found = solve(model.problem, TIGHT)
    column = model.columns(found.x)
    for each in model.materials:
        values = [float(s.cost.sum()) for s in strikes(each, column, range(3))]
        exact = np.concatenate(found.values) * each.money * 1e3
        assert np.sort(values) == pytest.approx(np.sort(exact), rel=1e-6, abs=1e-3)


def test_a_tail_is_at_least_the_mean_of_the_first_strike() -> None:
    model = small()
    found = solve(model.problem, TIGHT)
    for tail, value in zip(model.problem.tails, found.tails, strict=True):
        mean = float(tail.probability @ found.scenario[tail.scenarios])
        assert value >= mean - 1e-12


def test_an_export_ban_spares_the_country_itself_and_an_accident_does_not() -> None:
    terms = pact(target("testium"))
    ban = hazard("ban", "JPN", "refine")
    accident = replace(ban, id="accident", kind="outage")
    for event, hit in ((ban, {"USA"}), (accident, {"USA", "JPN"})):
        model = small(event, terms=terms)
        (each,) = model.materials
        struck = {
            user
            for strike in strikes(each, cases(model, model.base)["nothing"], [1])
            for (user, _), cost in zip(each.users, strike.cost, strict=True)
            if cost > 0
        }
        assert struck == hit


def test_an_unknown_material_and_a_table_without_hazards_are_told() -> None:
    with pytest.raises(UsageError, match="unknown material 'testum'"):
        small(options=RiskOptions(materials=("testum",)))
    with pytest.raises(UsageError, match="no hazard"):
        small_without()


def small_without() -> None:
    world = two_stages(project("plant", "AUS", {("testium", "refine"): 20}))
    empty = replace(data(), hazards=())
    prepare(pact(), world, empty, RiskOptions(), PLAN, progress=lambda _what, _part: None)


@pytest.mark.parametrize("weight", [-0.1, 1.1, float("nan")])
def test_a_risk_weight_outside_zero_to_one_is_told(weight: float) -> None:
    with pytest.raises(UsageError, match="not between 0 and 1"):
        RiskOptions(weight=weight)


@pytest.mark.parametrize("rates", [0.0, -1.0, 13.0, float("nan")])
def test_a_factor_on_the_rates_that_cannot_be_is_told(rates: float) -> None:
    with pytest.raises(UsageError, match="cannot be"):
        RiskOptions(rates=rates)
