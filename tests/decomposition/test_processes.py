"""Workers give the same answer, whatever their number and whatever befalls them."""

from __future__ import annotations

import os
import signal

import pytest

from supplypact.decomposition import solve as module
from supplypact.decomposition.options import Options, Progress, Solution
from supplypact.decomposition.problem import Problem
from supplypact.decomposition.processes import Processes
from supplypact.decomposition.team import Archive
from supplypact.errors import InfeasibleError
from tests.decomposition.given import drawn
from tests.decomposition.test_textbook import machines

GAP = 1e-6


def four_families() -> Problem:
    return drawn(11, families=4, size=30, rows=6, tail=0.3)


def bounds(solution: Solution) -> tuple[float, float]:
    return solution.bound, solution.objective


def test_one_two_and_four_workers_give_the_same_bounds() -> None:
    alone = module.solve(four_families(), Options(gap=GAP))

    for count in (2, 4):
        shared = module.solve(four_families(), Options(gap=GAP, workers=count))
        assert bounds(shared) == pytest.approx(bounds(alone), rel=1e-9)
        assert shared.counts.lps == alone.counts.lps


def test_worker_that_is_killed_is_replaced_and_the_run_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    teams: list[Processes] = []
    start = Processes.__init__

    def remember(self: Processes, problem: Problem, archive: Archive, count: int) -> None:
        start(self, problem, archive, count)
        teams.append(self)

    monkeypatch.setattr(Processes, "__init__", remember)
    killed: list[int] = []

    def kill_once(progress: Progress) -> None:
        if progress.lps > 30 and not killed:
            killed.append(teams[0].pids[0])
            os.kill(killed[0], signal.SIGKILL)

    alone = module.solve(four_families(), Options(gap=GAP))
    shared = module.solve(four_families(), Options(gap=GAP, workers=2), kill_once)

    assert shared.counts.restarts == 1
    assert shared.gap <= GAP
    assert shared.objective == pytest.approx(alone.objective, rel=2 * GAP)


def test_workers_end_with_the_run() -> None:
    problem = four_families()
    team = Processes(problem, Archive.empty(problem), 2)
    pids = team.pids
    team.close()

    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_error_of_a_worker_reaches_the_caller_whole() -> None:
    case = (0.5, [24.0, 28.0], [500.0, 100.0])
    problem = machines(case, (0.5, [24.0, 28.0], [-1.0, 100.0]))

    with pytest.raises(InfeasibleError) as caught:
        module.solve(problem, Options(workers=2))

    assert caught.value.fix
