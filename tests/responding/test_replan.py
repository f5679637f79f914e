"""A later plan: what was ordered stays, and the rest changes only where that pays."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from supplypact.domain.event import Event
from supplypact.domain.response import MODES, Decided, RespondOptions, Response
from supplypact.errors import UsageError
from supplypact.responding.clock import grid_of, of_edges
from supplypact.responding.given import ResponseData
from supplypact.responding.record import regridded
from supplypact.responding.replan import first_open
from supplypact.responding.respond import respond
from tests import given as world
from tests.responding.given import DAY0, cut, data, event, stock

NOW = date(2026, 2, 12)
"""42 days on: six weeks are over."""
HELD = stock("JPN", tonnes=9000.0), stock("USA", tonnes=4000.0)


def network() -> Any:
    """Return the two stages of ``tests.given`` with an Australian refinery beside them."""
    base = world.two_stages()
    factor = pl.col("tonnes") * 1000.0
    grown = {
        name: getattr(base, name).with_columns(factor) for name in ("output", "demand", "flow")
    }
    capacity = pl.DataFrame(
        {
            "material": ["testium"] * 2,
            "stage": ["refine"] * 2,
            "country": ["JPN", "CHN"],
            "tonnes": [20e3, 90e3],
        }
    )
    return replace(base, capacity=capacity, **grown)


def answer(
    *events: Event,
    of: ResponseData | None = None,
    as_of: date = DAY0,
    decided: Decided | None = None,
    stocks_now: bool = False,
    mode: str = "full",
    pact: Any = None,
) -> Response:
    return respond(
        pact or world.pact(),
        network(),
        of or data(*HELD),
        events or (event(cut(share=0.5)),),
        RespondOptions(as_of=as_of, mode=mode),
        decided=decided,
        stocks_now=stocks_now,
    )


def decided_of(response: Response) -> Decided:
    return Decided(
        pact=response.pact,
        day0=response.day0,
        edges=response.edges,
        materials=response.materials,
        mode=response.options.mode,
        lines=response.options.lines,
        orders=response.orders,
    )


def keyed(response: Response, like: Response | None = None) -> dict[tuple[Any, ...], float]:
    """Return the orders by all but tonnes, parted as the periods of ``like`` are."""
    orders = response.orders
    if like is not None:
        orders = regridded(orders, of_edges(response.edges), of_edges(like.edges))
    return {tuple(row[:-1]): row[-1] for row in orders.rows()}


def released_by(response: Response, holder: str) -> float:
    """Return what a holder gave in the first six weeks."""
    rows = response.orders.filter(
        (pl.col("order") == "release")
        & pl.col("giver").str.starts_with(holder)
        & (pl.col("period") < 6)
    )
    return float(rows["tonnes"].sum())


def test_the_first_open_period_begins_on_the_day_or_after() -> None:
    grid = grid_of()
    assert [first_open(grid, day) for day in (0.0, 1.0, 7.0, 42.0, 43.0, 91.0, 92.0)] == [
        0,
        1,
        1,
        6,
        7,
        13,
        14,
    ]


def test_no_news_changes_nothing_to_the_last_order() -> None:
    before = answer()
    assert len(before.actions) > 2
    after = answer(decided=decided_of(before), as_of=NOW)
    old, new = keyed(before, after), keyed(after)
    assert new.keys() == old.keys()
    for key, tonnes in old.items():
        assert new[key] == pytest.approx(tonnes, rel=1e-9)
    assert {each.what for each in after.changes} == {"kept"}
    assert after.day0 == DAY0
    assert after.as_of == NOW
    # waiting counts from the day of decision
    assert (after.delays["extra_usd"] > 0).all()
    assert after.delays["cost_usd"].is_sorted()


def test_no_news_on_the_same_day_costs_the_same() -> None:
    before = answer()
    after = answer(decided=decided_of(before))
    assert after.answer == pytest.approx(before.answer, rel=1e-9)
    assert after.nothing == pytest.approx(before.nothing, rel=1e-9)


def test_periods_that_are_over_are_not_told() -> None:
    before = answer()
    after = answer(decided=decided_of(before), as_of=NOW)
    assert after.periods["period"].min() == 6
    assert after.periods["start"][0] == NOW
    for name in ("balance", "short"):
        assert getattr(after, name)["period"].min() == 6
    assert after.orders["period"].min() == before.orders["period"].min()


def test_what_was_ordered_stays_whatever_the_news() -> None:
    before = answer()
    deeper = answer(event(cut(share=1.0)), decided=decided_of(before), as_of=NOW)
    old = {k: v for k, v in keyed(before).items() if k[4] < 6 and k[1] != "expedite"}
    new = {k: v for k, v in keyed(deeper).items() if k[4] < 6 and k[1] != "expedite"}
    assert new.keys() == old.keys()
    for key, tonnes in old.items():
        assert new[key] == pytest.approx(tonnes, rel=1e-9)
    assert all(each.decided for each in deeper.actions if each.ordered < NOW)
    assert not any(each.decided for each in deeper.actions if each.ordered >= NOW)


def test_a_deeper_cut_asks_for_more() -> None:
    before = answer()
    deeper = answer(event(cut(share=1.0)), decided=decided_of(before), as_of=NOW)
    assert {"more", "added"} & {each.what for each in deeper.changes}
    assert deeper.nothing > before.nothing * 1.5
    told = sum(each.after - each.before for each in deeper.changes if each.kind != "restrain")
    assert told > 0


def test_a_stock_that_was_not_known_before_adds_its_release() -> None:
    before = answer(of=data(HELD[0]))
    after = answer(of=data(*HELD), decided=decided_of(before), as_of=NOW)
    added = {(each.kind, each.source) for each in after.changes if each.what == "added"}
    assert ("release", "USA") in added
    assert after.answer < answer(of=data(HELD[0]), decided=decided_of(before), as_of=NOW).answer


def test_news_that_hardly_pay_leave_the_playbook_as_it_is() -> None:
    # a stock of a thousandth of a month's use
    before = answer(of=data(HELD[0]))
    small = data(HELD[0], stock("USA", tonnes=2.5))
    after = answer(of=small, decided=decided_of(before), as_of=NOW)
    assert {each.what for each in after.changes} == {"kept"}


def test_an_event_known_to_end_soon_asks_for_less() -> None:
    before = answer()
    ending = replace(event(cut(share=0.5)), end=NOW + timedelta(days=61))
    after = answer(ending, decided=decided_of(before), as_of=NOW)
    assert {"less", "dropped"} & {each.what for each in after.changes}
    assert {"more", "added"}.isdisjoint(each.what for each in after.changes)
    late = after.periods.filter(pl.col("start") > date(2026, 6, 1))["period"]
    balance = after.balance.filter(pl.col("period").is_in(late.implode()))
    assert balance["lost"].sum() == pytest.approx(0.0)


def test_half_of_a_stock_gone_is_told_as_fewer_releases() -> None:
    before = answer()
    released = released_by(before, "JPN")
    assert released > 0
    left = 9000.0 - released
    of = data(stock("JPN", tonnes=left / 2), HELD[1])
    after = answer(of=of, decided=decided_of(before), as_of=NOW, stocks_now=True)
    changed = {(each.kind, each.source): each for each in after.changes}
    release = changed["release", "JPN"]
    assert release.what == "less"
    assert release.after <= left / 2 * (1 + 1e-9)
    assert release.before > release.after
    # what was given before came from what there was before
    kept = after.stocks.filter(pl.col("holder") == "JPN")
    assert 0.0 <= kept["left_tonnes"][0] <= left / 2


def test_stocks_that_are_told_as_they_are_now_bring_no_news_by_themselves() -> None:
    before = answer()
    of = data(
        stock("JPN", tonnes=9000.0 - released_by(before, "JPN")),
        stock("USA", tonnes=4000.0 - released_by(before, "USA")),
    )
    after = answer(of=of, decided=decided_of(before), as_of=NOW, stocks_now=True)
    assert {each.what for each in after.changes} == {"kept"}


def test_a_change_is_told_in_tonnes_from_now_on() -> None:
    before = answer()
    after = answer(decided=decided_of(before), as_of=NOW)
    open_ = before.orders.filter((pl.col("order") == "release") & (pl.col("period") >= 6))
    rows = open_.group_by("giver", "user").agg(pl.col("tonnes").sum()).iter_rows()
    tonnes = {(giver[:3], user[:3]): each for giver, user, each in rows}
    told = {(each.source, each.user): each for each in after.changes if each.kind == "release"}
    assert told.keys() == tonnes.keys()
    for key, each in tonnes.items():
        assert told[key].before == pytest.approx(each)
        assert told[key].after == pytest.approx(each)
        assert told[key].material == "testium"


def test_what_was_lent_before_stands_in_the_modes_in_which_less_is_owed() -> None:
    held, pact = data(stock("USA", tonnes=9000.0)), world.pact(mutual_share=0.05)
    before = answer(of=held, pact=pact)
    lent = before.orders.filter(
        (pl.col("order") == "release")
        & pl.col("user").str.starts_with("JPN")
        & (pl.col("period") < 6)
    )
    assert lent["tonnes"].sum() > 0.05 * 9000.0
    after = answer(of=held, pact=pact, decided=decided_of(before), as_of=NOW)
    costs = after.modes.filter(pl.col("party") == "*")["cost_usd"].to_list()
    assert after.modes["mode"].unique(maintain_order=True).to_list() == list(MODES)
    assert costs[3] == min(costs)
    assert max(costs) <= after.nothing


def by_order(response: Response, first: float = 0.0) -> dict[tuple[str, str, str], float]:
    """Return the tonnes of each giver and user ordered from a day on."""
    edges = np.array(response.edges[:-1])
    rows = response.orders.filter(pl.Series(edges[response.orders["period"].to_numpy()] >= first))
    sums = rows.group_by("order", "giver", "user").agg(pl.col("tonnes").sum())
    return {(order, giver, user): tonnes for order, giver, user, tonnes in sums.iter_rows()}


@pytest.mark.parametrize("days", [3, 45, 50, 92, 200])
def test_a_day_within_a_period_parts_it_and_changes_nothing(days: int) -> None:
    before, now = answer(), DAY0 + timedelta(days=days)
    after = answer(decided=decided_of(before), as_of=now)
    assert len(after.edges) == len(before.edges) + 1
    assert float(days) in after.edges
    assert after.periods["start"][0] == now
    assert {each.what for each in after.changes} == {"kept"}
    assert by_order(after) == pytest.approx(by_order(before))
    # a fifth plan knows the day of the fourth
    again = answer(decided=decided_of(after), as_of=now)
    assert again.edges == after.edges
    assert by_order(again, days) == pytest.approx(by_order(after, days))


def test_of_a_period_that_is_parted_the_days_before_the_decision_stand() -> None:
    # 42 to 49 is the seventh week: 3 of its 7 days are over
    before, now = answer(), DAY0 + timedelta(days=45)
    deeper = answer(event(cut(share=1.0)), decided=decided_of(before), as_of=now)
    week = {k[:4]: v for k, v in keyed(before).items() if k[4] == 6 and k[1] != "expedite"}
    stood = {k[:4]: v for k, v in keyed(deeper).items() if k[4] == 6 and k[1] != "expedite"}
    assert stood.keys() == week.keys()
    for key, tonnes in week.items():
        assert stood[key] == pytest.approx(tonnes * 3 / 7)


def test_an_event_that_is_over_is_told_and_dropped() -> None:
    over = event(cut(share=1.0), name="first", end=NOW)
    lasting = event(cut(share=0.5), name="second")
    found = answer(over, lasting, as_of=NOW)
    (note,) = [each for each in found.notes if each.key == "ended"]
    assert note.values == {"event": "first", "date": str(NOW - timedelta(days=1))}
    assert [each.id for each in found.events] == ["second"]
    assert found.nothing == pytest.approx(answer(lasting, as_of=NOW).nothing)


def test_mode_and_lines_are_those_of_the_earlier_playbook() -> None:
    before = answer(mode="alone")
    after = answer(decided=decided_of(before), as_of=NOW)
    assert after.options.mode == "alone"
    assert {each.what for each in after.changes} == {"kept"}


def plant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a plant begin in the middle of 2026, or from day 91 on if it is brought forward."""
    rows = [("plant", "testium", "refine", "AUS", 2026, 20e3)]
    columns = ["project", "material", "stage", "country", "year", "tonnes"]
    addition = pl.DataFrame(rows, schema=columns, orient="row")
    known = replace(network(), addition=addition)
    monkeypatch.setattr("tests.responding.test_replan.network", lambda: known)


def test_a_plant_that_was_brought_forward_stands_however_long_one_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plant(monkeypatch)
    before = answer()
    expedite = before.orders.filter(pl.col("order") == "expedite")
    assert expedite["tonnes"].to_list() == pytest.approx([20e3 / 12 * 0.3])
    after = answer(decided=decided_of(before), as_of=NOW)
    assert ("kept", "expedite", "plant") in {
        (each.what, each.kind, each.source) for each in after.changes
    }
    # 42 days and 8 weeks are later than day 91: what is lost by waiting does not jump there
    days = after.delays["a_day_usd"].to_list()
    assert days[3] < 1.25 * days[2]
    (told,) = [each for each in after.actions if each.kind == "expedite"]
    assert (told.decided, told.ordered) == (True, DAY0)
    deeper = answer(event(cut(share=1.0)), decided=decided_of(before), as_of=NOW)
    kept = deeper.orders.filter(pl.col("order") == "expedite")
    assert kept["tonnes"].to_list() == pytest.approx(expedite["tonnes"].to_list())


def test_the_playbook_of_another_pact_is_refused() -> None:
    other = replace(decided_of(answer()), pact="other")
    with pytest.raises(UsageError, match="the earlier playbook is of the pact 'other'") as refused:
        answer(decided=other, as_of=NOW)
    assert refused.value.where == "--after"
    assert "give a playbook of 'test'" in refused.value.fix


def test_orders_of_parties_that_are_no_longer_there_are_refused() -> None:
    before = decided_of(answer())
    other = replace(before, orders=before.orders.with_columns(user=pl.lit("KOR,refine")))
    with pytest.raises(UsageError, match="which there is no longer"):
        answer(decided=other, as_of=NOW)


def test_a_day_before_the_earlier_playbook_or_after_its_end_is_refused() -> None:
    before = decided_of(answer())
    with pytest.raises(UsageError, match="is before the day of the earlier playbook"):
        answer(decided=before, as_of=DAY0 - timedelta(days=1))
    # day 729.75 is the last; a month before that nothing is left to plan
    with pytest.raises(UsageError, match="the earlier playbook ends on 2028-01-01"):
        answer(decided=before, as_of=date(2027, 12, 1))
    assert answer(decided=before, as_of=date(2027, 11, 20)).periods.height >= 1


def test_a_material_that_is_struck_later_gets_lines_and_the_others_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base = network()
    named = (base.materials[0], replace(base.materials[0], id="other"))
    names = ("output", "capacity", "addition", "demand", "growth", "flow")
    frames = {name: getattr(base, name) for name in names}
    twice = {
        name: pl.concat([each, each.with_columns(material=pl.lit("other"))])
        for name, each in frames.items()
    }
    both = replace(base, materials=named, **twice)
    monkeypatch.setattr("tests.responding.test_replan.network", lambda: both)
    before = answer()
    second = event(cut(share=0.5, materials=("other",)), name="second", start=NOW)
    after = answer(event(cut(share=0.5)), second, decided=decided_of(before), as_of=NOW)
    assert set(after.materials) == {"testium", "other"}
    told = {(each.material, each.what) for each in after.changes}
    assert told == {("testium", "kept"), ("other", "added")}
    assert not any(each.decided for each in after.actions if each.material == "other")
    assert {key for key in keyed(after) if key[0] == "testium"} == keyed(before, after).keys()


def test_a_second_later_plan_carries_on_the_first() -> None:
    first = answer()
    second = answer(event(cut(share=0.8)), decided=decided_of(first), as_of=NOW)
    third = answer(
        event(cut(share=0.8)), decided=decided_of(second), as_of=NOW + timedelta(days=21)
    )
    assert {each.what for each in third.changes} == {"kept"}
    assert np.isclose(sum(keyed(second).values()), sum(keyed(third).values()))


def test_a_plant_that_is_brought_forward_by_a_later_plan_is_ordered_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plant(monkeypatch)
    before = answer(event(cut(share=0.05)))
    assert "expedite" not in set(before.orders["order"])
    after = answer(event(cut(share=1.0)), decided=decided_of(before), as_of=NOW)
    (told,) = [each for each in after.actions if each.kind == "expedite"]
    assert (told.decided, told.ordered) == (False, NOW)
