"""What a response is given beside the pact, the network and the event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from supplypact.algebra.sets import Array
from supplypact.domain.hazard import DurationLaw
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.planning.risk.given import end_uses, sea_days

RESPONSE_TABLES = ("transit", "shortage_values", "economics", "trade_shares")
"""Tables that ``gather_response`` reads."""
BANDS = ("low", "middle", "high")


@dataclass(frozen=True, kw_only=True, eq=False)
class ResponseData:
    """Stocks and the tables that a response needs."""

    stocks: pl.DataFrame
    """holder, material, form, kind, tonnes, days, as_of, source, quality: as known."""
    laws: Mapping[str, DurationLaw]
    transit: Mapping[tuple[str, str], float]
    """Days at sea between two countries."""
    worth: Mapping[tuple[str, str], tuple[float, float, float]]
    """USD of value added at risk per tonne, low, middle and high, by material and end use."""
    economics: pl.DataFrame
    shares: pl.DataFrame
    """The table ``trade_shares``: published import shares."""

    def days(self, pact: Pact, seller: str, buyer: str) -> float:
        """Return the days at sea."""
        return sea_days(pact, self.transit, seller, buyer)


def gather_response(
    stocks: pl.DataFrame, laws: Sequence[DurationLaw], tables: Mapping[str, pl.DataFrame]
) -> ResponseData:
    """Return the data of a response from the tables ``RESPONSE_TABLES``."""
    transit = tables["transit"].select("from_country", "to_country", "days")
    worth = tables["shortage_values"].select("material", "end_use", "low", "usd_per_tonne", "high")
    return ResponseData(
        stocks=stocks,
        laws={law.id: law for law in laws},
        transit={(a, b): float(days) for a, b, days in transit.iter_rows()},
        worth={
            (material, use): (usd if low is None else low, usd, usd if high is None else high)
            for material, use, low, usd, high in worth.iter_rows()
        },
        economics=tables["economics"],
        shares=tables["trade_shares"],
    )


def worth_of(
    data: ResponseData, pact: Pact, network: Network, material: str, uses: Sequence[str]
) -> Array:
    """Return USD of a tonne that each end use misses, low, middle, high.  Shape (3, end use)."""
    price = float(network.material(material).price or 0.0)
    usual = (pact.assume("shortage_price_multiple") * price,) * len(BANDS)
    return np.array([data.worth.get((material, use), usual) for use in uses]).T


def worth_table(
    data: ResponseData, pact: Pact, network: Network, materials: Sequence[str]
) -> dict[tuple[str, str], tuple[float, float, float]]:
    """Return ``worth_of`` every end use of some materials."""
    uses = end_uses(network)
    return {
        (name, use): (float(low), float(middle), float(high))
        for name in materials
        for use, (low, middle, high) in zip(
            uses, worth_of(data, pact, network, name, uses).T, strict=True
        )
    }
