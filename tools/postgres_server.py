"""A real PostgreSQL server of one's own, for tests and benchmarks: loopback only, gone at the end.

The server program refuses to run as root: there it runs as the user ``nobody``.  Durability stays
as it is by default (fsync on).
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FOLDERS = Path("/usr/lib/postgresql")
WAIT = 60.0
"""Seconds within which the server must answer, and end."""


@dataclass(frozen=True, kw_only=True)
class PostgresServer:
    """A server that runs."""

    programs: Path
    folder: Path
    port: int
    pid: int
    """Of the first process of the server."""
    user: str | None
    """User that it runs as; None: the one of this process."""

    def url(self, database: str = "postgres") -> str:
        """Return the URL of a database."""
        return f"postgresql://supplypact@127.0.0.1:{self.port}/{database}"


def programs() -> Path | None:
    """Return the folder of ``initdb`` and ``postgres``, the newest first, or None."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [each for each in FOLDERS.glob("*/bin") if (each / "initdb").exists()]
    return max(folders, key=lambda each: float(each.parent.name), default=None)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Run a server until the block ends.

    Raises:
        FileNotFoundError: its programs are not installed.

    """
    if (folder := programs()) is None:
        raise FileNotFoundError("initdb and postgres (on Debian: apt-get install postgresql)")
    user = "nobody" if os.geteuid() == 0 else None
    # A socket's path may have about 100 characters, and other users must get into its folder.
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        if user:
            os.chown(home, pwd.getpwnam(user).pw_uid, -1)
        data = home / "data"
        _run([folder / "initdb", "-D", data, "-U", "supplypact", "-A", "trust", "-E", "UTF8"], user)
        port = _free_port()
        server = _start(folder, data, port, user)
        try:
            _until_ready(folder, port, server, home)
            yield PostgresServer(programs=folder, folder=data, port=port, pid=server.pid, user=user)
        finally:
            _stop(server)


def _start(folder: Path, data: Path, port: int, user: str | None) -> subprocess.Popen[bytes]:
    options = ["-h", "127.0.0.1", "-p", str(port), "-k", str(data.parent)]
    with (data.parent / "log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603
            [folder / "postgres", "-D", data, *options],
            user=user,
            cwd=data.parent,
            stdout=log,
            stderr=log,
        )


def _until_ready(folder: Path, port: int, server: subprocess.Popen[bytes], home: Path) -> None:
    end = time.monotonic() + WAIT
    ask = [str(folder / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ask, check=False).returncode:  # noqa: S603
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"PostgreSQL does not start: {(home / 'log').read_text()[-2000:]}")
        time.sleep(0.05)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the server: sessions first; at once where it does not heed that."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
    try:
        server.wait(WAIT)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait(WAIT)


def _run(command: list[str | Path], user: str | None) -> None:
    subprocess.run(  # noqa: S603
        command, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
