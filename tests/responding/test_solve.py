"""The optimiser against answers by hand, and against the replay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.algebra.response_sides import Rules
from supplypact.domain.incident import MaterialIncident
from supplypact.responding.effects import costs_by_party, effects
from supplypact.responding.lines import allowed, lines_of
from supplypact.responding.solve import Held, IncidentLp, Solved
from supplypact.simulation.replay import replay
from tests.responding.by_hand import incident, own_store, rich, weeks_then_months
from tests.responding.by_hand_cases import Case, cases

MODES = (
    Rules(),
    Rules(waived=False, swaps=False),
    Rules(apart=True, waived=False, swaps=False),
)


def solved(of: MaterialIncident, rules: Rules | None = None) -> Solved:
    return IncidentLp(of).solve(of, rules or Rules())


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_the_answer_is_the_one_found_by_hand(case: Case) -> None:
    found = solved(case.incident, Rules(waived=case.waived))
    total = found.short + found.orders.restrain.sum(axis=1)
    by_hand = np.array(case.short) + case.orders.restrain.sum(axis=1)
    assert total == pytest.approx(by_hand, abs=1e-9)
    assert found.loss == pytest.approx(case.loss, abs=1e-6)
    assert found.cost == pytest.approx(case.cost + case.loss, abs=1e-6)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
@pytest.mark.parametrize("rules", MODES, ids=["full", "pact", "alone"])
def test_the_replay_finds_the_same_tonnes_and_the_same_cost(case: Case, rules: Rules) -> None:
    found = solved(case.incident, rules)
    told = replay(case.incident, found.orders)
    assert told.short == pytest.approx(found.short, abs=1e-6)
    assert told.total == pytest.approx(found.cost, rel=1e-9, abs=1e-6)
    assert told.residual == pytest.approx(0.0, abs=1e-6)
    assert sum(told.refused.values()) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_lines_add_up_to_what_the_answer_saves(case: Case) -> None:
    found = solved(case.incident)
    brought = effects(case.incident, lines_of(case.incident, found.orders))
    saved = sum(each.avoided - each.cost for each in brought)
    assert saved == pytest.approx(case.incident.nothing - found.cost, abs=1e-6)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_the_parties_bear_the_whole_cost(case: Case) -> None:
    found = solved(case.incident)
    by_party = np.sum(list(costs_by_party(case.incident, found).values()), axis=0)
    assert by_party[:2] == pytest.approx([found.cost, found.loss], abs=1e-6)


def test_doing_nothing_costs_the_mean_worth_of_what_is_lost() -> None:
    i = incident()
    found = solved(i, Rules(delay=i.grid.end + 1.0))
    assert found.short == pytest.approx(i.loss)
    assert found.cost == pytest.approx(i.nothing)


def test_a_stock_above_the_need_leaves_no_shortage() -> None:
    i = own_store(stock=1e4, handling=1.0)
    i = replace(i, release_lag=np.zeros_like(i.release_lag), takes=np.full_like(i.takes, 1e4))
    mine = i.own.any(axis=0)
    assert solved(i).short[mine] == pytest.approx(0.0)
    assert solved(i).orders.restrain[mine] == pytest.approx(0.0)


@given(scale=st.floats(0.0, 1.0), part=st.floats(0.0, 1.0))
def test_acting_together_never_costs_more(scale: float, part: float) -> None:
    i = rich()
    i = replace(i, loss=i.loss * scale, stock=i.stock * part)
    full, pact, alone = (solved(i, rules).cost for rules in MODES)
    assert full <= pact + 1e-6
    assert pact <= alone + 1e-6
    assert alone <= i.nothing + 1e-6


@given(days=st.tuples(st.floats(0.0, 60.0), st.floats(0.0, 60.0)))
def test_waiting_never_pays(days: tuple[float, float]) -> None:
    i = rich()
    sooner, later = (solved(i, Rules(delay=each)).cost for each in sorted(days))
    assert sooner <= later + 1e-6


def test_a_party_that_leaves_takes_no_more_than_what_it_gave() -> None:
    i = rich()
    together, apart = solved(i).cost, solved(i, MODES[2]).cost
    for party in {party for party, _ in i.users}:
        mine = np.array([each == party for each, _ in i.users])
        left = replace(i, loss=np.where(mine[:, None], 0.0, i.loss))
        gone = solved(left, MODES[2]).cost
        own = replace(i, loss=np.where(mine[:, None], i.loss, 0.0))
        assert together <= gone + solved(own, MODES[2]).cost + 1e-6
        assert apart == pytest.approx(gone + solved(own, MODES[2]).cost, abs=1e-6)


@pytest.mark.parametrize("past", [0, 1, 2])
def test_a_later_plan_without_news_keeps_every_order(past: int) -> None:
    i = rich()
    lp = IncidentLp(i)
    before = lp.solve(i, Rules())
    after = lp.solve(i, Rules(), held=Held(orders=before.orders, past=past))
    kept = lp.solve(i, Rules(), held=Held(orders=before.orders, past=past, all=True))
    assert after.cost == pytest.approx(before.cost, abs=1e-6)
    assert kept.cost == pytest.approx(before.cost, abs=1e-6)
    for name in ("surge", "release", "reroute", "swap", "substitute", "restrain"):
        assert getattr(kept.orders, name) == pytest.approx(getattr(before.orders, name), abs=1e-9)


def test_only_the_lines_that_are_kept_are_ordered() -> None:
    i = rich()
    lp = IncidentLp(i)
    exact = lp.solve(i, Rules())
    lines = lines_of(i, exact.orders)
    kept = lp.solve(i, Rules(), only=allowed(i, lines[:1]))
    assert {line.orders for line in lines_of(i, kept.orders)} <= {lines[0].orders}
    assert exact.cost <= kept.cost + 1e-9 <= i.nothing + 1e-6
    assert lp.solve(i, Rules(), only=allowed(i, lines)).cost == pytest.approx(exact.cost)


def test_weeks_and_months_agree_with_the_replay() -> None:
    grid = weeks_then_months()
    i = incident()
    loss = np.outer(i.loss[:, -1] / i.grid.months[-1], grid.months)
    weight = np.linspace(1.0, 0.5, len(grid.start))
    i = replace(rich(), grid=grid, loss=loss, weight=weight)
    found = solved(i)
    told = replay(i, found.orders)
    assert told.short == pytest.approx(found.short, abs=1e-6)
    assert told.total == pytest.approx(found.cost, rel=1e-9)
