"""Sourcing targets under each reading (docs/algebra/target.md).

Let r be the target's stage, m its material, and ``good`` the countries not of concern:

    T1 embodied  sum_{s>=r} weight[s] * sum_{k party, t: t_r good} use[s,k,t,y] >= goal * need[y]
    T1 direct    sum_{i good, k party} ship[r,i,k,y] >= goal * sum_{i, k party} ship[r,i,k,y]
    T1 world     sum_{i good} make[r,i,y] >= goal * world output of the base case

``weight`` turns tonnes at a later stage into tonnes at r; ``need`` is the parties' demand in the
same measure, so that leaving a need unmet never helps.  ``miss`` is the part of the share that
is given up; it is fixed at zero unless a relaxation is sought.  Materials taken together are
weighted by their price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from supplypact.algebra.model import Index, Model, Values
from supplypact.algebra.operation import OperationColumns
from supplypact.algebra.sets import CONCERN, Array, Chain, Numbers, passed
from supplypact.domain.pact import Reading


@dataclass(frozen=True, kw_only=True, eq=False)
class ShareTerms:
    """A share of one material under one reading: terms of what is good, and of the whole."""

    columns: Numbers
    """Column of each term by year.  Shape (term, year)."""
    good: Array
    """Weight of each term in the numerator.  Shape (term)."""
    whole: Array
    """Weight of each term in the denominator.  Shape (term)."""
    constant: Array
    """Fixed part of the denominator.  Shape (year)."""

    def good_part(self, column: Values) -> Array:
        """Return the numerator at these column values.  Shape (year)."""
        return np.asarray(self.good @ column[self.columns])

    def whole_part(self, column: Values) -> Array:
        """Return the denominator at these column values.  Shape (year)."""
        return np.asarray(self.whole @ column[self.columns]) + self.constant


def share_terms(
    chain: Chain, columns: OperationColumns, stage: int, reading: Reading
) -> ShareTerms:
    """Return the share of ``chain`` at ``stage`` from outside the countries of concern."""
    if reading is Reading.EMBODIED:
        return _embodied(chain, columns, stage)
    own, given = columns.stages[stage], chain.stages[stage]
    none = np.zeros(len(chain.years))
    if reading is Reading.WORLD:
        good = (chain.origin[own.make_country] != CONCERN).astype(float)
        world = given.reference.sum(axis=(0, 1))
        return ShareTerms(columns=own.make, good=good, whole=0 * good, constant=world)
    bought = chain.party[given.importer[own.ship_arc]]
    good = chain.origin[given.exporter[own.ship_arc]][bought] != CONCERN
    whole = np.ones(int(bought.sum()))
    return ShareTerms(columns=own.ship[bought], good=good.astype(float), whole=whole, constant=none)


def _embodied(chain: Chain, columns: OperationColumns, stage: int) -> ShareTerms:
    index, weight = [], []
    need = np.zeros(len(chain.years))
    for later in range(stage, len(chain.stages)):
        own, given = columns.stages[later], chain.stages[later]
        by_party = chain.party[own.use_country]
        good = passed(own.use_tag[by_party], stage, later + 1) != CONCERN
        tonnes = chain.steps(later, stage)
        index.append(own.use[by_party][good])
        weight.append(np.full(int(good.sum()), tonnes))
        need += tonnes * given.demand[chain.party].sum(axis=0)
    good = np.concatenate(weight)
    return ShareTerms(
        columns=np.concatenate(index), good=good, whole=np.zeros_like(good), constant=need
    )


def add_target(
    model: Model,
    name: str,
    shares: Sequence[tuple[ShareTerms, float]],
    *,
    years: Sequence[int],
    first: int,
    goal: float,
) -> tuple[Index, Index]:
    """Add T1 for one material, or for several together, each with its weight.

    Args:
        model: Receives the block.
        name: Target and material, for the labels.
        shares: Terms and weight (USD per unit, or 1 where one material stands alone).
        years: The model's years.
        first: Place of the first year in which the goal holds.
        goal: Least share from outside the countries of concern.

    Returns:
        The rows and the ``miss`` columns, each of shape (year from ``first``).

    """
    labels = (tuple(f"{name},{year}" for year in years[first:]),)
    whole = sum(weight * terms.constant[first:] for terms, weight in shares)
    rows = model.rows("T1_target", labels, lower=goal * np.asarray(whole))
    miss = model.columns("miss", labels, upper=0.0)
    for terms, weight in shares:
        coefficient = weight * (terms.good - goal * terms.whole)
        model.terms(rows[None, :], terms.columns[:, first:], coefficient[:, None])
    model.terms(rows, miss, np.maximum(np.asarray(whole), 1.0))
    return rows, miss
