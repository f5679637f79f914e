"""What is known of who ships to whom before the sums are met: own output, shares, trade."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from tools.build_data.reference import ROW

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LEAST_OPEN = 0.01
"""Share of every unmet need and of every surplus that is open to any partner, so that the sums can
be met."""


class Origin(IntEnum):
    """Where the larger part of a seed cell comes from."""

    HOME = 0
    SHARE = 1
    TRADE = 2
    SURPLUS = 3


METHODS = {
    Origin.HOME: "ras; seed: own output meets own need before exports",
    Origin.SHARE: "ras; seed: published share of imports of the unmet need",
    Origin.TRADE: "ras; seed: observed trade",
    Origin.SURPLUS: "ras; seed: surplus output by unmet need",
}
"""How a flow was estimated, by where its seed comes from."""


@dataclass(frozen=True, kw_only=True)
class Market:
    """Supply and need at one stage of one material; both add up to the same total."""

    exporters: tuple[str, ...]
    importers: tuple[str, ...]
    supply: Array
    need: Array
    traded: Array
    """Contained tonnes observed from exporter to importer, zero where nothing was."""
    shares: Array
    """Published share of the importer's imports, NaN where there is none."""
    stretch: float
    """By how much trade may stand for more than was observed: 1 where contents are known."""
    barred: NDArray[np.bool_]
    """Arcs under an embargo."""


@dataclass(frozen=True, kw_only=True)
class Seed:
    """Starting flows, the cells held at a known value, and where each cell comes from."""

    flow: Array
    known: Array
    origin: NDArray[np.int64]


def plant(market: Market) -> Seed:
    """Return the seed of a market.

    Own output first meets the own need that observed imports from named countries leave; the
    rest of the world is no country and has no such cell. The unmet rest comes by published
    shares, then by observed trade (stretched, where contents are unknown, towards the exporter's
    surplus), then from what is left of all surpluses. A named country's published share is held
    exactly where it has the surplus for it; that of the rest of the world is a least share.
    """
    own = np.array([[i == j != ROW for j in market.importers] for i in market.exporters])
    closed = own | market.barred
    traded = np.where(closed, 0.0, market.traded)
    named = np.array([country != ROW for country in market.exporters])
    wanted = np.maximum(market.need - traded[named].sum(axis=0), 0)
    home = np.where(own, np.minimum(market.supply[:, np.newaxis], wanted), 0.0)
    unmet = market.need - home.sum(axis=0)
    surplus = market.supply - home.sum(axis=1)

    reach = _ratio(surplus, traded.sum(axis=1)).clip(1, market.stretch)
    traded *= reach[:, np.newaxis]
    spare = np.maximum(surplus - traded.sum(axis=1), LEAST_OPEN * surplus)

    shares = np.where(closed, 0.0, np.nan_to_num(market.shares))
    by_share = shares * unmet
    firm = (shares > 0) & named[:, np.newaxis]
    by_trade = _fit(np.where(firm, 0.0, traded), unmet - by_share.sum(axis=0))
    open_need = unmet - by_share.sum(axis=0) - by_trade.sum(axis=0)
    by_surplus = np.where(closed, 0.0, spare[:, np.newaxis])
    by_surplus = _fit(by_surplus, np.maximum(open_need, LEAST_OPEN * unmet), grow=True)

    parts = np.stack([home, by_share, by_trade, by_surplus])
    affordable = (by_share.sum(axis=1) <= surplus)[:, np.newaxis]
    return Seed(
        flow=parts.sum(axis=0),
        known=np.where(firm & affordable, by_share, np.nan),
        origin=parts.argmax(axis=0),
    )


def _fit(cells: Array, columns: Array, *, grow: bool = False) -> Array:
    """Return the cells scaled down to the column sums, or up to them as well."""
    scale = _ratio(columns, cells.sum(axis=0))
    fitted: Array = cells * (scale if grow else np.minimum(scale, 1.0))
    return fitted


def _ratio(part: Array, whole: Array) -> Array:
    """Return part / whole, zero where the whole is."""
    out: Array = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return out
