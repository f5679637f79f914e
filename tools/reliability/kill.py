"""R1: writers, backends and servers are killed at any moment; nothing acknowledged is lost."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
import psycopg

from supplypact.workspace.ledger import Place
from tools.reliability.case import fresh_meta, terms
from tools.reliability.client import Client
from tools.reliability.evidence import Before, Journals, Tally, examine
from tools.reliability.outcome import Outcome
from tools.reliability.server import Server

WRITERS = 3
LONGEST = 0.3
"""Seconds that the writers of a trial have at most, from their first acknowledgement on."""
EACH = 10
"""Trials of one ledger; then a fresh one is made."""
_SQLITE = ("all at once", "one after another")
_POSTGRES = ("writers", "backend", "server")


@dataclass(kw_only=True)
class Trials:
    """Trials of one engine; ``server`` is None for SQLite."""

    folder: Path
    seed: int
    server: Server | None = None
    ended: int = 0

    def run(self, trials: int) -> Outcome:
        """Return what the trials found."""
        terms()
        tally, kills = Tally(), Counter[str]()
        place, before = self._place(0), Before()
        for trial in range(trials):
            if trial and trial % EACH == 0:
                self._drop(place)
                place, before = self._place(trial), Before()
            draw = np.random.default_rng((self.seed, trial))
            clients = self._clients(place, trial, draw)
            kills += self._kill(place, clients, draw)
            journals = Journals.read(each.journal for each in clients)
            before = examine(place, journals, before, tally, f"trial {trial}")
        self._drop(place)
        figures = {
            "seed": str(self.seed),
            "writers of a trial": WRITERS,
            "entries acknowledged": tally.acks,
            "entries recorded": tally.records,
            "recorded, acknowledgement not seen": tally.unseen,
            "not recorded, acknowledgement not seen": tally.undone,
            "checkpoints signed": tally.signed,
            **{f"killed: {name}": count for name, count in kills.items()},
            **{f"calls that failed: {name}": count for name, count in tally.errors.items()},
        }
        engine = "PostgreSQL" if self.server else "SQLite"
        return Outcome(
            claim=f"what was acknowledged survives SIGKILL ({engine})",
            trials=trials,
            figures=figures,
            anomalies={**tally.counted(), "writers that ended by themselves": self.ended},
            told=tuple(tally.told),
        )

    def _place(self, trial: int) -> Place:
        place = self.server.database() if self.server else Place(file=self.folder / f"{trial}.db")
        place.opener(fresh_meta(f"{self.seed}-{trial}")).close()
        return place

    def _drop(self, place: Place) -> None:
        if self.server:
            self.server.drop(place)
            return
        for each in self.folder.glob(f"{place.file.name}*"):
            each.unlink()

    def _clients(self, place: Place, trial: int, draw: np.random.Generator) -> list[Client]:
        small = int(draw.integers(2, 60)) if draw.random() < 0.5 else None
        return [
            Client(
                name=f"t{trial}-w{number}",
                seed=(self.seed, trial, number),
                place=place,
                journal=self.folder / f"{trial}-{number}.jsonl",
                wal_pages=small if self.server is None else None,
            )
            for number in range(WRITERS)
        ]

    def _kill(self, place: Place, clients: list[Client], draw: np.random.Generator) -> Counter[str]:
        """Start the writers, kill at a random moment, and end all writers by SIGKILL."""
        ways: dict[str, Callable[[Place, list[BaseProcess], np.random.Generator], None]] = {
            "all at once": _nothing,
            "one after another": _writers,
            "writers": _writers,
            "backend": self._backend,
            "server": self._server,
        }
        way = str(draw.choice(_POSTGRES if self.server else _SQLITE))
        processes = [each.start() for each in clients]
        try:
            _first_ack(clients, processes)
            time.sleep(draw.uniform(0, LONGEST))
            ways[way](place, processes, draw)
        finally:
            for each in processes:
                each.kill()
            for each in processes:
                each.join()
        self.ended += sum(each.exitcode != -signal.SIGKILL for each in processes)
        if self.server:
            self.server.ready()
        return Counter({way: 1})

    def _backend(self, place: Place, _: list[BaseProcess], draw: np.random.Generator) -> None:
        """Kill one process of the server: it ends all others and recovers; writers go on."""
        if self.server is None:
            return
        try:
            os.kill(int(draw.choice(self.server.backends(place))), signal.SIGKILL)
        except (ProcessLookupError, psycopg.Error, ValueError):
            return
        time.sleep(0.1)
        self.server.ready()
        time.sleep(draw.uniform(0, LONGEST))

    def _server(self, _: Place, __: list[BaseProcess], draw: np.random.Generator) -> None:
        """Kill the first process of the server and start it again; writers go on."""
        if self.server is not None:
            self.server.kill()
            time.sleep(draw.uniform(0, LONGEST))


def _nothing(*_: object) -> None:
    """Leave it to the end of the trial."""


def _writers(_: Place, processes: list[BaseProcess], draw: np.random.Generator) -> None:
    """Kill one writer after another; the others go on meanwhile."""
    for each in processes:
        each.kill()
        time.sleep(draw.uniform(0, LONGEST / 3))


def _first_ack(clients: list[Client], processes: list[BaseProcess]) -> None:
    """Wait until a writer was heard of; a trial may begin before the others have opened."""
    while not any(each.journal.exists() and each.journal.stat().st_size for each in clients):
        if not any(each.is_alive() for each in processes):
            raise RuntimeError("the writers ended before they wrote")
        time.sleep(0.002)
