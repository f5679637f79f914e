"""The whole answer in the two-stage world of ``tests.given``, and what cannot be asked."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from supplypact.domain.event import Event
from supplypact.domain.pact import Pact
from supplypact.domain.response import MODES, RespondOptions, Response
from supplypact.errors import UsageError
from supplypact.responding.given import ResponseData
from supplypact.responding.respond import respond
from supplypact.units import UsdPerTonne
from tests import given as world
from tests.responding.given import DAY0, cut, data, event, stock


def answer(*events: Event, of: ResponseData | None = None, **asked: Any) -> Response:
    return respond(
        world.pact(),
        world.two_stages(),
        of or data(stock("JPN", tonnes=5.0), stock("USA", tonnes=2.0)),
        events or (event(),),
        RespondOptions(**asked),
    )


def test_the_day_of_decision_is_the_first_start_if_none_is_given() -> None:
    later = event(name="later", start=DAY0 + timedelta(days=40))
    found = answer(later, event())
    assert (found.as_of, found.day0) == (DAY0, DAY0)
    assert found.periods["start"][0] == DAY0
    assert answer(as_of=DAY0 + timedelta(days=3)).as_of == DAY0 + timedelta(days=3)


def test_the_answer_names_parties_events_materials_and_options() -> None:
    found = answer(mode="pact", lines=5)
    assert (found.pact, found.parties, found.concern) == ("test", ("USA", "JPN"), ("CHN",))
    assert (found.materials, found.unused, found.estimates) == (("testium",), (), ("testium",))
    assert (found.options.mode, found.options.lines) == ("pact", 5)
    assert found.unknown_stocks == ()


def test_an_unknown_stock_is_named_and_counts_as_none() -> None:
    found = answer(of=data(stock("JPN", tonnes=5.0)))
    assert found.unknown_stocks == (("USA", "testium"),)
    assert found.stocks["holder"].to_list() == ["JPN"]


def test_a_known_worth_is_no_estimate() -> None:
    worth = {("testium", "industry_other"): (1e3, 2e4, 4e4)}
    found = answer(of=data(worth=worth))
    assert found.estimates == ()
    assert found.nothing_low < found.nothing < found.nothing_high
    assert found.nothing_low == pytest.approx(found.nothing / 20)
    assert found.nothing_high == pytest.approx(found.nothing * 2)


def test_the_band_follows_the_depth_of_the_cut_with_the_lines_of_the_playbook() -> None:
    found = answer(event(cut(share=0.5, low=0.25, high=1.0)))
    assert found.nothing_low == pytest.approx(found.nothing / 2)
    assert found.nothing_high == pytest.approx(found.nothing * 2)
    assert found.answer_low <= found.answer <= found.answer_high
    assert found.answer_low <= found.nothing_low
    assert found.answer_high <= found.nothing_high
    sure = answer(event(cut(share=0.5)))
    assert [sure.answer_low, sure.answer_high] == pytest.approx([sure.answer] * 2)


def test_a_material_that_no_party_draws_from_the_supplier_gives_no_lines() -> None:
    # Australia refines nothing
    found = answer(event(cut("AUS", "refine")))
    assert (found.materials, found.unused, found.actions) == ((), ("testium",), ())
    assert (found.nothing, found.answer) == (0.0, 0.0)
    assert found.rounding.exact_lines == found.rounding.kept_lines == 0
    assert found.balance.is_empty()
    assert found.orders.is_empty()
    assert found.delays["extra_usd"].to_list() == [0.0] * 4
    assert found.modes.filter(pl.col("mode") == "full")["cost_usd"].to_list() == [0.0] * 3


def test_what_is_lost_can_be_told_by_hand() -> None:
    # the United States take 28 of 30 t a year from China, a fortnight at sea: 11 days of the month
    # that begins with the fourteenth... weeks 0 and 1 are covered by what is under way
    found = answer(event(cut(share=0.5)))
    rows = found.balance.filter((pl.col("path") == "nothing") & (pl.col("party") == "USA"))
    assert rows["lost"].to_list()[:3] == pytest.approx([0.0, 0.0, 0.5 * 28 / 365 * 7])
    assert rows["use"].to_list()[0] == pytest.approx(30 / 365 * 7)
    assert rows["short"].to_list() == pytest.approx(rows["lost"].to_list())


def test_modes_tell_each_party_and_add_up() -> None:
    found = answer()
    assert found.modes["mode"].unique(maintain_order=True).to_list() == list(MODES)
    for mode in MODES:
        rows = found.modes.filter(pl.col("mode") == mode)
        whole = rows.filter(pl.col("party") == "*").row(0)
        parts = rows.filter(pl.col("party") != "*")
        assert parts["party"].to_list() == ["USA", "JPN"]
        for place, name in ((2, "cost_usd"), (3, "loss_usd"), (4, "short_tonnes")):
            assert whole[place] == pytest.approx(parts[name].sum())
    costs = {mode: cost for mode, party, cost, *_ in found.modes.iter_rows() if party == "*"}
    assert costs["full"] == pytest.approx(found.rounding.exact)
    assert costs["full"] <= costs["pact"] + 1e-6
    assert costs["pact"] <= costs["alone"] + 1e-6


def test_waiting_is_told_by_week_and_by_day() -> None:
    found = answer()
    assert found.delays["weeks"].to_list() == [1, 2, 4, 8]
    for weeks, cost, extra, day in found.delays.iter_rows():
        assert extra == pytest.approx(cost - found.rounding.exact)
        assert day == pytest.approx(extra / (7 * weeks))
    assert found.delays["cost_usd"].is_sorted()


def test_the_schedule_adds_up_to_the_lines_that_have_not_come_too_late() -> None:
    found = answer()
    ordered = dict(found.schedule.group_by("line").agg(pl.col("tonnes").sum()).iter_rows())
    assert set(ordered) == {each.number for each in found.actions}
    for each in found.actions:
        assert ordered[each.number] >= each.tonnes * (1 - 1e-9)


def test_what_is_owed_and_what_is_waived_are_scheduled_apart() -> None:
    # 5 t in the United States, of which the pact owes Japan a twentieth
    pact = world.pact(mutual_share=0.05, reroute_share=0.0)
    held = data(stock("USA", tonnes=5.0))
    aimed = event(cut(buyers=("JPN",)))
    found = respond(pact, world.two_stages(), held, (aimed,), RespondOptions())
    lines = {each.kind: each for each in found.actions if each.user == "JPN"}
    ordered = dict(found.schedule.group_by("line").agg(pl.col("tonnes").sum()).iter_rows())
    mine = (pl.col("order") == "release") & pl.col("user").str.starts_with("JPN")
    released = float(found.orders.filter(mine)["tonnes"].sum())
    assert ordered[lines["release"].number] == pytest.approx(0.05 * 5.0)
    assert ordered[lines["waive"].number] == pytest.approx(released - 0.25)


def test_short_by_end_use_adds_up_to_restrained_and_missing() -> None:
    found = answer()
    keys = ["path", "material", "party", "stage", "period"]
    by_use = found.short.group_by(keys).agg(pl.col("tonnes").sum())
    both = found.balance.join(by_use, on=keys)
    assert len(both) == len(found.balance)
    gap = both["tonnes"] - both["restrain"] - both["short"]
    assert gap.to_numpy() == pytest.approx(np.zeros(len(gap)), abs=1e-9)
    nothing = found.short.filter(pl.col("path") == "nothing")["usd"].sum()
    assert nothing == pytest.approx(found.nothing)


def test_stocks_are_told_with_what_is_left() -> None:
    found = answer()
    released = found.orders.filter(pl.col("order") == "release")
    for holder, tonnes, left in found.stocks.select("holder", "tonnes", "left_tonnes").iter_rows():
        gone = released.filter(pl.col("giver").str.starts_with(holder))["tonnes"].sum()
        assert left == pytest.approx(tonnes - gone)


def test_more_than_one_material_tells_no_tonnes_of_all() -> None:
    base = world.two_stages()
    named = [base.materials[0], replace(base.materials[0], id="other", price=UsdPerTonne(5000.0))]
    frames = ("output", "capacity", "addition", "demand", "growth", "flow")
    twice = {
        name: pl.concat(
            [
                getattr(base, name),
                getattr(base, name).with_columns(material=pl.lit("other")),
            ]
        )
        for name in frames
    }
    network = replace(base, materials=tuple(named), **twice)
    both = event(cut(materials=("testium", "other")))
    found = respond(world.pact(), network, data(), (both,), RespondOptions())
    # the dearest first
    assert found.materials == ("other", "testium")
    assert found.modes["short_tonnes"].null_count() == len(found.modes)
    one = respond(world.pact(), network, data(), (both,), RespondOptions(materials=("testium",)))
    assert one.materials == ("testium",)
    assert one.modes["short_tonnes"].null_count() == 0
    assert found.nothing == pytest.approx(6 * one.nothing)


@pytest.mark.parametrize(
    ("year", "told"),
    [(2023, "there is no data for 2023"), (2041, "there is no data for 2041")],
)
def test_a_year_without_data_is_refused(year: int, told: str) -> None:
    with pytest.raises(UsageError, match=told) as refused:
        answer(event(start=date(year, 6, 1)))
    assert refused.value.where == "the event's start"
    with pytest.raises(UsageError, match=told) as refused:
        answer(as_of=date(year, 6, 1))
    assert refused.value.where == "--as-of"


def test_the_first_and_the_last_year_with_data_can_be_asked() -> None:
    for year in (2024, 2035):
        assert answer(event(start=date(year, 12, 31))).materials == ("testium",)


def test_an_event_that_is_over_is_refused() -> None:
    ended = event(end=date(2026, 3, 1))
    with pytest.raises(UsageError, match="the event is over since 2026-03-01"):
        answer(ended, as_of=date(2026, 3, 1))
    assert answer(ended, as_of=date(2026, 2, 28)).as_of == date(2026, 2, 28)
    lasting = event(name="lasting")
    assert answer(ended, lasting, as_of=date(2026, 3, 1)).materials == ("testium",)


def test_a_material_that_the_event_does_not_cut_is_refused() -> None:
    with pytest.raises(UsageError, match="the event does not cut 'testum'") as refused:
        answer(materials=("testum",))
    assert "did you mean 'testium'?" in refused.value.fix


def test_nothing_more_is_bought_from_a_country_that_is_shunned() -> None:
    # Japan alone refines beside China, and could make twice what it makes
    base = world.two_stages()
    refines = [
        ("testium", "refine", code, tonnes) for code, tonnes in (("JPN", 20.0), ("CHN", 90.0))
    ]
    names = ["material", "stage", "country", "tonnes"]
    able = replace(base, capacity=pl.DataFrame(refines, schema=names, orient="row"))

    def bought(pact: Pact, *without: str) -> list[str]:
        options = RespondOptions(without=without)
        found = respond(pact, able, data(), (event(),), options)
        return found.orders.filter(pl.col("order") == "surge")["giver"].unique().to_list()

    pact = world.pact()
    assert bought(pact) == ["JPN,refine"]
    assert bought(pact, "JPN") == []
    assert bought(pact, "AUS") == ["JPN,refine"]
    # a pact may name countries that it avoids
    assert bought(replace(pact, avoided=("JPN",))) == []


def test_an_unknown_country_to_shun_is_refused() -> None:
    with pytest.raises(UsageError, match="unknown country 'JPM'") as refused:
        answer(without=("JPM",))
    assert refused.value.where == "--without"
    assert "did you mean 'JPN'?" in refused.value.fix


def test_decisions_before_the_event_and_published_shares_are_told() -> None:
    shares = [("CHN", "testium", "refine", "JPN", 0.6)]
    found = answer(event(start=date(2026, 3, 1)), of=data(shares=shares), as_of=DAY0)
    notes = {each.key: each.values for each in found.notes}
    assert notes["foreknown"] == {"date": "2026-03-01"}
    assert notes["share_apart"]["materials"] == "JPN:testium"
    begun = answer(event(start=date(2024, 3, 1)), as_of=DAY0)
    assert [each.key for each in begun.notes] == ["in_flows"]


def test_the_band_is_what_the_orders_as_told_bring() -> None:
    # all that is ordered is paid, whatever the cut turns out to be: the answer costs no less than
    # its orders, and what is ordered in vain is not saved
    banded = event(cut(share=0.5, low=0.0, high=1.0))
    found = answer(banded)
    spent = sum(each.cost for each in found.actions if each.kind not in ("substitute", "restrain"))
    assert found.nothing_low == 0.0
    assert found.answer_low == pytest.approx(spent)
    assert found.answer_high >= found.answer + (found.nothing_high - found.nothing) * (1 - 1e-9)


def test_an_unknown_mode_or_no_lines_are_refused() -> None:
    with pytest.raises(UsageError, match="unknown mode 'both'"):
        RespondOptions(mode="both")
    with pytest.raises(UsageError, match="a playbook of 0 lines cannot be"):
        RespondOptions(lines=0)
    assert RespondOptions(lines=1).lines == 1


def test_two_events_on_the_same_shipments_are_told_and_the_deeper_one_counts() -> None:
    one, other = event(cut(share=0.3), name="one"), event(cut(share=0.5), name="other")
    found = answer(one, other)
    assert [note.key for note in found.notes if note.key == "overlap"] == ["overlap"]
    assert found.nothing == pytest.approx(answer(other).nothing)


def test_a_stock_far_above_the_need_leaves_that_party_no_shortage() -> None:
    plain = answer()
    month = plain.periods.filter(pl.col("start") >= DAY0 + timedelta(days=8))["period"]
    rich = answer(of=data(stock("JPN", tonnes=1e4)))
    rows = rich.balance.filter(
        (pl.col("path") == "answer")
        & (pl.col("party") == "JPN")
        & pl.col("period").is_in(month.implode())
    )
    assert rows["lost"].sum() > 0
    for name in ("short", "restrain"):
        assert rows[name].to_numpy() == pytest.approx(np.zeros(len(rows)), abs=1e-9)
