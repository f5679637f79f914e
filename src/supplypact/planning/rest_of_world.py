"""Parties that the tables do not name: their part is taken out of the rest of the world."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from supplypact.domain.network import REST_OF_WORLD, Network
from supplypact.domain.pact import Pact, Party

PLACE = ("material", "stage")


def with_shares(pact: Pact, network: Network) -> Network:
    """Return the network in which parties with a ``share_of_rest`` use that part of the rest.

    They buy it from whom the rest of the world buys.  A material whose use by the party the
    tables know stays as it is; so a second call changes nothing.  What the rest of the world makes
    and works on stays with it.
    """
    demand, flow = network.demand, network.flow
    before = demand.filter(pl.col("country") == REST_OF_WORLD)
    for party in pact.parties:
        if party.share_of_rest > 0:
            moved = _moved(party, before, network.demand)
            flow = _bought(party, flow, network.flow, moved)
            demand = _used(demand, moved)
    return replace(network, demand=demand, flow=flow)


def _moved(party: Party, rest: pl.DataFrame, demand: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of demand that become the party's."""
    known = demand.filter(pl.col("country") == party.country)["material"]
    return rest.filter(~pl.col("material").is_in(known.to_list())).with_columns(
        country=pl.lit(party.country), tonnes=pl.col("tonnes") * float(party.share_of_rest)
    )


def _used(demand: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    keys = [*PLACE, "end_use"]
    taken = moved.group_by(keys).agg(pl.col("tonnes").sum().alias("taken"))
    of_rest = pl.col("country") == REST_OF_WORLD
    left = demand.join(taken, on=keys, how="left", maintain_order="left").with_columns(
        tonnes=pl.when(of_rest)
        .then(pl.col("tonnes") - pl.col("taken").fill_null(0.0))
        .otherwise(pl.col("tonnes"))
    )
    return pl.concat([left.select(demand.columns), moved.select(demand.columns)])


def _bought(
    party: Party, flow: pl.DataFrame, before: pl.DataFrame, moved: pl.DataFrame
) -> pl.DataFrame:
    """Move the same part of every purchase of the rest of the world, as much as is used."""
    used = moved.group_by(PLACE).agg(pl.col("tonnes").sum().alias("used"))
    to_rest = before.filter(pl.col("importer") == REST_OF_WORLD).join(used, on=PLACE)
    total = pl.col("tonnes").sum().over(PLACE)
    part = pl.when(total > 0).then(pl.min_horizontal(pl.col("used") / total, 1.0)).otherwise(0.0)
    shipped = to_rest.with_columns(tonnes=pl.col("tonnes") * part)
    keys = [*PLACE, "exporter", "importer"]
    others = [name for name in flow.columns if name not in (*keys, "tonnes")]
    both = pl.concat(
        [
            flow,
            shipped.with_columns(tonnes=-pl.col("tonnes")).select(flow.columns),
            shipped.with_columns(importer=pl.lit(party.country)).select(flow.columns),
        ]
    )
    return (
        both.group_by(keys, maintain_order=True)
        .agg(pl.col("tonnes").sum().clip(lower_bound=0.0), pl.col(others).first())
        .select(flow.columns)
    )
