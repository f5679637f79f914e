"""The years to come: the parties' share from outside the countries of concern, base and plan."""

from __future__ import annotations

import polars as pl

from supplypact.domain.pact import Origin
from supplypact.domain.plan import PlannedShares

KEY = ["material", "stage", "party", "year"]
SCHEMA = {
    "material": pl.String,
    "stage": pl.String,
    "party": pl.String,
    "year": pl.Int64,
    "base_share": pl.Float64,
    "plan_share": pl.Float64,
}


def outlook(planned: PlannedShares | None) -> pl.DataFrame:
    """Return ``SCHEMA``: traced shares by year without and with the plan; empty without one."""
    if planned is None:
        return pl.DataFrame(schema=SCHEMA)
    outside = pl.col("tonnes").filter(pl.col("origin") != Origin.CONCERN.value).sum()
    shares = (
        planned.sourcing.group_by("case", *KEY)
        .agg(whole=pl.col("tonnes").sum(), outside=outside)
        .filter(pl.col("whole") > 0)
        .with_columns(share=pl.col("outside") / pl.col("whole"))
    )
    base, plan = (
        shares.filter(pl.col("case") == case).select(*KEY, pl.col("share").alias(f"{case}_share"))
        for case in ("base", "plan")
    )
    return base.join(plan, on=KEY, how="full", coalesce=True).select(*SCHEMA).sort(KEY)
