from dataclasses import replace

import polars as pl

from supplypact.reporting.response import asks
from tests.reporting.response.given import response, view

EN = view()


def test_what_each_has_to_deliver_is_told_with_its_part() -> None:
    """Of what was ordered Germany sends 3 of 4 tonnes, and South Korea one."""
    parts = {"DEU,refine": 3.0, "KOR,refine": 1.0}
    orders = pl.DataFrame(
        [("gallium", "reroute", giver, "USA,refine", 0, part) for giver, part in parts.items()],
        schema=response().orders.schema,
        orient="row",
    )
    told = asks.asked(response(orders=orders), EN)
    assert told == [
        "United States: replace 61.7 t (5); give up 74.1 t (6); bring plants forward: 86.4 t (7)",
        "Japan: release 12.3 t (1) to the United States; hand over 49.4 t (4) to the United States",
        (
            "Germany: turn 18.5 t (2) from other buyers to the United States; make 37 t (3) more "
            "for the United States"
        ),
        "South Korea: turn 6.17 t (2) from other buyers to the United States",
        "Tajikistan: sell 98.8 t (8) to Japan",
    ]


def test_what_was_ordered_before_is_not_asked_for_again() -> None:
    decided = tuple(replace(each, decided=True) for each in response().actions)
    assert asks.asked(response(actions=(*decided[:7], response().actions[7])), EN) == [
        "Tajikistan: sell 98.8 t (8) to Japan"
    ]
