"""A writer in a process of its own, which may be killed at any moment, and its journal.

The journal is a file of its own: ``begin`` before a call, ``ack`` once the call has returned.  A
killed process loses none of it, as the page cache outlives a process.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import numpy as np

from supplypact.domain.record import Record
from supplypact.errors import StoreError
from supplypact.ledger.book.book import Book
from supplypact.ledger.ledger import Ledger
from supplypact.workspace.ledger import Place
from tools.reliability.case import entry_of, ledger_in, now, server_key

FORK = multiprocessing.get_context("fork")
AGAIN = 0.02
"""Seconds before a call that failed is made again."""
_CHOICES, _ODDS = ("one", "batch", "again", "sign"), (0.75, 0.12, 0.08, 0.05)


@dataclass(frozen=True, kw_only=True)
class Client:
    """A writer: names its entries by its own name and counts them."""

    name: str
    seed: tuple[int, ...]
    place: Place
    journal: Path
    wal_pages: int | None = None
    """Pages after which SQLite moves its log into the file; None: as SQLite has it."""

    def start(self) -> BaseProcess:
        """Return the process of this writer; no connection of this process may be open."""
        process = FORK.Process(target=self.run)
        process.start()
        return process

    def run(self) -> None:
        """Write until killed; a call that fails is made again with the same entries."""
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        journal = os.open(self.journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        draw = np.random.default_rng(self.seed)
        done: dict[str, None] = {}
        wanted: list[str] = []
        ledger: Ledger[Book] | None = None
        while True:
            choice = "one" if wanted else str(draw.choice(_CHOICES, p=_ODDS))
            wanted = wanted or self._names(choice, list(done), draw)
            try:
                ledger = ledger or self._open()
                if choice == "sign":
                    signed = ledger.checkpoint(server_key(ledger.origin), now=now())
                    write_line(journal, "signed", size=signed.checkpoint.size)
                    continue
                write_line(journal, "begin", ids=wanted)
                records = ledger.append([entry_of(each) for each in wanted], actor="a", now=now())
            except StoreError as error:
                write_line(journal, "error", said=str(error))
                _leave(ledger)
                ledger = None
                continue
            write_line(journal, "ack", **acknowledged(records))
            done |= dict.fromkeys(wanted)
            wanted = []

    def _names(self, choice: str, done: Sequence[str], draw: np.random.Generator) -> list[str]:
        if choice == "sign":
            return []
        if choice == "again" and done:
            return [str(draw.choice(done))]
        several = int(draw.integers(2, 6)) if choice == "batch" else 1
        return [f"{self.name}-{len(done) + each}" for each in range(several)]

    def _open(self) -> Ledger[Book]:
        store = self.place.open()
        if self.wal_pages is not None:
            connection: Any = getattr(store, "_connection")  # noqa: B009
            connection.execute(f"PRAGMA wal_autocheckpoint = {self.wal_pages}")
        return ledger_in(store)


def _leave(ledger: Ledger[Book] | None) -> None:
    """Close a ledger, if it can be, and wait a little."""
    with suppress(StoreError):
        if ledger:
            ledger.store.close()
    time.sleep(AGAIN)


def acknowledged(records: Sequence[Record]) -> dict[str, list[Any]]:
    """Return what an acknowledgement says of records."""
    return {
        "ids": [each.entry.id for each in records],
        "seqs": [each.seq for each in records],
        "times": [each.recorded_at.isoformat() for each in records],
    }


def read_journal(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a journal; a last one that is cut short was not written."""
    if path.exists():
        for line in path.read_bytes().splitlines(keepends=True):
            if line.endswith(b"\n"):
                yield json.loads(line)


def write_line(journal: int, word: str, **more: object) -> None:
    """Write a line of a journal at once."""
    os.write(journal, json.dumps({"word": word, **more}).encode() + b"\n")
