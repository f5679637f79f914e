"""Workers on a Dask cluster: actors, each of which owns some families with their models and pools.

``distributed`` is an extra of the package: it is imported only where a cluster is asked for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import Any

from supplypact.decomposition.problem import Problem
from supplypact.decomposition.team import (
    MOST_RESTARTS,
    Archive,
    Owned,
    Owner,
    Question,
    Task,
    owned_by,
    raised,
    shares,
    tasks_of,
    too_many_lost,
)
from supplypact.errors import SupplypactError, UsageError

ANSWER = 5.0
"""Seconds within which a scheduler must answer, and have a worker."""
RESTART = 30.0
"""Seconds in which a cluster without a worker may get one again."""
LOOK = 1.0
"""Seconds of silence after which it is asked whether a worker still lives."""
MUST_AGREE = ("supplypact", "highspy", "numpy")
"""Packages that must be the same here and on the workers, so that the answer is."""


class Actors:
    """A team on a cluster; a worker that is lost is replaced, its families built again."""

    def __init__(self, problem: Problem, archive: Archive, address: str) -> None:
        self._problem, self._archive, self._address = problem, archive, address
        self.restarts = 0
        self._client = connect(address)
        try:
            homes = _living(self._client, address)
            self._owned = shares(problem.families, len(homes))
            self._members = [
                self._start(home, families)
                for home, families in zip(homes, self._owned, strict=False)
            ]
        except BaseException:
            self._client.close()
            raise
        count = len(self._members)
        self.told = f"{count} worker{'s' if count > 1 else ''} of the cluster {address}"

    @property
    def homes(self) -> list[str]:
        """Addresses of the workers that hold the families."""
        return [each.home for each in self._members]

    def ask(self, method: str, questions: Sequence[Question]) -> list[Any]:
        """Ask all workers at once and wait for every answer."""
        answers: list[Any] = [None] * len(questions)
        tasks = tasks_of(self._owned, questions)
        awaited = [
            self._members[number].ask(method, task) if task else None
            for number, task in enumerate(tasks)
        ]
        for number, task in enumerate(tasks):
            for family, answer in self._receive(number, awaited[number], method, task).items():
                answers[family] = answer
        return answers

    def close(self) -> None:
        """Let the cluster forget the families."""
        self._members = []
        self._client.close()

    def _receive(self, number: int, awaited: Any, method: str, task: Task) -> dict[int, Any]:
        while task:
            try:
                answers, error = self._members[number].wait(awaited)
            except LostError:
                self._replace(number)
                awaited = self._members[number].ask(method, task)
            else:
                if error:
                    raise raised(error)
                return dict(answers)
        return {}

    def _start(self, home: str, families: Sequence[int]) -> _Member:
        member = _Member(self._client, home, self._problem)
        member.take(owned_by(families, self._problem, self._archive))
        return member

    def _replace(self, number: int) -> None:
        """Give the families of a lost worker to the living one that owns the fewest."""
        while True:
            self.restarts += 1
            if self.restarts > MOST_RESTARTS:
                raise too_many_lost(self.restarts)
            homes, lost = self.homes, self._members[number].home
            home = min(
                _living(self._client, self._address),
                key=lambda each: (each == lost, homes.count(each), each),
            )
            try:
                self._members[number] = self._start(home, self._owned[number])
            except LostError:
                continue
            return


class LostError(Exception):
    """A worker is gone."""


class _Member:
    """One actor and the worker it lives on."""

    def __init__(self, client: Any, home: str, problem: Problem) -> None:
        self._client = client
        # Built without families: an actor that Dask builds again elsewhere by itself would answer
        # from a pool that is behind.  Such a one lives at another address, and counts as lost.
        self._future = client.submit(
            Owner, problem.links, actor=True, workers=[home], pure=False, allow_other_workers=True
        )
        # Dask can forget an actor whose worker dies while it is made: it is then made for ever.
        give_up = time.monotonic() + RESTART
        self._actor = _wait(
            self._future, lambda: time.monotonic() < give_up and home in client.nthreads()
        )
        self.home = self._lives_at()

    def take(self, owned: Owned) -> None:
        """Own these families from now on; raises LostError."""
        self.wait(self._call("take", owned))

    def ask(self, method: str, task: Task) -> Any:
        """Ask; ``wait`` awaits the answer."""
        return self._call("answer", method, task)

    def wait(self, awaited: Any) -> Any:
        """Return what was asked for; raises LostError."""
        if awaited is None:
            raise LostError
        return _wait(awaited, lambda: self._lives_at() == self.home)

    def _call(self, method: str, *given: Any) -> Any:
        try:
            with self._client.as_current():  # an actor looks for its client there
                return getattr(self._actor, method)(*given)
        except RuntimeError:  # the actor is known to be lost; ``wait`` tells
            return None

    def _lives_at(self) -> str:
        places = self._client.who_has([self._future])
        return next((home for each in places.values() for home in each), "")


def _wait(awaited: Any, lives: Callable[[], bool]) -> Any:
    """Return the result of a future of Dask; raises LostError once ``lives`` denies it."""
    while True:
        try:
            return awaited.result(timeout=LOOK)
        except TimeoutError:
            if not lives():
                raise LostError from None
        except (OSError, RuntimeError, ValueError) as error:
            raise LostError from error


def connect(address: str) -> Any:
    """Return a client of the cluster at ``address``, whose workers have the same packages.

    Raises:
        UsageError: Dask is not installed, nothing answers at the address, it has no worker, or
            a worker lacks a package or has another version of it.

    """
    try:
        import distributed  # noqa: PLC0415  an extra, and slow to import
    except ImportError:
        raise UsageError(
            "Dask is not installed here",
            where=f"cluster {address}",
            fix="pip install 'supplypact[cluster]'",
        ) from None
    _check_answers(address)
    make: Any = distributed.Client
    client = make(address, timeout=ANSWER, set_as_default=False)
    try:
        _check_workers(client, address)
    except BaseException:
        client.close()
        raise
    return client


def _check_answers(address: str) -> None:
    """Raise UsageError unless a scheduler answers.

    Dask's own client waits for ever on a port that takes calls and says nothing.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:  # there may be a loop in this thread already
        try:
            said = pool.submit(asyncio.run, _identity(address)).result()["type"]
        except TimeoutError:
            what = f"nothing answers within {ANSWER:g} s"
        except (OSError, ValueError) as error:
            what = f"no Dask scheduler answers ({_first_line(error)})"
        except Exception:  # noqa: BLE001  any noise can come from there
            what = "what answers is no Dask scheduler"
        else:
            if said == "Scheduler":
                return
            what = f"a {said} answers in place of a scheduler"
    raise UsageError(
        what,
        where=f"cluster {address}",
        fix="start one with 'dask scheduler' and give the address it tells, such as "
        "tcp://10.0.0.1:8786; or add --fall-back, so that local processes solve; or leave "
        "--cluster out",
    )


async def _identity(address: str) -> dict[str, Any]:
    from distributed.core import rpc  # noqa: PLC0415
    from distributed.security import Security  # noqa: PLC0415

    ask: Any = rpc
    args: Any = Security
    async with (
        asyncio.timeout(ANSWER),
        ask(address, connection_args=args().get_connection_args("client")) as scheduler,
    ):
        return dict(await scheduler.identity())


def _check_workers(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=ANSWER)
    except TimeoutError:
        raise UsageError(
            "the cluster has no worker",
            where=f"cluster {address}",
            fix=f"start some with 'dask worker {address}'",
        ) from None
    ours = _versions()
    fix = "install the same version of supplypact there as here"
    try:
        theirs = client.run(_versions)
    except ImportError as error:
        what = f"a worker cannot import what it shall run ({_first_line(error)})"
        raise UsageError(what, where=f"cluster {address}", fix=fix) from error
    for home, versions in sorted(theirs.items()):
        for name, version_ in versions.items():
            if version_ != ours[name]:
                what = f"{name} is {version_} on worker {home} and {ours[name]} here"
                raise UsageError(what, where=f"cluster {address}", fix=fix)


def _versions() -> dict[str, str]:
    return {name: version(name) for name in MUST_AGREE}


def _living(client: Any, address: str) -> list[str]:
    """Return the workers of a cluster that lost one, waiting for a new one if there is none."""
    give_up = time.monotonic() + RESTART
    while time.monotonic() < give_up:
        try:
            if homes := sorted(client.nthreads()):
                return homes
        except (OSError, RuntimeError):
            break
        time.sleep(0.2)
    raise SupplypactError(
        "the cluster has lost all its workers",
        where=f"cluster {address}",
        fix="start workers and go on from the checkpoint",
    )


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
