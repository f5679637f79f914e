"""A PostgreSQL server of one's own that can be killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

from supplypact.workspace.ledger import Place
from tools.postgres_server import PostgresServer, postgres_server

WAIT = 60.0
"""Seconds within which the server must answer again."""


@dataclass(kw_only=True)
class Server:
    """A server, and the numbers of its databases."""

    running: PostgresServer
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def log(self) -> Path:
        """What the server says once it was started again."""
        return self.running.folder.parent / "again.log"

    def database(self, folder: Path | None = None) -> Place:
        """Return a fresh database; with a folder, its tables are there."""
        name = f"trial{next(self.numbers)}"
        with psycopg.connect(self.running.url(), autocommit=True) as connection:
            where = ""
            if folder:
                connection.execute(f"CREATE TABLESPACE small LOCATION '{folder}'".encode())
                where = " TABLESPACE small"
            connection.execute(f"CREATE DATABASE {name}{where}".encode())
        return Place(file=Path(), url=self.running.url(name))

    def drop(self, place: Place) -> None:
        """Remove a database."""
        name = str(place.url).rsplit("/", 1)[1]
        with psycopg.connect(self.running.url(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    def backends(self, place: Place) -> list[int]:
        """Return the processes of the server that serve a database."""
        name = str(place.url).rsplit("/", 1)[1]
        with psycopg.connect(self.running.url(), autocommit=True) as connection:
            found = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s ORDER BY pid", (name,)
            ).fetchall()
        return [pid for (pid,) in found]

    def kill(self) -> None:
        """Kill the first process of the server and start it again: it recovers from its log."""
        self._end(signal.SIGKILL)
        self.start()

    def again(self, *options: str, environment: Mapping[str, str] | None = None) -> None:
        """End the server in order and start it with other options or variables."""
        self._end(signal.SIGINT)
        self.start(*options, environment=environment)

    def start(self, *options: str, environment: Mapping[str, str] | None = None) -> None:
        """Start the server, as soon as what is left of the old one is gone."""
        running = self.running
        socket = running.folder.parent
        said = ["-h", "127.0.0.1", "-p", str(running.port), "-k", str(socket), *options]
        command: list[str | Path] = [
            "start",
            "-w",
            "-D",
            running.folder,
            "-l",
            self.log,
            "-o",
            " ".join(said),
        ]
        end = time.monotonic() + WAIT
        while self._control(*command, environment=environment):
            if time.monotonic() > end:
                raise RuntimeError(f"PostgreSQL does not start: {self.log.read_text()[-2000:]}")
            time.sleep(0.2)

    def stop(self) -> None:
        """End the server, unless it is the one that was first started."""
        if self._pid() not in {None, self.running.pid}:
            self._end(signal.SIGINT)

    def ready(self) -> None:
        """Wait until the server lets in again."""
        end = time.monotonic() + WAIT
        while True:
            try:
                psycopg.connect(self.running.url(), connect_timeout=5).close()
            except psycopg.Error:
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)
            else:
                return

    def _end(self, number: int) -> None:
        """Send a signal to the first process, and wait until it is gone."""
        if (pid := self._pid()) is None:
            return
        os.kill(pid, number)
        if pid == self.running.pid:
            os.waitpid(pid, 0)
        end = time.monotonic() + WAIT
        while _runs(pid) and time.monotonic() < end:
            time.sleep(0.02)

    def _pid(self) -> int | None:
        file = self.running.folder / "postmaster.pid"
        return int(file.read_text().split()[0]) if file.exists() else None

    def _control(self, *words: str | Path, environment: Mapping[str, str] | None = None) -> int:
        return subprocess.run(  # noqa: S603
            [self.running.programs / "pg_ctl", *words],
            check=False,
            user=self.running.user,
            cwd="/",
            env={**os.environ, **(environment or {})},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ).returncode


def _runs(pid: int) -> bool:
    """Return whether a process runs; one that ended and that nobody asked after does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@contextmanager
def server_to_kill() -> Iterator[Server]:
    """Run a server until the block ends."""
    with postgres_server() as running:
        server = Server(running=running)
        try:
            yield server
        finally:
            server.stop()
