"""Live through many histories, in this process or in several (docs/simulation.md)."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from supplypact.domain.picture import Picture
from supplypact.domain.risk_study import Simulated
from supplypact.errors import UsageError
from supplypact.simulation.answer import told
from supplypact.simulation.block import Case, Told, live
from supplypact.simulation.draws import BLOCK, Draws, draw

Progress = Callable[[str, float], None]
"""Called with what is being done and the part done so far, 0 to 1."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def simulate(
    pictures: Mapping[str, Picture],
    *,
    histories: int = 10_000,
    seed: int = 1,
    workers: int = 1,
    progress: Progress | None = None,
) -> Simulated:
    """Return the losses in many histories of all years of the pictures.

    The answer does not depend on ``workers``: each block of histories has streams of random
    numbers of its own.  The first histories of a longer run are those of a shorter one, and cases
    share their strikes.

    Args:
        pictures: What disruptions meet, by case; all of the same years and parties.
        histories: How many.
        seed: Of all random numbers.
        workers: Processes.
        progress: Told what is being done.

    Raises:
        UsageError: fewer than 2 histories, or a negative seed.

    """
    _check(histories, seed)
    started = time.perf_counter()
    tell = progress or (lambda _what, _part: None)
    cases = {name: Case.of(picture) for name, picture in pictures.items()}
    sizes = [min(BLOCK, histories - first) for first in range(0, histories, BLOCK)]
    tasks = [
        Task(seed=seed, block=block, histories=size, case=name, material=number)
        for block, size in enumerate(sizes)
        for name, case in cases.items()
        for number in range(len(case.materials))
    ]
    blocks = [
        {name: Told.nothing(case.picture, size) for name, case in cases.items()} for size in sizes
    ]
    with _doing(pictures, cases, min(workers, len(tasks))) as work:
        for done, (task, part) in enumerate(zip(tasks, work(tasks), strict=True), start=1):
            block = blocks[task.block]
            block[task.case] = block[task.case].add(part)
            tell(f"living through {histories:,} histories", done / len(tasks))
    return told(cases, blocks, seed=seed, seconds=time.perf_counter() - started)


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """A block of histories of one material in one case."""

    seed: int
    block: int
    histories: int
    case: str
    material: int


def _check(histories: int, seed: int) -> None:
    if histories < 2:
        raise UsageError(
            f"{histories} histories are too few",
            where="--simulate",
            fix="10,000 give a mean within a few percent",
        )
    if seed < 0:
        raise UsageError(f"a seed of {seed} is below 0", where="--seed", fix="give 0 or more")


class _Worker:
    """Does tasks; draws are kept while tasks of the same block and case follow each other."""

    def __init__(self, cases: Mapping[str, Case]) -> None:
        self._cases = cases
        self._drawn: tuple[tuple[int, int, int, str], Draws] | None = None

    def do(self, task: Task) -> Told:
        case = self._cases[task.case]
        key = task.seed, task.block, task.histories, task.case
        if self._drawn is None or self._drawn[0] != key:
            drawn = draw(case.picture, seed=task.seed, block=task.block, histories=task.histories)
            self._drawn = key, drawn
        return live(case.picture.parties, case.materials[task.material], self._drawn[1])


_worker: list[_Worker] = []
"""Of a worker process."""


def _start(pictures: Mapping[str, Picture]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker.append(_Worker({name: Case.of(picture) for name, picture in pictures.items()}))


def _do(task: Task) -> Told:
    return _worker[0].do(task)


@contextmanager
def _doing(
    pictures: Mapping[str, Picture], cases: Mapping[str, Case], workers: int
) -> Iterator[Callable[[Sequence[Task]], Iterator[Told]]]:
    """Return how to do tasks: in this process, or in others that count with one thread each."""
    if workers <= 1:
        yield lambda tasks: map(_Worker(cases).do, tasks)
        return
    with _one_thread():
        pool = ProcessPoolExecutor(
            workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(dict(pictures),),
        )
        try:
            yield lambda tasks: pool.map(_do, tasks)
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let processes started here count with one thread each."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
