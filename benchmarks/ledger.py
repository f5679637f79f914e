"""Measure the ledger: appends beside raw inserts, a million entries, totals, cold commands.

python -m benchmarks.ledger [appends|million|totals|commands|syncs]

Appends and raw inserts take turns in the same run, with the same durability: one commit a row,
in SQLite a write-ahead log with ``synchronous=FULL``, in PostgreSQL its settings as installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from pysqlite3 import dbapi2 as sqlite  # type: ignore[import-untyped]

from benchmarks.ledger_case import book_of_money, fill_rows
from benchmarks.measure import cpu_of_command, spread
from supplypact.domain.entry import Entry
from supplypact.domain.record import Record
from supplypact.ledger.book.book import Book
from supplypact.ledger.proofs.bundle import verify_bundle, write_bundle
from supplypact.ledger.proofs.verify import verify
from supplypact.ledger.store.chain import ZERO, write_leaf
from supplypact.ledger.store.sqlite import SqliteStore
from supplypact.workspace.ledger import Place
from tools.postgres_server import PostgresServer, postgres_server, programs
from tools.reliability.case import DAY, entry_of, fresh_meta, ledger_in, now, terms
from tools.reliability.client import FORK

RUNS = 5
APPENDS = 200
"""Rows of one writer in one run."""
MILLION = 1_000_000
MONEY = 100_000
Work = Callable[[Place, str], Iterator[None]]
"""Makes a connection until its first step, then writes a row a step."""


def appending(place: Place, name: str) -> Iterator[None]:
    """Append entries to a ledger."""
    with closing(place.open()) as store:
        ledger = ledger_in(store)
        yield
        for number in range(APPENDS):
            ledger.append([entry_of(f"{name}-{number}")], actor="a", now=now())
            yield


def inserting(place: Place, name: str) -> Iterator[None]:
    """Insert rows as long as those of the ledger into a table of one index."""
    entry = entry_of(name)
    connection: Any
    if place.url is None:
        connection = sqlite.connect(str(place.file), isolation_level=None, timeout=10)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        statement = "INSERT INTO raw (id, leaf) VALUES (?, ?)"
    else:
        connection = psycopg.connect(place.url, autocommit=True)
        statement = "INSERT INTO raw (id, leaf) VALUES (%s, %s)"
    leaf = _leaf(entry)
    with closing(connection):
        yield
        for number in range(APPENDS):
            connection.execute(statement, (f"{name}-{number}", leaf))
            yield


def appends(fresh: Callable[[], Place], engine: str) -> None:
    """Print rows a second of raw inserts and of appends, one writer and four."""
    for writers in (1, 4):
        rates: dict[str, list[float]] = {"raw inserts": [], "appends": []}
        spent: dict[str, list[float]] = {"raw inserts": [], "appends": []}
        for _ in range(RUNS):
            for name, work in (("raw inserts", inserting), ("appends", appending)):
                wall, cpu = _raced(fresh(), work, writers)
                rates[name].append(writers * APPENDS / wall)
                spent[name].append(1e3 * cpu / (writers * APPENDS))
        load = os.getloadavg()[0]
        print(f"{engine}, {writers} writers x {APPENDS} rows, {RUNS} turns, load {load:.1f}")
        for name, found in rates.items():
            print(f"  {name}: {spread(found)} a second, CPU {spread(spent[name])} ms a row")
        ratio = [one / raw for raw, one in zip(*rates.values(), strict=True)]
        print(f"  appends for each raw insert: {spread(ratio)}")


def _raced(place: Place, work: Work, writers: int) -> tuple[float, float]:
    """Return clock and CPU seconds of writers that begin at the same moment."""
    _make(place, work)
    barrier, answers = FORK.Barrier(writers), FORK.SimpleQueue()

    def write(number: int) -> None:
        steps = work(place, f"w{number}")
        next(steps)
        barrier.wait()
        start, cpu = time.monotonic(), time.process_time()
        for _ in steps:
            pass
        answers.put((start, time.monotonic(), time.process_time() - cpu))

    processes = [FORK.Process(target=write, args=(number,)) for number in range(writers)]
    for each in processes:
        each.start()
    found = [answers.get() for _ in processes]
    for each in processes:
        each.join()
    starts, ends, cpus = zip(*found, strict=True)
    return max(ends) - min(starts), sum(cpus)


def _make(place: Place, work: Work) -> None:
    if work is appending:
        place.opener(fresh_meta("benchmark")).close()
    elif place.url is None:
        with closing(sqlite.connect(str(place.file))) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("CREATE TABLE raw (seq INTEGER PRIMARY KEY, id TEXT, leaf BLOB)")
    else:
        with psycopg.connect(place.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE raw (seq bigserial PRIMARY KEY, id text, leaf bytea)")


def million(folder: Path, size: int = MILLION) -> None:
    """Print the time to build, verify, export and open a ledger of a million entries."""
    path = folder / "million.ledger"
    print(f"{size:,} entries in SQLite, load {os.getloadavg()[0]:.1f}")
    _timed("build (leaves and rows, batches of 2,000)", lambda: fill_rows(path, size))
    print(f"  {path.stat().st_size / 1e6:,.0f} MB")
    with closing(SqliteStore.open(path)) as store:
        for _ in range(2):
            _timed("verify the ledger", lambda: verify(store).demand())
        raw = folder / "million.zip"
        with raw.open("wb") as file:
            _timed("export a bundle, verified", lambda: write_bundle(store, file))
        print(f"  bundle {raw.stat().st_size / 1e6:,.0f} MB")
        for _ in range(2):
            with raw.open("rb") as file:
                _timed("verify the bundle", lambda: verify_bundle(file).demand())
        _timed("open (all entries folded by the rules)", lambda: ledger_in(store))


def totals() -> None:
    """Print totals over 100,000 entries."""
    start = time.process_time()
    book = book_of_money(MONEY)
    print(f"{MONEY:,} entries of money, seconds, load {os.getloadavg()[0]:.1f}")
    print(f"  taken in: CPU {time.process_time() - start:.1f}")
    taken: dict[str, list[tuple[float, float]]] = {}
    for number in range(RUNS):
        fresh = book.copy()
        for name, day in (
            ("first, each entry converted", DAY),
            ("the same day again", DAY),
            ("another day", DAY + timedelta(days=10 + number)),
            ("another day, as known on a day", DAY - timedelta(days=10 + number)),
        ):
            known = day if "known" in name else None
            spent = _clocked(partial(_total, fresh, day, known))
            taken.setdefault(name, []).append(spent)
    for name, runs in taken.items():
        clock, cpu = zip(*runs, strict=True)
        print(f"  {name}: clock {spread(clock)}, CPU {spread(cpu)}")


def _total(book: Book, day: date, known_at: date | None) -> dict[tuple[str, str], Decimal]:
    """Return USD by measure and party."""
    found: dict[tuple[str, str], Decimal] = {}
    for line in book.position(day, known_at).money:
        key = (line.measure, line.party)
        found[key] = found.get(key, Decimal(0)) + line.usd
    return found


def commands(folder: Path) -> None:
    """Print cold commands on a ledger of 1,000 entries."""
    path = folder / "cold.ledger"
    fill_rows(path, 1_000)
    for words in (("ledger", "verify"), ("ledger", "show"), ("ledger", "show", "--view", "totals")):
        runs, walls, memory = [], [], 0.0
        for _ in range(RUNS):
            start = time.perf_counter()
            cpu, peak = cpu_of_command([*words, "--ledger", str(path)])
            walls.append(time.perf_counter() - start)
            runs.append(cpu)
            memory = max(memory, peak)
        said = f"CPU s {spread(runs)}, clock s {spread(walls)}, {memory:.0f} MB"
        print(f"supplypact {' '.join(words)}, 1,000 entries: {said}")


def syncs(folder: Path) -> None:
    """Print how often fsync is called for each append, as strace counts it."""
    if not shutil.which("strace"):
        print("fsync: not counted (strace is not installed)")
        return
    log = folder / "strace"
    code = "import sys, pathlib; from benchmarks.ledger import write_some as w; "
    for number in (0, 200):
        place = folder / f"{number}.ledger"
        subprocess.run(
            [
                *("strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(log)),
                *(sys.executable, "-c", f"{code}w(pathlib.Path({str(place)!r}), {number})"),
            ],
            check=True,
        )
        called = sum("sync(" in line for line in log.read_text().splitlines())
        print(f"fsync and fdatasync for a fresh ledger and {number} appends: {called}")


def write_some(path: Path, number: int) -> None:
    """Make a ledger and append to it."""
    place = Place(file=path)
    place.opener(fresh_meta("syncs")).close()
    with closing(place.open()) as store:
        ledger = ledger_in(store)
        for each in range(number):
            ledger.append([entry_of(f"s-{each}")], actor="a", now=now())


def _leaf(entry: Entry) -> bytes:
    return write_leaf(Record(seq=1, recorded_at=now(), actor="a", entry=entry), ZERO)


def _clocked(work: Callable[[], object]) -> tuple[float, float]:
    """Return clock and CPU seconds of a call."""
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - cpu


def _timed(name: str, work: Callable[[], object]) -> None:
    wall, cpu = _clocked(work)
    print(f"  {name}: {wall:.1f} s, CPU {cpu:.1f} s", flush=True)


def main(names: Sequence[str] = ("appends", "totals", "commands", "syncs")) -> None:
    """Print all measurements; a million entries only where asked for."""
    terms()
    with tempfile.TemporaryDirectory() as name:
        folder, numbers = Path(name), count()
        if "appends" in names:
            appends(lambda: Place(file=folder / f"{next(numbers)}.db"), "SQLite")
            if programs():
                with postgres_server() as server:
                    appends(lambda: _database(server, next(numbers)), "PostgreSQL")
        if "totals" in names:
            totals()
        if "commands" in names:
            commands(folder)
        if "syncs" in names:
            syncs(folder)
        if "million" in names:
            million(folder)


def _database(server: PostgresServer, number: int) -> Place:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE b{number}".encode())
    return Place(file=Path(), url=server.url(f"b{number}"))


if __name__ == "__main__":
    main(sys.argv[1:] or ("appends", "totals", "commands", "syncs", "million"))
