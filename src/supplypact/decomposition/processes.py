"""Workers: long-lived processes, each of which owns some families with their models and pools."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from supplypact.decomposition.linear import Index
from supplypact.decomposition.problem import Problem
from supplypact.decomposition.team import (
    MOST_RESTARTS,
    Archive,
    Owner,
    Question,
    Task,
    owned_by,
    raised,
    shares,
    tasks_of,
    too_many_lost,
)
from supplypact.errors import SupplypactError

LOST = (EOFError, BrokenPipeError, ConnectionResetError)


class Processes:
    """A team of spawned processes; one that is lost is replaced, its families built again."""

    def __init__(self, problem: Problem, archive: Archive, count: int) -> None:
        self._problem, self._archive = problem, archive
        self.restarts = 0
        self._owned = shares(problem.families, count)
        self.told = f"{len(self._owned)} local processes"
        self._members: list[tuple[BaseProcess, Connection]] = []
        try:
            for families in self._owned:
                self._members.append(self._start(families))
            for _, pipe in self._members:
                _wait_for_start(pipe)
        except BaseException:
            self.close()
            raise

    @property
    def pids(self) -> list[int]:
        """Process numbers of the workers."""
        return [int(process.pid or 0) for process, _ in self._members]

    def ask(self, method: str, questions: Sequence[Question]) -> list[Any]:
        """Ask all workers at once and wait for every answer."""
        answers: list[Any] = [None] * len(questions)
        tasks = tasks_of(self._owned, questions)
        for number, task in enumerate(tasks):
            self._send(number, method, task)
        for number, task in enumerate(tasks):
            for family, answer in self._receive(number, method, task).items():
                answers[family] = answer
        return answers

    def close(self) -> None:
        """End all workers."""
        for process, pipe in self._members:
            pipe.close()
            process.join(timeout=5)
            if process.is_alive():
                process.kill()
                process.join()
        self._members = []

    def _send(self, number: int, method: str, task: Task) -> None:
        while task:
            try:
                self._members[number][1].send((method, task))
            except LOST:
                self._replace(number)
            else:
                return

    def _receive(self, number: int, method: str, task: Task) -> dict[int, Any]:
        while task:
            try:
                answers, error = self._members[number][1].recv()
            except LOST:
                self._replace(number)
                self._send(number, method, task)
            else:
                if error:
                    raise raised(error)
                return dict(answers)
        return {}

    def _start(self, families: list[int]) -> tuple[BaseProcess, Connection]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._problem.links), daemon=True)
        with _one_thread():
            process.start()
        theirs.close()
        ours.send(owned_by(families, self._problem, self._archive))
        return process, ours

    def _replace(self, number: int) -> None:
        self.restarts += 1
        process, pipe = self._members[number]
        pipe.close()
        process.kill()
        process.join()
        if self.restarts > MOST_RESTARTS:
            raise too_many_lost(self.restarts)
        self._members[number] = self._start(self._owned[number])
        _wait_for_start(self._members[number][1])


def _wait_for_start(pipe: Connection) -> None:
    try:
        pipe.recv()
    except LOST as error:
        raise SupplypactError(
            "a worker could not start",
            where="workers of the decomposition",
            fix="a script that asks for workers must do so under if __name__ == '__main__'; "
            "if it does, look at free memory, or use one worker",
        ) from error


def _work(pipe: Connection, links: Index) -> None:
    """Answer questions until the pipe closes."""
    # Ctrl-C reaches the whole group; the first process alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        owner = Owner(links)
        owner.take(pipe.recv())
        pipe.send("ready")
        while True:
            method, task = pipe.recv()
            pipe.send(owner.answer(method, task))
    except LOST:
        return


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let processes that start here use one thread each: there is one for each core already."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
