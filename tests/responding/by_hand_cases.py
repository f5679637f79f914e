"""Answers worked by hand, one for each kind of action, to the incidents of ``by_hand``.

The orders of a case are the best there are: an optimiser must find the same tonnes, cost and loss.
Where uses are alike, restraint costs what a shortage does: compare what is short with both added.
"""

from dataclasses import dataclass, replace

import numpy as np

from supplypact.domain.incident import MaterialIncident, Orders
from tests.responding.by_hand import (
    JPN,
    MONTHS,
    USA,
    friendly_store,
    incident,
    maker,
    ordered,
    other_buyers,
    own_store,
    plant,
    substitutes,
    swaps,
    unlike_uses,
)

NONE = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class Case:
    """An incident, its best orders and what comes of them."""

    name: str
    incident: MaterialIncident
    orders: Orders
    short: tuple[tuple[float, ...], tuple[float, ...]]
    """Missing without order, of Japan and of the United States, by month."""
    cost: float
    loss: float
    waived: bool = False
    """Whether it takes a waiver: more than the mutual share, or purchases from a barred maker."""


def cases() -> tuple[Case, ...]:
    """Return one case for each kind of action."""
    return (
        _nothing(),
        _own_release(),
        _ample_release(),
        _mutual_release(),
        _waived_release(),
        _surge(),
        _barred_surge(),
        _reroute(),
        _swap(),
        _substitute(),
        _restrain(),
        _expedite(),
    )


def _nothing() -> Case:
    given = incident()
    return Case(
        name="nothing can be done",
        incident=given,
        orders=ordered(given),
        short=((6, 6, 6, 6), NONE),
        cost=0.0,
        loss=420.0,
    )


def _own_release() -> Case:
    # Half of 8 a month, at once; 1 a tonne: 4 x 1 + 4 x 0.8.  25 x (2 + 1.6 + 3.6 + 2.4).
    given = own_store()
    return Case(
        name="release own",
        incident=given,
        orders=ordered(given, release={(0, JPN, 0): 4, (0, JPN, 1): 4}),
        short=((2, 2, 6, 6), NONE),
        cost=7.2,
        loss=240.0,
    )


def _ample_release() -> Case:
    # 6 x 2.8.
    given = own_store(100.0, 1.0)
    return Case(
        name="release own above need",
        incident=given,
        orders=ordered(given, release={(0, JPN, month): 6 for month in range(MONTHS)}),
        short=(NONE, NONE),
        cost=16.8,
        loss=0.0,
    )


def _mutual_release() -> Case:
    # 3 of 10 are owed to others, a quarter of 10 leaves in a month, a month to arrive:
    # 2.5 x 1 + 0.5 x 0.8.  25 x (6 + 3.5 x 0.8 + 5.5 x 0.6 + 6 x 0.4).
    given = friendly_store()
    return Case(
        name="release to the other party",
        incident=given,
        orders=ordered(given, release={(0, JPN, 0): 2.5, (0, JPN, 1): 0.5}),
        short=((6, 3.5, 5.5, 6), NONE),
        cost=2.9,
        loss=362.5,
    )


def _waived_release() -> Case:
    # As before, but 8 of 10 may go; what is sent in the last month comes too late:
    # 2.5 x (1 + 0.8 + 0.6).  25 x (6 + 3.5 x 1.8).
    given = friendly_store()
    return Case(
        name="waive the mutual share",
        incident=given,
        orders=ordered(given, release={(0, JPN, month): 2.5 for month in range(3)}),
        short=((6, 3.5, 3.5, 3.5), NONE),
        cost=6.0,
        loss=307.5,
        waived=True,
    )


def _surge() -> Case:
    # 1, 2, then 3 a month, each a month later: 5 x (1 + 2 x 0.8 + 3 x 0.6).
    # 25 x (6 + 5 x 0.8 + 4 x 0.6 + 3 x 0.4).
    given = maker()
    return Case(
        name="surge",
        incident=given,
        orders=ordered(given, surge={(0, JPN, 0): 1, (0, JPN, 1): 2, (0, JPN, 2): 3}),
        short=((6, 5, 4, 3), NONE),
        cost=22.0,
        loss=340.0,
    )


def _barred_surge() -> Case:
    case = _surge()
    barred = replace(case.incident, barred=np.ones(1, dtype=bool))
    return replace(case, name="waive a barred maker", incident=barred, waived=True)


def _reroute() -> Case:
    # 2 a month within the month: 8 x 2 x 2.8.  25 x 4 x 2.8.
    given = other_buyers()
    return Case(
        name="re-route",
        incident=given,
        orders=ordered(given, reroute={(0, JPN, month): 2 for month in range(MONTHS)}),
        short=((4, 4, 4, 4), NONE),
        cost=44.8,
        loss=280.0,
    )


def _swap() -> Case:
    # A cargo arrives a month later, and what is given up costs 5 there: 7 a tonne at the month's
    # weight for 25 at the next one's, which pays.  2 x 6 x 2.4.  25 x 6 + 5 x 6 x 2.4.
    given = swaps()
    return Case(
        name="swap",
        incident=given,
        orders=ordered(given, swap={(USA, JPN, month): 6 for month in range(3)}),
        short=((6, 0, 0, 0), (6, 6, 6, 0)),
        cost=28.8,
        loss=222.0,
    )


def _substitute() -> Case:
    # 1 a month at 4, from the third month on 2 more at 12 (day 45 is within the second):
    # 4 x 2.8 + 12 x 2 x (0.6 + 0.4).  25 x (5 + 4 + 1.8 + 1.2).
    given = substitutes()
    saved: dict[tuple[int, ...], float] = {(JPN, 0, month): 1 for month in range(MONTHS)}
    return Case(
        name="substitute",
        incident=given,
        orders=ordered(given, substitute={**saved, (JPN, 1, 2): 2, (JPN, 1, 3): 2}),
        short=((5, 5, 3, 3), NONE),
        cost=35.2,
        loss=300.0,
    )


def _restrain() -> Case:
    # Lamps use 5 of 10 and give up 4: 10 x 4 x 2.8.
    given = unlike_uses()
    return Case(
        name="restrain",
        incident=given,
        orders=ordered(given, restrain={(JPN, 0, month): 4 for month in range(MONTHS)}),
        short=(NONE, NONE),
        cost=0.0,
        loss=112.0,
    )


def _expedite() -> Case:
    # 1, 2 and 1 arrive in the second to the fourth month: 3 x (0.8 + 2 x 0.6 + 0.4).
    # 25 x (6 + 5 x 0.8 + 4 x 0.6 + 5 x 0.4).
    given = plant()
    return Case(
        name="expedite",
        incident=given,
        orders=ordered(given, expedite={(0, JPN): 2}),
        short=((6, 5, 4, 5), NONE),
        cost=7.2,
        loss=360.0,
    )
