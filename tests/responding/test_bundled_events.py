"""Every bundled event, moved to the first day of 2026, on the bundled data."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import polars as pl
import pytest

from supplypact.algebra.response_sides import Rules
from supplypact.data import catalogue
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.response import ACTIONS, MODES, Decided, RespondOptions, Response
from supplypact.responding.clock import grid_of
from supplypact.responding.effects import costs_by_party
from supplypact.responding.given import RESPONSE_TABLES, ResponseData, gather_response
from supplypact.responding.incident import Setting, Situation
from supplypact.responding.record import orders_of
from supplypact.responding.respond import _situations, respond
from supplypact.responding.solve import IncidentLp
from supplypact.simulation.replay import replay
from supplypact.workspace.workspace import Workspace

DAY0 = date(2026, 1, 1)
EVENTS = catalogue.event_ids()
NEAR = 1e-6
"""Tonnes."""


@cache
def case() -> tuple[Pact, Network, ResponseData]:
    workspace = Workspace()
    _, laws = workspace.open_hazards()
    tables = workspace.open_tables(RESPONSE_TABLES)
    pact, network = workspace.open_case("us-japan-2025")
    return pact, network, gather_response(workspace.open_stocks(None), laws, tables)


@cache
def answer(name: str) -> Response:
    pact, network, data = case()
    return respond(
        pact, network, data, [Workspace().open_event(name).moved(DAY0)], RespondOptions()
    )


def situations(name: str) -> list[Situation]:
    pact, network, data = case()
    found = answer(name)
    grid, avoided = grid_of(), pact.avoided
    setting = Setting(pact, network, data, found.events, DAY0, DAY0, grid, avoided)
    return _situations(setting, found.materials)


every_event = pytest.mark.parametrize("name", EVENTS)


def cost(response: Response, mode: str) -> float:
    rows = response.modes.filter((pl.col("mode") == mode) & (pl.col("party") == "*"))
    return float(rows["cost_usd"].item())


@every_event
def test_what_is_lost_is_replaced_saved_given_up_or_missing(name: str) -> None:
    balance = answer(name).balance
    sums = pl.sum_horizontal(*ACTIONS, "short")
    gap = balance.select((pl.col("lost") - sums).abs()).to_series().to_numpy()
    assert gap.max(initial=0.0) < NEAR
    # nothing is negative but what a swap gives
    for column in (*ACTIONS, "short", "lost", "use"):
        if column != "swap":
            assert (balance[column] >= -NEAR).all(), column
    assert (balance["lost"] <= balance["use"] + NEAR).all()


@every_event
def test_end_uses_add_up_to_what_is_given_up_or_missing(name: str) -> None:
    found = answer(name)
    keys = ["path", "material", "party", "stage", "period"]
    by_use = found.short.group_by(keys).agg(pl.col("tonnes").sum())
    both = found.balance.join(by_use, on=keys, validate="1:1")
    assert len(both) == len(found.balance)
    assert ((both["tonnes"] - both["restrain"] - both["short"]).abs() < NEAR).all()
    nothing = found.short.filter(pl.col("path") == "nothing")["usd"].sum()
    assert nothing == pytest.approx(found.nothing)


@every_event
def test_the_lines_add_up_to_what_the_playbook_saves(name: str) -> None:
    found = answer(name)
    saved = sum(each.avoided - each.cost for each in found.actions)
    assert saved == pytest.approx(found.nothing - found.answer, rel=1e-9)
    assert found.answer == pytest.approx(found.rounding.kept)
    assert found.rounding.exact <= found.rounding.kept + NEAR
    assert len(found.actions) <= found.options.lines
    assert found.rounding.kept_lines == len(found.actions)


@every_event
def test_acting_together_never_costs_more(name: str) -> None:
    found = answer(name)
    full, pact, alone, sharing = (
        cost(found, mode) for mode in ("full", "pact", "alone", "sharing")
    )
    near = 1e-9 * found.nothing
    assert full <= pact + near
    assert pact <= alone + near
    assert full <= sharing + near
    assert alone <= found.nothing + near
    # waivers that are not worth a line are not asked for
    assert full - near <= found.rounding.exact <= full + 0.001 * (found.nothing - full) + near


@every_event
def test_waiting_never_pays(name: str) -> None:
    found = answer(name)
    costs = [found.rounding.exact, *found.delays["cost_usd"]]
    assert (np.diff(costs) >= -1e-9 * found.nothing).all()
    assert costs[-1] <= found.nothing * (1 + 1e-9)


@every_event
def test_the_replay_of_the_playbook_finds_the_same_tonnes_and_cost(name: str) -> None:
    found = answer(name)
    total = 0.0
    for situation in situations(name):
        i = situation.middle
        told = replay(i, orders_of(i, found.orders))
        total += told.total
        rows = found.balance.filter(
            (pl.col("path") == "answer") & (pl.col("material") == i.material)
        )
        short = rows["short"].to_numpy().reshape(i.loss.shape) / i.tonnes[:, None]
        assert told.short == pytest.approx(short, abs=NEAR)
        assert told.residual == pytest.approx(0.0, abs=NEAR)
        assert sum(told.refused.values()) == pytest.approx(0.0, abs=NEAR)
    assert total == pytest.approx(found.answer, rel=1e-9)


@every_event
def test_dates_owners_and_limits_are_told(name: str) -> None:
    found = answer(name)
    assert [each.number for each in found.actions] == list(range(1, len(found.actions) + 1))
    last = found.periods["end"].to_list()[-1]
    for each in found.actions:
        assert DAY0 <= each.ordered <= each.effect < each.until <= last
        assert each.owner in found.parties
        assert each.user in found.parties
        assert each.material in found.materials
        assert 0 < each.expected_tonnes <= each.tonnes * (1 + 1e-9)
        assert each.tonnes > 0
        assert each.cost >= 0
        assert each.limit


@every_event
def test_the_schedule_tells_each_line_in_the_tonnes_of_its_product(name: str) -> None:
    # what is ordered may come too late to count, or begin before it is wanted
    found = answer(name)
    ordered = dict(found.schedule.group_by("line").agg(pl.col("tonnes").sum()).iter_rows())
    assert set(ordered) == {each.number for each in found.actions}
    for each in found.actions:
        assert each.tonnes <= ordered[each.number] * (1 + 1e-9)
        if each.kind in ("substitute", "restrain"):
            assert each.tonnes == pytest.approx(ordered[each.number])


@every_event
def test_a_later_plan_without_news_keeps_every_order(name: str) -> None:
    pact, network, data = case()
    before = answer(name)
    decided = Decided(
        pact=pact.id,
        day0=DAY0,
        edges=before.edges,
        materials=before.materials,
        mode="full",
        lines=12,
        orders=before.orders,
    )
    now = before.periods["start"][5]
    if any(each.end is not None and each.end <= now for each in before.events):
        pytest.skip("the event is over by then")
    after = respond(pact, network, data, before.events, RespondOptions(as_of=now), decided=decided)
    keys = ["material", "order", "giver", "user", "period"]
    both = before.orders.join(after.orders, on=keys, how="full", coalesce=True).fill_null(0.0)
    gap = (both["tonnes"] - both["tonnes_right"]).abs()
    assert (gap <= 1e-9 * before.orders["tonnes"].to_numpy().max() + 1e-12).all()
    assert {each.what for each in after.changes} == {"kept"}


@every_event
def test_a_party_that_leaves_takes_no_more_than_what_it_gave(name: str) -> None:
    # it takes its part of what others can send with it, its plants and its stores
    for situation in situations(name):
        i = situation.middle
        lp = IncidentLp(i)
        near = 1e-9 * i.nothing
        apart = lp.solve(i, Rules(apart=True, waived=False, swaps=False))
        alone = {party: each[0] for party, each in costs_by_party(i, apart).items()}
        assert lp.solve(i, Rules()).cost <= sum(alone.values()) + near
        for party, own in alone.items():
            mine = np.array([each == party for each, _ in i.users])[:, None]
            others = replace(i, loss=np.where(mine, 0.0, i.loss))
            with_all_of_it = lp.solve(others, Rules()).cost
            assert with_all_of_it <= sum(alone.values()) - own + near


def test_a_stock_far_above_the_need_leaves_its_party_no_shortage() -> None:
    pact, network, data = case()
    event = Workspace().open_event("gallium-germanium-2023").moved(DAY0)
    rows = [
        ("JPN", material, "refine", "given", 1e6, None, "2026", "test", "reported")
        for material in ("gallium", "germanium")
    ]
    own = pl.DataFrame(rows, schema=data.stocks.schema, orient="row")
    held = replace(data, stocks=pl.concat([data.stocks, own]))
    found = respond(pact, network, held, [event], RespondOptions())
    japan = found.balance.filter(
        (pl.col("path") == "answer") & (pl.col("party") == "JPN") & (pl.col("period") >= 2)
    )
    assert japan["lost"].sum() > 0
    assert (japan["short"] < NEAR).all()
    assert (japan["restrain"] < NEAR).all()


@pytest.mark.parametrize("mode", MODES)
def test_a_playbook_of_each_mode_costs_what_the_mode_does_or_little_more(mode: str) -> None:
    pact, network, data = case()
    event = Workspace().open_event("gallium-germanium-2023").moved(DAY0)
    found = respond(pact, network, data, [event], RespondOptions(mode=mode))
    assert found.rounding.exact == pytest.approx(cost(answer(event.id), mode), rel=1e-9)
    assert found.rounding.kept <= found.rounding.exact + 0.02 * found.nothing
    if mode != "full":
        assert "waive" not in {each.kind for each in found.actions}
    if mode in ("alone", "pact"):
        assert "swap" not in {each.kind for each in found.actions}
