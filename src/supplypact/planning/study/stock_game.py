"""What coalitions pay that hold stocks and start no project.

Without projects and targets the flows are those of the base case, whoever acts together.  So all
coalitions share one model, and differ in bounds and factors only: stocks of the others are 0, the
others lose nothing, and of the idle output elsewhere the members win their part.  The recourse
models are then the same, and one pool of dual vertices serves every coalition.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace

import numpy as np

from supplypact.algebra.recourse import Factors
from supplypact.decomposition.parts import Family
from supplypact.decomposition.problem import Problem
from supplypact.domain.risk import RiskOptions
from supplypact.planning.risk.families import MaterialRisk
from supplypact.planning.risk.model import RiskModel
from supplypact.planning.study.members import access
from supplypact.planning.study.variants import Figures, Question, Variant, make, with_bounds
from supplypact.sharing.game import Coalition, coalitions, label

CHUNK = 8
"""Coalitions that one process solves in a row, each from the pools of the one before.

It is fixed, so that the answer is the same for any number of processes.
"""


@dataclass(frozen=True, kw_only=True, eq=False)
class StockGame:
    """The model of all parties, from which that of each coalition follows."""

    question: Question
    model: RiskModel
    part: Mapping[str, Mapping[str, float]]
    """Of each party and material: its part of what all parties use."""

    @property
    def parties(self) -> tuple[str, ...]:
        """All who may act together."""
        return self.model.stocks.holders

    @classmethod
    def of(cls, question: Question) -> StockGame:
        """Return the game of the parties of a pact; no project, target or cover counts."""
        alone = replace(question.pact, targets=())
        ids = tuple(project.id for project in question.network.projects)
        bare = replace(
            question,
            pact=alone,
            options=replace(question.options, covers=(), checkpoint=None, resume=None),
            plan_options=replace(question.plan_options, without=ids, goals=()),
        )
        parties = alone.party_codes
        return cls(
            question=bare,
            model=bare.model(np.zeros(0)),
            part={party: access(bare.network, parties, (party,)) for party in parties},
        )

    def problem(self, members: Coalition) -> Problem:
        """Return the two-stage problem of a coalition."""
        model = self.model
        numbers = iter(model.problem.families)
        families = tuple(
            self._family(each, number, next(numbers), members)
            for each in model.materials
            for number in range(len(each.families))
        )
        others = [n for n, party in enumerate(self.parties) if party not in members]
        columns = np.concatenate(
            [block[:, others].ravel() for block in (model.stock.stock, model.stock.buy)]
        )
        place = model.reduction.place[columns]
        bounded = with_bounds(model.problem, place, upper=np.zeros(len(place)))
        return replace(bounded, families=families)

    def _family(
        self, each: MaterialRisk, number: int, family: Family, members: Coalition
    ) -> Family:
        """Return a family in which the others lose nothing and win nothing."""
        given = each.given[number]
        factors = Factors.of(given)
        times = np.ones(factors.count)
        outside = [n for n, (party, _) in enumerate(each.users) if party not in members]
        holders = self.parties
        strange = [n for n, h in enumerate(given.store_holder) if holders[h] not in members]
        times[factors.loss[outside]] = 0.0
        times[factors.use[outside]] = 0.0
        times[factors.takes[:, outside]] = 0.0
        times[factors.stock[strange]] = 0.0
        material = each.base.chain.material
        times[factors.spare] = self._part(material, members)
        own = family.own
        value = own.value * times[own.row]
        kept = value != 0.0
        left = type(own)(own.rhs[kept], own.row[kept], own.column[kept], value[kept])
        return replace(family, base=family.base * times, own=left)

    def _part(self, material: str, members: Coalition) -> float:
        known = [self.part[party].get(material) for party in sorted(members)]
        return sum(each for each in known if each is not None) if None not in known else 1.0

    def solve(self, members: Coalition, pools: bytes | None = None) -> Variant:
        """Return what a coalition does."""
        return make(self.model, self._options, problem=self.problem(members), pools=pools)

    def apart(self) -> Variant:
        """Return what all parties do together if none gives from its stock to another."""
        options = replace(self._options, alone=True)
        return make(replace(self.question, options=options).model(np.zeros(0)), options)

    @property
    def _options(self) -> RiskOptions:
        return replace(self.question.options, workers=1, cluster=None)


def costs(
    game: StockGame, *, workers: int, progress: Callable[[int, int], None]
) -> dict[Coalition, Figures]:
    """Return the figures of every coalition; all parties first, whose pools start the others.

    Args:
        game: What to solve.
        workers: Processes.
        progress: Told how many coalitions are solved, and of how many.

    """
    every = [each for each in coalitions(game.parties) if len(each) < len(game.parties)]
    whole = game.solve(frozenset(game.parties))
    found = {frozenset(game.parties): whole.figures()}
    chunks = [every[start : start + CHUNK] for start in range(0, len(every), CHUNK)]
    progress(1, len(every) + 1)
    for solved in _solved(game, whole.pools, chunks, workers):
        found |= solved
        progress(len(found), len(every) + 1)
    order = [*every, frozenset(game.parties)]
    return {members: found[members] for members in order}


Solved = dict[Coalition, Figures]


def _solved(
    game: StockGame, pools: bytes | None, chunks: Sequence[Sequence[Coalition]], workers: int
) -> Iterator[Solved]:
    if workers == 1 or len(chunks) < 2:
        yield from (_chunk(game, pools, chunk) for chunk in chunks)
        return
    with ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=_keep, initargs=(game, pools)
    ) as team:
        waiting: set[Future[Solved]] = {team.submit(_kept_chunk, chunk) for chunk in chunks}
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (each.result() for each in done)


def _chunk(game: StockGame, pools: bytes | None, chunk: Sequence[Coalition]) -> Solved:
    found: Solved = {}
    for members in chunk:
        made = game.solve(members, pools)
        found[members], pools = made.figures(), made.pools
    return found


_KEPT: list[tuple[StockGame, bytes | None]] = []
"""The game of a worker process."""


def _keep(game: StockGame, pools: bytes | None) -> None:
    _KEPT[:] = [(game, pools)]


def _kept_chunk(chunk: Sequence[Coalition]) -> Solved:
    game, pools = _KEPT[0]
    return _chunk(game, pools, chunk)


def name(members: Coalition, parties: Sequence[str]) -> str:
    """Return a coalition as codes joined by ``+``, in the order of the pact."""
    return "+".join(party for party in parties if party in members) or label(members)
