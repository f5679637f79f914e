"""Stocks beside today's policies, as a table."""

from __future__ import annotations

import polars as pl

from supplypact.domain.risk import SHOWN_YEARS, RiskResult

YEARS_OF_POLICY = (60.0, 180.0)
"""Days of cover that today's policies aim at; see ``policy_words``."""
FULL = 0.999
"""Part of the storage from which on a stock is full."""
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


def stock_table(result: RiskResult, *, by_value: bool = False) -> pl.DataFrame:
    """Return one row for each stock: tonnes, days, worth and fullness by year, policies, cost.

    Beside the first form of a material stand the losses of material and holder; blank beside the
    others, so that they add up.

    Args:
        result: The plan under risk.
        by_value: Those worth most in the first year shown first.

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
            pl.col("value_usd").filter(pl.col("year") == year).sum().alias(f"value_{year}_usd")
            for year in shown_years(result)[:1]
        ),
        *(_is_full(year).alias(f"full_{year}") for year in shown_years(result)),
        *(
            (pl.col("use_tonnes").filter(pl.col("year") == year).sum() * days / 365.0).alias(
                f"policy_{days:.0f}_days_{year}"
            )
            for year in shown_years(result)[:1]
            for days in YEARS_OF_POLICY
        ),
        (pl.col("bought_usd").sum() + pl.col("holding_usd").sum()).alias("cost_usd"),
    )
    if by_value and (years := shown_years(result)):
        table = table.sort(f"value_{years[0]}_usd", descending=True, maintain_order=True)
    losses = _losses(result)
    joined = table.join(losses, on=["material", "holder"], how="left", maintain_order="left")
    first = pl.int_range(pl.len()).over("material", "holder") == 0
    return joined.with_columns(
        pl.when(first).then(pl.col(name)).alias(name) for name in losses.columns[2:]
    )


def _is_full(year: int) -> pl.Expr:
    """Return whether the tonnes of a year reach the storage."""
    now = pl.col("year") == year
    tonnes, storage = (pl.col(name).filter(now).sum() for name in ("tonnes", "storage_tonnes"))
    return (tonnes > 0) & (tonnes >= FULL * storage)


def _losses(result: RiskResult) -> pl.DataFrame:
    """Return the expected loss a year of each material and party, without and with the plan."""
    years = shown_years(result)[:1]
    rows = result.losses.filter(pl.col("year").is_in(years), pl.col("party") != "*")
    return rows.group_by("material", pl.col("party").alias("holder"), maintain_order=True).agg(
        pl.col("expected_usd")
        .filter(pl.col("case") == case, pl.col("year") == year)
        .sum()
        .alias(f"loss_{year}_{case}_usd")
        for year in years
        for case in ("nothing", "stocks", "both")
    )


def screen_table(result: RiskResult) -> pl.DataFrame:
    """Return ``stock_table`` for people: the largest first, whole numbers, money in USD million."""
    table = stock_table(result, by_value=True)
    tonnes = [name for name in table.columns if name.startswith(("tonnes_", "policy_"))]
    days = [name for name in table.columns if name.startswith("days_")]
    money = [name for name in table.columns if name.endswith("_usd")]
    renamed = {name: name.replace("tonnes_", "t_").replace("policy_", "t_at_") for name in tonnes}
    renamed |= {name: name.replace("_usd", "_usd_mn") for name in money}
    return (
        table.with_columns(
            *(pl.col(name).round(1) for name in tonnes),
            *(_days(name) for name in days),
            *((pl.col(name) / 1e6).round(1) for name in money),
        )
        .drop(pl.selectors.starts_with("full_"))
        .rename(renamed)
    )


def _days(name: str) -> pl.Expr:
    """Return days as a text that says where the storage is full."""
    told = pl.col(name).round(0).cast(pl.Int64).cast(pl.String)
    return pl.when(pl.col(name.replace("days", "full"))).then(told + " (full)").otherwise(told)
