"""Sourcing targets under each reading (docs/algebra/target.md).

    T1  good + miss * scale >= goal * whole      in the target's year and each later one

Let r be the target's stage and ``steps`` the tonnes at r behind a tonne at a later stage s:

    embodied  good = what the parties use, traced to a maker at r outside the countries of concern
              whole = what the parties need
    direct    good = what the parties buy at r from outside; whole = all they buy, and the tonnes
              at r behind every need of theirs that is left unmet
    world     good = world output of r outside; whole = world output of r, and the tonnes at r
              behind every need that is left unmet

so that leaving a need unmet never helps.  ``miss`` is the part of the share that is given up; it
is fixed at zero unless a relaxation is sought; ``scale`` is ``whole`` in the base case.
Materials taken together are weighted by their price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from supplypact.algebra.columns import OperationColumns
from supplypact.algebra.model import Index, Model, Values
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
    scale: Array
    """The denominator in the base case.  Shape (year)."""

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
    if reading is Reading.WORLD:
        counted, good = own.make, chain.origin[own.make_country] != CONCERN
        scale = given.reference.sum(axis=(0, 1))
    else:
        bought = chain.party[given.importer[own.ship_arc]]
        counted = own.ship[bought]
        good = chain.origin[given.exporter[own.ship_arc]][bought] != CONCERN
        scale = given.reference[chain.party[given.importer]].sum(axis=(0, 1))
    unmet, behind = _unmet(chain, columns, stage)
    return ShareTerms(
        columns=np.concatenate([counted, unmet]),
        good=np.concatenate([good.astype(float), 0.0 * behind]),
        whole=np.concatenate([np.ones(len(counted)), behind]),
        constant=np.zeros(len(chain.years)),
        scale=scale,
    )


def _unmet(chain: Chain, columns: OperationColumns, stage: int) -> tuple[Index, Array]:
    """Return the columns of needs left unmet from ``stage`` on, and their weight there."""
    own = columns.stages[stage:]
    steps = [
        np.full(len(each.unmet), chain.steps(stage + place, stage))
        for place, each in enumerate(own)
    ]
    return np.concatenate([each.unmet for each in own]), np.concatenate(steps)


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
        columns=np.concatenate(index),
        good=good,
        whole=np.zeros_like(good),
        constant=need,
        scale=need,
    )


SMALLEST = 1e-9
"""Least scale of a share: keeps ``miss`` in the row where nothing is sourced at all."""


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
    whole, scale = (
        np.sum([weight * getattr(terms, part)[first:] for terms, weight in shares], axis=0)
        for part in ("constant", "scale")
    )
    rows = model.rows("T1_target", labels, lower=goal * whole)
    miss = model.columns("miss", labels, upper=0.0)
    for terms, weight in shares:
        coefficient = weight * (terms.good - goal * terms.whole)
        model.terms(rows[None, :], terms.columns[:, first:], coefficient[:, None])
    model.terms(rows, miss, np.maximum(scale, SMALLEST))
    return rows, miss
