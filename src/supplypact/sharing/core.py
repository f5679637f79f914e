"""Whether a split lasts: no coalition could do better alone.

The excess of a coalition is what its members pay under the split less what they would pay alone.
A split is in the core if no excess is above zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.sharing.game import Coalition, Game, Split, Values


@dataclass(frozen=True, kw_only=True)
class Objection:
    """The coalition with most reason to leave."""

    coalition: Coalition
    excess: float
    """What it would save alone, in the unit of the costs; below 0: what it would lose."""


def core_gap(game: Game, split: Split) -> Objection:
    """Return the coalition that could do better alone by most, or else would lose least.

    Of coalitions with the same excess the smallest goes first, then the order of the parties.

    Raises:
        UsageError: the split has other parties than the game, or does not pay the joint cost.

    """
    excess = excesses(game, game.vector(split))
    highest = excess.max()
    tied = np.flatnonzero(excess >= highest - game.rounding) + 1
    first = min(tied, key=lambda number: (int(number).bit_count(), int(number)))
    return Objection(coalition=game.coalition(int(first)), excess=float(highest))


def is_in_core(game: Game, split: Split, *, gap: float = 0.0) -> bool:
    """Return whether no coalition could do better alone by more than ``gap`` and rounding.

    Args:
        game: Costs of the coalitions.
        split: What each party pays.
        gap: How far the costs may lie above their true values, in their unit.

    Raises:
        UsageError: the split has other parties than the game, or does not pay the joint cost.

    """
    return core_gap(game, split).excess <= gap + game.rounding


def excesses(game: Game, pays: Values) -> Values:
    """Return the excess of coalitions 1 to 2**n - 2: those of some, but not all, parties."""
    return game.members[1:-1] @ pays - game.cost[1:-1]


def stand_alone(game: Game) -> dict[str, float]:
    """Return what each party would pay if all acted alone."""
    return game.split(game.cost[1 << np.arange(len(game.parties))])


def savings(game: Game) -> float:
    """Return what acting together saves over each party acting alone; below 0: what it costs."""
    return sum(stand_alone(game).values()) - game.joint_cost
