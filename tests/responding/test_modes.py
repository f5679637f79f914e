"""Who may do what in each mode; the sharing rule in a case of three countries worked by hand.

A, B and C use 40, 30 and 30 a month; C makes 20 of its own.  A loses 20: the group lacks a fifth,
so everyone gives up a tenth (36, 27 and 27 are left), and 10 are missing to that.  Commitments go
with net imports, 40, 30 and 10: A draws down 5, B 3.75, C 1.25.  So A has a right to 31, B to 23.25
and C to 25.75: A gets 11, of which B gives 6.75 and C 4.25.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from supplypact.algebra.response_sides import Rules
from supplypact.algebra.sets import Array, Chain
from supplypact.domain.incident import MONTH, MaterialIncident
from supplypact.domain.response import MODES
from supplypact.responding.modes import rules_of, shared
from supplypact.responding.solve import IncidentLp
from supplypact.simulation.replay import replay
from tests.responding.by_hand import incident
from tests.responding.given import UNIT, chain

A, B, C = range(3)
TAKES, GIVES_B, GIVES_C = 11.0, 6.75, 4.25


def three(**changes: Any) -> MaterialIncident:
    given: dict[str, object] = {
        "users": (("A", "refine"), ("B", "refine"), ("C", "refine")),
        "tonnes": np.ones(3),
        "use": np.array([40.0, 30.0, 30.0]),
        "loss": np.array([[20.0] * 4, [0.0] * 4, [0.0] * 4]),
        "fed": np.ones(3),
        "own_right": np.ones(3),
        "lag": np.full((1, 3), 35.0),
        "reroute_lag": np.full((1, 3), 15.0),
        "takes": np.zeros((0, 3)),
        "release_lag": np.zeros((0, 3)),
        "project_lag": np.zeros((0, 3)),
        "swap_lag": np.where(np.eye(3) > 0, np.nan, 0.0),
        "end_use_share": np.full((3, 2), 0.5),
        "substitute_cost": np.zeros((3, 0)),
        "shortage_cost": np.full((3, 2), 25.0),
    }
    return incident(**{**given, **changes})


def makers(of: Chain | None = None, recovery: float = 1.0) -> Chain:
    """Return a chain in which C makes 240 a year of ``refine`` and D of what comes before."""
    base = of or chain()
    mine, refine = base.stages
    own = replace(
        refine,
        recovery=recovery,
        exporter=np.array([2, 3], dtype=np.int32),
        importer=np.array([2, 2], dtype=np.int32),
        reference=np.array([240.0, 120.0])[:, None, None] / UNIT,
    )
    return replace(base, countries=("A", "B", "C", "D"), stages=(mine, own))


def test_rights_are_what_others_owe() -> None:
    moved = shared(three(), makers())
    assert moved[B, A] == pytest.approx([GIVES_B] * 4)
    assert moved[C, A] == pytest.approx([GIVES_C] * 4)
    assert moved.sum() == pytest.approx(4 * TAKES)
    assert moved[A].sum() == 0.0
    assert moved[:, [B, C]].sum() == 0.0


def test_nobody_gives_more_than_it_gets() -> None:
    i = three()
    given = shared(i, makers()).sum(axis=1)
    assert (given <= i.use[:, None] * i.grid.months - i.loss + 1e-12).all()


def test_what_would_come_too_late_or_has_no_way_is_not_sent() -> None:
    lag = np.where(np.eye(3) > 0, np.nan, 0.0)
    lag[B, A], lag[C, A] = MONTH, np.nan
    moved = shared(three(swap_lag=lag), makers())
    assert moved[B, A] == pytest.approx([GIVES_B] * 3 + [0.0])
    assert moved[C, A] == pytest.approx([0.0] * 4)


def test_users_of_each_product_share_by_themselves() -> None:
    # C uses another product: A and B lack 20 of 70, keep 63, and 13 are missing; by net imports of
    # 40 and 30: A draws down 52 / 7, B 39 / 7
    i = three(users=(("A", "refine"), ("B", "refine"), ("C", "mine")))
    moved = shared(i, makers())
    gives = 3.0 + 39.0 / 7.0
    assert moved[B, A] == pytest.approx([gives] * 4)
    assert moved[C].sum() == 0.0


def test_rates_are_a_months_whatever_the_period() -> None:
    i = three()
    half = replace(i.grid, days=i.grid.days / 2, start=i.grid.start / 2)
    moved = shared(replace(i, grid=half, loss=i.loss / 2), makers())
    assert moved[B, A] == pytest.approx([GIVES_B / 2] * 4)


def test_own_output_counts_in_counted_tonnes() -> None:
    # C makes ore: 480 t a year are 20 counted a month
    i = three(users=tuple((name, "mine") for name in "ABC"))
    made = makers()
    mine = replace(
        made.stages[0],
        exporter=np.array([2], dtype=np.int32),
        importer=np.array([2], dtype=np.int32),
        reference=np.array([480.0])[:, None, None] / UNIT,
    )
    refine = replace(made.stages[1], recovery=0.5)
    moved = shared(i, replace(made, stages=(mine, refine)))
    assert moved[B, A] == pytest.approx([GIVES_B] * 4)


def test_no_right_without_a_shortage() -> None:
    assert shared(three(loss=np.zeros((3, 4))), makers()).sum() == 0.0


def test_the_optimiser_and_the_replay_carry_out_what_the_rule_moves() -> None:
    # A gets 11 of the 20 it lacks, B and C go without; nothing else helps: 20 a month at 25 and 11
    # moved at 2, weights 2.8
    i = three()
    rules = rules_of("sharing", i, makers())
    found = IncidentLp(i).solve(i, rules)
    missing = found.short + found.orders.restrain.sum(axis=1)
    assert missing == pytest.approx(np.array([[9.0] * 4, [6.75] * 4, [4.25] * 4]))
    assert found.cost == pytest.approx((20 * 25 + 11 * 2) * 2.8)
    told = replay(i, found.orders)
    assert told.total == pytest.approx(found.cost, rel=1e-9)
    assert told.short == pytest.approx(found.short, abs=1e-6)


def told(rules: Rules) -> tuple[bool, bool, bool, bool]:
    return rules.apart, rules.waived, rules.swaps, rules.transfers is not None


def test_each_mode_has_its_rules() -> None:
    i, made = three(), makers()
    found = {mode: told(rules_of(mode, i, made)) for mode in MODES}
    assert found == {
        "alone": (True, False, False, False),
        "sharing": (True, False, False, True),
        "pact": (False, False, False, False),
        "full": (False, True, True, False),
    }
    assert {rules_of(mode, i, made).delay for mode in MODES} == {0.0}


def got(mode: str, i: MaterialIncident, order: str = "reroute") -> Array:
    """Return what each user gets of others in a mode."""
    orders = IncidentLp(i).solve(i, rules_of(mode, i, makers())).orders
    found: Array = getattr(orders, order).swapaxes(0, 1).reshape(3, -1).sum(axis=1)
    return found


DEARER = np.array([[30.0] * 2, [25.0] * 2, [25.0] * 2])


def test_alone_each_has_its_part_by_loss_of_what_others_can_send() -> None:
    # A loses 20 and B 5: 1.6 and 0.4 of the 2 a month that can be won; C loses nothing
    loss = np.array([[20.0] * 4, [5.0] * 4, [0.0] * 4])
    i = three(others=np.array([2.0]), loss=loss, shortage_cost=DEARER)
    assert got("alone", i) == pytest.approx([4 * 1.6, 4 * 0.4, 0.0])
    assert got("pact", i) == pytest.approx([4 * 2.0, 0.0, 0.0])


def test_alone_a_country_has_all_of_its_own_makers() -> None:
    # B's own plants send 2 a month, which is not shared by loss; others' 2 are
    loss = np.array([[20.0] * 4, [5.0] * 4, [0.0] * 4])
    i = three(
        others=np.array([2.0, 2.0]),
        loss=loss,
        shortage_cost=DEARER,
        makers=(("B", "refine"), ("D", "refine")),
        barred=np.zeros(2, dtype=bool),
        idle=np.zeros(2),
        lag=np.full((2, 3), 35.0),
        reroute_lag=np.full((2, 3), 15.0),
    )
    assert got("alone", i) == pytest.approx([4 * 1.6, 4 * 2.4, 0.0])
    assert got("pact", i) == pytest.approx([4 * 4.0, 0.0, 0.0])


def test_alone_plants_that_are_brought_forward_are_shared_by_loss() -> None:
    loss = np.array([[20.0] * 4, [5.0] * 4, [0.0] * 4])
    i = three(
        loss=loss,
        shortage_cost=DEARER,
        projects=(("plant", "D"),),
        project_rate=np.array([2.0]),
        project_first=np.zeros(1),
        project_last=np.array([4 * MONTH]),
        project_lag=np.zeros((1, 3)),
    )
    assert got("alone", i, "expedite") == pytest.approx([1.6, 0.4, 0.0])
    assert got("pact", i, "expedite") == pytest.approx([2.0, 0.0, 0.0])


def test_the_sharing_rule_moves_no_cargo_that_may_not_be_passed_on() -> None:
    # a tenth of B's 30 is its own to give: 3 instead of 6.75; C gives 4.25 of 30
    moved = shared(three(own_right=np.array([1.0, 0.1, 1.0])), makers())
    assert moved[B, A] == pytest.approx([3.0] * 4)
    assert moved[C, A] == pytest.approx([GIVES_C] * 4)
