"""R4 and R5: many writers at once, and storms of entries that are sent again and again."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import numpy as np

from supplypact.errors import StoreError
from supplypact.ledger.proofs.merkle import Frontier
from supplypact.ledger.store.postgres import PostgresStore
from supplypact.ledger.store.sqlite import SqliteStore
from supplypact.ledger.store.store import Store
from supplypact.workspace.ledger import Place
from tools.reliability.case import entry_of, fresh_meta, ledger_in, now, terms
from tools.reliability.client import FORK
from tools.reliability.history import Operation, anomalies
from tools.reliability.outcome import Outcome

PROCESSES, THREADS = 4, 2
EACH = 25
"""Operations of a writer in one trial."""
SHORT = 0.02
"""Seconds that a writer of a storm waits for another before it gives up."""


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Writers in processes and threads, each with a connection of its own."""

    place: Place
    folder: Path
    seed: tuple[int, ...]

    def run(self, work: Callable[[Place, tuple[int, ...]], Iterable[dict[str, Any]]]) -> list[Any]:
        """Return the lines that all writers wrote."""

        def process(number: int) -> None:
            threads = [
                threading.Thread(target=write, args=(number, thread)) for thread in range(THREADS)
            ]
            for each in threads:
                each.start()
            for each in threads:
                each.join()

        def write(number: int, thread: int) -> None:
            lines = [json.dumps(each) for each in work(self.place, (*self.seed, number, thread))]
            (self.folder / f"{number}-{thread}.lines").write_text("\n".join(lines))

        processes: list[BaseProcess] = [
            FORK.Process(target=process, args=(number,)) for number in range(PROCESSES)
        ]
        for each in processes:
            each.start()
        for each in processes:
            each.join()
        found = []
        for path in self.folder.glob("*.lines"):
            found += [json.loads(line) for line in path.read_text().splitlines()]
            path.unlink()
        return found


def concurrent(fresh: Callable[[], Place], folder: Path, *, trials: int, seed: int) -> Outcome:
    """Return whether histories of many writers have one order that keeps to real time."""
    terms()
    counts, told = Counter[str](), list[str]()
    for trial in range(trials):
        place = fresh()
        place.opener(fresh_meta(f"{seed}-{trial}")).close()
        lines = Crowd(place=place, folder=folder, seed=(seed, trial)).run(_appends_and_reads)
        with closing(place.open()) as store:
            roots, ids = _roots(store), [row.id for row in store.rows()]
            counts["faults"] += len(ledger_in(store).verify().faults)
        appends = [Operation(*each["op"]) for each in lines if each["word"] == "append"]
        reads = [Operation(*each["op"]) for each in lines if each["word"] == "read"]
        found = list(anomalies(appends, reads, roots))
        found += [
            f"{each['id']} was acknowledged at {each['op'][2]} and is not there"
            for each in lines
            if each["word"] == "append" and ids[each["op"][2]] != each["id"]
        ]
        told += found
        counts += Counter(
            appends=len(appends), reads=len(reads), anomalies=len(found), expected=_expected()
        )
        counts["failed calls"] += sum(each["word"] == "error" for each in lines)
    return Outcome(
        claim="appends and reads of many writers are linearizable",
        trials=counts["appends"] + counts["reads"],
        unit="operations",
        figures={
            "seed": str(seed),
            "histories": trials,
            "writers": f"{PROCESSES} processes x {THREADS} threads",
            "appends": counts["appends"],
            "reads": counts["reads"],
            "failed calls, made again": counts["failed calls"],
        },
        anomalies={
            "order": counts["anomalies"],
            "operations that never ended": counts["expected"] - counts["appends"] - counts["reads"],
            "faults of verification": counts["faults"],
        },
        told=tuple(told[:20]),
    )


def storms(fresh: Callable[[], Place], folder: Path, *, trials: int, seed: int) -> Outcome:
    """Return whether entries that all writers send, give up and send again are recorded once."""
    terms()
    counts, told = Counter[str](), list[str]()
    for trial in range(trials):
        place = fresh()
        place.opener(fresh_meta(f"{seed}-{trial}")).close()
        lines = Crowd(place=place, folder=folder, seed=(seed, trial)).run(_storm)
        with closing(place.open()) as store:
            ids = [row.id for row in store.rows()]
            counts["faults"] += len(ledger_in(store).verify().faults)
        wanted = {f"s-{each}" for each in range(EACH)}
        places: dict[str, set[int]] = {}
        for each in lines:
            counts[each["word"]] += 1
            if each["word"] == "ack":
                places.setdefault(each["id"], set()).add(each["at"])
        counts["records"] += len(ids)
        counts["duplicates"] += len(ids) - len(set(ids))
        counts["missing"] += len(wanted - set(ids))
        counts["two answers"] += sum(
            len(found) != 1 or ids[min(found)] != name for name, found in places.items()
        )
        counts["not acknowledged"] += PROCESSES * THREADS * EACH - sum(
            each["word"] == "ack" for each in lines
        )
    return Outcome(
        claim="an entry is recorded once, however often it is sent",
        trials=counts["ack"] + counts["error"] + counts["unheard"],
        unit="sendings",
        figures={
            "seed": str(seed),
            "storms": trials,
            "senders of each entry": PROCESSES * THREADS,
            "distinct entries": trials * EACH,
            "records": counts["records"],
            "acknowledged": counts["ack"],
            "given up (no turn in time)": counts["error"],
            "answer thrown away, sent again": counts["unheard"],
        },
        anomalies={
            name: counts[name]
            for name in ("duplicates", "missing", "two answers", "not acknowledged", "faults")
        },
        told=tuple(told),
    )


def _appends_and_reads(place: Place, seed: tuple[int, ...]) -> Iterator[dict[str, Any]]:
    draw = np.random.default_rng(seed)
    with closing(place.open()) as store:
        ledger = ledger_in(store)
        for number in range(EACH):
            start = time.monotonic_ns()
            if draw.random() < 0.4:
                ledger.refresh()
                end = time.monotonic_ns()
                yield {"word": "read", "op": (start, end, ledger.size, ledger.root.hex())}
                continue
            name = f"{'-'.join(f'w{each}' for each in seed)}-{number}"
            while True:
                try:
                    record = ledger.append([entry_of(name)], actor="a", now=now())[0]
                except StoreError as error:
                    yield {"word": "error", "said": str(error)}
                else:
                    break
            end = time.monotonic_ns()
            yield {"word": "append", "id": name, "op": (start, end, record.seq)}


def _storm(place: Place, seed: tuple[int, ...]) -> Iterator[dict[str, Any]]:
    """Send the same entries in an order of one's own; now and then forget the answer."""
    draw = np.random.default_rng(seed)
    with closing(_hasty(place)) as store:
        ledger = ledger_in(store)
        for number in draw.permutation(EACH):
            name = f"s-{number}"
            while True:
                try:
                    record = ledger.append([entry_of(name)], actor=f"a{seed[-2]}", now=now())[0]
                except StoreError:
                    yield {"word": "error"}
                    time.sleep(float(draw.uniform(0, SHORT)))
                    continue
                if draw.random() < 0.3:
                    yield {"word": "unheard"}
                    continue
                yield {"word": "ack", "id": name, "at": record.seq}
                break


def _hasty(place: Place) -> Store:
    """Return a store that hardly waits for other writers."""
    while True:
        try:
            if place.url is None:
                return SqliteStore.open(place.file, wait=SHORT)
            store = PostgresStore.open(place.url)
            store.run(f"SET lock_timeout = {int(SHORT * 1000)}")
        except StoreError:
            time.sleep(SHORT)
        else:
            return store


def _roots(store: Store) -> list[str]:
    tree = Frontier()
    found = [tree.root.hex()]
    for each in store.hashes():
        tree.push(each)
        found.append(tree.root.hex())
    return found


def _expected() -> int:
    return PROCESSES * THREADS * EACH
