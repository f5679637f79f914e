"""Ore and metal by hand: half of the ore is lost on the way, and the price is that of the ore.

A tonne of metal takes two of ore, so it costs 2,000 USD where the ore costs 1,000.
"""

from typing import Any

import numpy as np
import polars as pl
import pytest

from supplypact.algebra.model import Values
from supplypact.algebra.recourse import Factors
from supplypact.decomposition.options import Options
from supplypact.decomposition.solve import solve
from supplypact.domain.hazard import MONTHS, DurationLaw, Hazard
from supplypact.domain.network import Network
from supplypact.domain.risk import Cover, RiskOptions
from supplypact.planning.risk.answer import cases, losses, stocks, strike_all
from supplypact.planning.risk.evaluate import Strike, strikes
from supplypact.planning.risk.given import RiskData
from supplypact.planning.risk.model import RiskModel
from supplypact.planning.risk.stockpile import prepare
from tests.given import material, network, pact, project, stage, target
from tests.planning.risk.given import PLAN, hazard

TWO_MONTHS = (1.0, 0.5, *[0.0] * (MONTHS - 1))
NEAR = {("AUS", "USA"): 0.0, ("AUS", "JPN"): 0.0, ("CHN", "USA"): 0.0, ("CHN", "JPN"): 0.0}
NO_HELP: dict[str, Any] = {"surge_access": 0.0, "response_share": 0.0, "mutual_share": 0.0}
FAST: dict[str, Any] = {"surge_ramp_months": 1.0, "stock_handling": 1.0}
FLOOD = hazard("flood", "AUS", "mine", kind="outage", severity=0.6)
BAN = hazard("ban", "CHN", "refine")
USERS = {("USA", "mine"), ("JPN", "refine"), ("USA", "refine")}


def world() -> Network:
    """Ore: AUS 140, CHN 80.  Metal: CHN 80, JPN 20.  Used: 30 of metal each, USA 20 of ore.

    China refines its own ore and 80 of Australia's, Japan 40 of Australia's.  Idle are 12 of
    China's ore and 6 of Japan's metal.
    """
    return network(
        (material("testium", stage("mine"), stage("refine", recovery=0.5), price_stage="mine"),),
        output={
            ("testium", "mine", "AUS", 2024): 140,
            ("testium", "mine", "CHN", 2024): 80,
            ("testium", "refine", "CHN", 2024): 80,
            ("testium", "refine", "JPN", 2024): 20,
        },
        capacity={
            ("testium", "mine", "AUS"): 140,
            ("testium", "mine", "CHN"): 92,
            ("testium", "refine", "CHN"): 80,
            ("testium", "refine", "JPN"): 26,
        },
        demand={
            ("testium", "mine", "USA"): 20,
            ("testium", "refine", "USA"): 30,
            ("testium", "refine", "JPN"): 30,
            ("testium", "refine", "CHN"): 40,
        },
        flow={
            ("testium", "mine", "AUS", "CHN"): 80,
            ("testium", "mine", "AUS", "JPN"): 40,
            ("testium", "mine", "AUS", "USA"): 20,
            ("testium", "mine", "CHN", "CHN"): 80,
            ("testium", "refine", "CHN", "USA"): 25,
            ("testium", "refine", "JPN", "USA"): 5,
            ("testium", "refine", "CHN", "JPN"): 15,
            ("testium", "refine", "JPN", "JPN"): 15,
            ("testium", "refine", "CHN", "CHN"): 40,
        },
        projects=(project("pit", "AUS", {("testium", "mine"): 24}, start=2025, lead=1),),
    )


def model(
    *hazards: Hazard, goal: float = 0.0, covers: tuple[Cover, ...] = (), **assumptions: Any
) -> RiskModel:
    laws = tuple(
        DurationLaw(id=name, alive=TWO_MONTHS, low=TWO_MONTHS, high=TWO_MONTHS)
        for name in ("months", "late")
    )
    given = RiskData(hazards=hazards, laws=laws, transit=NEAR, shortage={})
    targets = [target("testium", goal=goal, year=2029)] if goal else []
    terms = pact(*targets, **assumptions)
    options = RiskOptions(covers=covers)
    return prepare(terms, world(), given, options, PLAN, progress=lambda _what, _part: None)[0]


class Bounds:
    """What a disruption of 2030 meets, in tonnes of metal a month."""

    def __init__(self, made: RiskModel, name: str, column: Values) -> None:
        (each,) = made.materials
        place, rhs = next(
            (place, rhs)
            for place, events in enumerate(each.events)
            for rhs, (event, year) in enumerate(events)
            if event.id == name and year == 1
        )
        family, self._given = each.families[place], each.given[place]
        mine = family.own.rhs == rhs
        value = family.base[rhs].copy()
        moved = family.own.value[mine] * column[family.own.column[mine]]
        np.add.at(value, family.own.row[mine], moved)
        self._value = value * each.base.chain.unit
        self._users, self._factors = each.users, Factors.of(self._given)

    def loss(self) -> dict[tuple[str, str], float]:
        lost = self._value[self._factors.loss].sum(axis=1)
        return dict(zip(self._users, lost.tolist(), strict=True))

    def use(self) -> dict[tuple[str, str], float]:
        return dict(zip(self._users, self._value[self._factors.use].tolist(), strict=True))

    def spare(self) -> float:
        return float(self._value[self._factors.spare].sum())

    def takes(self, form: int) -> dict[tuple[str, str], float]:
        taken = self._value[self._factors.takes[form]]
        return dict(zip(self._users, taken.tolist(), strict=True))

    def stock(self) -> dict[str, float]:
        held = self._value[self._factors.stock]
        return dict(zip(self._given.stores, held.tolist(), strict=True))


def holding(made: RiskModel, tonnes: dict[tuple[str, str], float]) -> Values:
    """Return the base case with stocks, by holder and form, in all years."""
    column = made.base.copy()
    for (holder, form), held in tonnes.items():
        item, place = made.stocks.forms.index(form), made.stocks.holders.index(holder)
        column[made.stock.stock[item, place]] = held / made.built.bases[0].chain.unit
    return column


def held(made: RiskModel) -> dict[tuple[str, str], list[float]]:
    """Return what the best plan holds in tonnes, by holder and form and by year."""
    column = made.columns(solve(made.problem, Options(gap=1e-8)).x)
    unit = made.built.bases[0].chain.unit
    return {
        (holder, form): (column[made.stock.stock[item, place]] * unit).tolist()
        for item, form in enumerate(made.stocks.forms)
        for place, holder in enumerate(made.stocks.holders)
    }


def struck(made: RiskModel, column: Values, name: str) -> Strike:
    (each,) = made.materials
    return next(strike for strike in strikes(each, column, [1]) if strike.hazard.id == name)


def test_users_of_ore_and_of_metal_are_told_in_metal() -> None:
    made = model(FLOOD)
    found = Bounds(made, "flood", made.base)
    use = {("USA", "mine"): 10 / 12, ("USA", "refine"): 2.5, ("JPN", "refine"): 2.5}
    assert found.use() == pytest.approx(use)


def test_a_loss_of_ore_is_told_in_metal() -> None:
    # Half of China's ore and all of Japan's is Australian: 12.5 + 5 of the 30 of the US, 7.5 + 15
    # of Japan's, and the 20 of ore, which are 10 of metal.  0.6 of it is lost.
    made = model(FLOOD)
    lost = {("USA", "mine"): 0.5, ("USA", "refine"): 0.875, ("JPN", "refine"): 1.125}
    assert Bounds(made, "flood", made.base).loss() == pytest.approx(lost)


def test_idle_mines_help_by_the_metal_in_their_ore() -> None:
    # 0.3 of China's 12 of ore, and 0.3 of Japan's 6 of metal, a year.
    made = model(FLOOD, BAN)
    assert Bounds(made, "flood", made.base).spare() == pytest.approx(0.15)
    assert Bounds(made, "ban", made.base).spare() == pytest.approx(0.15)


def test_stocks_of_ore_are_told_in_metal() -> None:
    made = model(FLOOD)
    column = holding(made, {("JPN", "mine"): 2.0, ("USA", "refine"): 3.0})
    assert Bounds(made, "flood", column).stock() == pytest.approx(
        {"USA,mine": 0.0, "JPN,mine": 1.0, "USA,refine": 3.0, "JPN,refine": 0.0}
    )


def test_ore_helps_users_of_metal_as_far_as_the_parties_refine_it() -> None:
    # Japan refines 15 of its own 30 and 5 of those of the US; who uses ore takes it as it is.
    made = model(FLOOD)
    found = Bounds(made, "flood", made.base)
    assert found.takes(0) == pytest.approx(
        {("USA", "mine"): 10 / 12, ("USA", "refine"): 5 / 12, ("JPN", "refine"): 15 / 12}
    )
    assert found.takes(1) == pytest.approx(
        {("USA", "mine"): 0.0, ("USA", "refine"): 2.5, ("JPN", "refine"): 2.5}
    )


def test_ore_does_not_help_where_metal_is_cut() -> None:
    made = model(BAN)
    found = Bounds(made, "ban", made.base)
    assert found.takes(0) == dict.fromkeys(USERS, 0.0)
    assert found.takes(1)["JPN", "refine"] == pytest.approx(2.5)
    column = holding(made, {("JPN", "mine"): 20.0})
    bare, stocked = (struck(made, each, "ban").cost.sum() for each in (made.base, column))
    assert stocked == pytest.approx(bare)


def test_a_missing_tonne_costs_ten_prices_whatever_its_form() -> None:
    # 0.875 and 1.125 of metal and 1 of ore are missing, for a month and half of another.
    made = model(FLOOD, **NO_HELP, **FAST)
    strike = struck(made, made.base, "flood")
    missing = {("USA", "mine"): 1.5, ("USA", "refine"): 1.3125, ("JPN", "refine"): 1.6875}
    users = made.materials[0].users
    found = dict(zip(users, strike.tonnes.sum(axis=1).tolist(), strict=True))
    assert found == pytest.approx(missing)
    cost = dict(zip(users, strike.cost.tolist(), strict=True))
    assert cost == pytest.approx({user: 10_000 * tonnes for user, tonnes in missing.items()})


def test_other_mines_are_paid_half_of_the_price_on_top() -> None:
    # 0.15 of metal are 0.3 of ore, 10,000 USD a tonne to whom it lacks, for 500 USD more.
    made = model(FLOOD, **{**NO_HELP, "surge_access": 0.3}, **FAST)
    cost = struck(made, made.base, "flood").cost.sum()
    assert cost == pytest.approx(1.5 * (30_000 - 0.3 * 9_500))


def test_what_is_released_is_bought_back_with_premium_and_handling() -> None:
    # Japan's 2 of ore are 1 of metal, released in the first month at (0.05 + 0.03) x 1,000 a tonne.
    made = model(FLOOD, **NO_HELP, **FAST, stock_handling_cost=0.03)
    cost = struck(made, holding(made, {("JPN", "mine"): 2.0}), "flood").cost.sum()
    assert cost == pytest.approx(45_000 - 10_000 + 2 * 80)


def test_metal_is_worth_the_ore_in_it_and_days_are_of_what_is_needed() -> None:
    # Japan's 30 of metal need 60 of ore; the US uses 20 more.
    made = model(FLOOD)
    unit = made.built.bases[0].chain.unit
    assert made.stocks.forms == ("mine", "refine")
    assert made.stocks.price / unit == pytest.approx([1_000, 2_000])
    assert made.stocks.holders == ("USA", "JPN")
    assert made.stocks.use[:, :, 0] * unit == pytest.approx(np.array([[80, 60], [30, 30]]))
    column = holding(made, {("JPN", "mine"): 12.0, ("JPN", "refine"): 6.0, ("USA", "refine"): 8.0})
    table = stocks(made, column).filter(pl.col("year") == 2030, pl.col("tonnes") > 0)
    told = table.select("form", "holder", "tonnes", "days", "value_usd").rows()
    assert told == [
        ("mine", "JPN", *map(pytest.approx, (12, 73, 12_000))),
        ("refine", "USA", *map(pytest.approx, (8, 73, 16_000))),
        ("refine", "JPN", *map(pytest.approx, (6, 73, 12_000))),
    ]


def test_a_cover_counts_the_ore_in_each_form() -> None:
    # 73 days of 60 of ore are 12.  Ore does not help against the ban, and metal costs no more for
    # what is in it: 6 of metal.
    cover = Cover(material="testium", holder="JPN", days=73.0, first_year=2031)
    assumptions: dict[str, Any] = {"shortage_price_multiple": 1.0, "stock_holding": 1.0}
    stock = held(model(BAN, covers=(cover,), **assumptions))
    last = {place: tonnes[-1] for place, tonnes in stock.items()}
    assert last["JPN", "refine"] == pytest.approx(6.0, abs=1e-5)
    assert sum(last.values()) == pytest.approx(6.0, abs=1e-5)


def test_ore_and_metal_share_storage_and_market() -> None:
    # Storage for a month of 80 and 60 of ore, half a month of which can be bought in a year.
    dear: dict[str, Any] = {"shortage_price_multiple": 5_000.0, "stock_limit_months": 1.0}
    stock = held(model(FLOOD, BAN, **dear, stock_buying_months=0.5, **NO_HELP))
    for holder, use in (("USA", 80), ("JPN", 60)):
        ore = np.array(stock[holder, "mine"]) + 2 * np.array(stock[holder, "refine"])
        assert ore == pytest.approx([use / 24, use / 12, use / 12], rel=1e-5)


def test_storage_and_purchases_are_months_of_what_is_needed() -> None:
    made = model(FLOOD, stock_limit_months=6.0, stock_buying_months=2.0)
    unit = made.built.bases[0].chain.unit
    assert made.stocks.storage[:, 1, 0] * unit == pytest.approx([30, 15])
    assert made.stocks.buying[:, 1, 0] * unit == pytest.approx([10, 5])


def test_a_late_mine_is_missed_by_the_metal_in_its_ore() -> None:
    # 24 of ore a year are 1 of metal a month, shared by use: 30, 30 and 10.
    made = model(FLOOD, goal=0.01, project_late_chance=0.5)
    column = made.base.copy()
    column[made.built.starts.running[0]] = [0.0, 1.0, 1.0]
    found = Bounds(made, "late-pit-mine", column)
    assert found.loss() == pytest.approx(
        {("USA", "mine"): 1 / 7, ("USA", "refine"): 3 / 7, ("JPN", "refine"): 3 / 7}
    )


def test_a_mine_that_no_flow_follows_is_not_missed() -> None:
    # Without a target all flows stay, so the pit only adds to what is idle.
    made = model(FLOOD, project_late_chance=0.5)
    assert {event.id for events in made.materials[0].events for event, _ in events} == {"flood"}


def test_the_tail_of_a_year_is_told_in_dollars_and_in_tonnes() -> None:
    # A year in ten has a flood, so the worst twentieth is one: 45,000 USD for 4.5 tonnes.
    made = model(FLOOD, **NO_HELP, **FAST)
    (row,) = (
        losses(made, strike_all(made, made.base))
        .filter(year=2030, case="nothing", party="*", material="*")
        .iter_rows(named=True)
    )
    figures = {name: row[name] for name in row if name.endswith(("usd", "tonnes"))}
    assert figures == pytest.approx(
        {
            "expected_usd": 4_500,
            "tail_usd": 45_000,
            "expected_tonnes": 0.45,
            "tail_tonnes": 4.5,
        }
    )


def test_who_looks_at_the_projects_only_holds_no_stock() -> None:
    made = model(FLOOD)
    tonnes = {
        case: column[made.stock.stock].sum()
        for case, column in cases(made, holding(made, {("JPN", "mine"): 2.0})).items()
    }
    assert tonnes["projects"] == tonnes["nothing"] == 0.0
    assert tonnes["stocks"] == tonnes["both"] > 0.0
