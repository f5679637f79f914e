"""Stocks as a table for people and for programs; stocks of 10 t at 1,000 USD, see ``given``."""

from dataclasses import replace

import polars as pl

from supplypact.domain.risk import RiskResult
from supplypact.reporting.risk.tables import screen_table, stock_table
from tests.reporting.risk.given import result


def two_forms() -> RiskResult:
    """Return the plan with a second form, held in twice the worth, storage 10 t."""
    plan = result()
    ore = plan.stocks.with_columns(
        form=pl.lit("mine"), value_usd=pl.col("value_usd") * 2, storage_tonnes=pl.lit(10, pl.Int64)
    )
    return replace(plan, stocks=pl.concat([plan.stocks, ore]))


def test_losses_of_a_material_stand_beside_its_first_form_only() -> None:
    # Japan has 0.4 of 15 million USD a year
    rows = stock_table(two_forms()).filter(pl.col("holder") == "JPN")
    assert rows["form"].to_list() == ["refine", "mine"]
    assert rows["loss_2030_nothing_usd"].to_list() == [6e6, None]
    assert rows["loss_2030_both_usd"].null_count() == 1


def test_every_column_of_a_year_names_it() -> None:
    names = stock_table(result()).columns
    assert names[:3] == ["material", "form", "holder"]
    assert all("2030" in each for each in names[3:] if each != "cost_usd")


def test_a_stock_that_fills_its_storage_is_marked() -> None:
    table = stock_table(two_forms()).filter(pl.col("holder") == "JPN")
    assert table["full_2030"].to_list() == [False, True]
    shown = screen_table(two_forms()).filter(pl.col("holder") == "JPN")
    # 10 t of 30 t a year
    assert shown["days_2030"].to_list() == ["122 (full)", "122"]


def test_the_screen_shows_what_is_worth_most_first_with_the_losses_there() -> None:
    shown = screen_table(two_forms())
    assert shown.select("form", "holder").row(0) == ("mine", "JPN")
    assert shown["loss_2030_nothing_usd_mn"][0] == 6.0
    assert shown.filter(pl.col("holder") == "JPN")["loss_2030_nothing_usd_mn"].to_list() == [
        6,
        None,
    ]
