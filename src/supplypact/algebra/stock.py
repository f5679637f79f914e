"""Stocks build up and are paid for (docs/algebra/stock.md).

S1  stock[m,f,h,y] = stock[m,f,h,y-1] + buy[m,f,h,y]
S2  sum_f feed[m,f] stock[m,f,h,y] >= days[m,h,y] / 365 * use[m,h,y]
S3  sum_f feed[m,f] stock[m,f,h,y] <= storage[m,h,y]
S4  sum_f feed[m,f] buy[m,f,h,y] <= buying[m,h,y]

m is a material, f its form (the stage whose product is held), h a holder; feed is what a form
takes of the first form.  Use, storage and buying are those of the first form.  S2 stands only
where a cover is asked for, S3 and S4 where there are several forms.

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
from supplypact.domain.risk import DAYS, Cover


@dataclass(frozen=True, kw_only=True, eq=False)
class StockSet:
    """Who may hold what, and what it costs.

    An item is a material in one form.  Quantities are in the unit of the material's chain.
    """

    materials: tuple[str, ...]
    """Of each item."""
    forms: tuple[str, ...]
    """Of each item: the stage whose product it is."""
    holders: tuple[str, ...]
    years: tuple[int, ...]
    feed: Array
    """Units of the material's first form that a unit takes, 1 for that form.  Shape (item)."""
    use: Array
    """What each holder needs of the product in a year.  Shape (item, holder, year)."""
    opening: Array
    """Stock before the first year.  Shape (item, holder)."""
    storage: Array
    """Largest stock.  Shape (item, holder, year)."""
    buying: Array
    """Largest purchase in a year.  Shape (item, holder, year)."""
    price: Array
    """USD per unit.  Shape (item)."""
    premium: float
    """Paid on top of the price when buying, as a part of it."""
    holding: float
    """Cost of holding for a year, as a part of the price."""
    salvage: float
    """Worth of the stock after the last year, as a part of the price."""
    covers: tuple[Cover, ...] = ()

    def items(self, material: str) -> list[int]:
        """Return the items of a material, its first form first."""
        return [number for number, each in enumerate(self.materials) if each == material]

    def outlay(self) -> tuple[Array, Array]:
        """Return USD per unit bought, and per unit held for a year.  Shape (item) each."""
        return self.price * (1.0 + self.premium), self.price * self.holding


@dataclass(frozen=True, kw_only=True, eq=False)
class StockColumns:
    """Columns of the stocks, shape (item, holder, year) each."""

    stock: Index
    buy: Index


def add_stock(model: Model, stocks: StockSet, *, discount: Array, funded: Index) -> StockColumns:
    """Add S1 to S4, and the holder's outlay to its support.

    Args:
        model: Receives the block.
        stocks: Who may hold what, and what it costs.
        discount: Worth today of a dollar in each year.
        funded: Rows P3 of the holders.  Shape (holder, year).

    """
    items = [f"{m},{f}" for m, f in zip(stocks.materials, stocks.forms, strict=True)]
    labels = (items, stocks.holders, stocks.years)
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
    for number in range(len(items)):
        model.terms(funded, buy[number], -bought[number] / MILLION)
        model.terms(funded, stock[number], -held[number] / MILLION)
    _add_joint(model, stocks, stock, buy)
    for cover in stocks.covers:
        _add_cover(model, stocks, stock, cover)
    return StockColumns(stock=stock, buy=buy)


def _add_cover(model: Model, stocks: StockSet, stock: Index, cover: Cover) -> None:
    holder, first = stocks.holders.index(cover.holder), stocks.years.index(cover.first_year)
    labels = ([f"{cover.material},{cover.holder}"], stocks.years[first:])
    items = stocks.items(cover.material)
    least = cover.days / DAYS * stocks.use[items[0], holder, first:]
    rows = model.rows("S2_cover", labels, lower=least[None])
    for item in items:
        model.terms(rows[0], stock[item, holder, first:], stocks.feed[item])


def _add_joint(model: Model, stocks: StockSet, stock: Index, buy: Index) -> None:
    """Limit all forms of a material together, counted as its first form."""
    for material in dict.fromkeys(stocks.materials):
        items = stocks.items(material)
        if len(items) > 1:
            labels, first = ([material], stocks.holders, stocks.years), items[:1]
            stored = model.rows("S3_storage", labels, upper=stocks.storage[first])
            bought = model.rows("S4_buying", labels, upper=stocks.buying[first])
            for item in items:
                model.terms(stored[0], stock[item], stocks.feed[item])
                model.terms(bought[0], buy[item], stocks.feed[item])
