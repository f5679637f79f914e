"""Net import reliance of the United States: as published, from components, and in the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from supplypact.assessing.reliance import net_import_reliance
from supplypact.domain.assessment import RELIANCE_TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from supplypact.domain.evidence import Evidence

RELIANCE_SCHEMA = {
    "material": pl.String,
    "stage": pl.String,
    "year": pl.Int64,
    "published": pl.Float64,
    "bound": pl.String,
    "components": pl.Float64,
    "network": pl.Float64,
    "difference": pl.Float64,
    "reason": pl.String,
    "network_difference": pl.Float64,
    "network_reason": pl.String,
}

_ABOVE, _BELOW, _NET_EXPORTER = ">", "<", "E"


def reliance(evidence: Evidence, network: Mapping[tuple[str, str], float]) -> pl.DataFrame:
    """Return ``Assessment.reliance``: one row for each material that the USGS publishes.

    ``network_difference`` is the same for the network's figure.

    ``components`` is what production, trade and stocks give; null where US mine or smelter output
    is withheld. ``difference`` is components less published; where a bound is published, by how
    much the components break it, a net exporter's bound being 0.

    Args:
        evidence: Its table ``import_reliance`` is read.
        network: Net import reliance of the US in the network, by material and stage.
    """
    table = evidence.import_reliance
    rows = table.with_columns(
        components=_components(table),
        network=pl.Series(
            [
                network.get((material, stage))
                for material, stage in table.select("material", "stage").iter_rows()
            ],
            dtype=pl.Float64,
        ).fill_nan(None),
    )
    return (
        rows.with_columns(difference=_beyond("components"), network_difference=_beyond("network"))
        .with_columns(network_reason=_network_reason())
        .select(pl.col(name).cast(kind) for name, kind in RELIANCE_SCHEMA.items())
        .sort("material", "stage")
    )


def _beyond(column: str) -> pl.Expr:
    """Return by how much a column differs from what is published, or breaks its bound."""
    gap = pl.col(column) - pl.col("published")
    bound = pl.col("bound").fill_null("")
    difference = (
        pl.when(bound == _ABOVE)
        .then(pl.min_horizontal(gap, 0.0))
        .when(bound.is_in([_BELOW, _NET_EXPORTER]))
        .then(pl.max_horizontal(gap, 0.0))
        .otherwise(gap)
    )
    return pl.when(gap.is_not_null()).then(difference)


def _network_reason() -> pl.Expr:
    """Return why the network differs from what is published: it is of one stage, and fitted."""
    scrap = pl.col("production_secondary").fill_null(0.0) > 0
    off = pl.col("network_difference").abs() > RELIANCE_TOLERANCE
    return pl.when(off).then(
        pl.when(scrap & (pl.col("network_difference") > 0))
        .then(pl.lit("The USGS counts what is recovered from scrap; the network's stage does not."))
        .otherwise(
            pl.lit(
                "The network is of one stage, its use and flows are fitted estimates; the USGS "
                "counts every form that is traded."
            )
        )
    )


def _components(table: pl.DataFrame) -> pl.Series:
    """Return net import reliance from the components; null where it cannot be computed.

    What the definition does not count, or is recovered from scrap unpublished, counts as none;
    so do exports that are not published where nothing is made, as the reliance is then 1 anyway.
    """
    made = table.select(
        pl.col("production_primary").fill_null(0.0) + pl.col("production_secondary").fill_null(0.0)
    ).to_series()
    missing = table["withheld"].fill_null("").str.split(";").list
    unknown = (
        missing.contains("primary")
        | missing.contains("imports")
        | (missing.contains("exports") & (made > 0))
    )
    found = net_import_reliance(
        made.to_numpy(),
        table["imports"].to_numpy(),
        table["exports"].fill_null(0.0).to_numpy(),
        -table["stock_change"].fill_null(0.0).to_numpy(),
    )
    return pl.Series("components", np.where(unknown.to_numpy(), np.nan, found)).fill_nan(None)
