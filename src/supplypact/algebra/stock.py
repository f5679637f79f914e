"""Stocks build up and are paid for (docs/algebra/stock.md).

S1  stock[m,h,y] = stock[m,h,y-1] + buy[m,h,y]

Nothing is sold: a stock leaves only in a disruption, and what is released is bought back, which
the recourse pays (docs/algebra/recourse.md).  ``stock`` has the holder's storage as its bound and
``buy`` what a holder can buy in a year without moving the market.  The holder pays for both
within its funding lines (P3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.algebra.budget import MILLION
from supplypact.algebra.model import Index, Model
from supplypact.algebra.sets import Array


@dataclass(frozen=True, kw_only=True, eq=False)
class StockSet:
    """Who may hold what, and what it costs.  Quantities in the unit of each chain."""

    materials: tuple[str, ...]
    holders: tuple[str, ...]
    years: tuple[int, ...]
    use: Array
    """What each holder uses in a year of the product held.  Shape (material, holder, year)."""
    opening: Array
    """Stock before the first year.  Shape (material, holder)."""
    storage: Array
    """Largest stock.  Shape (material, holder, year)."""
    buying: Array
    """Largest purchase in a year.  Shape (material, holder, year)."""
    price: Array
    """USD per unit.  Shape (material)."""
    premium: float
    """Paid on top of the price when buying, as a part of it."""
    holding: float
    """Cost of holding for a year, as a part of the price."""
    salvage: float
    """Worth of the stock after the last year, as a part of the price."""

    def outlay(self) -> tuple[Array, Array]:
        """Return USD per unit bought, and per unit held for a year.  Shape (material) each."""
        return self.price * (1.0 + self.premium), self.price * self.holding


@dataclass(frozen=True, kw_only=True, eq=False)
class StockColumns:
    """Columns of the stocks, shape (material, holder, year) each."""

    stock: Index
    buy: Index


def add_stock(model: Model, stocks: StockSet, *, discount: Array, funded: Index) -> StockColumns:
    """Add S1, and the holder's outlay to its support.

    Args:
        model: Receives the block.
        stocks: Who may hold what, and what it costs.
        discount: Worth today of a dollar in each year.
        funded: Rows P3 of the holders.  Shape (holder, year).

    """
    labels = (stocks.materials, stocks.holders, stocks.years)
    bought, held = stocks.outlay()
    worth = held[:, None, None] * discount
    left = stocks.salvage * stocks.price * discount[-1]
    worth = np.broadcast_to(worth, stocks.storage.shape).copy()
    worth[:, :, -1] -= left[:, None]
    stock = model.columns("stock", labels, upper=stocks.storage, cost=worth)
    buy = model.columns("buy", labels, upper=stocks.buying, cost=bought[:, None, None] * discount)
    opening = np.zeros_like(stocks.storage)
    opening[:, :, 0] = stocks.opening
    rows = model.rows("S1_stock", labels, lower=opening, upper=opening)
    model.terms(rows, stock)
    model.terms(rows, buy, -1.0)
    model.terms(rows[:, :, 1:], stock[:, :, :-1], -1.0)
    for number in range(len(stocks.materials)):
        model.terms(funded, buy[number], -bought[number] / MILLION)
        model.terms(funded, stock[number], -held[number] / MILLION)
    return StockColumns(stock=stock, buy=buy)
