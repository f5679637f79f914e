"""Splits that leave the least reason to leave: least core and nucleolus, by linear programmes.

Both start from minimise e subject to: every coalition's excess is at most e, and the parties pay
the joint cost.  The least e is above zero exactly when the core is empty.

The programmes see each cost less what the members would pay alone, divided by the largest such
difference: neither a shift of a party's cost nor the unit of money changes the answer, and the
solver's tolerances fit any game.

Source: Maschler, Peleg and Shapley 1979, Mathematics of Operations Research 4(4):303-338.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from supplypact.sharing.core import is_in_core
from supplypact.sharing.game import Game, Values
from supplypact.sharing.linear import solve

Flags = NDArray[np.bool_]
SPANNED = 1e-9
"""Length of what remains of a coalition's row outside a span, if the span holds it."""


@dataclass(frozen=True, kw_only=True)
class LeastCore:
    """The best that any split can do for the coalition that is worst off."""

    excess: float
    """Largest excess of a coalition, in the unit of the costs; above 0: the core is empty."""
    split: dict[str, float]
    """A split that reaches it: one of many, as the solver happens to find it."""


def least_core(game: Game) -> LeastCore:
    """Return the least possible largest excess, and a split that reaches it."""
    programme = _Programme(game)
    pays, excess, _ = programme.minimise()
    return LeastCore(excess=programme.money(excess), split=programme.split(pays))


def core_point(game: Game) -> dict[str, float] | None:
    """Return the nucleolus if it is in the core, and None if the core is empty."""
    split = nucleolus(game)
    return split if is_in_core(game, split) else None


def nucleolus(game: Game) -> dict[str, float]:
    """Return the one split whose excesses, from the largest down, are as small as can be.

    It is in the core unless the core is empty.  Splits that ask a party for more than it would pay
    alone are not ruled out beforehand (the "pre-nucleolus"); where joining never costs more than
    staying apart this is the nucleolus, and no party pays more than alone.

    Each round minimises the largest excess that is still free and fixes the coalitions whose rows
    have the largest duals: with a dual above zero they have that excess in every optimum.  The
    duals of a round add up to 1, so each round settles at least one coalition more.
    """
    programme = _Programme(game)
    while True:
        pays, excess, binding = programme.minimise()
        if programme.settle(binding, excess):
            return programme.split(pays)


class _Programme:
    """The linear programme of a game: columns are what each party pays, and the largest excess."""

    def __init__(self, game: Game) -> None:
        self._game = game
        self._alone = game.cost[1 << np.arange(len(game.parties))]
        self._members = game.members[1:]
        difference = game.cost[1:] - self._members @ self._alone
        self._unit = float(np.abs(difference).max()) or 1.0
        self._cost = difference / self._unit
        self._fixed = np.zeros(len(difference), dtype=bool)
        self._fixed[-1] = True
        self._free = ~self._fixed

    def minimise(self) -> tuple[Values, float, Flags]:
        """Return what parties pay, the least largest excess, and which coalitions hold it there."""
        rows = np.column_stack([self._members, -self._free.astype(np.float64)])
        lower = np.where(self._fixed, self._cost, -np.inf)
        target = np.append(np.zeros(len(self._alone)), 1.0)
        kept = self._fixed | self._free
        column, dual = solve(target, rows[kept], lower[kept], self._cost[kept])
        held = np.zeros(len(self._cost))
        held[kept] = np.abs(dual)
        held[~self._free] = 0.0
        return column[:-1], float(column[-1]), held > held.max() / 2

    def settle(self, binding: Flags, excess: float) -> bool:
        """Keep the excess of the ``binding`` coalitions, and return whether all is now settled.

        Coalitions whose payment follows from the fixed ones are free no more.
        """
        self._fixed |= binding
        self._cost[binding] += excess
        directions, sizes, _ = np.linalg.svd(self._members[self._fixed].T, full_matrices=False)
        span = directions[:, sizes > SPANNED]
        outside = self._members - self._members @ span @ span.T
        self._free = np.linalg.norm(outside, axis=1) > SPANNED
        return not self._free.any()

    def money(self, value: float) -> float:
        return value * self._unit

    def split(self, pays: Values) -> dict[str, float]:
        return self._game.split(self._alone + pays * self._unit)
