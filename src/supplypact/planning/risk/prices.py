"""What loosening a limit of the plan under risk is worth, in words.

Prices are the duals of the first stage at the plan, its projects as they are.  Where several
answers cost the same, any slope between those of their sides is a dual, so each is told as
"about"; what is nearly nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from supplypact.algebra.model import Values
from supplypact.algebra.sets import Array
from supplypact.decomposition.linear import add_up
from supplypact.decomposition.options import Solution
from supplypact.domain.network import Network
from supplypact.domain.plan import Binding
from supplypact.planning.bindings import MOST, name_of
from supplypact.planning.risk.model import RiskModel
from supplypact.planning.risk.state import block

SMALLEST = 1e3
"""USD; a limit whose loosening is worth less is left out.  Storage counts as a whole."""
FULL = 1e-6
"""A limit is reached if no larger part of it is free."""

Priced = Iterator[tuple[float, Binding]]
"""Limits with what orders them, in USD."""


def prices(model: RiskModel, network: Network, found: Solution) -> tuple[Binding, ...]:
    """Return the limits with a price: targets, funding lines, storage; the dearest of each."""
    column = model.columns(found.x)
    kinds = (
        _targets(model, network, column, row_prices(model, found)),
        _funding(model, network, row_prices(model, found)),
        _storage(model, network, column, column_prices(model, found)),
    )
    return tuple(
        each
        for kind in kinds
        for _, each in sorted(kind, key=lambda priced: (-priced[0], priced[1].name))[:MOST]
    )


def row_prices(model: RiskModel, found: Solution) -> Values:
    """Return USD for one more unit on the bound of each row of the whole model."""
    usd = found.row_dual * model.units.money / model.units.row
    return model.reduction.whole_rows(usd, len(model.built.model.matrix().row_lower))


def column_prices(model: RiskModel, found: Solution) -> Values:
    """Return USD for one more unit of each column of the whole model; 0 for those held.

    That of a column between its bounds is 0 but for degeneracy.
    """
    first = model.problem.first
    pull = add_up(first.owner, first.value * found.row_dual[first.index], first.columns)
    reduced = (first.cost + found.slope - pull) * model.units.money / model.units.column
    whole = np.zeros(model.built.model.column_count)
    whole[model.reduction.column] = reduced
    return whole


def _targets(model: RiskModel, network: Network, column: Values, price: Values) -> Priced:
    """Yield the price of a further point of each target, in its year and each later one."""
    for rows in model.built.targets:
        parts = [weight * terms.whole_part(column) for terms, weight in rows.shares]
        whole = np.sum(parts, axis=0)[rows.first :]
        cost = float(price[rows.rows] @ whole) / 100.0
        if cost >= SMALLEST:
            yield (
                cost,
                Binding(
                    name=f"T1_target({rows.target.id},{rows.material})",
                    value=cost,
                    unit="USD per percentage point",
                    sentence=f"A further point of the target for {name_of(network, rows.material)} "
                    f"costs about USD {cost / 1e6:,.1f} million.",
                ),
            )


def funding_worth(model: RiskModel, price: Values) -> Array:
    """Return USD saved by a further million USD of a party in a year.  Shape (party, year).

    It adds to the line of the year and to the party's total.
    """
    blocks = model.built.model.row_blocks
    shape = model.built.budget.per_year.shape
    yearly = price[block(blocks, "P4_year")].reshape(shape)
    return -(yearly + price[block(blocks, "P4_total")][:, None])


def _funding(model: RiskModel, network: Network, price: Values) -> Priced:
    worth = funding_worth(model, price)
    budget, years = model.built.budget, model.built.projects.years
    for party, year in np.argwhere((worth >= SMALLEST) & (budget.per_year > 0)):
        code, saved = budget.parties[party], float(worth[party, year])
        yield (
            saved,
            Binding(
                name=f"P4_year({code},{years[year]})",
                value=saved,
                unit="USD per million USD",
                sentence=f"A further million USD in the funding lines of "
                f"{network.country_name(code)} in {years[year]} saves about USD "
                f"{saved / 1e6:,.1f} million.",
            ),
        )


def storage_worth(model: RiskModel, column: Values, price: Values) -> Array:
    """Return USD saved by one more unit of storage in all years.  Shape (item, holder)."""
    stock, storage = model.stock.stock, model.stocks.storage
    full = (storage > 0) & (column[stock] >= storage * (1.0 - FULL))
    worth: Array = np.where(full, -price[stock], 0.0).clip(min=0.0).sum(axis=2)
    return worth


def _storage(model: RiskModel, network: Network, column: Values, price: Values) -> Priced:
    stocks, worth = model.stocks, storage_worth(model, column, price)
    unit = {base.chain.material: base.chain.unit for base in model.built.bases}
    whole = worth * stocks.storage.max(axis=2)
    for item, place in np.argwhere(whole >= SMALLEST):
        material, form, holder = stocks.materials[item], stocks.forms[item], stocks.holders[place]
        each = float(worth[item, place]) / unit[material]
        cost = float(stocks.price[item]) / unit[material]
        yield (
            float(whole[item, place]),
            Binding(
                name=f"stock({material},{form},{holder})",
                value=each,
                unit="USD per tonne",
                sentence=f"Storage for one more tonne of {_product(network, material, form)} in "
                f"{network.country_name(holder)} is worth about USD {each:,.0f}; "
                f"the tonne costs USD {cost:,.0f}.",
            ),
        )


def _product(network: Network, material: str, form: str) -> str:
    stages = network.material(material).stages
    name = next(stage.product_en for stage in stages if stage.id == form)
    return name[:1].lower() + name[1:]
