"""The Shapley value: each party pays what it adds to the cost, averaged over all orders of joining.

Source: L. S. Shapley, A value for n-person games, Contributions to the Theory of Games II (1953).
"""

from __future__ import annotations

from math import factorial

import numpy as np

from supplypact.sharing.game import Game, Values


def shapley(game: Game) -> dict[str, float]:
    """Return the split phi_i = sum over S without i of s!(n-s-1)!/n! (cost(S+i) - cost(S)).

    The weights add up to 1.  So costs that are known within a gap g (each at most g above its true
    value) give shares that are off by at most g.
    """
    size = game.members.sum(axis=1).astype(int)
    weight = _weights(len(game.parties))
    numbers = np.arange(len(game.cost))
    pays = np.empty(len(game.parties))
    for i in range(len(game.parties)):
        without = numbers[game.members[:, i] == 0]
        added = game.cost[without | (1 << i)] - game.cost[without]
        pays[i] = weight[size[without]] @ added
    return game.split(pays)


def _weights(parties: int) -> Values:
    """Return the chance that a party joins exactly after a given coalition, by its size."""
    orders = [factorial(size) * factorial(parties - size - 1) for size in range(parties)]
    return np.array(orders) / factorial(parties)
