"""The tables beside the network that an assessment reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, kw_only=True, eq=False)
class Evidence:
    """Frames as ``datapackage.json`` describes the tables of the same name; null is unknown."""

    production: pl.DataFrame
    demand: pl.DataFrame
    stages: pl.DataFrame
    flows: pl.DataFrame
    prices: pl.DataFrame
    governance: pl.DataFrame
    """country, year, political_stability, governance, voice, each with its standard error."""
    stockpiles: pl.DataFrame
    facilities: pl.DataFrame
    eu_crm: pl.DataFrame
    """material, and the study's supply risk, economic importance, substitution, recycling."""
    import_reliance: pl.DataFrame
    """US components and the published net import reliance, with the reason of a difference."""
    uncertainty: pl.DataFrame
    """grade, figure, rule, distribution, spread: how far a figure may be off."""
    trade_history: pl.DataFrame
    """hs, year, exporter, importer, tonnes_gross, value_usd: trade since 1995."""
    trade_codes: pl.DataFrame
    """material, stage, hs, content: which codes stand for which stage."""
    trade_shares: pl.DataFrame
    """material, stage, exporter, importer, share, year: suppliers' shares of imports as published;
    ``ROW`` holds all others."""
    digest: dict[str, str] = field(default_factory=dict)
    """sha256 of each table that was read, by table name."""
    replaced: tuple[str, ...] = ()
    """Tables that the user's own files replaced."""


EVIDENCE_TABLES = tuple(
    name for name in Evidence.__dataclass_fields__ if name not in {"digest", "replaced"}
)
"""The tables of ``Evidence`` by name."""
