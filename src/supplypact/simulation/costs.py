"""What a month of a disruption costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.domain.picture import MaterialPicture
from supplypact.simulation.kinds import Array


@dataclass(frozen=True, kw_only=True, eq=False)
class Climb:
    """A cost that rises with the part of the use: cheap steps first.

    Shape (step, user) each.
    """

    begin: Array
    """Part of the use at which a step begins."""
    rise: Array
    """USD per unit by which it is dearer than the step before."""

    @classmethod
    def of(cls, share: Array, cost: Array) -> Climb:
        """Return the climb of steps that take a share of the use each, shape (user, step).

        What is beyond all shares costs as much as the dearest.
        """
        cost = np.where(share > 0, cost, 0.0)
        order = np.argsort(cost, axis=1, kind="stable")
        share = np.take_along_axis(share, order, axis=1)
        cost = np.take_along_axis(cost, order, axis=1)
        begin = np.cumsum(share, axis=1) - share
        rise = np.diff(cost, axis=1, prepend=0.0)
        used = np.flatnonzero((rise > 0).any(axis=0))
        return cls(begin=begin[:, used].T.copy(), rise=rise[:, used].T.copy())

    def cost(self, amount: Array, use: Array) -> Array:
        """Return USD of an amount, shape (user, row); ``use`` has shape (user) or (user, row)."""
        use = use.reshape(len(use), -1)
        total = np.zeros_like(amount)
        for begin, rise in zip(self.begin, self.rise, strict=True):
            total += rise[:, None] * np.maximum(amount - begin[:, None] * use, 0.0)
        return total


@dataclass(frozen=True, kw_only=True, eq=False)
class Costs:
    """Costs of one material."""

    surge: float
    release: Array
    """Shape (store)."""
    response: Climb
    short: Climb

    @classmethod
    def of(cls, given: MaterialPicture) -> Costs:
        """Return the costs of a material."""
        steps = np.broadcast_to(given.response_share, given.response_cost.shape)
        return cls(
            surge=given.surge_cost,
            release=given.release_cost,
            response=Climb.of(steps, given.response_cost),
            short=Climb.of(given.end_use_share, given.shortage_cost),
        )

    def of_month(
        self, use: Array, orders: Array, release: Array, response: Array, short: Array
    ) -> Array:
        """Return USD by user.

        Args:
            use: What each user uses in the month.  Shape (user) or (user, row).
            orders: Shape (user, row).
            release: Shape (store, user, row).
            response: Shape (user, row); the cheapest steps first.
            short: Shape (user, row); the least valuable end uses first.

        Returns:
            Shape (user, row).

        """
        cost = self.surge * orders
        for store, each in enumerate(self.release):
            cost += each * release[store]
        cost += self.response.cost(response, use)
        cost += self.short.cost(short, use)
        return cost
