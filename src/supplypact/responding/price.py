"""What an event may do to a price: an order of magnitude, from elasticities.

Demand and the supply that is left follow the price with constant elasticities.  If a part r of
what a market is supplied with goes missing, it clears again at

    P1 / P0 = (1 - r) ** (1 / (demand elasticity - supply elasticity)).

The market is the one that the struck buyers buy in.  If a supplier stops for everyone abroad, it
is the world without that supplier's own use; if it stops for some, its sales to the others are
outside as well, and the others, who can turn to it, free cargoes of other makers in exchange.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import TYPE_CHECKING

import polars as pl

from supplypact.domain.event import Cut, Event
from supplypact.errors import UsageError

if TYPE_CHECKING:
    from supplypact.domain.network import Network

Band = tuple[float, float, float]
"""Low, middle, high."""
Flow = tuple[str, str, float]
"""Exporter, importer, tonnes a year."""

SUPPLY: Band = (0.1, 0.3, 0.6)
"""Price elasticity of supply within a year: an estimate by judgement, see docs/prices.md."""
DEMAND: Band = (-0.1, -0.3, -0.6)
"""The same of demand, the least responsive first."""
SCHEMA = pl.Schema(
    {
        "material": pl.String,
        "missing_share": pl.Float64,
        "low": pl.Float64,
        "middle": pl.Float64,
        "high": pl.Float64,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PastPrice:
    """A price before and at the height of a disruption."""

    material: str
    cut: float
    """Part of the supplier's exports that was cut."""
    before: float
    """USD/kg."""
    height: float
    sources: tuple[str, ...]
    """Rows of the table ``sources``."""

    @property
    def ratio(self) -> float:
        """Price over the price before."""
        return self.height / self.before


DYSPROSIUM_2010 = PastPrice(
    material="dysprosium_terbium",
    cut=0.40,
    before=91.0,
    height=2377.0,
    sources=("fact-2d42ce42c2", "fact-80acf55b29"),
)
"""A warning, not a calibration: China's export quota fell by 40 %, and dysprosium oxide rose from
January 2009 to August 2011 to 26 times its price, hoarding included."""
CAP = DYSPROSIUM_2010.ratio
"""The formula grows without end as r nears 1; no band goes beyond what has been seen."""


def price_band(missing_share: float, supply: Band = SUPPLY, demand: Band = DEMAND) -> Band:
    """Return the price over the price before: low, middle, high, none above ``CAP``.

    Args:
        missing_share: Part of the market's supply that goes missing, 0 to 1.
        supply: Elasticities of supply, 0 or above, the least responsive first.
        demand: Elasticities of demand, 0 or below, the least responsive first.

    Raises:
        UsageError: the share is not from 0 to 1, an elasticity has the wrong sign, or both are 0.

    """
    if not 0 <= missing_share <= 1:
        raise UsageError(
            f"a missing share of {missing_share:g} cannot be",
            where="price band",
            fix="give a part of the supply, 0 to 1",
        )
    if min(supply) < 0 or max(demand) > 0 or min(map(_response, supply, demand)) <= 0:
        raise UsageError(
            "a price follows from these elasticities in no market",
            where="price band",
            fix="give supply 0 or above, demand 0 or below, and one of both not 0",
        )
    low, middle, high = sorted(
        _ratio(missing_share, _response(*each)) for each in zip(supply, demand, strict=True)
    )
    return low, middle, high


def implied_response(missing_share: float, ratio: float) -> float:
    """Return supply less demand elasticity with which the price rises by ``ratio``."""
    return log(1.0 / (1.0 - missing_share)) / log(ratio)


def missing_share(flows: Iterable[Flow], events: Sequence[Event], *, exchange: float) -> float:
    """Return the part of their market's supply of one product that events take from struck buyers.

    Where two cuts take the same shipments, the deeper one counts.

    Args:
        flows: Who ships how much to whom before the events, own use included.
        events: Their cuts must be of this product.
        exchange: Part of other makers' exports to buyers who are not struck that these give up
            for goods of the struck suppliers.

    """
    cuts = [(cut, event.at_home) for event in events for cut in event.cuts]
    struck = {cut.supplier for cut, _ in cuts}
    lost = market = freed = 0.0
    for exporter, importer, tonnes in flows:
        part = max(
            (float(c.share) * _reaches(c, exporter, importer, h) for c, h in cuts), default=0
        )
        lost += part * tonnes
        if part > 0 or exporter not in struck:
            market += tonnes
        if exporter not in struck | {importer} and _is_free(importer, cuts):
            freed += exchange * tonnes
    return max(lost - freed, 0.0) / market if market > 0 else 0.0


def prices(
    network: Network, events: Sequence[Event], materials: Sequence[str], *, exchange: float
) -> pl.DataFrame:
    """Return the frame ``prices`` of a response, a row for each material.

    Of the stages that are cut the one where most is missing counts: what is missing at a stage is
    missing at the next as well, and would be counted twice.

    Args:
        network: Its flows of the base year.
        events: As declared; the cut of a licence is that after its delay.
        materials: In the order of the rows.
        exchange: As in ``missing_share``.

    """
    rows = [(each, *_row(network.flow, events, each, exchange)) for each in materials]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _row(
    flow: pl.DataFrame, events: Sequence[Event], material: str, exchange: float
) -> tuple[float, float, float, float]:
    mine = flow.filter(pl.col("material") == material)
    shares = [0.0]
    for stage in sorted(set(mine["stage"])):
        flows = mine.filter(pl.col("stage") == stage).select("exporter", "importer", "tonnes")
        here = [_only(event, material, stage) for event in events]
        shares.append(missing_share(flows.iter_rows(), here, exchange=exchange))
    share = max(shares)
    return share, *price_band(share)


def _only(event: Event, material: str, stage: str) -> Event:
    cuts = [cut for cut in event.cuts if material in cut.materials and stage in cut.stages]
    return replace(event, cuts=tuple(cuts))


def _reaches(cut: Cut, exporter: str, importer: str, at_home: bool) -> bool:
    if cut.supplier != exporter:
        return False
    return at_home or (importer != exporter and (not cut.buyers or importer in cut.buyers))


def _is_free(importer: str, cuts: Sequence[tuple[Cut, bool]]) -> bool:
    """Return whether a buyer is neither struck nor the home of a supplier that is."""
    return not any(
        cut.supplier == importer or _reaches(cut, cut.supplier, importer, at_home)
        for cut, at_home in cuts
    )


def _response(supply: float, demand: float) -> float:
    return supply - demand


def _ratio(missing: float, response: float) -> float:
    if missing >= 1:
        return CAP
    return min(exp(min(log(1.0 / (1.0 - missing)) / response, log(CAP))), CAP)
