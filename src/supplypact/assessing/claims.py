"""What is reported, beside what the tables say."""

from __future__ import annotations

import polars as pl

from supplypact.domain.evidence import Evidence
from supplypact.domain.pact import Claim, Pact

SCHEMA = {
    "claim": pl.String,
    "material": pl.String,
    "stage": pl.String,
    "definition": pl.String,
    "stated_share": pl.Float64,
    "stated_year": pl.Int64,
    "source": pl.String,
    "note": pl.String,
    "year": pl.Int64,
    "share": pl.Float64,
    "basis": pl.String,
    "data_source": pl.String,
    "difference": pl.Float64,
    "bound": pl.String,
    "consistent": pl.Boolean,
}
AT_LEAST = "at least"
TOLERANCE = 0.05
"""Data this near to a statement agree with it: it is rounded, and has a year of its own."""


def claims(pact: Pact, evidence: Evidence) -> pl.DataFrame:
    """Return each claim with the share of the countries of concern in every year that is known.

    ``basis`` is production or projection; ``difference`` is share less stated share.
    """
    rows = []
    for claim in pact.claims:
        for year, basis, share, sources in _shares(pact, evidence, claim.material, claim.stage):
            rows.append(
                (
                    claim.id,
                    claim.material,
                    claim.stage,
                    claim.definition,
                    claim.share,
                    claim.year,
                    claim.clause.source,
                    claim.clause.note,
                    year,
                    share,
                    basis,
                    sources,
                    share - claim.share,
                    AT_LEAST if claim.at_least else None,
                    _consistent(claim, share),
                )
            )
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _consistent(claim: Claim, share: float) -> bool:
    off = share - claim.share
    return off >= -TOLERANCE and (claim.at_least or off <= TOLERANCE)


def _shares(
    pact: Pact, evidence: Evidence, material: str, stage: str
) -> list[tuple[int, str, float, str]]:
    """Return year, measure, share of the countries of concern and sources of world output."""
    concern = pl.col("tonnes").filter(pl.col("country").is_in(list(pact.concern))).sum()
    shares = (
        evidence.production.filter(
            pl.col("material") == material,
            pl.col("stage") == stage,
            pl.col("measure") != "capacity",
            pl.col("tonnes").is_not_null(),
        )
        .group_by("year", "measure")
        .agg(
            share=concern / pl.col("tonnes").sum(),
            sources=pl.col("source").unique().sort().str.join(" "),
        )
        .filter(pl.col("share").is_finite())
        .sort("year", "measure")
    )
    return [
        (int(year), str(measure), float(share), str(sources))
        for year, measure, share, sources in shares.select(
            "year", "measure", "share", "sources"
        ).iter_rows()
    ]
