"""The units of the two-stage problem, in which a solver keeps its precision.

Quantities count in thousands of units of the chain, support in billions of USD, money in a
hundredth of a year's use of the parties: the decomposition solves to 1e-9, which no solver holds
beside values of 20,000.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from supplypact.algebra.model import Matrix, Model, Values
from supplypact.algebra.reduction import Reduction
from supplypact.algebra.stock import StockSet
from supplypact.decomposition.linear import Linear, OwnEntries
from supplypact.decomposition.parts import Family
from supplypact.planning.model import PlanModel
from supplypact.planning.risk.state import size

MONEY = 0.01
"""Part of a year's use of the parties, at its price, that is the unit of money."""
THOUSAND = 1e3
ROUNDING = 1e-12
"""A smaller bound of a row is 0."""
PARTS = ("start", "running", "miss")
"""Columns between 0 and 1, which keep their unit."""
OF_PARTS = ("P1_once", "P2_running")
"""Rows of these columns only."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Units:
    """Units of what is left of the model in the two-stage problem."""

    column: Values
    row: Values
    money: float
    """USD."""


def units(model: Model, reduction: Reduction, stocks: StockSet) -> Units:
    """Return the units of the columns and the rows left, and of money."""
    parts = []
    for blocks, whole, left in (
        (model.column_blocks, PARTS, reduction.column),
        (model.row_blocks, OF_PARTS, reduction.row),
    ):
        each = [np.full(size(own), 1.0 if own.name in whole else THOUSAND) for own in blocks]
        parts.append(np.concatenate(each)[left])
    yearly = float(np.sum(stocks.use.max(axis=2) * stocks.price[:, None]))
    return Units(column=parts[0], row=parts[1], money=MONEY * yearly if yearly > 0 else 1.0)


def first_stage(
    built: PlanModel, reduction: Reduction, allowed_miss: Values, given: Units
) -> Linear:
    """Return the first stage in these units."""
    matrix: Matrix = reduction.matrix
    upper = matrix.column_upper.copy()
    if built.targets:
        miss = np.concatenate([rows.miss for rows in built.targets])
        upper[reduction.place[miss]] = allowed_miss
    owner = np.repeat(np.arange(len(given.column)), np.diff(matrix.start))
    return Linear(
        cost=matrix.cost * given.column / given.money,
        column_lower=matrix.column_lower / given.column,
        column_upper=upper / given.column,
        integer=matrix.integer,
        row_lower=_plain(matrix.row_lower / given.row),
        row_upper=_plain(matrix.row_upper / given.row),
        start=matrix.start,
        index=matrix.index,
        value=matrix.value * given.column[owner] / given.row[matrix.index],
    )


def reduced(family: Family, reduction: Reduction, given: Units) -> Family:
    """Return the family in these units, with terms of held columns taken into its constants."""
    own, base = family.own, family.base.copy()
    place = reduction.place[own.column]
    gone = place < 0
    np.add.at(
        base,
        (own.rhs[gone], own.row[gone]),
        own.value[gone] * reduction.held[own.column[gone]],
    )
    value = own.value[~gone] * given.column[place[~gone]] / THOUSAND
    left = OwnEntries(own.rhs[~gone], own.row[~gone], place[~gone], value)
    return replace(family, base=base / THOUSAND, own=left)


def _plain(bound: Values) -> Values:
    """Return ``bound`` without what rounding left of nothing, on which a solver stumbles."""
    return np.where(np.abs(bound) < ROUNDING, 0.0, bound)
