"""Which constraints hold the plan back, and what loosening them is worth, in words.

Prices are the duals of the model with continuous starts: with whole projects a small change is
often free and then suddenly costs a whole plant.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from supplypact.algebra.budget import MILLION
from supplypact.algebra.model import Block
from supplypact.algebra.solve import Solution
from supplypact.domain.network import Network
from supplypact.domain.plan import TOGETHER, Binding
from supplypact.planning.model import PlanModel

SMALLEST = 1e3
"""USD; smaller prices are noise."""
MOST = 8
"""Constraints told of each kind."""


def bindings(built: PlanModel, network: Network, priced: Solution) -> tuple[Binding, ...]:
    """Return the constraints with a price, dearest first: targets, budgets, capacity."""
    found = (
        _of_targets(built, network, priced),
        _of_budgets(built, priced),
        _of_capacity(built, network, priced),
    )
    return tuple(
        each for kind in found for each in sorted(kind, key=lambda b: -abs(b.value))[:MOST]
    )


def _of_targets(built: PlanModel, network: Network, priced: Solution) -> Iterator[Binding]:
    for rows in built.targets:
        parts = [weight * terms.whole_part(priced.column) for terms, weight in rows.shares]
        whole = np.sum(parts, axis=0)
        who = (
            "the materials together"
            if rows.material == TOGETHER
            else network.material(rows.material).name_en.lower()
        )
        for offset, row in enumerate(rows.rows):
            year = built.projects.years[rows.first + offset]
            price = float(priced.row_dual[row] * whole[rows.first + offset]) / 100.0
            if price >= SMALLEST:
                yield Binding(
                    name=f"T1_target({rows.target.id},{rows.material},{year})",
                    value=price,
                    unit="USD per percentage point",
                    sentence=f"A further point of the {year} target for {who} costs "
                    f"USD {price / 1e6:,.1f} million.",
                )


def _of_budgets(built: PlanModel, priced: Solution) -> Iterator[Binding]:
    for block, label, dual in _priced_rows(built, priced, ("P4_year", "P4_total")):
        if -dual >= SMALLEST:
            party, *year = label
            when = f"in {year[0]}" if year else "over all years"
            yield Binding(
                name=f"{block.name}({','.join(map(str, label))})",
                value=-dual / MILLION,
                unit="USD per USD",
                sentence=f"Each further dollar of {party}'s funding {when} lowers the cost of "
                f"the plan by USD {-dual / MILLION:,.2f}.",
            )


def _of_capacity(built: PlanModel, network: Network, priced: Solution) -> Iterator[Binding]:
    unit = {base.chain.material: base.chain.unit for base in built.bases}
    for block, label, dual in _priced_rows(built, priced, ("F1_capacity",)):
        material, stage, country = str(label[0]).split(",")
        worth = -dual / unit[material]
        if worth * unit[material] >= SMALLEST:
            yield Binding(
                name=f"{block.name}({','.join(map(str, label))})",
                value=worth,
                unit="USD per tonne a year",
                sentence=f"One more tonne of {network.material(material).name_en.lower()} capacity "
                f"at the stage '{stage}' in {network.country_name(country)} in {label[1]} "
                f"is worth USD {worth:,.0f}.",
            )


def _priced_rows(
    built: PlanModel, priced: Solution, names: tuple[str, ...]
) -> Iterator[tuple[Block, tuple[str | int, ...], float]]:
    """Yield block, labels and dual of each row with a price in the blocks called ``names``."""
    for block in built.model.row_blocks:
        if block.name in names:
            size = math.prod(len(label) for label in block.labels)
            dual = priced.row_dual[block.start : block.start + size]
            for place in np.flatnonzero(np.abs(dual) > 0):
                where = np.unravel_index(place, [len(label) for label in block.labels])
                label = tuple(axis[int(n)] for axis, n in zip(block.labels, where, strict=True))
                yield block, label, float(dual[place])
