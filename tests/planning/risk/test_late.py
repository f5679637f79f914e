"""Projects that come late, and stocks that are asked for."""

from dataclasses import replace

import numpy as np
import pytest

from supplypact.decomposition.options import Options
from supplypact.decomposition.solve import solve
from supplypact.domain.risk import Cover, RiskOptions
from supplypact.errors import UsageError
from supplypact.planning.risk.model import RiskModel
from supplypact.planning.risk.stockpile import prepare
from tests.given import pact, project, target, two_stages
from tests.planning.risk.given import BAN, PLAN, data, law, small

TIGHT = Options(gap=1e-8)


def lost(model: RiskModel, column: np.ndarray, hazard: str) -> dict[int, float]:
    """Return what all users lose to a hazard in a month, in tonnes, by year."""
    (each,) = model.materials
    unit = each.base.chain.unit
    found = {}
    for family, events in zip(each.families, each.events, strict=True):
        for rhs, (event, year) in enumerate(events):
            if event.id == hazard:
                mine = family.own.rhs == rhs
                phi = family.base[rhs].copy()
                np.add.at(
                    phi,
                    family.own.row[mine],
                    family.own.value[mine] * column[family.own.column[mine]],
                )
                months = len(each.given[0].first_months) * len(each.users)
                found[2029 + year] = float(phi[:months].sum()) * unit
    return found


def test_a_late_project_is_missing_in_the_year_in_which_it_was_due() -> None:
    # Two years after a start in 2029 the plant makes 20 of the parties' 60 t.
    model = small(BAN, terms=pact(target("testium"), project_late_chance=0.5))
    column = model.base.copy()
    running = model.built.starts.running[0]
    column[running] = [0.0, 0.0, 1.0]
    assert lost(model, column, "late-plant-refine") == pytest.approx({2031: 20 / 12})
    column[running] = [0.0, 1.0, 1.0]
    assert lost(model, column, "late-plant-refine") == pytest.approx({2031: 0.0})


def test_a_project_that_is_never_late_is_no_hazard() -> None:
    model = small(BAN, terms=pact(target("testium"), project_late_chance=0.0))
    assert {hazard.id for events in model.materials[0].events for hazard, _ in events} == {"ban"}


def test_late_projects_need_a_law() -> None:
    world = two_stages(project("plant", "AUS", {("testium", "refine"): 20}, start=2025, lead=2))
    without = replace(data(BAN), laws=(law(),))
    terms = pact(project_late_chance=0.5)
    with pytest.raises(UsageError, match="no duration law 'late'"):
        prepare(terms, world, without, RiskOptions(), PLAN, progress=lambda _what, _part: None)


def test_a_late_project_makes_a_plan_that_needs_it_dearer() -> None:
    sure, late = (
        solve(small(BAN, terms=pact(target("testium"), project_late_chance=chance)).problem, TIGHT)
        for chance in (0.0, 0.9)
    )
    assert late.objective >= sure.objective * (1 - 1e-9)


def test_a_cover_is_held_whatever_it_is_worth() -> None:
    # Nothing is worth holding at a shortage price of 1; 73 days of Japan's 30 t are 6 t.
    cover = Cover(material="testium", holder="JPN", days=73.0, first_year=2031)
    terms = pact(target("testium"), shortage_price_multiple=1.0, stock_holding=1.0)
    model = small(BAN, options=RiskOptions(covers=(cover,)), terms=terms)
    column = model.columns(solve(model.problem, TIGHT).x)
    unit = model.built.bases[0].chain.unit
    held = column[model.stock.stock].sum(axis=0) * unit
    japan = model.stocks.holders.index("JPN")
    assert held[japan, -1] == pytest.approx(6.0)
    assert held[1 - japan] == pytest.approx(0.0, abs=1e-6)


def test_a_cover_that_cannot_be_held_is_told_in_all_its_faults() -> None:
    covers = (
        Cover(material="testium", holder="JPN", days=400.0, first_year=2031),
        Cover(material="testum", holder="JPN", days=1.0, first_year=2031),
        Cover(material="testium", holder="AUS", days=1.0, first_year=2031),
        Cover(material="testium", holder="USA", days=200.0, first_year=2029),
    )
    with pytest.raises(UsageError) as told:
        small(BAN, options=RiskOptions(covers=covers))
    for words in (
        "400 days of testium in JPN are above the storage of 365 days",
        "unknown material 'testum'",
        "'AUS' is no party of the pact",
        "200 days of testium in USA by 2029 are more than can be bought by then",
    ):
        assert words in str(told.value)


@pytest.mark.parametrize("days", [-1.0, float("nan")])
def test_days_that_cannot_be_are_told(days: float) -> None:
    with pytest.raises(UsageError, match="cannot be"):
        Cover(material="testium", holder="JPN", days=days, first_year=2031)
