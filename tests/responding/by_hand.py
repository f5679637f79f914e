"""Incidents of three countries and a supplier that stops, small enough to work by hand.

Japan uses 10 a month and the United States 20, both of the product ``refine``.  The supplier, which
gave Japan 6 a month, stops for four months.  Weights are 1, 0.8, 0.6 and 0.4, which add up to 2.8.
A missing tonne costs 25 whatever its use, so nothing done costs 25 x 6 x 2.8 = 420.  Australia is
the maker that may help.  The answers are in ``by_hand_cases``.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np

from supplypact.domain.incident import MONTH, Grid, MaterialIncident, Orders

JPN, USA = 0, 1
MONTHS = 4
NO_WAY = np.full((2, 2), np.nan)

Placed = Mapping[tuple[int, ...], float]
"""Tonnes by place in the array."""


def months(count: int = MONTHS) -> Grid:
    """Return a grid of months."""
    return Grid(start=MONTH * np.arange(float(count)), days=np.full(count, MONTH))


def weeks_then_months() -> Grid:
    """Return four weeks and two months."""
    days = np.array([7.0, 7, 7, 7, MONTH, MONTH])
    return Grid(start=np.cumsum(days) - days, days=days)


def incident(**changes: object) -> MaterialIncident:
    """Return the incident in which nothing can be done, with changes."""
    given: dict[str, object] = {
        "material": "testium",
        "grid": months(),
        "weight": np.array([1.0, 0.8, 0.6, 0.4]),
        "users": (("JPN", "refine"), ("USA", "refine")),
        "tonnes": np.ones(2),
        "use": np.array([10.0, 20.0]),
        "loss": np.array([[6.0] * MONTHS, [0.0] * MONTHS]),
        "fed": np.ones(2),
        "own_right": np.ones(2),
        "makers": (("AUS", "refine"),),
        "barred": np.zeros(1, dtype=bool),
        "lag": np.array([[35.0, 35.0]]),
        "idle": np.zeros(1),
        "ramp_months": 3.0,
        "others": np.zeros(1),
        "reroute_lag": np.array([[15.0, 15.0]]),
        "stores": (),
        "stock": np.zeros(0),
        "handling": 0.5,
        "mutual": np.zeros(0),
        "lendable": np.zeros(0),
        "takes": np.zeros((0, 2)),
        "release_lag": np.zeros((0, 2)),
        "swap_lag": NO_WAY,
        "substitute_share": np.zeros(0),
        "substitute_day": np.zeros(0),
        "end_uses": ("lamps", "motors"),
        "end_use_share": np.full((2, 2), 0.5),
        "projects": (),
        "project_rate": np.zeros(0),
        "project_first": np.zeros(0),
        "project_last": np.zeros(0),
        "project_lead": 30.0,
        "project_lag": np.zeros((0, 2)),
        "product_tonnes": {"refine": 1.0},
        "surge_cost": 5.0,
        "reroute_cost": 8.0,
        "release_cost": 1.0,
        "swap_cost": 2.0,
        "expedite_cost": 3.0,
        "substitute_cost": np.zeros((2, 0)),
        "shortage_cost": np.full((2, 2), 25.0),
    }
    return MaterialIncident(**{**given, **changes})  # type: ignore[arg-type]


def ordered(of: MaterialIncident, **placed: Placed) -> Orders:
    """Return orders of nothing but what is placed, by field of ``Orders``."""
    users, periods = len(of.users), len(of.grid.days)
    shapes: dict[str, tuple[int, ...]] = {
        "surge": (len(of.makers), users, periods),
        "reroute": (len(of.makers), users, periods),
        "release": (len(of.stores), users, periods),
        "swap": (users, users, periods),
        "substitute": (users, len(of.substitute_share), periods),
        "restrain": (users, len(of.end_uses), periods),
        "expedite": (len(of.projects), users),
    }
    orders = {field: np.zeros(shape) for field, shape in shapes.items()}
    for field, tonnes in placed.items():
        for place, each in tonnes.items():
            orders[field][place] = each
    return Orders(**orders)


def own_store(stock: float = 8.0, handling: float = 0.5) -> MaterialIncident:
    """Return the incident with a national store of Japan."""
    return incident(
        stores=(("JPN", "refine", "national"),),
        stock=np.array([stock]),
        handling=handling,
        mutual=np.array([0.3]),
        lendable=np.array([0.8]),
        takes=np.array([[10.0, 20.0]]),
        release_lag=np.array([[0.0, 40.0]]),
    )


def friendly_store() -> MaterialIncident:
    """Return the incident with 10 in the United States; a month later in Japan."""
    return replace(
        own_store(10.0, 0.25),
        stores=(("USA", "refine", "national"),),
        release_lag=np.array([[40.0, 0.0]]),
    )


def maker() -> MaterialIncident:
    """Return the incident with idle output of 3 a month in Australia."""
    return incident(idle=np.array([3.0]))


def other_buyers() -> MaterialIncident:
    """Return the incident where Australia's other buyers can be outbid for 2 a month."""
    return incident(others=np.array([2.0]))


def swaps() -> MaterialIncident:
    """Return the incident where the United States can turn cargo to Japan, and misses it less."""
    there = np.array([[np.nan, 31.0], [31.0, np.nan]])
    return incident(swap_lag=there, shortage_cost=np.array([[25.0, 25.0], [5.0, 5.0]]))


def substitutes() -> MaterialIncident:
    """Return the incident where a tenth of the use can be saved, and two more from day 45 on."""
    return incident(
        substitute_share=np.array([0.1, 0.2]),
        substitute_day=np.array([0.0, 45.0]),
        substitute_cost=np.array([[4.0, 12.0]] * 2),
    )


def unlike_uses(lost: float = 4.0) -> MaterialIncident:
    """Return the incident where motors are worth four times what lamps are."""
    return incident(
        loss=np.array([[lost] * MONTHS, [0.0] * MONTHS]),
        shortage_cost=np.array([[10.0, 40.0], [10.0, 40.0]]),
    )


def plant() -> MaterialIncident:
    """Return the incident where a plant of 2 a month can be had for the months 1.5 to 3.5."""
    return incident(
        projects=(("plant", "AUS"),),
        project_rate=np.array([2.0]),
        project_first=np.array([1.5 * MONTH]),
        project_last=np.array([3.5 * MONTH]),
        project_lag=np.array([[0.0, 0.0]]),
    )


def changed(part: MaterialIncident) -> dict[str, Any]:
    """Return what ``part`` has otherwise than the incident in which nothing can be done."""
    plain, both = incident(), [each.name for each in fields(part)]
    return {name: getattr(part, name) for name in both if _differs(part, plain, name)}


def _differs(part: MaterialIncident, plain: MaterialIncident, name: str) -> bool:
    mine, other = getattr(part, name), getattr(plain, name)
    return mine is not other and not np.array_equal(mine, other)


def rich(**changes: Any) -> MaterialIncident:
    """Return the incident with a store, a maker, other buyers, a plant, swaps and savings."""
    given = incident()
    for part in (own_store(), maker(), other_buyers(), swaps(), substitutes(), plant()):
        given = replace(given, **changed(part))
    return replace(given, **changes)
