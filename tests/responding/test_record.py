"""Every order as a row, and back."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from supplypact.domain.incident import Grid, Orders
from supplypact.errors import UsageError
from supplypact.responding.frames import ORDERS
from supplypact.responding.playbook import shorten
from supplypact.responding.record import orders_frame, orders_of, regridded
from tests.responding.by_hand import JPN, USA, Placed, incident, ordered, rich
from tests.responding.given import question

PLACED: dict[str, Placed] = {
    "surge": {(0, JPN, 1): 1.5},
    "reroute": {(0, USA, 2): 2.5},
    "release": {(0, JPN, 0): 3.5},
    "swap": {(USA, JPN, 3): 4.5},
    "substitute": {(JPN, 1, 2): 5.5},
    "restrain": {(USA, 0, 1): 6.5},
    "expedite": {(0, JPN): 7.5},
}
ROWS = [
    ("testium", "surge", "AUS,refine", "JPN,refine", 1, 1.5),
    ("testium", "reroute", "AUS,refine", "USA,refine", 2, 2.5),
    ("testium", "release", "JPN,refine,national", "JPN,refine", 0, 3.5),
    ("testium", "swap", "USA,refine", "JPN,refine", 3, 4.5),
    ("testium", "substitute", "step2", "JPN,refine", 2, 5.5),
    ("testium", "restrain", "lamps", "USA,refine", 1, 6.5),
    ("testium", "expedite", "plant", "JPN,refine", 0, 7.5),
]


def same(one: Orders, other: Orders) -> None:
    for name in Orders.__dataclass_fields__:
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=0.0), name


def test_each_order_is_a_row_by_giver_user_and_period() -> None:
    i = rich()
    (kept,) = shorten([question(i)], 12)
    orders = ordered(i, **PLACED)
    frame = orders_frame([replace(kept, solved=replace(kept.solved, orders=orders))])
    assert frame.rows() == ROWS
    assert frame.schema == ORDERS


def test_rows_become_the_same_orders() -> None:
    i = rich()
    same(orders_of(i, pl.DataFrame(ROWS, schema=ORDERS, orient="row")), ordered(i, **PLACED))


def test_an_answer_survives_the_way_to_rows_and_back() -> None:
    i = rich()
    (kept,) = shorten([question(i)], 12)
    same(orders_of(i, orders_frame([kept])), kept.solved.orders)


def test_the_orders_of_another_material_do_not_count() -> None:
    i = rich()
    other = pl.DataFrame(ROWS, schema=ORDERS, orient="row").with_columns(material=pl.lit("x"))
    same(orders_of(i, other), ordered(i))


@pytest.mark.parametrize(
    "row",
    [
        ("testium", "surge", "CHL,refine", "JPN,refine", 1, 1.0),
        ("testium", "surge", "AUS,refine", "KOR,refine", 1, 1.0),
        ("testium", "pray", "AUS,refine", "JPN,refine", 1, 1.0),
        ("testium", "surge", "AUS,refine", "JPN,refine", 4, 1.0),
        ("testium", "surge", "AUS,refine", "JPN,refine", -1, 1.0),
    ],
)
def test_an_unknown_giver_user_order_or_period_is_told_with_the_mend(
    row: tuple[object, ...],
) -> None:
    frame = pl.DataFrame([row], schema=ORDERS, orient="row")
    with pytest.raises(UsageError) as told:
        orders_of(incident(), frame)
    assert f"'{row[1]}' of testium from {row[2]} to {row[3]}" in told.value.what
    assert told.value.where == "--after"
    assert "start anew without --after" in told.value.fix


def grid(*edges: float) -> Grid:
    return Grid(start=np.array(edges[:-1]), days=np.diff(edges))


def test_what_was_ordered_in_a_period_that_is_parted_is_ordered_evenly_over_its_days() -> None:
    # the second of three weeks is parted after 3 days; a plant is ordered for all of its time
    rows = [
        ("testium", "surge", "AUS,refine", "JPN,refine", 0, 1.0),
        ("testium", "surge", "AUS,refine", "JPN,refine", 1, 7.0),
        ("testium", "surge", "AUS,refine", "JPN,refine", 2, 2.0),
        ("testium", "expedite", "plant", "JPN,refine", 0, 7.5),
    ]
    frame = pl.DataFrame(rows, schema=ORDERS, orient="row")
    found = regridded(frame, grid(0, 7, 14, 21), grid(0, 7, 10, 14, 21))
    assert found.schema == ORDERS
    told = [(order, period, tonnes) for _, order, _, _, period, tonnes in found.rows()]
    assert sorted(told) == [
        ("expedite", 0, 7.5),
        ("surge", 0, 1.0),
        ("surge", 1, pytest.approx(3.0)),
        ("surge", 2, pytest.approx(4.0)),
        ("surge", 3, 2.0),
    ]


def test_the_same_periods_leave_the_orders_as_they_are() -> None:
    frame = pl.DataFrame(ROWS, schema=ORDERS, orient="row")
    same_grid = grid(0.0, 7.0, 14.0, 44.4, 74.8)
    found = regridded(frame, same_grid, same_grid)
    assert sorted(found.rows()) == sorted(frame.rows())
    assert regridded(frame.clear(), same_grid, same_grid).is_empty()


def test_nothing_kept_is_an_empty_frame() -> None:
    assert orders_frame([]).schema == ORDERS
    assert np.shape(orders_frame([]).rows()) == (0,)
