"""Imports of the parties since 1995: from whom, how much, how concentrated."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from supplypact.domain.assessment import EVERY_PARTY
from supplypact.domain.evidence import Evidence
from supplypact.domain.network import REST_OF_WORLD

MOST_SUPPLIERS = 5
"""Suppliers that are told by name; the others are added up."""
OTHER = "other"

SERIES = ["material", "stage", "party"]
PLACE = [*SERIES, "year"]


def history(
    evidence: Evidence, materials: Sequence[str], importers: Sequence[str], concern: Sequence[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return ``history`` and ``history_suppliers`` of an assessment, sorted by their keys.

    Imports of each importer, and of all together (``*``, what they buy from each other left out)
    where there are several.  Shares are of contained tonnes (of gross tonnes where the content of
    the code is unknown); trade without a weight is not in the tonnes but in ``unweighed_share``.
    A year without imports has no row; one whose trade all lacks a weight has no shares.
    """
    codes = evidence.trade_codes.filter(pl.col("material").is_in(materials))
    single = imports(evidence.trade_history, codes, importers)
    parts = [single]
    if len(importers) > 1:
        outside = single.filter(~pl.col("supplier").is_in(importers))
        parts.append(outside.with_columns(party=pl.lit(EVERY_PARTY)))
    bought = (
        pl.concat(parts)
        .group_by(*PLACE, "supplier")
        .agg(pl.col("tonnes", "value_usd", "unweighed_usd").sum())
        .sort(*PLACE, "supplier")
        .with_columns(share=_share("tonnes"))
    )
    return _years(bought, concern), _suppliers(bought)


def imports(
    trade_history: pl.DataFrame, trade_codes: pl.DataFrame, importers: Collection[str]
) -> pl.DataFrame:
    """Return what each importer buys from each supplier of each material and stage, every year.

    Columns: material, stage, party, year, supplier, tonnes (contained, gross where the content is
    unknown, of trade with a weight), value_usd, unweighed_usd (the value without a weight).
    """
    codes = trade_codes.select("material", "stage", "hs", pl.col("content").fill_null(1.0))
    wanted = trade_history.filter(
        pl.col("importer").is_in(list(importers)), pl.col("hs").is_in(codes["hs"].implode())
    )
    return (
        wanted.join(codes, on="hs")
        .group_by("material", "stage", "year", party="importer", supplier="exporter")
        .agg(
            tonnes=(pl.col("tonnes_gross") * pl.col("content")).sum(),
            value_usd=pl.col("value_usd").sum(),
            unweighed_usd=pl.col("value_usd").filter(pl.col("tonnes_gross").is_null()).sum(),
        )
        .select(*PLACE, "supplier", "tonnes", "value_usd", "unweighed_usd")
        .sort(*PLACE, "supplier")
    )


def _share(column: str) -> pl.Expr:
    """Return the part of the party's imports of the year, null where nothing has a weight."""
    total = pl.col(column).sum().over(PLACE)
    return pl.when(total > 0).then(pl.col(column) / total)


def _years(bought: pl.DataFrame, concern: Sequence[str]) -> pl.DataFrame:
    """Return one row a year: amounts, share of the concern, largest supplier, concentration."""
    named = pl.col("supplier") != REST_OF_WORLD
    shares = pl.col("share").filter(named)
    largest = pl.col("supplier").filter(named & pl.col("share").is_not_null())
    ranks = pl.col("share").filter(named & pl.col("share").is_not_null())
    weighed = pl.col("share").is_not_null().any()
    return (
        bought.group_by(PLACE, maintain_order=True)
        .agg(
            pl.col("tonnes").sum(),
            pl.col("value_usd").sum(),
            unweighed_share=pl.col("unweighed_usd").sum() / pl.col("value_usd").sum(),
            concern_share=pl.when(weighed).then(
                pl.col("share").filter(pl.col("supplier").is_in(list(concern))).sum()
            ),
            supplier=largest.sort_by(ranks, descending=True, maintain_order=True).first(),
            top_1=shares.max(),
            hhi=pl.when(weighed).then((shares**2).sum()),
        )
        .with_columns(tonnes=pl.when(pl.col("concern_share").is_not_null()).then("tonnes"))
    )


def _suppliers(bought: pl.DataFrame) -> pl.DataFrame:
    """Return the shares of the largest suppliers (by mean over the years) and of all others.

    Every supplier that is told has a row in every year with imports; shares of a year add up to 1.
    """
    known = bought.drop_nulls("share")
    years = known.select(PLACE).unique()
    mean = (
        known.filter(pl.col("supplier") != REST_OF_WORLD)
        .group_by(*SERIES, "supplier")
        .agg(pl.col("share").sum())
        .sort(*SERIES, "share", "supplier", descending=[False] * 3 + [True, False])
    )
    largest = mean.group_by(SERIES, maintain_order=True).head(MOST_SUPPLIERS).drop("share")
    order = pl.int_range(pl.len()).over(SERIES)
    told = (
        years.join(largest.with_columns(rank=order), on=SERIES)
        .join(known.select(*PLACE, "supplier", "share"), on=[*PLACE, "supplier"], how="left")
        .with_columns(pl.col("share").fill_null(0.0))
    )
    rest = (
        known.join(largest, on=[*SERIES, "supplier"], how="anti")
        .group_by(PLACE)
        .agg(pl.col("share").sum())
    )
    others = (
        years.join(rest.select(SERIES).unique(), on=SERIES, how="semi")
        .join(rest, on=PLACE, how="left")
        .with_columns(
            pl.col("share").fill_null(0.0),
            supplier=pl.lit(OTHER),
            rank=pl.lit(MOST_SUPPLIERS, pl.Int64),
        )
    )
    columns = [*PLACE, "supplier", "share"]
    both = pl.concat([told.select(*columns, "rank"), others.select(*columns, "rank")])
    return both.sort(*PLACE, "rank").select(columns)
