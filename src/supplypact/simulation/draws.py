"""When hazards strike, and for how long: drawn before anything that they do."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator, SeedSequence, default_rng

from supplypact.domain.hazard import LATE
from supplypact.domain.picture import Picture
from supplypact.simulation.kinds import MONTHS_A_YEAR, Array, Mask, Numbers

BLOCK = 10_000
"""Histories drawn and lived through together; part of what a seed means, so another size draws
other histories."""
LAST_YEAR = 12
"""Months at the end of a duration law whose mean rate of ending goes on beyond it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Draws:
    """Strikes of a number of histories, in the order of history, hazard and onset."""

    histories: int
    history: Numbers
    hazard: Numbers
    onset: Numbers
    """Month, counted from the first of the history."""
    months: Numbers
    """How many it lasts; the month of the onset is the first."""
    late: Mask
    """Whether it is a project that comes late."""

    @property
    def end(self) -> Numbers:
        """The month in which it is over."""
        return self.onset + self.months

    def select(self, kept: Mask | Numbers) -> Draws:
        """Return some of the strikes, by mask or place, of the same histories."""
        return replace(
            self,
            history=self.history[kept],
            hazard=self.hazard[kept],
            onset=self.onset[kept],
            months=self.months[kept],
            late=self.late[kept],
        )

    def of(self, chosen: Mask) -> Draws:
        """Return the chosen histories, numbered anew."""
        kept = self.select(chosen[self.history])
        number = np.cumsum(chosen) - 1
        return replace(kept, histories=int(chosen.sum()), history=number[kept.history])

    def at_most(self, months: int) -> Draws:
        """Return the same strikes, none lasting longer than ``months``."""
        return replace(self, months=np.minimum(self.months, months))

    def count(self) -> Numbers:
        """Return the number of strikes of each history."""
        return np.bincount(self.history, minlength=self.histories).astype(np.int64)

    def again(self) -> Mask:
        """Return which strikes come to nothing as the same hazard is still on.  Shape (strike).

        Steps of a project are late each on its own.
        """
        count = len(self.history)
        new = np.ones(count, dtype=bool)
        new[1:] = (np.diff(self.history) != 0) | (np.diff(self.hazard) != 0)
        new |= self.late
        group = np.cumsum(new) - 1
        rank = np.arange(count) - np.flatnonzero(new)[group]
        until = np.zeros(count, dtype=np.int64)
        again = np.zeros(count, dtype=bool)
        for number in range(1 + int(rank.max(initial=0))):
            at = np.flatnonzero(rank == number)
            again[at] = self.onset[at] < until[group[at]]
            kept = at[~again[at]]
            until[group[kept]] = self.end[kept]
        return again


def draw(picture: Picture, *, seed: int, block: int, histories: int = BLOCK) -> Draws:
    """Draw the strikes of the first ``histories`` histories of a block.

    Every hazard has a stream of its own, named by seed, block and its id: neither other hazards
    nor the number of histories change what is drawn for it, and two cases share their draws.

    Args:
        picture: Rates and duration laws.
        seed: Of the whole run.
        block: Number of the block.
        histories: At most ``BLOCK``.

    """
    parts = [
        _of_hazard(picture, number, _stream(seed, block, name))
        for number, name in enumerate(picture.hazards)
        if picture.rate[number].sum() > 0
    ]
    table = np.concatenate([np.zeros((4, 0), dtype=np.int64), *parts], axis=1)
    table = table[:, table[0] < histories]
    history, hazard, onset, months = table[:, np.lexsort((table[2], table[1], table[0]))]
    late = np.array([kind == LATE for kind in picture.kinds], dtype=bool)
    return Draws(
        histories=histories,
        history=history,
        hazard=hazard,
        onset=onset,
        months=months,
        late=late[hazard],
    )


def _stream(seed: int, block: int, hazard: str) -> Generator:
    return default_rng(SeedSequence(seed, spawn_key=(block, zlib.crc32(hazard.encode()))))


def _of_hazard(picture: Picture, number: int, stream: Generator) -> Numbers:
    """Return history, hazard, onset and months of one hazard in a whole block."""
    rate = picture.rate[number]
    strike = _late if picture.kinds[number] == LATE else _poisson
    history, onset = strike(rate, stream)
    chance = stream.random(len(history))
    months = durations(picture.alive[number], chance, len(rate) * MONTHS_A_YEAR)
    return np.stack([history, np.full_like(history, number), onset, months])


def _poisson(rate: Array, stream: Generator) -> tuple[Numbers, Numbers]:
    """Return history and month of strikes that come at any time."""
    count = stream.poisson(rate.sum(), size=BLOCK)
    size = int(count.sum())
    edges = np.cumsum(rate)
    year = np.searchsorted(edges[:-1], stream.random(size) * edges[-1], side="right")
    onset = MONTHS_A_YEAR * year + stream.integers(MONTHS_A_YEAR, size=size)
    return np.repeat(np.arange(BLOCK), count).astype(np.int64), onset.astype(np.int64)


def _late(rate: Array, stream: Generator) -> tuple[Numbers, Numbers]:
    """Return history and month of steps that are late: each once, from the first of its year."""
    history, year = np.nonzero(stream.random((BLOCK, len(rate))) < rate)
    return history.astype(np.int64), MONTHS_A_YEAR * year.astype(np.int64)


def durations(alive: Array, chance: Array, most: int) -> Numbers:
    """Return how many months disruptions last.

    Beyond the last month of the law they end at the mean monthly rate of its last year.

    Args:
        alive: Chance to be still on after t months, t = 0, 1, ....
        chance: Uniform on 0 to 1: a disruption lasts longer than t months if below ``alive[t]``.
        most: Longer ones are cut to this.

    """
    months = np.searchsorted(-alive, -chance, side="left")
    last = min(LAST_YEAR, len(alive) - 1)
    stay = (alive[-1] / alive[-1 - last]) ** (1 / last) if alive[-1] > 0 else 0.0
    past = chance < alive[-1]
    if 0.0 < stay < 1.0:
        more = np.log(np.maximum(chance[past], 1e-300) / alive[-1]) / np.log(stay)
        months[past] += np.minimum(np.floor(more), most).astype(np.int64)
    elif stay == 1.0:
        months[past] = most
    capped: Numbers = np.minimum(months, most).astype(np.int64)
    return capped
