"""What each coalition of parties would pay on its own.

Coalitions are numbered by their members: party i of ``parties`` belongs to coalition number k if
bit i of k is set.  So 0 is nobody and ``2**n - 1`` is all.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from supplypact.errors import DataError, Fault, UsageError, did_you_mean

Values = NDArray[np.float64]
Coalition = frozenset[str]
"""Codes of the parties that act together."""
Split = Mapping[str, float]
"""What each party pays, in the order of the game's parties and in the unit of its costs."""

FEWEST, MOST = 2, 10
"""Parties of a game: exact sharing needs the cost of each of the ``2**n - 1`` coalitions."""
ROUNDING = 1e-8
"""Differences below this part of a game's largest cost are rounding."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Game:
    """A cost game: the cost of each coalition if its members act together, without the others.

    Built by ``from_costs`` or ``evaluate``.  A game of worth, where more is better, is a cost game
    with its signs turned: see ``negated``.
    """

    parties: tuple[str, ...]
    cost: Values
    """Cost of each coalition by its number; 0 for nobody.  Shape (2**n,), one unit throughout."""

    @cached_property
    def members(self) -> Values:
        """1 where a party belongs to a coalition.  Shape (coalition, party)."""
        numbers = np.arange(len(self.cost))[:, None]
        return ((numbers >> np.arange(len(self.parties))) & 1).astype(np.float64)

    @property
    def joint_cost(self) -> float:
        """What all parties pay together."""
        return float(self.cost[-1])

    @property
    def rounding(self) -> float:
        """Costs that differ by less are the same."""
        return max(ROUNDING * float(np.abs(self.cost).max()), np.finfo(float).tiny)

    def coalition(self, number: int) -> Coalition:
        """Return the members of a coalition."""
        return frozenset(party for i, party in enumerate(self.parties) if number >> i & 1)

    def vector(self, split: Split) -> Values:
        """Return what each party pays, in the order of ``parties``.

        Raises:
            UsageError: the split has other parties than the game, or does not pay the joint cost.

        """
        for party in split:
            _known(party, self.parties, where="split")
        if lacking := [party for party in self.parties if party not in split]:
            what, fix = f"nothing is said of {', '.join(lacking)}", "say what each party pays"
            raise UsageError(what, where="split", fix=fix)
        pays = np.array([split[party] for party in self.parties], dtype=np.float64)
        if not abs(pays.sum() - self.joint_cost) <= self.rounding:
            raise UsageError(
                f"the parties pay {pays.sum():.10g}, and the joint cost is {self.joint_cost:.10g}",
                where="split",
                fix="share the joint cost, no more and no less",
            )
        return pays

    def split(self, pays: Values) -> dict[str, float]:
        """Return the split in which each party pays the figure at its place."""
        return dict(zip(self.parties, pays.tolist(), strict=True))


def negated(game: Game) -> Game:
    """Return the game of worth as a cost game, or the other way: a gain is a cost below zero."""
    return replace(game, cost=0.0 - game.cost)


def coalitions(parties: Sequence[str]) -> Iterator[Coalition]:
    """Yield every coalition of at least one party, the small ones first."""
    for size in range(1, len(parties) + 1):
        yield from map(frozenset, itertools.combinations(parties, size))


def evaluate(parties: Sequence[str], cost: Callable[[Coalition], float]) -> Game:
    """Return the game whose costs ``cost`` computes, asked once for each coalition.

    Raises:
        UsageError: there are too few or too many parties, or one stands twice.
        DataError: a cost is not a finite number.

    """
    _check_parties(parties)
    return from_costs(parties, {each: cost(each) for each in coalitions(parties)})


def from_costs(parties: Sequence[str], costs: Mapping[Coalition, float]) -> Game:
    """Return the game with the cost of each coalition; nobody costs nothing and may be left out.

    Raises:
        UsageError: there are too few or too many parties, or one stands twice.
        DataError: a coalition lacks or has an unknown party, or a cost is not a finite number.

    """
    _check_parties(parties)
    faults = [*_faults(parties, costs), *_missing(parties, costs)]
    if faults:
        raise DataError(faults, where="cost game")
    table = np.zeros(2 ** len(parties))
    bit = {party: 1 << i for i, party in enumerate(parties)}
    for coalition, cost in costs.items():
        table[sum(bit[party] for party in coalition)] = cost
    return Game(parties=tuple(parties), cost=table)


def _check_parties(parties: Sequence[str]) -> None:
    if twice := sorted({party for party in parties if parties.count(party) > 1}):
        fix = "name each party once"
        raise UsageError(f"{', '.join(twice)} stands twice", where="parties", fix=fix)
    if not FEWEST <= len(parties) <= MOST:
        raise UsageError(
            f"{len(parties)} parties cannot share a cost here",
            where="parties",
            fix=f"give {FEWEST} to {MOST} parties; join those that act as one",
        )


def _known(party: str, parties: Sequence[str], *, where: str) -> None:
    if party not in parties:
        fix = did_you_mean(party, parties)
        raise UsageError(f"there is no party '{party}'", where=where, fix=fix)


def _faults(parties: Sequence[str], costs: Mapping[Coalition, float]) -> Iterator[Fault]:
    for coalition, cost in costs.items():
        where = f"coalition {label(coalition)}"
        for party in sorted(coalition - set(parties)):
            fix = did_you_mean(party, parties)
            yield Fault(what=f"there is no party '{party}'", where=where, fix=fix)
        if not math.isfinite(cost):
            fix = "give a finite cost"
            yield Fault(what=f"its cost is {cost}", where=where, fix=fix)
        elif not coalition and cost != 0:
            fix = "leave it out: a cost that nobody causes is not shared"
            yield Fault(what=f"its cost is {cost}, not 0", where=where, fix=fix)


def _missing(parties: Sequence[str], costs: Mapping[Coalition, float]) -> Iterator[Fault]:
    for coalition in coalitions(parties):
        if coalition not in costs:
            fix = "give the cost of every coalition"
            yield Fault(what="it has no cost", where=f"coalition {label(coalition)}", fix=fix)


def label(coalition: Coalition) -> str:
    """Return the coalition's parties in one word, in the order of the alphabet."""
    return "+".join(sorted(coalition)) or "of nobody"
