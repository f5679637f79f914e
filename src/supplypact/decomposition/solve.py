"""Solve a two-stage problem by decomposition: the entry of the library."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from supplypact.decomposition.actors import Actors
from supplypact.decomposition.checkpoint import Saved, read, write
from supplypact.decomposition.integer import IntegerSearch
from supplypact.decomposition.linear import Values
from supplypact.decomposition.master import Master
from supplypact.decomposition.options import Counts, Options, Progress, Solution, relative_gap
from supplypact.decomposition.problem import Problem
from supplypact.decomposition.processes import Processes
from supplypact.decomposition.search import Search
from supplypact.decomposition.team import Alone, Archive, Team
from supplypact.decomposition.valuer import Point, Valuer
from supplypact.errors import InfeasibleError, SupplypactError, UsageError

DEFAULTS = Options()
RELAXED = 0.4
"""Share of the gap asked for to which the relaxation is searched where integers follow.

What the pools miss there is missing in the bound of every search with integers.
"""


class TimeUp(Exception):  # noqa: N818  it is no error
    """The time that was given is over."""


def solve(
    problem: Problem,
    options: Options = DEFAULTS,
    progress: Callable[[Progress], None] | None = None,
) -> Solution:
    """Return the best first-stage decision, its exact cost, and a bound that no other can beat.

    Args:
        problem: What to minimise.
        options: How.
        progress: Told bounds, gap and counts after each step.

    Raises:
        InfeasibleError: no first-stage decision meets its rows and leaves every recourse problem
            solvable; the last right-hand side in the way is named.
        UsageError: bytes that are no checkpoint, or a cluster that cannot be used.
        SupplypactError: time ran out before any point was solved exactly, or workers were lost
            and none came in their place; after a last checkpoint.
        KeyboardInterrupt: passed on, after a last checkpoint.

    """
    run = _Run(problem, options, progress)
    try:
        return run.solve()
    except InfeasibleError:
        raise
    except (KeyboardInterrupt, SupplypactError):
        run.save()
        raise
    finally:
        run.close()


def team_of(problem: Problem, archive: Archive, options: Options) -> Team:
    """Return who works on the families.

    Raises:
        UsageError: a cluster is asked for and does not answer, and local workers may not fall in.

    """
    if options.cluster is not None:
        try:
            return Actors(problem, archive, options.cluster)
        except UsageError:
            if not options.fall_back:
                raise
    if options.workers == 1 or len(problem.families) < 2:
        return Alone(problem, archive)
    return Processes(problem, archive, options.workers)


class _Run:
    def __init__(
        self, problem: Problem, options: Options, progress: Callable[[Progress], None] | None
    ) -> None:
        self._problem, self._options, self._progress = problem, options, progress
        self._master = Master(problem, options.master)
        resume = options.resume
        saved = Saved.nothing(problem) if resume is None else read(resume, problem)
        self._resumed = "" if resume is None else saved.serves
        self._archive = Archive(saved.vertices)
        self._team = team_of(problem, self._archive, options)
        self._valuer = Valuer(problem, self._team, self._archive, self._master)
        self._valuer.tally.earlier = saved.seconds
        for column, constant, slope in saved.cuts():
            self._master.cut(column, constant, slope)
        self._start = options.start if saved.x is None else saved.x
        self._saved_at = time.monotonic()
        self._stage = "relaxed"
        part = RELAXED if self._master.has_integers else 1.0
        self._relaxed = Search(self._valuer, self._master, gap=part * options.gap)
        integer = np.flatnonzero(problem.first.integer).astype(np.int32)
        self._integer = IntegerSearch(self._valuer, self._master, integer, gap=options.gap)
        self._point: Values | None = self._start

    def solve(self) -> Solution:
        finished = True
        try:
            self._relaxed.minimise(self._tick, start=self._first_trial())
            if self._master.has_integers:
                self._stage = "integer"
                self._integer.lower = self._relaxed.lower
                self._integer.minimise(self._tick, self._left)
        except InfeasibleError as error:
            if self._valuer.last_barred is None:
                raise
            raise InfeasibleError(
                f"{error.what}; the last one without a solution: {self._valuer.last_barred}",
                where=error.where,
                fix=error.fix,
            ) from error
        except TimeUp:
            finished = False
            if self._stage == "relaxed" and self._relaxed.best is None:
                self._relaxed.settle()
                self._tell(self._relaxed.lower, self._relaxed.upper)
        self.save()
        return self._answer(finished=finished)

    def close(self) -> None:
        self._team.close()

    def save(self) -> None:
        """Hand out a checkpoint."""
        if self._options.checkpoint is not None:
            best = self._integer.best or self._relaxed.best
            x = self._point if best is None else best.x
            seconds = self._valuer.tally.seconds
            raw = write(self._problem, self._archive, self._master.lines(), x, seconds)
            self._options.checkpoint(raw)
        self._saved_at = time.monotonic()

    def _first_trial(self) -> Values | None:
        if self._start is None:
            return None
        first = self._problem.first
        return np.clip(self._start, first.column_lower, first.column_upper)

    def _left(self) -> float:
        if self._options.seconds is None:
            return float("inf")
        left = self._options.seconds + self._valuer.tally.earlier - self._valuer.tally.seconds
        return max(left, 0.01)

    def _tick(self, lower: float, upper: float) -> None:
        """Tell the bounds, keep a checkpoint where one is due, raise TimeUp where time is."""
        self._tell(lower, upper)
        if time.monotonic() - self._saved_at >= self._options.checkpoint_seconds:
            self.save()
        if self._left() <= 0.01:
            raise TimeUp

    def _tell(self, lower: float, upper: float) -> None:
        if self._progress is not None:
            tally = self._valuer.tally
            self._progress(
                Progress(
                    stage=self._stage,
                    lower=lower,
                    upper=upper,
                    gap=relative_gap(upper, lower),
                    lps=tally.lps,
                    passes=tally.passes,
                    pool=sum(self._valuer.pool()),
                    seconds=tally.seconds,
                )
            )

    def _answer(self, *, finished: bool) -> Solution:
        found = self._integer if self._master.has_integers else self._relaxed
        best = found.best
        if best is None:
            raise SupplypactError(
                "time ran out before any decision was valued exactly",
                where="the decomposition",
                fix="give it more time, or go on from the checkpoint",
            )
        gap = relative_gap(best.cost, found.lower)
        return Solution(
            x=best.x,
            objective=best.cost,
            bound=min(found.lower, best.cost),
            gap=gap,
            relaxed_bound=self._relaxed.lower,
            first_cost=best.cost - best.valued.cost,
            expected=best.valued.expected,
            tails=best.valued.tails,
            tail_weights=best.valued.tail_weights,
            scenario=best.valued.scenario,
            values=tuple(best.values),
            slope=self._valuer.slope(self._valuer.point(best.x)),
            row_dual=self._row_dual(best),
            finished=finished and gap <= self._options.gap,
            counts=self._counts(),
        )

    def _row_dual(self, best: Point) -> Values:
        if self._master.has_integers:
            self._master.fix(best.x)
        return self._master.solve().row_dual[: self._problem.first.rows]

    def _counts(self) -> Counts:
        tally = self._valuer.tally
        return Counts(
            lps=tally.lps,
            pivots=tally.pivots,
            passes=tally.passes,
            masters=self._master.solves,
            points=tally.points,
            pool=self._valuer.pool(),
            restarts=self._team.restarts,
            seconds=tally.seconds,
            solved_by=self._team.told,
            resumed=self._resumed,
        )
