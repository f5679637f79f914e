"""What the tables hold for each stage of each material, and how much of it is estimated."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from supplypact.domain.network import BASE_YEAR

KEY = ["material", "stage"]
Tables = Mapping[str, pl.DataFrame]


def coverage(tables: Tables) -> pl.DataFrame:
    """Return one row for each stage in the order of the chains.

    Columns: material, stage, years (with production or projection), countries, tonnes (world, base
    year), estimated_share (of those tonnes), estimated_flow_share (of the base year's flow),
    projects (with an output there, those in the base included).
    """
    known = tables["production"].filter(
        pl.col("tonnes").is_not_null(), pl.col("measure") != "capacity"
    )
    made = known.group_by(KEY).agg(
        years=pl.col("year").unique().sort().cast(pl.String).str.join(" "),
        countries=pl.col("country").n_unique(),
    )
    output = _estimated(known.filter(pl.col("year") == BASE_YEAR)).rename(
        {"share": "estimated_share"}
    )
    flow = _estimated(tables["flows"]).select(*KEY, estimated_flow_share="share")
    projects = tables["project_outputs"].group_by(KEY).agg(projects=pl.col("project").n_unique())
    rows = tables["stages"].select(*KEY, "position")
    for part in (made, output, flow, projects):
        rows = rows.join(part, on=KEY, how="left")
    return rows.sort("material", "position").drop("position")


def _estimated(table: pl.DataFrame) -> pl.DataFrame:
    """Return tonnes by stage and the share of them that is an estimate."""
    estimate = pl.col("tonnes").filter(pl.col("quality") == "estimate").sum()
    return table.group_by(KEY).agg(
        tonnes=pl.col("tonnes").sum(), share=estimate / pl.col("tonnes").sum()
    )
