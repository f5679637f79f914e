"""Orders as lines that one party gives, and the masks that allow these lines only."""

from dataclasses import replace

import numpy as np
import pytest

from supplypact.domain.incident import MaterialIncident
from supplypact.responding.lines import Line, allowed, lines_of
from tests.responding.by_hand import (
    JPN,
    USA,
    friendly_store,
    incident,
    ordered,
    own_store,
    rich,
)


def only(of: MaterialIncident, **placed: object) -> Line:
    (line,) = lines_of(of, ordered(of, **placed))  # type: ignore[arg-type]
    return line


def two_makers() -> MaterialIncident:
    return incident(
        makers=(("AUS", "refine"), ("CHL", "refine"), ("RUS", "refine")),
        barred=np.array([False, False, True]),
        lag=np.array([[35.0, 35.0], [65.0, 65.0], [0.0, 0.0]]),
        reroute_lag=np.array([[15.0, 15.0]] * 3),
        idle=np.full(3, 3.0),
        others=np.full(3, 2.0),
    )


def test_makers_in_one_manner_are_one_line_and_those_of_concern_another() -> None:
    i = two_makers()
    orders = ordered(
        i,
        surge={(0, JPN, 0): 1, (1, JPN, 1): 2, (2, JPN, 0): 4},
        reroute={(0, JPN, 0): 1, (2, JPN, 1): 3},
    )
    told = [(each.kind, each.order, each.tonnes.sum()) for each in lines_of(i, orders)]
    assert told == [
        ("surge", "surge", 3.0),
        ("waive", "surge", 4.0),
        ("re-route", "reroute", 1.0),
        ("waive", "reroute", 3.0),
    ]


def test_each_user_has_its_own_lines() -> None:
    i = two_makers()
    lines = lines_of(i, ordered(i, surge={(0, JPN, 0): 1, (0, USA, 0): 2}))
    assert [(each.user, each.tonnes.sum()) for each in lines] == [(JPN, 1.0), (USA, 2.0)]


def test_dust_is_no_line() -> None:
    i = incident(idle=np.array([3.0]))
    assert lines_of(i, ordered(i, surge={(0, JPN, 0): 2.9e-8})) == []
    assert len(lines_of(i, ordered(i, surge={(0, JPN, 0): 3.1e-8}))) == 1


def test_a_store_that_lends_what_it_owes_is_one_line() -> None:
    i = friendly_store()
    line = only(i, release={(0, JPN, 0): 2.5, (0, JPN, 1): 0.5})
    assert (line.kind, line.part) == ("release", 1.0)


def test_what_a_store_owes_is_owed_to_all_other_parties_together() -> None:
    # 2 t to each of two users abroad: 3 of 4 are owed
    i = friendly_store()
    i = replace(
        i,
        users=(("JPN", "refine"), ("KOR", "refine")),
        use=np.array([10.0, 10.0]),
    )
    lines = lines_of(i, ordered(i, release={(0, 0, 0): 2, (0, 1, 0): 2}))
    assert [(each.kind, each.user, each.part) for each in lines] == [
        ("release", 0, 0.75),
        ("waive", 0, 0.25),
        ("release", 1, 0.75),
        ("waive", 1, 0.25),
    ]


def test_what_a_holder_keeps_for_itself_is_neither_lent_nor_waived() -> None:
    # 3 of 10 are owed: 5 for itself and 2 lent, then 1 for itself and 4 lent
    i = friendly_store()
    lines = lines_of(i, ordered(i, release={(0, JPN, 0): 2, (0, USA, 0): 5}))
    assert [(each.kind, each.user, each.part) for each in lines] == [
        ("release", JPN, 1.0),
        ("release", USA, 1.0),
    ]
    lines = lines_of(i, ordered(i, release={(0, JPN, 0): 4, (0, USA, 0): 1}))
    assert [(each.kind, each.user, each.part) for each in lines] == [
        ("release", JPN, 0.75),
        ("waive", JPN, 0.25),
        ("release", USA, 1.0),
    ]


def test_an_own_store_gives_all_it_has_without_a_waiver() -> None:
    i = own_store()
    line = only(i, release={(0, JPN, 0): 4, (0, JPN, 1): 4})
    assert (line.kind, line.part) == ("release", 1.0)


def test_what_industry_lends_is_all_by_waiver() -> None:
    i = replace(friendly_store(), mutual=np.zeros(1))
    (line,) = lines_of(i, ordered(i, release={(0, JPN, 0): 2.5}))
    assert (line.kind, line.part) == ("waive", 1.0)


def test_the_mask_allows_what_the_lines_hold_and_nothing_else() -> None:
    i = rich()
    orders = ordered(
        i,
        surge={(0, JPN, 0): 1},
        release={(0, USA, 1): 1},
        swap={(USA, JPN, 0): 1},
        substitute={(JPN, 1, 2): 1},
        restrain={(USA, 0, 0): 1},
        expedite={(0, JPN): 1},
    )
    may = allowed(i, lines_of(i, orders))
    assert may["surge"][:, :, 0].tolist() == [[1.0, 0.0]]
    assert may["reroute"].sum() == 0.0
    assert may["release"][:, :, 0].tolist() == [[0.0, 1.0]]
    assert may["swap"][:, :, 0].tolist() == [[0.0, 0.0], [1.0, 0.0]]
    # all steps and all classes of use of the party
    assert may["substitute"][:, :, 0].tolist() == [[1.0, 1.0], [0.0, 0.0]]
    assert may["restrain"][:, :, 0].tolist() == [[0.0, 0.0], [1.0, 1.0]]
    assert may["expedite"].tolist() == [[1.0, 0.0]]
    nothing = allowed(i, [])
    assert all(each.sum() == 0.0 for each in nothing.values())


def test_makers_that_need_a_waiver_are_allowed_by_their_own_line_alone() -> None:
    i = two_makers()
    (waive,) = lines_of(i, ordered(i, surge={(2, JPN, 0): 1}))
    assert allowed(i, [waive])["surge"][:, JPN, 0].tolist() == [0.0, 0.0, 1.0]


def test_a_store_that_lends_beyond_its_duty_is_two_lines() -> None:
    # 3 of 10 are owed; 7.5 are lent: 3 released, 4.5 by waiver
    i = friendly_store()
    release, waive = lines_of(i, ordered(i, release={(0, JPN, month): 2.5 for month in range(3)}))
    assert (release.kind, waive.kind) == ("release", "waive")
    assert (release.part, waive.part) == pytest.approx((0.4, 0.6))
    assert release.orders == waive.orders
