"""A dual solution of a recourse model as a line in the factors.

For row weights y and reduced costs d = cost - y W, weak duality gives for every right-hand side

    optimum >= sum_rows (y+ lower + y- upper) + sum_columns (d+ lower + d- upper)

where + and - are the positive and negative part.  With bounds that move with the factors the right
side is ``constant + slope phi``.  It holds for any y: a solver's tolerance costs tightness, never
validity, as long as a bound that a sign asks for is finite.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.decomposition.linear import Values, add_up
from supplypact.decomposition.parts import Family


@dataclass(frozen=True, eq=False)
class Dual:
    """A line in the factors."""

    constant: float
    slope: Values

    def at(self, phi: Values) -> float:
        """Return the value at the factors ``phi``."""
        return self.constant + float(self.slope @ phi)


def dual_of(family: Family, row_weight: Values, cost: Values) -> Dual:
    """Return the line of the rows' weights for recourse columns of ``cost``.

    With a cost of 0 and a ray as weights the line is above 0 where the model has no solution.
    Weights whose bound is infinite are dropped first: they differ from 0 by the solver's tolerance.
    So are reduced costs of columns without the bound that their sign asks for: there the line may
    be too high by tolerance times column, which finite bounds on every column exclude.
    """
    model = family.recourse
    weight = _possible(row_weight, model.row_lower, model.row_upper)
    brought = add_up(model.owner, model.value * weight[model.index], model.columns)
    reduced = _possible(cost - brought, model.column_lower, model.column_upper)
    constant = _held(weight, model.row_lower, model.row_upper)
    constant += _held(reduced, model.column_lower, model.column_upper)
    slope = family.row_sides.transposed(weight, family.factors)
    slope += family.lower_sides.transposed(np.maximum(reduced, 0), family.factors)
    slope += family.upper_sides.transposed(np.minimum(reduced, 0), family.factors)
    return Dual(constant, slope)


def crossing(family: Family, column: int) -> Dual:
    """Return lower less upper bound of a recourse column: above 0 where they cross."""
    model = family.recourse
    unit = np.zeros(model.columns)
    unit[column] = 1.0
    slope = family.lower_sides.transposed(unit, family.factors)
    slope -= family.upper_sides.transposed(unit, family.factors)
    return Dual(float(model.column_lower[column] - model.column_upper[column]), slope)


def _possible(price: Values, lower: Values, upper: Values) -> Values:
    """Return ``price`` without what stands on an infinite bound."""
    low = np.where(np.isfinite(lower), np.maximum(price, 0), 0)
    return low + np.where(np.isfinite(upper), np.minimum(price, 0), 0)


def _held(price: Values, lower: Values, upper: Values) -> float:
    """Return the value of ``price`` at the bounds, of which those it asks for are finite."""
    low = np.where(price > 0, lower, 0.0)
    high = np.where(price < 0, upper, 0.0)
    return float(np.maximum(price, 0) @ low + np.minimum(price, 0) @ high)
