"""Trials of the ledger: ``python -m tools.reliability [NAME] --trials N --seed S --database D``.

D is ``sqlite``, ``postgres`` (a server of one's own is started for the trials) or ``both``.  Root
is needed for the trials with full disks and with files of another user, gcc for those with calls
that fail.  Leaves with 1 if a claim does not hold.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from supplypact.workspace.ledger import Place
from tools.reliability import backup, honest, kill, machine, merkle, tamper, writers
from tools.reliability.faults import Faults, sweep
from tools.reliability.outcome import Outcome
from tools.reliability.server import Server, server_to_kill
from tools.reliability.server_faults import failing_server, full_server

TRIALS = {
    "kill": 500,
    "faults": 20,
    "writers": 50,
    "machine": 2_000,
    "tamper": 1_000,
    "merkle": 10,
    "backup": 12,
}
"""Trials of each name unless told."""
BACKED_UP = 20_000
"""Records of the ledger that is backed up, before others write."""


class Session:
    """A folder for trials and, if asked for, a server."""

    def __init__(self, folder: Path, server: Server | None, *, sqlite: bool, seed: int) -> None:
        self.folder, self.server, self.sqlite, self.seed = folder, server, sqlite, seed
        self.files = backup.file_places(folder)

    def kill(self, trials: int) -> Iterator[Outcome]:
        """R1."""
        if self.sqlite:
            yield kill.Trials(folder=self.folder, seed=self.seed).run(trials)
        if self.server:
            yield kill.Trials(folder=self.folder, seed=self.seed, server=self.server).run(trials)

    def faults(self, trials: int) -> Iterator[Outcome]:
        """R3."""
        if self.sqlite:
            yield Faults(folder=self.folder).run()
            yield sweep(self.folder)
        if self.server:
            yield full_server(self.folder, self.server)
            yield failing_server(self.folder, self.server, trials=trials, seed=self.seed)

    def writers(self, trials: int) -> Iterator[Outcome]:
        """R4 and R5."""
        places = [self.files] if self.sqlite else []
        places += [self.server.database] if self.server else []
        for fresh in places:
            yield writers.concurrent(fresh, self.folder, trials=trials, seed=self.seed)
            yield writers.storms(fresh, self.folder, trials=trials, seed=self.seed)

    def machine(self, trials: int) -> Iterator[Outcome]:
        """R6."""
        yield machine.machine(trials=trials, seed=self.seed)

    def tamper(self, trials: int) -> Iterator[Outcome]:
        """R7 and R9."""
        yield tamper.tampering(self.folder, trials=trials, seed=self.seed)
        yield honest.untouched(self.folder, trials=trials, seed=self.seed)
        yield honest.split_views(self.folder, trials=trials, seed=self.seed)

    def merkle(self, trials: int) -> Iterator[Outcome]:
        """R8."""
        yield merkle.differential(trials=trials, seed=self.seed)

    def backup(self, trials: int) -> Iterator[Outcome]:
        """R10; with a server, every other backup goes to the other engine."""
        places: list[Callable[[], Place]] = [self.files] if self.sqlite else []
        places += [self.server.database] if self.server else []
        for fresh in places:
            yield backup.backups(
                fresh,
                self.folder,
                trials=trials,
                seed=self.seed,
                size=BACKED_UP,
                targets=places,
            )


def main() -> int:
    """Run what was asked for and print each outcome."""
    parser = argparse.ArgumentParser(prog="python -m tools.reliability", description=__doc__)
    parser.add_argument("name", nargs="?", default="all", choices=[*TRIALS, "all"])
    parser.add_argument("--trials", type=int)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    asked = parser.parse_args()
    names = list(TRIALS) if asked.name == "all" else [asked.name]
    revision = subprocess.run(
        ["git", "describe", "--always", "--dirty"],  # noqa: S607
        check=False,
        capture_output=True,
        text=True,
    ).stdout.strip()
    print(f"revision {revision}, Python {sys.version.split()[0]}")
    held = True
    for name in names:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            folder.chmod(0o755)
            served = asked.database != "sqlite" and name not in {"machine", "tamper", "merkle"}
            server = stack.enter_context(server_to_kill()) if served else None
            sqlite = asked.database != "postgres"
            session = Session(folder, server, sqlite=sqlite, seed=asked.seed)
            start = time.monotonic()
            for outcome in getattr(session, name)(asked.trials or TRIALS[name]):
                print("\n".join(outcome.lines()), flush=True)
                print(f"  seconds: {time.monotonic() - start:.0f}", flush=True)
                held = held and outcome.holds
                start = time.monotonic()
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
