from dataclasses import replace

import polars as pl

from supplypact.reporting.response import choice_words
from supplypact.units import Usd
from tests.reporting.response.given import response, view

EN, JA = view(), view("ja")


def test_waiting_is_told_week_by_week() -> None:
    assert choice_words.waiting(response(), EN) == (
        "Waiting one week costs USD 12 mn (USD 1.7 mn a day). 2 weeks: USD 26 mn, "
        "4 weeks: USD 61 mn, 8 weeks: USD 130 mn."
    )
    free = response().delays.head(1).with_columns(extra_usd=0.0, a_day_usd=0.0)
    assert choice_words.waiting(response(delays=free), EN) == "Waiting one week costs nothing."
    none = response(delays=response().delays.clear())
    assert choice_words.waiting(none, EN) == "The cost of waiting was not computed."


def test_what_the_lines_leave_stands_beside_the_exact_plan_and_each_alone() -> None:
    assert choice_words.rounding(response(), EN) == (
        "These 8 lines leave USD 120 mn; the exact plan (41 lines) USD 118 mn; each party alone "
        "USD 310 mn."
    )
    cost = replace(response().rounding, kept=Usd(117e6))
    assert "the exact plan (41 lines) USD 117 mn" in choice_words.rounding(
        response(rounding=cost), EN
    )
    one = replace(cost, kept_lines=1, exact_lines=1)
    told = choice_words.rounding(response(rounding=one), JA)
    assert told == "この1件の措置による予想損失は1.17億ドル、各国単独では3.1億ドル。"


def test_where_few_lines_cost_much_more_of_them_are_advised() -> None:
    """430 - 120 million are saved; 5 % of that is 15.5 million."""
    assert choice_words.more_lines(response(), EN) == []
    dear = replace(response().rounding, exact=Usd(104e6))
    (told,) = choice_words.more_lines(response(rounding=dear), EN)
    assert told.endswith("use --lines 30 or one --material at a time.")


def test_who_gains_and_who_loses_by_acting_together_is_told() -> None:
    usa = {"alone": 10.7e9, "full": 6.4e9}
    costs = {"USA": usa, "JPN": {"alone": 3.1e9, "full": 4.4e9}}
    rows = [
        (mode, party, usd, usd, None) for party in costs for mode, usd in costs[party].items()
    ] + [("alone", "*", 13.8e9, 1.0, None), ("full", "*", 10.8e9, 1.0, None)]
    frame = pl.DataFrame(rows, schema=response().modes.schema, orient="row")
    assert choice_words.saved(response(modes=frame), EN) == [
        "Acting together saves USD 3 bn against each party alone.",
        (
            "The United States gains USD 4.3 bn, Japan loses USD 1.3 bn; no payment between "
            "them is assumed."
        ),
    ]
    assert choice_words.saved(response(modes=frame), JA)[1] == (
        "米国は43億ドルの利益、日本は13億ドルの負担増。当事国間の補償は想定していない。"
    )
