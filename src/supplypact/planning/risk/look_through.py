"""Whose hands a party's use passes, country by country, in the base case.

The plan knows by origin class what a party uses; a disruption strikes one country.  The part of
that country in its class is taken from the base case: the plan moves tonnes between classes, and
within a class everyone keeps its part.
"""

from __future__ import annotations

import numpy as np

from supplypact.algebra.sets import CLASSES, Array, Chain, Mask
from supplypact.planning.balance import ratio


def bought_from(chain: Chain) -> list[Array]:
    """Return by stage the part of what a country gets that comes from each exporter.

    Shape (exporter, importer, year) each.
    """
    count = len(chain.countries)
    parts = []
    for stage in chain.stages:
        flow = np.zeros((count, count, len(chain.years)))
        np.add.at(flow, (stage.exporter, stage.importer), stage.reference.sum(axis=1))
        parts.append(ratio(flow, flow.sum(axis=0)))
    return parts


def passes(
    chain: Chain, parts: list[Array], user: int, last: int, stage: int, *, reached: Mask | None
) -> Array:
    """Return the part of a use that passed ``stage`` in each country.

    Args:
        chain: The given quantities.
        parts: What ``bought_from`` returned.
        user: Country that uses.
        last: Stage whose product it uses.
        stage: Stage that is looked at, not after ``last``.
        reached: Count only shipments of ``stage`` from a country to another that this allows,
            shape (exporter, importer); scrap and other feed, which pass no earlier stage, do not
            count then.  None counts everything, and feed of other sources at its own country, so
            that the parts add up to 1.

    Returns:
        Shape (country, year).

    """
    count = len(chain.countries)
    holding = np.zeros((count, len(chain.years)))
    holding[user] = 1.0
    beside = np.zeros_like(holding)
    for number in range(last, stage, -1):
        made = np.einsum("ijy,jy->iy", parts[number], holding)
        other = chain.stages[number].other_feed_share
        beside += other * made
        holding = (1.0 - other) * made
    if reached is None:
        everything: Array = np.einsum("ijy,jy->iy", parts[stage], holding) + beside
        return everything
    shipped: Array = np.einsum("ijy,jy->iy", parts[stage] * reached[:, :, None], holding)
    return shipped


def class_parts(chain: Chain, used: Array, stage: int) -> Array:
    """Return the part of each country in its origin class.

    The parts of a class add up to 1, or to 0 where nobody of the class makes the product.

    Args:
        chain: The given quantities.
        used: What ``passes`` returned for one use.  Shape (country, year).
        stage: Stage that is looked at.

    """
    given = chain.stages[stage]
    made, result = np.zeros_like(used), np.zeros_like(used)
    np.add.at(made, given.exporter, given.reference.sum(axis=1))
    for kind in range(CLASSES):
        mine = chain.origin == kind
        basis = np.where(used[mine].sum(axis=0) > 0, used[mine], made[mine])
        result[mine] = ratio(basis, basis.sum(axis=0))
    return result


class LookThrough:
    """The base case of one material, seen from each user."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._parts = bought_from(chain)
        self._classes: dict[tuple[int, int, int], tuple[Array, Array]] = {}

    def _known(self, user: int, last: int, stage: int) -> tuple[Array, Array]:
        key = (user, last, stage)
        if key not in self._classes:
            used = passes(self._chain, self._parts, user, last, stage, reached=None)
            self._classes[key] = used, class_parts(self._chain, used, stage)
        return self._classes[key]

    def struck(
        self, user: int, last: int, stage: int, supplier: int, *, buyers: Mask | None
    ) -> Array:
        """Return the part of the supplier's class that a cut of the supplier takes from a use.

        A cut of exports takes what leaves the country as the product of ``stage``, for the
        ``buyers`` that it is aimed at; what is worked on at home and leaves later does not count.
        Any other hazard (``buyers`` is None) takes all that is made there.  A class on which the
        user does not draw in the base case is parted by what its countries make.

        Returns:
            Shape (year).

        """
        count = len(self._chain.countries)
        reached = np.ones((count, count), dtype=bool)
        if buyers is not None:
            reached &= buyers[None, :] & ~np.eye(count, dtype=bool)
        used, whole = self._known(user, last, stage)
        hit = passes(self._chain, self._parts, user, last, stage, reached=reached)[supplier]
        aimed = buyers is None or (supplier != user and bool(buyers[user]))
        unused = np.where(aimed, whole[supplier], 0.0)
        struck: Array = np.where(
            used[supplier] > 0, whole[supplier] * ratio(hit, used[supplier]), unused
        )
        return struck
