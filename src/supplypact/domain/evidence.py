"""The tables beside the network that an assessment reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, kw_only=True, eq=False)
class Evidence:
    """Frames as ``datapackage.json`` describes the tables of the same name; null is unknown."""

    production: pl.DataFrame
    world_totals: pl.DataFrame
    demand: pl.DataFrame
    flows: pl.DataFrame
    prices: pl.DataFrame
    governance: pl.DataFrame
    """country, year, political_stability, governance, voice, each with its standard error."""
    stockpiles: pl.DataFrame
    facilities: pl.DataFrame
    countries: pl.DataFrame
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
