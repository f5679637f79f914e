"""R3: one call of the system fails, each in turn.  Runs below the shim (``shim.c``).

``python -m tools.reliability.sweep FOLDER`` prints what was counted, as JSON; ``faults.py`` starts
it.  Each case is a process of its own that appends to a copy of a small ledger; this process then
holds the ledger against the journal with no fault in force.  With the variable SUPPLYPACT_SWEEP
only every so-manieth call fails.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from supplypact.errors import StoreError, SupplypactError
from supplypact.ledger.store.sqlite import SqliteStore
from supplypact.workspace.ledger import Place
from tools.reliability.case import entry_of, fresh_meta, ledger_in, now, server_key
from tools.reliability.client import FORK, acknowledged, write_line
from tools.reliability.evidence import Before, Journals, Tally, examine

FAULTS = (
    ("fsync", errno.EIO),
    ("write", errno.EIO),
    ("write", errno.ENOSPC),
    ("write", 0),
    ("read", errno.EIO),
)
"""Calls, and the error of each; 0: a write that writes half."""
ENTRIES = 4
STRIDE = int(os.environ.get("SUPPLYPACT_SWEEP", "1"))
_UNCLEAN = 70


@dataclass(kw_only=True)
class Sweep:
    """All cases in a folder."""

    folder: Path
    tally: Tally = field(default_factory=Tally)
    before: Before = field(default_factory=Before)
    cases: Counter[str] = field(default_factory=Counter)
    clean: int = 0
    """Cases in which the caller was told by a StoreError."""

    def run(self) -> dict[str, Any]:
        """Return what all cases found."""
        base = self.folder / "base.db"
        ledger = ledger_in(SqliteStore.create(base, fresh_meta("sweep")))
        ledger.append([entry_of(f"base-{each}") for each in range(20)], actor="a", now=now())
        self.before = Before(size=ledger.size, root=ledger.root)
        ledger.store.close()
        for call, error in FAULTS:
            for lasting in (False, True):
                name = f"{call} {errno.errorcode.get(error, 'short')} {'on' if lasting else 'once'}"
                self._appends(base, call, error, lasting=lasting, name=name)
                self._creates(call, error, lasting=lasting, name=f"create, {name}")
        return {
            "cases": self.cases,
            "clean": self.clean,
            "errors": self.tally.errors,
            "acks": self.tally.acks,
            "unseen": self.tally.unseen,
            "undone": self.tally.undone,
            "anomalies": {**self.tally.counted(), "unclean": self.tally.anomalies["unclean"]},
            "told": self.tally.told,
        }

    def _appends(self, base: Path, call: str, error: int, *, lasting: bool, name: str) -> None:
        """Let each call fail in turn, until a case has fewer calls."""
        nth = 1 - STRIDE
        while True:
            nth += STRIDE
            path, journal = self.folder / "fault.db", self.folder / "fault.jsonl"
            self._tidy()
            shutil.copy(base, path)
            self._faulty(call, error, nth, _append_all, path, journal, lasting=lasting)
            failed = (self.folder / "seen").exists()
            trial = f"{name}, call {nth}"
            told = Journals.read([journal])
            self.clean += bool(told.errors)
            with _telling(self.tally, trial):
                held = examine(Place(file=path), told, self.before, self.tally, trial)
                again = ledger_in(SqliteStore.open(path))
                again.append([entry_of("next")], actor="a", now=now())
                if again.size != held.size + 1 or again.verify().faults:
                    self.tally.anomaly("faults of verification", trial, "next append")
                again.store.close()
            if not failed:
                return
            self.cases[name] += 1

    def _creates(self, call: str, error: int, *, lasting: bool, name: str) -> None:
        """Let each call fail in turn while a ledger is made."""
        nth = 1 - STRIDE
        while True:
            nth += STRIDE
            path, journal = self.folder / "fault.db", self.folder / "fault.jsonl"
            self._tidy()
            self._faulty(call, error, nth, _create, path, journal, lasting=lasting)
            failed = (self.folder / "seen").exists()
            told = Journals.read([journal])
            self.clean += bool(told.errors)
            self.tally.errors += told.errors
            trial = f"{name}, call {nth}"
            with _telling(self.tally, trial):
                try:
                    store = SqliteStore.open(path)
                except StoreError:
                    store = SqliteStore.create(path, fresh_meta("again"))
                ledger = ledger_in(store)
                ledger.append([entry_of("first")], actor="a", now=now())
                if ledger.size != 1 or ledger.verify().faults:
                    self.tally.anomaly("faults of verification", trial)
                store.close()
            if not failed:
                return
            self.cases[name] += 1

    def _tidy(self) -> None:
        for each in [*self.folder.glob("fault.*"), *self.folder.glob("seen")]:
            each.unlink()

    def _faulty(
        self, call: str, error: int, nth: int, work: Any, *given: Path, lasting: bool
    ) -> None:
        """Run work in a process of its own, one of whose calls fails."""

        def child() -> None:
            os.environ.update(
                FAULT_CALL=call,
                FAULT_ERROR=str(error),
                FAULT_NTH=str(nth),
                FAULT_LAST=str(10**9 if lasting else nth),
                FAULT_PATH="/fault.db",
                FAULT_SEEN=str(self.folder / "seen"),
            )
            try:
                work(*given)
            except BaseException as wrong:  # noqa: BLE001
                sys.stderr.write(f"{call} {error} {nth}: {wrong!r}\n")
                os._exit(_UNCLEAN)
            os._exit(0)

        process = FORK.Process(target=child)
        process.start()
        process.join()
        if process.exitcode:
            self.tally.anomaly("unclean", call, error, nth, process.exitcode)


class _telling:  # noqa: N801
    """Count what a check was told instead of passing."""

    def __init__(self, tally: Tally, trial: str) -> None:
        self.tally, self.trial = tally, trial

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        if isinstance(error, SupplypactError):
            self.tally.anomaly("faults of verification", self.trial, error)
            return True
        return False


def _append_all(path: Path, journal: Path) -> None:
    """Append some entries and sign; a call that fails is made again, thrice at most."""
    lines = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    wanted = [[f"fault-{each}"] for each in range(ENTRIES)] + [["fault-a", "fault-b"]]
    ledger = None
    tries = 3
    while wanted and tries:
        try:
            if ledger is None:
                ledger = ledger_in(SqliteStore.open(path))
                ledger.store._connection.execute("PRAGMA wal_autocheckpoint = 12")  # type: ignore[attr-defined] # noqa: SLF001
            write_line(lines, "begin", ids=wanted[0])
            given = [entry_of(each) for each in wanted[0]]
            write_line(lines, "ack", **acknowledged(ledger.append(given, actor="a", now=now())))
            signed = ledger.checkpoint(server_key(ledger.origin), now=now())
            write_line(lines, "signed", size=signed.checkpoint.size)
            del wanted[0]
        except StoreError as error:
            write_line(lines, "error", said=str(error))
            tries -= 1
            ledger = None if tries == 1 else ledger
    if ledger:
        try:
            ledger.store.close()
        except StoreError as error:
            write_line(lines, "error", said=str(error))


def _create(path: Path, journal: Path) -> None:
    lines = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        SqliteStore.create(path, fresh_meta("fault")).close()
    except StoreError as error:
        write_line(lines, "error", said=str(error))


if __name__ == "__main__":
    print(json.dumps(Sweep(folder=Path(sys.argv[1])).run()))
