"""What the plan does in each month of every disruption, read from its recourse."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from supplypact.algebra.model import Values
from supplypact.algebra.recourse import RecourseColumns
from supplypact.algebra.sets import Array
from supplypact.decomposition.linear import Index
from supplypact.decomposition.parts import Family
from supplypact.planning.risk.evaluate import answers

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, kw_only=True, eq=False)
class Task:
    """Disruptions of one family that are to be answered at one plan."""

    family: Family
    columns: RecourseColumns
    links: Index
    """Columns of the whole model that the family moves with."""
    values: Values
    """Their values."""
    wanted: tuple[int, ...]
    """Right-hand sides."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Acts:
    """What is done about each of the disruptions wanted; the third axis but user is the month."""

    surge: Array
    """Shape (disruption, month, group, user)."""
    release: Array
    """Shape (disruption, month, store, user)."""
    response: Array
    """Shape (disruption, month, user)."""
    short: Array
    """Shape (disruption, month, user)."""


def task(family: Family, columns: RecourseColumns, column: Values, wanted: Sequence[int]) -> Task:
    """Return the task of answering ``wanted`` at the columns ``column`` of the whole model."""
    links = np.unique(family.own.column).astype(np.int32)
    return Task(
        family=family,
        columns=columns,
        links=links,
        values=column[links],
        wanted=tuple(wanted),
    )


def acts(asked: Task) -> Acts:
    """Answer one task."""
    column = np.zeros(int(asked.links.max(initial=0)) + 1)
    column[asked.links] = asked.values
    at = asked.columns
    solved = [each.column for each in answers(asked.family, column, asked.wanted)]
    whole = np.maximum(np.array(solved).reshape(len(solved), -1), 0.0)
    return Acts(
        surge=np.moveaxis(whole[:, at.surge], 3, 1),
        release=np.moveaxis(whole[:, at.release], 3, 1),
        response=np.moveaxis(whole[:, at.response].sum(axis=2), 2, 1),
        short=np.moveaxis(whole[:, at.short].sum(axis=2), 2, 1),
    )


def answer_all(
    tasks: Sequence[Task], *, workers: int, progress: Callable[[float], None]
) -> Iterator[Acts]:
    """Yield the answers in the order of the tasks.

    Args:
        tasks: What to answer.
        workers: Processes.
        progress: Called with the part done so far, 0 to 1.

    """
    total = sum(len(each.wanted) for each in tasks)
    with _doing(min(workers, len(tasks))) as work:
        done = 0
        for asked, answer in zip(tasks, work(tasks), strict=True):
            done += len(asked.wanted)
            progress(done / total)
            yield answer


@contextmanager
def _doing(workers: int) -> Iterator[Callable[[Sequence[Task]], Iterator[Acts]]]:
    """Return how to answer tasks: here, or in processes that count with one thread each."""
    if workers <= 1:
        yield lambda tasks: map(acts, tasks)
        return
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    pool = ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start
    )
    try:
        yield lambda tasks: pool.map(acts, tasks)
    finally:
        pool.shutdown(cancel_futures=True)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _start() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
