"""R10: backups taken while others write are restored to the same root."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from statistics import median

import numpy as np

from supplypact.ledger.proofs.bundle import restore_bundle, write_bundle
from supplypact.ledger.proofs.merkle import root_of
from supplypact.ledger.proofs.verify import verify
from supplypact.workspace.ledger import Place
from tools.reliability.case import entry_of, fresh_meta, ledger_in, now, server_key, terms
from tools.reliability.client import Client
from tools.reliability.evidence import Journals
from tools.reliability.outcome import Outcome

WRITERS = 2
BATCH = 2_000


def backups(
    fresh: Callable[[], Place],
    folder: Path,
    *,
    trials: int,
    seed: int,
    size: int,
    targets: Sequence[Callable[[], Place]],
) -> Outcome:
    """Return what came of backups of a ledger of ``size`` records and more, under load."""
    terms()
    place, counts, told = fresh(), Counter[str](), list[str]()
    _fill(place, size, seed)
    clients = [
        Client(
            name=f"b-w{number}",
            seed=(seed, number),
            place=place,
            journal=folder / f"backup-{number}.jsonl",
        )
        for number in range(WRITERS)
    ]
    processes = [each.start() for each in clients]
    while not all(each.journal.exists() and each.journal.stat().st_size for each in clients):
        time.sleep(0.01)
    draw, numbers, backed = np.random.default_rng(seed), count(), list[Path]()
    took, restored, roots = list[float](), list[float](), list[tuple[int, bytes]]()
    try:
        for _ in range(trials):
            time.sleep(float(draw.uniform(0, 0.3)))
            path = folder / f"{next(numbers)}.zip"
            began = len(Journals.read(each.journal for each in clients).acks)
            start = time.perf_counter()
            with closing(place.open()) as store, path.open("wb") as file:
                written = write_bundle(store, file)
            took.append(time.perf_counter() - start)
            ended = len(Journals.read(each.journal for each in clients).acks)
            counts["acknowledged meanwhile"] += ended - began
            roots.append((written.records, written.root))
            backed.append(path)
    finally:
        for each in processes:
            each.kill()
            each.join()
    for number, path in enumerate(backed):
        target = targets[number % len(targets)]()
        start = time.perf_counter()
        with path.open("rb") as file:
            restore_bundle(file, target.opener)
        restored.append(time.perf_counter() - start)
        with closing(target.open()) as store:
            found = verify(store)
            counts["faults"] += len(found.faults)
            counts["another root"] += (found.records, found.root) != roots[number]
            told += [str(each) for each in found.faults]
    with closing(place.open()) as store:
        hashes = store.hashes()
        counts["not of the source"] += sum(root_of(hashes[:n]) != root for n, root in roots)
        counts["faults of the source"] += len(verify(store).faults)
    sizes = [each for each, _ in roots]
    return Outcome(
        claim="a backup taken under load is restored to the root that the ledger had",
        trials=trials,
        unit="backups",
        figures={
            "seed": str(seed),
            "writers": WRITERS,
            "records of a backup": f"{min(sizes):,} to {max(sizes):,}",
            "bytes of a backup": f"{min(each.stat().st_size for each in backed):,} to "
            f"{max(each.stat().st_size for each in backed):,}",
            "seconds to back up, median": round(median(took), 2),
            "seconds to restore, median": round(median(restored), 2),
            "entries acknowledged during the backups": counts["acknowledged meanwhile"],
        },
        anomalies={
            name: counts[name]
            for name in ("faults", "another root", "not of the source", "faults of the source")
        },
        told=tuple(told[:20]),
    )


def file_places(folder: Path) -> Callable[[], Place]:
    """Return what gives a new place in a folder each time."""
    numbers = count()
    return lambda: Place(file=folder / f"{next(numbers)}.ledger")


def _fill(place: Place, size: int, seed: int) -> None:
    place.opener(fresh_meta(f"backup-{seed}")).close()
    with closing(place.open()) as store:
        ledger = ledger_in(store)
        for first in range(0, size, BATCH):
            names = [f"fill-{each}" for each in range(first, min(first + BATCH, size))]
            ledger.append([entry_of(each) for each in names], actor="a", now=now())
        ledger.checkpoint(server_key(ledger.origin), now=now())
