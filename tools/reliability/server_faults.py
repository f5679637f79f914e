"""R3 on PostgreSQL: its disk is full, its fsync fails, or its settings would lose a commit."""

from __future__ import annotations

import errno
import os
import time
from contextlib import closing
from pathlib import Path

import psycopg

from supplypact.errors import StoreError
from supplypact.workspace.ledger import Place
from tools.reliability.case import fresh_meta, terms
from tools.reliability.client import Client
from tools.reliability.evidence import Before, Journals, Tally, examine
from tools.reliability.faults import Faults, build_shim, disk, grow
from tools.reliability.outcome import Outcome
from tools.reliability.server import Server

LONGEST = 30.0
"""Seconds within which a call must have failed."""
EACH = 25
"""Which write to the log of each process of the server is not put on the disk."""


def full_server(folder: Path, server: Server) -> Outcome:
    """Return what came of a full disk of the server, and of settings that lose commits."""
    faults = Faults(folder=folder)
    name = "full-server"
    if os.geteuid() == 0:
        with disk(folder / name, "24m", server.running.user) as place_of_tables:
            place = server.database(place_of_tables)
            place.opener(fresh_meta(name)).close()
            filler = place_of_tables / "filler"
            with filler.open("wb") as file:
                free = os.statvfs(place_of_tables)
                file.write(bytes(max(free.f_bavail * free.f_frsize - 2**18, 0)))
            with closing(place.open()) as store:
                count = faults.until(name, store, "the disk of the server is full")
            faults.command(name, place)
            grow(place_of_tables, "64m")
            faults.whole(name, place, count, go_on=True)
            server.drop(place)
            with psycopg.connect(server.running.url(), autocommit=True) as connection:
                connection.execute("DROP TABLESPACE small")
    else:
        faults.told.append("not done, as it needs root: a full disk")
    _unsafe(faults, server)
    return Outcome(
        claim="a fault of the server is told, and the ledger stays whole (PostgreSQL)",
        trials=faults.kinds,
        unit="kinds of faults",
        figures={"entries recorded before the fault": faults.appended},
        anomalies={"problems": len(faults.problems)},
        told=(*faults.problems, *faults.told),
    )


def _unsafe(faults: Faults, server: Server) -> None:
    """See that a server that does not put commits on the disk is refused."""
    place = server.database()
    place.opener(fresh_meta("unsafe")).close()
    for setting in ("fsync", "full_page_writes"):
        server.again("-c", f"{setting}=off")
        faults.kinds += 1
        try:
            place.open().close()
        except StoreError as error:
            faults.told.append(f"{setting}=off: {str(error).splitlines()[0]}")
        else:
            faults.problems.append(f"{setting}=off: the ledger was opened")
    server.again()
    server.drop(place)


def failing_server(folder: Path, server: Server, *, trials: int, seed: int) -> Outcome:
    """Return what came of fsync that fails in the server: it ends all sessions and recovers."""
    terms()
    shim = build_shim(folder)
    tally = Tally()
    for trial in range(trials):
        place = server.database()
        place.opener(fresh_meta(f"fsync-{trial}")).close()
        seen = folder / f"seen-{trial}"
        seen.touch()
        seen.chmod(0o666)
        folder.chmod(0o755)
        server.again(
            environment={
                "LD_PRELOAD": str(shim),
                "FAULT_CALL": "fsync",
                "FAULT_ERROR": str(errno.EIO),
                "FAULT_NTH": str(EACH + trial),
                "FAULT_LAST": str(EACH + trial),
                "FAULT_PATH": "/pg_wal/",
                "FAULT_SEEN": str(seen),
            }
        )
        journals = _written(place, folder, trial, seed, seen)
        server.ready()
        server.again()
        examine(place, journals, Before(), tally, f"trial {trial}")
        tally.anomalies["no fault"] += not seen.stat().st_size
        server.drop(place)
    return Outcome(
        claim="an fsync of the server that fails loses nothing acknowledged (PostgreSQL)",
        trials=trials,
        figures={
            "seed": str(seed),
            "failed calls of fsync": sum(
                (folder / f"seen-{trial}").stat().st_size for trial in range(trials)
            ),
            "entries acknowledged": tally.acks,
            "recorded, acknowledgement not seen": tally.unseen,
            "not recorded, acknowledgement not seen": tally.undone,
            **{f"calls that failed: {name}": count for name, count in tally.errors.items()},
        },
        anomalies={**tally.counted(), "trials without a fault": tally.anomalies["no fault"]},
        told=tuple(tally.told),
    )


def _written(place: Place, folder: Path, trial: int, seed: int, seen: Path) -> Journals:
    """Return what two writers had acknowledged until a call failed, and a second after."""
    clients = [
        Client(
            name=f"f{trial}-w{number}",
            seed=(seed, trial, number),
            place=place,
            journal=folder / f"f{trial}-{number}.jsonl",
        )
        for number in range(2)
    ]
    processes = [each.start() for each in clients]
    end = time.monotonic() + LONGEST
    while not seen.stat().st_size and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(1)
    for each in processes:
        each.kill()
        each.join()
    return Journals.read(each.journal for each in clients)
