"""Every order as a row, and back."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from supplypact.domain.incident import Orders
from supplypact.errors import UsageError
from supplypact.responding.frames import ORDERS
from supplypact.responding.playbook import shorten
from supplypact.responding.record import orders_frame, orders_of
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


def test_nothing_kept_is_an_empty_frame() -> None:
    assert orders_frame([]).schema == ORDERS
    assert np.shape(orders_frame([]).rows()) == (0,)
