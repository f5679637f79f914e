"""Workers on a Dask cluster give the same answer, whatever befalls them or it."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from distributed import LocalCluster, Nanny

from supplypact.decomposition import actors
from supplypact.decomposition.options import Options, Progress, Solution
from supplypact.decomposition.problem import Problem
from supplypact.decomposition.solve import solve
from supplypact.errors import InfeasibleError, SupplypactError, UsageError
from tests.decomposition.given import drawn
from tests.decomposition.test_textbook import machines

GAP = 1e-6


def four_families() -> Problem:
    return drawn(11, families=4, size=30, rows=6, tail=0.3)


def bounds(solution: Solution) -> tuple[float, float]:
    return solution.bound, solution.objective


def local_cluster(workers: int) -> Any:
    make: Any = LocalCluster
    return make(
        n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    )


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with local_cluster(2) as running:
        yield running


def test_a_cluster_gives_the_bounds_of_one_process(cluster: Any) -> None:
    alone = solve(four_families(), Options(gap=GAP))

    shared = solve(four_families(), Options(gap=GAP, cluster=cluster.scheduler_address))

    assert bounds(shared) == pytest.approx(bounds(alone), rel=1e-9)
    assert shared.counts.lps == alone.counts.lps
    assert shared.counts.restarts == 0
    assert shared.counts.solved_by == f"2 workers of the cluster {cluster.scheduler_address}"


def test_problems_smaller_than_the_cluster_leave_workers_idle(cluster: Any) -> None:
    only = drawn(3, families=1)

    shared = solve(only, Options(gap=GAP, cluster=cluster.scheduler_address))

    assert shared.objective == pytest.approx(solve(only, Options(gap=GAP)).objective, rel=2 * GAP)
    assert shared.counts.solved_by.startswith("1 worker of")


@pytest.mark.parametrize("count", [1, 2])
def test_workers_that_are_killed_are_replaced_and_the_run_goes_on(cluster: Any, count: int) -> None:
    killed: list[int] = []

    def kill_once(progress: Progress) -> None:
        if progress.lps > 30 and not killed:
            for nanny in list(cluster.workers.values())[:count]:
                assert isinstance(nanny, Nanny)
                killed.append(int(nanny.pid or 0))
                os.kill(killed[-1], signal.SIGKILL)

    alone = solve(four_families(), Options(gap=GAP))
    shared = solve(
        four_families(), Options(gap=GAP, cluster=cluster.scheduler_address), progress=kill_once
    )

    assert len(killed) == count
    assert shared.counts.restarts >= count
    assert shared.gap <= GAP
    assert shared.objective == pytest.approx(alone.objective, rel=2 * GAP)


def test_the_cluster_forgets_the_run(cluster: Any) -> None:
    solve(four_families(), Options(gap=GAP, cluster=cluster.scheduler_address))

    for _ in range(100):
        if not cluster.scheduler.tasks:
            break
        time.sleep(0.05)
    assert not cluster.scheduler.tasks


def test_error_of_a_worker_reaches_the_caller_whole(cluster: Any) -> None:
    case = (0.5, [24.0, 28.0], [500.0, 100.0])
    problem = machines(case, (0.5, [24.0, 28.0], [-1.0, 100.0]))

    with pytest.raises(InfeasibleError) as caught:
        solve(problem, Options(cluster=cluster.scheduler_address))

    assert caught.value.fix


def test_a_cluster_that_loses_all_workers_leaves_a_checkpoint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actors, "RESTART", 0.5)
    monkeypatch.setattr(actors, "LOOK", 0.2)
    kept: list[bytes] = []
    with local_cluster(1) as dying:

        def leave(progress: Progress) -> None:
            if progress.lps > 30:
                dying.scale(0)
                while dying.scheduler.workers:
                    time.sleep(0.05)

        asked = Options(gap=GAP, cluster=dying.scheduler_address, checkpoint=kept.append)
        with pytest.raises(SupplypactError, match="lost all its workers"):
            solve(four_families(), asked, leave)

    rest = solve(four_families(), Options(gap=GAP, resume=kept[-1]))
    assert rest.counts.resumed == "run"
    assert rest.gap <= GAP


def test_an_address_that_does_not_answer_is_told_or_local_workers_fall_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actors, "ANSWER", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"

        with pytest.raises(UsageError, match=r"nothing answers within 0\.5 s") as caught:
            solve(four_families(), Options(cluster=address))
        local = solve(four_families(), Options(cluster=address, fall_back=True, workers=2))

    assert caught.value.where == f"cluster {address}"
    assert "dask scheduler" in caught.value.fix
    assert local.counts.solved_by == "2 local processes"


@pytest.mark.parametrize(
    ("address", "told"),
    [("somewhere", "missing port"), ("smoke://signals:1", "unknown address scheme")],
)
def test_what_is_no_address_is_told(address: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        actors.connect(address)


def test_the_address_of_a_worker_is_told_apart(cluster: Any) -> None:
    worker = next(iter(cluster.scheduler.workers))

    with pytest.raises(UsageError, match="a Worker answers in place of a scheduler"):
        actors.connect(worker)


def test_a_cluster_without_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actors, "ANSWER", 0.5)
    with (
        local_cluster(0) as empty,
        pytest.raises(UsageError, match="the cluster has no worker") as caught,
    ):
        actors.connect(empty.scheduler_address)

    assert caught.value.fix == f"start some with 'dask worker {empty.scheduler_address}'"


def test_workers_with_other_versions_are_refused(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actors, "version", lambda _name: "0.0")

    with pytest.raises(UsageError, match=r"supplypact is .* on worker .* and 0\.0 here"):
        actors.connect(cluster.scheduler_address)


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(UsageError) as caught:
        solve(four_families(), Options(cluster="tcp://127.0.0.1:8786"))

    assert caught.value.fix == "pip install 'supplypact[cluster]'"
