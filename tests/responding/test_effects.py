"""What lines bring: when it arrives, what it saves and what it costs, and who bears that."""

from dataclasses import replace

import numpy as np
import pytest

from supplypact.algebra.response_sides import Rules
from supplypact.domain.incident import MONTH, MaterialIncident
from supplypact.responding.effects import Effect, costs_by_party, effects
from supplypact.responding.lines import Line, lines_of
from supplypact.responding.solve import IncidentLp
from tests.responding.by_hand import (
    JPN,
    USA,
    friendly_store,
    incident,
    maker,
    ordered,
    plant,
    rich,
    substitutes,
    swaps,
    unlike_uses,
)
from tests.responding.test_lines import only, two_makers


def brought_by(of: MaterialIncident, line: Line) -> Effect:
    """Return what the line brings where there is no other."""
    (found,) = effects(of, [line])
    return found


def test_a_store_that_lends_beyond_its_duty_parts_what_it_sends() -> None:
    # 3 of 10 are owed, 7.5 are lent
    i = friendly_store()
    lines = lines_of(i, ordered(i, release={(0, JPN, month): 2.5 for month in range(3)}))
    release, waive = effects(i, lines)
    assert release.arrived == pytest.approx([0, 1, 1, 1])
    assert waive.arrived == pytest.approx([0, 1.5, 1.5, 1.5])
    assert waive.avoided == pytest.approx(1.5 * 25 * 1.8)
    assert waive.cost == pytest.approx(1.5 * 2.4)


def test_a_swap_avoids_what_it_brings_less_what_the_giver_misses() -> None:
    # 1 t turned in the first month is missed at 5 there and arrives, a month later, at 25
    i = swaps()
    found = brought_by(i, only(i, swap={(USA, JPN, 0): 1}))
    assert found.arrived == pytest.approx([0, 1, 0, 0])
    assert found.avoided == pytest.approx(25 * 0.8 - 5)
    assert found.cost == pytest.approx(2)


def given_from_stock(lost: float) -> tuple[MaterialIncident, list[Effect]]:
    """The United States lose so much, turn 2 t to Japan, and release 2 t to themselves."""
    i = replace(
        swaps(),
        loss=np.array([[6.0] * 4, [lost] * 4]),
        stores=(("USA", "refine", "national"),),
        stock=np.array([10.0]),
        mutual=np.zeros(1),
        lendable=np.ones(1),
        takes=np.array([[10.0, 20.0]]),
        release_lag=np.zeros((1, 2)),
    )
    orders = ordered(i, swap={(USA, JPN, 0): 2}, release={(0, USA, 0): 2})
    return i, effects(i, lines_of(i, orders))


def test_what_covers_a_giver_counts_for_the_swap() -> None:
    # 2 t arrive at 25 and a weight of 0.8; the giver misses none
    _, (swap, release) = given_from_stock(0.0)
    assert swap.avoided == pytest.approx(2 * 25 * 0.8)
    assert release.avoided == 0.0
    assert release.cost == pytest.approx(2.0)


def test_what_covers_a_giver_is_parted_between_its_own_loss_and_the_swap() -> None:
    # it needs 4: 2 lost, 2 given; half of the release is for the swap
    _, (swap, release) = given_from_stock(2.0)
    assert release.avoided == pytest.approx(5.0)
    assert swap.avoided == pytest.approx(2 * 25 * 0.8 - 2 * 5 + 5)


def test_two_swaps_of_a_giver_part_what_covers_it_by_their_tonnes() -> None:
    # a third party gets 1 t, Japan 3 t, in the same month: 4 t given, 2 t covered at 5
    i = replace(
        incident(),
        users=(("JPN", "refine"), ("USA", "refine"), ("KOR", "refine")),
        use=np.full(3, 10.0),
        loss=np.zeros((3, 4)),
        substitute_share=np.array([0.2]),
        substitute_day=np.zeros(1),
        substitute_cost=np.ones((3, 1)),
        swap_lag=np.zeros((3, 3)),
        end_use_share=np.full((3, 2), 0.5),
        shortage_cost=np.array([[25.0, 25], [5, 5], [25, 25]]),
        lag=np.full((1, 3), 35.0),
        reroute_lag=np.full((1, 3), 15.0),
        takes=np.zeros((0, 3)),
        release_lag=np.zeros((0, 3)),
        project_lag=np.zeros((0, 3)),
    )
    orders = ordered(i, swap={(USA, 0, 0): 3, (USA, 2, 0): 1}, substitute={(USA, 0, 0): 2})
    lines = lines_of(i, orders)
    brought = dict(zip([(each.kind, each.user) for each in lines], effects(i, lines), strict=True))
    assert brought["swap", 0].avoided == pytest.approx(3 * 25 - 3 * 5 + 0.75 * 10)
    assert brought["swap", 2].avoided == pytest.approx(1 * 25 - 1 * 5 + 0.25 * 10)
    assert brought["substitute", USA].avoided == 0.0


def test_what_a_maker_sends_arrives_by_its_own_lag() -> None:
    # a month and two: 1 t ordered at once and 2 t in the second month arrive in the second and the
    # fourth; paid when ordered
    i = two_makers()
    brought = brought_by(i, only(i, surge={(0, JPN, 0): 1, (1, JPN, 1): 2}))
    assert brought.arrived == pytest.approx([0, 1, 0, 2])
    assert brought.avoided == pytest.approx(25 * (0.8 + 2 * 0.4))
    assert brought.cost == pytest.approx(5 * (1 + 2 * 0.8))


def test_what_comes_too_late_avoids_nothing_and_costs_all_the_same() -> None:
    i = maker()
    brought = brought_by(i, only(i, surge={(0, JPN, 3): 1}))
    assert brought.arrived == pytest.approx([0, 0, 0, 0])
    assert (brought.avoided, brought.cost) == pytest.approx((0.0, 5 * 0.4))


def test_each_kind_of_order_has_its_price() -> None:
    i = rich()
    lines = {
        "reroute": ({(0, JPN, 1): 2}, 8 * 2 * 0.8),
        "release": ({(0, JPN, 1): 2}, 1 * 2 * 0.8),
        "swap": ({(USA, JPN, 1): 2}, 2 * 2 * 0.8),
        "substitute": ({(JPN, 1, 1): 2}, 12 * 2 * 0.8),
        "restrain": ({(JPN, 0, 1): 2}, 0.0),
        # 2 a month for the months 1.5 to 3.5
        "expedite": ({(0, JPN): 2}, 3 * (1 * 0.8 + 2 * 0.6 + 1 * 0.4)),
    }
    for name, (placed, cost) in lines.items():
        line = only(i, **{name: placed})
        assert line.order == name
        assert brought_by(i, line).cost == pytest.approx(cost), name


def test_a_restraint_avoids_the_difference_to_the_mean_of_all_uses() -> None:
    # lamps at 10 give up what would be missed at 25 on the mean
    i = unlike_uses()
    brought = brought_by(i, only(i, restrain={(JPN, 0, 0): 4, (JPN, 1, 1): 1}))
    assert brought.avoided == pytest.approx(4 * (25 - 10) + 1 * 0.8 * (25 - 40))
    assert brought.arrived == pytest.approx([4, 1, 0, 0])
    assert brought.cost == 0.0


def test_steps_of_substitution_are_one_line_and_cost_by_step() -> None:
    i = substitutes()
    brought = brought_by(i, only(i, substitute={(JPN, 0, 2): 1, (JPN, 1, 2): 2}))
    assert brought.arrived == pytest.approx([0, 0, 3, 0])
    assert brought.cost == pytest.approx((4 * 1 + 12 * 2) * 0.6)


def test_a_plant_sends_in_the_time_won_alone() -> None:
    i = replace(plant(), project_lag=np.array([[MONTH, np.nan]]))
    brought = brought_by(i, only(i, expedite={(0, JPN): 2}))
    assert brought.arrived == pytest.approx([0, 0, 1, 2])
    away = brought_by(i, only(i, expedite={(0, USA): 2}))
    assert away.arrived == pytest.approx([0, 0, 0, 0])


def test_who_is_helped_pays_and_bears_what_it_misses() -> None:
    # the United States turn 6 a month for three months: Japan pays 2 for each, the giver misses
    # 6 at 5; Japan misses the first month
    i = swaps()
    found = IncidentLp(i).solve(i, Rules())
    by_party = costs_by_party(i, found)
    assert by_party["JPN"] == pytest.approx([28.8 + 150, 150, 6])
    assert by_party["USA"] == pytest.approx([5 * 6 * 2.4, 5 * 6 * 2.4, 6 * 2.4])


def test_a_party_bears_the_cost_of_all_its_uses_in_its_own_tonnes() -> None:
    # both users are Japan's; the second counts two tonnes of its own for a counted one
    i = incident(
        users=(("JPN", "mine"), ("JPN", "refine")),
        tonnes=np.array([2.0, 1.0]),
        loss=np.array([[1.0] * 4, [2.0] * 4]),
    )
    found = IncidentLp(i).solve(i, Rules())
    by_party = costs_by_party(i, found)
    assert list(by_party) == ["JPN"]
    assert by_party["JPN"] == pytest.approx([25 * 3 * 2.8, 25 * 3 * 2.8, (2 * 1 + 2) * 2.8])
