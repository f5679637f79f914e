"""R3: disks that are full, fail or may not be written to, and clocks that jump."""

from __future__ import annotations

import ctypes
import json
import os
import pwd
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from supplypact.errors import StoreError
from supplypact.ledger.store.sqlite import SqliteStore
from supplypact.ledger.store.store import Store
from supplypact.workspace.ledger import Place
from tools.reliability.case import entry_of, fresh_meta, ledger_in, now
from tools.reliability.client import FORK
from tools.reliability.outcome import Outcome

NOBODY = "nobody"
_MOST = 20_000


@dataclass(kw_only=True)
class Faults:
    """All kinds of faults in a folder; each method tells what it found in words."""

    folder: Path
    problems: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    kinds: int = 0
    appended: int = 0

    def run(self) -> Outcome:
        """Return what all kinds found."""
        self._pages()
        self._file_size()
        self._clock()
        if os.geteuid() == 0:
            self._full_disk()
            self._read_only()
        else:
            self.told.append("not done, as it needs root: a full disk, read-only as another user")
        return Outcome(
            claim="a fault of disk, rights or clock is told, and the ledger stays whole",
            trials=self.kinds,
            unit="kinds of faults",
            figures={"entries recorded before the fault": self.appended},
            anomalies={"problems": len(self.problems)},
            told=(*self.problems, *self.told),
        )

    def until(self, name: str, store: Store, expected: str) -> int:
        """Append until it fails; return how many were recorded."""
        ledger = ledger_in(store)
        for number in range(_MOST):
            try:
                ledger.append([entry_of(f"{name}-{number}")], actor="a", now=now())
            except StoreError as error:
                first = str(error).split("\n", maxsplit=1)[0]
                self.told.append(f"{name}: after {number} entries: {first}")
                if expected not in first:
                    self.problems.append(f"{name}: said {first}, not {expected}")
                if ledger.size != number:
                    self.problems.append(f"{name}: the ledger believes {ledger.size} records")
                self.kinds += 1
                self.appended += number
                return number
        self.problems.append(f"{name}: it never failed")
        return _MOST

    def whole(self, name: str, place: Place, count: int, *, go_on: bool) -> None:
        """See that just the acknowledged entries are there, and that it goes on."""
        with closing(place.open()) as store:
            ledger = ledger_in(store)
            there = [each.entry for each in ledger.records()]
            if there != [entry_of(f"{name}-{number}") for number in range(count)]:
                self.problems.append(f"{name}: {len(there)} records, {count} acknowledged")
            if faults := ledger.verify().faults:
                self.problems.append(f"{name}: {faults[0]}")
            if go_on:
                entry = entry_of(f"{name}-{count}")
                if ledger.append([entry], actor="a", now=now())[0].seq != count:
                    self.problems.append(f"{name}: the next append is misplaced")

    def command(self, name: str, place: Place, *, before: Callable[[], None] | None = None) -> None:
        """See that the command line leaves with 4."""
        program = str(Path(sys.executable).parent / "supplypact")
        where = ["--database", place.url] if place.url else ["--ledger", str(place.file)]
        cells = ["id=from-command", "date=2026-02-17", "party=JPN", "source=T", "quality=reported"]
        done = subprocess.run(  # noqa: S603
            [program, "ledger", "add", "decision", "text=a", *cells, *where],
            check=False,
            capture_output=True,
            preexec_fn=before,
        )
        if done.returncode != StoreError.exit_code or b"Traceback" in done.stderr:
            said = done.stderr.decode()[-300:]
            self.problems.append(f"{name}: the command left with {done.returncode}: {said}")

    def fresh(self, name: str) -> Place:
        """Return the place of a fresh ledger."""
        place = Place(file=self.folder / f"{name}.db")
        place.opener(fresh_meta(name)).close()
        return place

    def _pages(self) -> None:
        """SQLite may have no more pages."""
        name = "max-page-count"
        place = self.fresh(name)
        store = SqliteStore.open(place.file)
        store.run("PRAGMA max_page_count = 60")
        count = self.until(name, store, "the disk is full")
        store.run("PRAGMA max_page_count = 1000000")
        again = ledger_in(store).append([entry_of(f"{name}-{count}")], actor="a", now=now())
        store.close()
        if again[0].seq != count:
            self.problems.append(f"{name}: the same connection does not go on")
        self.whole(name, place, count + 1, go_on=True)

    def _file_size(self) -> None:
        """No file of the process may grow beyond 400 KB (RLIMIT_FSIZE)."""
        name = "file-size"
        place = self.fresh(name)

        def limit() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))

        count = self._elsewhere(
            limit, lambda: self.until(name, SqliteStore.open(place.file), "the disk")
        )
        self.whole(name, place, count, go_on=True)

    def _clock(self) -> None:
        """Set the clock back an hour, then ahead ten years and back again."""
        name = "clock"
        place = self.fresh(name)
        with closing(place.open()) as store:
            ledger = ledger_in(store)
            moment = now()

            clocks = (
                moment,
                moment - timedelta(hours=1),
                moment + timedelta(days=3_650),
                moment + timedelta(seconds=1),
            )
            times = [
                ledger.append([entry_of(f"{name}-{number}")], actor="a", now=at)[0].recorded_at
                for number, at in enumerate(clocks)
            ]
        if times != sorted(set(times)):
            self.problems.append(f"{name}: the times do not rise: {times}")
        self.kinds += 1
        self.whole(name, place, len(clocks), go_on=False)

    def _full_disk(self) -> None:
        """Fill a disk of 1 MB, then make it larger."""
        name = "full-disk"
        with disk(self.folder / name, "1m") as folder:
            place = Place(file=folder / "ledger.db")
            place.opener(fresh_meta(name)).close()
            with closing(place.open()) as store:
                count = self.until(name, store, "the disk")
            self.command(name, place)
            with place.file.with_name("filler").open("wb") as filler, suppress(OSError):
                filler.write(bytes(2**20))
            self.command(f"{name}, to the last byte", place)
            grow(folder, "16m")
            self.whole(name, place, count, go_on=True)

    def _read_only(self) -> None:
        """Another user may read the file or its folder only."""
        for name, what in (("read-only-file", "file"), ("read-only-folder", "folder")):
            home = self.folder / name
            home.mkdir()
            place = Place(file=home / "ledger.db")
            place.opener(fresh_meta(name)).close()
            uid = pwd.getpwnam(NOBODY).pw_uid
            for each in (self.folder, home):
                each.chmod(0o755)
            os.chown(home if what == "file" else place.file, uid, -1)

            def other(uid: int = uid) -> None:
                os.setgroups([])
                os.setuid(uid)

            def work(name: str = name, place: Place = place) -> int:
                try:
                    store = place.open()
                except StoreError as error:
                    self.kinds += 1
                    self.told.append(f"{name}: {str(error).splitlines()[0]}")
                    return 0
                return self.until(name, store, "cannot be written to")

            if self._elsewhere(other, work):
                self.problems.append(f"{name}: entries were recorded")
            self.command(name, place, before=_as_others)
            self.whole(name, place, 0, go_on=True)

    def _elsewhere(self, before: Callable[[], None], work: Callable[[], int]) -> int:
        """Run work in a process of its own and take over what it told."""
        ours, theirs = FORK.Pipe()

        def child() -> None:
            before()
            self.problems, self.told, self.kinds, self.appended = [], [], 0, 0
            count = work()
            theirs.send((count, self.problems, self.told, self.kinds, self.appended))

        process = FORK.Process(target=child)
        process.start()
        theirs.close()
        try:
            count, problems, told, kinds, appended = ours.recv()
        except EOFError:
            self.problems.append("a process ended without a word")
            return 0
        finally:
            process.join()
        self.problems += problems
        self.told += told
        self.kinds += kinds
        self.appended += appended
        return int(count)


def _as_others() -> None:
    """Take from root, at its next program, the right to pass over those of files."""
    for right in (1, 2, 3):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
        ctypes.CDLL(None).prctl(24, right, 0, 0, 0)  # PR_CAPBSET_DROP


def sweep(folder: Path) -> Outcome:
    """Return what came of each call of the system that failed: ``sweep.py`` below the shim."""
    shim = build_shim(folder)
    found: dict[str, Any] = json.loads(
        subprocess.run(  # noqa: S603
            [sys.executable, "-m", "tools.reliability.sweep", str(folder)],
            check=True,
            stdout=subprocess.PIPE,
            env={**os.environ, "LD_PRELOAD": str(shim)},
        ).stdout
    )
    return Outcome(
        claim="a call of the system that fails loses nothing acknowledged (SQLite)",
        trials=sum(found["cases"].values()),
        unit="failed calls, each in a process of its own",
        figures={
            **found["cases"],
            "cases told by a StoreError": found["clean"],
            "entries acknowledged": found["acks"],
            "recorded, acknowledgement not seen": found["unseen"],
            "not recorded, acknowledgement not seen": found["undone"],
            **{f"said: {name}": count for name, count in found["errors"].items()},
        },
        anomalies=found["anomalies"],
        told=tuple(found["told"]),
    )


def build_shim(folder: Path) -> Path:
    """Compile the shim that makes calls fail."""
    shim, source = folder / "shim.so", Path(__file__).with_name("shim.c")
    build = ["gcc", "-O1", "-shared", "-fPIC", "-o", str(shim), str(source), "-ldl"]
    subprocess.run(build, check=True)  # noqa: S603
    return shim


@contextmanager
def disk(folder: Path, size: str, user: str | None = None) -> Iterator[Path]:
    """Have a small disk in memory at a folder."""
    folder.mkdir()
    subprocess.run(  # noqa: S603
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],  # noqa: S607
        check=True,
    )
    try:
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607


def grow(folder: Path, size: str) -> None:
    """Make a disk larger."""
    subprocess.run(  # noqa: S603
        ["mount", "-o", f"remount,size={size}", str(folder)],  # noqa: S607
        check=True,
    )
