"""What a plan under risk is given beside the pact and the network."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from supplypact.algebra.sets import Array
from supplypact.domain.hazard import DurationLaw, Hazard
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.planning.balance import ratio

DAYS_A_MONTH = 365.0 / 12.0
RISK_TABLES = ("transit", "shortage_values")
"""Tables that ``gather_risk`` reads."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RiskData:
    """Hazards, and the tables that a disruption needs."""

    hazards: tuple[Hazard, ...]
    laws: tuple[DurationLaw, ...]
    transit: Mapping[tuple[str, str], float]
    """Days at sea between two countries."""
    shortage: Mapping[tuple[str, str], float]
    """USD of value added at risk per tonne, by material and end use."""
    access: Mapping[str, float] = field(default_factory=dict)
    """Part of what all parties can win of the idle output elsewhere, by material; 1 if not told."""

    def lag(self, pact: Pact, seller: str, buyer: str) -> int:
        """Return the months that goods take, begun months counting whole; 0 within a country."""
        return math.ceil(sea_days(pact, self.transit, seller, buyer) / DAYS_A_MONTH)


def sea_days(
    pact: Pact, transit: Mapping[tuple[str, str], float], seller: str, buyer: str
) -> float:
    """Return the days at sea between two countries, 0 within one.

    A route counts both ways; a pair that the table lacks takes the pact's assumption.
    """
    if seller == buyer:
        return 0.0
    known = transit.get((seller, buyer), transit.get((buyer, seller)))
    return float(pact.assume("transit_days") if known is None else known)


def gather_risk(
    hazards: Sequence[Hazard], laws: Sequence[DurationLaw], tables: Mapping[str, pl.DataFrame]
) -> RiskData:
    """Return the risk data from the tables ``transit`` and ``shortage_values``."""
    transit = tables["transit"].select("from_country", "to_country", "days")
    values = tables["shortage_values"].select("material", "end_use", "usd_per_tonne")
    return RiskData(
        hazards=tuple(hazards),
        laws=tuple(laws),
        transit={(a, b): float(days) for a, b, days in transit.iter_rows()},
        shortage={(m, use): float(usd) for m, use, usd in values.iter_rows()},
    )


def end_uses(network: Network) -> tuple[str, ...]:
    """Return the end uses that occur in the demand table."""
    return tuple(sorted(set(network.demand["end_use"])))


def end_use_shares(
    network: Network, material: str, users: Sequence[tuple[str, str]], names: Sequence[str]
) -> Array:
    """Return the part of each end use in what a (country, stage) uses.

    Shape (user, end use).
    """
    shares = np.zeros((len(users), len(names)))
    rows = network.demand.filter(pl.col("material") == material)
    for country, stage, use, tonnes in rows.select(
        "country", "stage", "end_use", "tonnes"
    ).iter_rows():
        if (country, stage) in users:
            shares[users.index((country, stage)), names.index(use)] += tonnes
    return ratio(shares, shares.sum(axis=1, keepdims=True))
