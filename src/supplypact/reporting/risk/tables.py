"""Stocks beside today's policies, as a table."""

from __future__ import annotations

import polars as pl

from supplypact.domain.risk import SHOWN_YEARS, RiskResult

YEARS_OF_POLICY = (60.0, 180.0)
"""Days of cover that today's policies aim at; see ``policy_words``."""
TARGETS = ("target, days of domestic consumption", "emergency supply")
"""Measures of the table ``stockpiles`` that are goals in days for all materials."""


def shown_years(result: RiskResult) -> list[int]:
    """Return the years shown that the plan covers."""
    covered = set(result.stocks["year"])
    return [year for year in SHOWN_YEARS if year in covered]


def policies_of(stockpiles: pl.DataFrame, holders: tuple[str, ...]) -> pl.DataFrame:
    """Return the policies of the holders that are goals in days: country, label, days."""
    return stockpiles.filter(
        pl.col("country").is_in(holders),
        pl.col("unit") == "days",
        pl.col("measure").is_in(TARGETS),
        pl.col("materials").is_null() | (pl.col("materials") == ""),
    ).select("country", "label", pl.col("value").alias("days"))


def policy_words(policies: pl.DataFrame) -> str:
    """Return the policies in words, empty if there are none."""
    return "; ".join(
        f"{country} {days:.0f} days ({label})" for country, label, days in policies.iter_rows()
    )


def stock_table(result: RiskResult) -> pl.DataFrame:
    """Return one row for each stock: tonnes and days by year, policies, cost.

    Beside it stand the losses of its material and holder, the same for each of its forms.
    """
    rows = result.stocks.filter(pl.col("use_tonnes") > 0)
    if result.options.materials:
        rows = rows.filter(pl.col("material").is_in(result.options.materials))
    table = rows.group_by("material", "form", "holder", maintain_order=True).agg(
        *(
            pl.col(name).filter(pl.col("year") == year).sum().alias(f"{name}_{year}")
            for year in shown_years(result)
            for name in ("tonnes", "days")
        ),
        *(
            (pl.col("use_tonnes").filter(pl.col("year") == year).sum() * days / 365.0).alias(
                f"policy_{days:.0f}_days"
            )
            for year in shown_years(result)[:1]
            for days in YEARS_OF_POLICY
        ),
        (pl.col("bought_usd").sum() + pl.col("holding_usd").sum()).alias("cost_usd"),
    )
    return table.join(_losses(result), on=["material", "holder"], how="left")


def _losses(result: RiskResult) -> pl.DataFrame:
    """Return the expected loss a year of each material and party, without and with the plan."""
    years = shown_years(result)[:1]
    rows = result.losses.filter(pl.col("year").is_in(years), pl.col("party") != "*")
    return rows.group_by("material", pl.col("party").alias("holder"), maintain_order=True).agg(
        pl.col("expected_usd").filter(pl.col("case") == case).sum().alias(f"loss_{case}_usd")
        for case in ("nothing", "stocks", "both")
    )


def screen_table(result: RiskResult) -> pl.DataFrame:
    """Return ``stock_table`` for people: whole tonnes and days, money in millions of USD."""
    table = stock_table(result)
    tonnes = [name for name in table.columns if name.startswith(("tonnes_", "policy_"))]
    days = [name for name in table.columns if name.startswith("days_")]
    money = [name for name in table.columns if name.endswith("_usd")]
    renamed = {name: name.replace("tonnes_", "t_").replace("policy_", "t_at_") for name in tonnes}
    renamed |= {name: name.replace("_usd", "_usd_mn") for name in money}
    return table.with_columns(
        *(pl.col(name).round(1) for name in tonnes),
        *(pl.col(name).round(0).cast(pl.Int64) for name in days),
        *((pl.col(name) / 1e6).round(1) for name in money),
    ).rename(renamed)
