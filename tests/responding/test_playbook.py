"""A short playbook: the lines that are worth most, and the best that can be done with them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplypact.algebra.response_sides import Rules
from supplypact.domain.incident import MaterialIncident
from supplypact.responding import playbook
from supplypact.responding.effects import effects
from supplypact.responding.playbook import Kept, shorten
from supplypact.simulation.replay import replay
from tests.responding.by_hand import (
    JPN,
    USA,
    incident,
    other_buyers,
    own_store,
    rich,
    substitutes,
    swaps,
)
from tests.responding.given import question


def kinds(kept: Kept) -> list[str]:
    return sorted(line.kind for line in kept.lines)


def short(of: MaterialIncident, most: int, rules: Rules | None = None) -> Kept:
    (kept,) = shorten([question(of, rules)], most)
    return kept


def store_and_buyers() -> MaterialIncident:
    """Return the store of 8 beside other buyers of 2 a month, worth 24 x 7.2 and 17 x 5.6."""
    return replace(own_store(), others=np.array([2.0]))


def restrained_giver() -> MaterialIncident:
    """A cargo is worth 25 in Japan; lamps of the giver can do without at 1, all its uses at 50."""
    return replace(swaps(), shortage_cost=np.array([[25.0, 25.0], [1.0, 99.0]]))


def test_the_line_that_is_worth_least_goes_first() -> None:
    i = store_and_buyers()
    assert kinds(short(i, 2)) == ["re-route", "release"]
    one = short(i, 1)
    assert kinds(one) == ["release"]
    assert one.solved.cost == pytest.approx(420 - 24 * 7.2)
    # 5 a month of other buyers are worth 238
    assert kinds(short(replace(i, others=np.array([5.0])), 1)) == ["re-route"]
    assert (one.exact_lines >= 2, len(one.lines)) == (True, 1)
    assert one.exact.cost == pytest.approx(short(i, 2).solved.cost)


def test_lines_of_all_materials_compete() -> None:
    # 4 t released at once of one, ten times as dear a shortage of the other
    cheap = own_store()
    dear = replace(other_buyers(), shortage_cost=np.full((2, 2), 250.0))
    found = shorten([question(cheap), question(dear)], 1)
    assert [kinds(each) for each in found] == [[], ["re-route"]]
    assert found[0].solved.cost == pytest.approx(420.0)
    both = shorten([question(cheap), question(dear)], 2)
    assert [kinds(each) for each in both] == [["release"], ["re-route"]]


def test_what_saves_next_to_nothing_is_left_out_however_many_lines_there_may_be() -> None:
    # 0.01 of 420 is worth a line, 0.0001 is not
    i = store_and_buyers()
    tiny = replace(i, others=np.array([0.0005]))
    assert kinds(short(tiny, 12)) == ["release"]
    small = replace(i, others=np.array([0.02]))
    assert kinds(short(small, 12)) == ["re-route", "release"]


def test_nothing_that_can_be_done_gives_no_lines() -> None:
    kept = short(incident(), 12)
    assert kept.lines == ()
    assert kept.solved.cost == pytest.approx(420.0)
    assert shorten([], 12) == []


def test_a_swap_is_kept_with_the_givers_restraint_where_both_pay_alone_neither() -> None:
    # 6 t a month at 25 for 2 and 1: without the restraint the giver misses 50 for each
    i = restrained_giver()
    kept = short(i, 2)
    assert kinds(kept) == ["restrain", "swap"]
    assert {line.user for line in kept.lines if line.kind == "restrain"} == {USA}
    assert kept.solved.cost == pytest.approx(25 * 6 + (2 + 1) * 6 * 2.4)


def test_one_line_alone_of_a_pair_is_none() -> None:
    kept = short(restrained_giver(), 1)
    assert "swap" not in kinds(kept)
    assert kept.solved.cost == pytest.approx(420.0)


def test_a_release_and_its_waiver_go_or_stay_together() -> None:
    # the store of the other party lends beyond its duty; saving a little at home is worth less
    i = replace(
        substitutes(),
        stores=(("USA", "refine", "national"),),
        stock=np.array([10.0]),
        handling=0.25,
        mutual=np.array([0.3]),
        lendable=np.ones(1),
        takes=np.array([[10.0, 20.0]]),
        release_lag=np.array([[0.0, 40.0]]),
    )
    assert kinds(short(i, 3)) == ["release", "substitute", "waive"]
    for most in (1, 2):
        kept = short(i, most)
        assert kinds(kept) in (["substitute"], ["release", "waive"])
        assert len(kept.lines) <= most


def test_a_release_that_grows_into_a_waiver_after_others_went_counts_as_two_lines() -> None:
    # 5 of 6 a month are saved at 9, and the rest lent at 10 as the pact owes it; if all comes from
    # the store it takes a waiver
    i = replace(
        substitutes(),
        stores=(("USA", "refine", "national"),),
        stock=np.array([100.0]),
        handling=1.0,
        mutual=np.array([0.05]),
        lendable=np.ones(1),
        takes=np.array([[10.0, 20.0]]),
        release_lag=np.array([[0.0, 40.0]]),
        release_cost=10.0,
        substitute_share=np.array([0.5]),
        substitute_day=np.zeros(1),
        substitute_cost=np.array([[9.0]] * 2),
    )
    assert kinds(short(i, 2)) in (["release", "substitute"], ["release", "waive"])
    assert kinds(short(i, 1)) == ["substitute"]


def test_of_two_swaps_there_and_back_the_smaller_is_left_out() -> None:
    # lamps give up 5 of 10 at 5; Japan misses 3 more for motors at 45 in the first and the third
    # month, the United States 2 in the second and the fourth.  Either has 5 from lamps in the
    # months between, which arrive two months later: 3 one way at first, then 2 the other
    there = np.array([[np.nan, 61.0], [61.0, np.nan]])
    i = incident(
        weight=np.ones(4),
        loss=np.array([[8.0, 0.0, 8.0, 0.0], [0.0, 7.0, 0.0, 7.0]]),
        use=np.array([10.0, 10.0]),
        swap_lag=there,
        shortage_cost=np.array([[5.0, 45.0]] * 2),
    )
    exact = question(i).solve().orders.swap
    assert (exact[USA, JPN].sum(), exact[JPN, USA].sum()) == pytest.approx((3.0, 2.0))
    (swap,) = [line for line in short(i, 12).lines if line.kind == "swap"]
    assert (swap.giver, swap.user) == (USA, JPN)


def barred_beside(idle: float, barred_idle: float) -> MaterialIncident:
    """Return the incident with a maker that is welcome and one that is not, at the same price."""
    return incident(
        makers=(("AUS", "refine"), ("RUS", "refine")),
        barred=np.array([False, True]),
        lag=np.zeros((2, 2)),
        reroute_lag=np.zeros((2, 2)),
        idle=np.array([idle, barred_idle]),
        others=np.zeros(2),
        ramp_months=1.0,
    )


def test_a_waiver_is_asked_for_only_where_it_is_worth_a_line() -> None:
    # the first maker meets all of 6 a month, or all but 0.004, or but 2
    for idle, shunned in ((9.0, True), (5.996, True), (4.0, False)):
        asked = question(barred_beside(idle, 3.0)).without_needless_waivers()
        assert (asked.rules.shunned, asked.rules.waived) == (shunned, True)
        (kept,) = shorten([asked], 12)
        assert kinds(kept) == (["surge"] if shunned else ["surge", "waive"])


def test_without_waivers_or_makers_that_need_them_nothing_is_shunned() -> None:
    for i, rules in (
        (barred_beside(9.0, 9.0), Rules(waived=False)),
        (replace(barred_beside(9.0, 9.0), barred=np.zeros(2, dtype=bool)), Rules()),
    ):
        assert question(i, rules).without_needless_waivers().rules == rules


def test_far_too_many_lines_are_thinned_before_each_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # 7.2 weighted tonnes of the store are worth more than 7.56 of other buyers, which cost more
    i = replace(store_and_buyers(), others=np.array([2.7]), loss=np.full((2, 4), [[9.0], [0.0]]))
    assert kinds(short(i, 1)) == ["release"]
    monkeypatch.setattr(playbook, "WIDE", 1)
    assert kinds(short(i, 1)) == ["re-route"]


@given(
    most=st.integers(1, 9),
    scale=st.floats(0.2, 1.0),
    dear=st.floats(10.0, 60.0),
)
@settings(max_examples=40, deadline=None)
def test_a_playbook_is_never_longer_than_asked_nor_cheaper_than_the_optimum(
    most: int, scale: float, dear: float
) -> None:
    i = rich()
    i = replace(i, loss=i.loss * scale, shortage_cost=np.array([[25.0, dear], [5.0, dear / 2]]))
    kept, longer = short(i, most), short(i, most + 1)
    assert len(kept.lines) <= most
    assert kept.exact.cost <= longer.solved.cost + 1e-6
    assert longer.solved.cost <= kept.solved.cost + 1e-6 * i.nothing
    assert kept.solved.cost <= i.nothing + 1e-6
    saved = sum(each.avoided - each.cost for each in kept.effects)
    assert saved == pytest.approx(i.nothing - kept.solved.cost, abs=1e-6)
    again = replay(i, kept.solved.orders)
    assert again.total == pytest.approx(kept.solved.cost, rel=1e-9, abs=1e-6)


def test_the_lines_tell_what_is_ordered_after_the_others_went() -> None:
    i = store_and_buyers()
    kept = short(i, 1)
    (line,) = kept.lines
    assert line.tonnes == pytest.approx(kept.solved.orders.release[:, JPN])
    (brought,) = kept.effects
    assert brought.arrived == pytest.approx(effects(i, [line])[0].arrived)
    assert kept.solved.orders.reroute.sum() == 0.0
