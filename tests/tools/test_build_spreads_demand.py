from __future__ import annotations

import math

import polars as pl
import pytest

from tools.build_data.spreads_demand import _balance_logs, incomes, remainders

METHOD = "production 1 t + imports 2 t - exports 0 t (BACI); no figure on uses"


def uses(*rows: tuple[str, str, str | None, str, float]) -> pl.DataFrame:
    columns = ["country", "quality", "method", "end_use", "tonnes"]
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    return frame.with_columns(material=pl.lit("tin"), stage=pl.lit("mine"))


def test_a_balance_is_compared_with_apparent_consumption_less_scrap_in_tonnes() -> None:
    reliance = pl.DataFrame(
        [("tin", "mine", 3.0, 1.0), ("zinc", "mine", 5.0, None), ("lead", "mine", None, None)],
        schema=["material", "stage", "apparent_consumption", "production_secondary"],
        orient="row",
    ).with_columns(unit=pl.lit("thousand metric tons"))
    made = {("tin", "mine"): {"USA": 500.0}}
    flows = {("tin", "mine"): [("CHN", "USA", 600.0), ("USA", "CAN", 100.0)]}
    # 500 + 600 - 100 = 1000 t against (3 - 1) x 1000 t
    assert _balance_logs(reliance, made, flows) == [pytest.approx(math.log(1000 / 2000))]


def test_a_balance_that_is_unknown_or_not_above_zero_makes_no_pair() -> None:
    reliance = pl.DataFrame(
        {
            "material": ["tin"],
            "stage": ["mine"],
            "apparent_consumption": [3.0],
            "production_secondary": [None],
            "unit": ["metric tons"],
        }
    )
    flows = {("tin", "mine"): [("USA", "CAN", 100.0)]}
    for made in (None, 50.0):
        assert _balance_logs(reliance, {("tin", "mine"): {"USA": made}}, flows) == []


def test_use_by_income_is_compared_with_balances_of_the_like_countries_only() -> None:
    demand = uses(
        ("USA", "official", None, "steel", 60.0),
        ("USA", "official", None, "other", 40.0),
        ("CAN", "estimate", METHOD, "steel", 15.0),
        ("CAN", "estimate", METHOD, "other", 5.0),
        ("AUS", "estimate", "as much per USD of GDP as the United States", "steel", 1.0),
        ("JPN", "estimate", METHOD, "steel", 1.0),
    )
    countries = pl.DataFrame({"country": ["USA", "CAN", "AUS"], "gdp_usd": [10.0, 1.0, 1.0]})
    # 100 t x 1 / 10 = 10 t by income, 20 t by balance
    (log,) = incomes({"demand": demand, "countries": countries}).logs
    assert log == pytest.approx(math.log(10 / 20))


def test_a_remainder_is_off_by_all_that_is_taken_off_over_what_is_left() -> None:
    left = "world production less the use of the other countries; uses as in USA"
    demand = uses(
        ("USA", "official", None, "steel", 30.0),
        ("CHN", "estimate", METHOD, "steel", 40.0),
        ("ROW", "estimate", left, "steel", 30.0),
        ("ROW", "estimate", left, "other", 20.0),
    )
    spread = {"official": math.sqrt(math.log(2)), "estimate": math.sqrt(math.log(5))}
    # exp(s^2) - 1 is 1 and 4; 1 x 30^2 + 4 x 40^2 = 7300; over 50^2 it is 2.92
    (found,) = remainders(demand, lambda quality, _: spread[quality])
    assert found == pytest.approx(math.sqrt(math.log(1 + 2.92)))


def test_a_stage_without_a_remainder_gives_none() -> None:
    demand = uses(("USA", "official", None, "steel", 30.0))
    assert remainders(demand, lambda *_: 1.0) == []
