"""How late projects are: from what the reference class of critical-mineral projects overran.

Few delays are published.  A plan's length that grew is one; where only the capital cost is known
to have grown, the time is taken to have grown as much.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from supplypact.domain.hazard import LATE
from supplypact.errors import DataError, Fault
from supplypact.hazarding.durations import Fit, survival

PLANNED = "FID to production (plan 2025)"
"""Measure of ``costs`` that holds a length in years, and in ``low`` the one first planned."""
GROWTH = "capex growth factor"


def estimate_delays(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the law ``late`` with the columns law, month, alive, low, high and method.

    Each delay is the growth less 1 times the usual lead time: the median of the table
    ``projects``.  The law is exponential; all delays have ended in it.

    Args:
        tables: ``costs`` and ``projects``.

    Raises:
        DataError: no growth is known.

    """
    growth = growths(tables["costs"])
    years = tables["projects"]["lead_time_years"].drop_nulls().median()
    if not growth or years is None:
        fault = Fault(
            what="no project that is known to have grown",
            where="costs.csv, with projects.csv",
            fix=f"give a row with the measure '{GROWTH}', and lead times",
        )
        raise DataError([fault], where="costs.csv")
    lead = 12.0 * float(years)  # type: ignore[arg-type]
    months = sum(lead * (each - 1.0) for each in growth.values())
    fit = Fit(ends=len(growth), time=months)
    curves = (survival(fit.rate), survival(fit.rate_high), survival(fit.rate_low))
    method = (
        f"exponential with a mean of {fit.mean:.0f} months: {len(growth)} projects grew by "
        f"{min(growth.values()) - 1:.0%} to {max(growth.values()) - 1:.0%} "
        f"({', '.join(growth)}; time taken to grow as capital cost where only that is known), "
        f"times the median lead time of {lead:.0f} months"
    )
    return pl.DataFrame(
        [
            {"law": LATE, "month": month, "alive": alive, "low": low, "high": high}
            | {"method": method}
            for month, (alive, low, high) in enumerate(zip(*curves, strict=True))
        ]
    )


def growths(costs: pl.DataFrame) -> dict[str, float]:
    """Return by project how much longer, or else dearer, it became: 1.5 is half as much again."""
    found: dict[str, Any] = {}
    for row in costs.filter(pl.col("measure") == GROWTH).iter_rows(named=True):
        found[row["project"]] = row["value"]
    for row in costs.filter(pl.col("measure") == PLANNED).iter_rows(named=True):
        found[row["project"]] = row["value"] / row["low"]
    return {name: float(value) for name, value in found.items() if value > 1.0}
