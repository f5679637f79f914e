"""R7: every byte changed, every record dropped, doubled, moved or forged."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from supplypact.errors import SupplypactError
from supplypact.ledger.proofs.bundle import read_bundle
from supplypact.ledger.proofs.note import read_note, write_note
from supplypact.ledger.proofs.verify import verify
from supplypact.ledger.store.sqlite import GUARDS, SqliteStore
from supplypact.ledger.store.store import Row
from tools.reliability.outcome import Outcome
from tools.reliability.whole import EARLIER, SIZE, Whole, forged, is_well, make_whole, packed

CHANGES = (0xFF,)
"""What each byte is changed by (exclusive or), beside one bit that moves with the place."""


def tampering(folder: Path, *, trials: int, seed: int) -> Outcome:
    """Return how many changes of a ledger are found; ``trials`` random ones beside all others."""
    whole = make_whole(folder / "whole.db")
    counts, told = Counter[str](), list[str]()

    def count(kind: str, accepted: bool, what: object = "") -> None:
        counts[kind] += 1
        if accepted:
            counts["not found"] += 1
            told.append(f"{kind} {what}")

    for name, raw in whole.files.items():
        for place, mutant in mutants(raw, CHANGES):
            packed_ = packed({**whole.files, name: mutant})
            count("byte of a file of a bundle", whole.accepts_bundle(packed_), (name, place))
    for place, mutant in mutants(whole.raw, ()):
        accepted = whole.accepts_bundle(mutant)
        counts["byte of the zip, no content changed"] += accepted
        count("byte of the zip", accepted and not _says_the_same(mutant, whole), place)
    for kind, rows in _changed_rows(whole):
        count(kind, whole.accepts(rows))
    for kind, notes in _changed_notes(whole):
        count(kind, whole.accepts(whole.rows, notes))
    for raw in _by_chance(whole, trials, seed):
        count("several bytes by chance", whole.accepts_bundle(raw))
    for kind, accepted in _in_database(folder, whole):
        count(kind, accepted)
    same = counts.pop("byte of the zip, no content changed")
    missed = counts.pop("not found", 0)
    return Outcome(
        claim="whatever is changed in a ledger that all signed is found",
        trials=sum(counts.values()),
        unit="changes",
        figures={
            "seed": str(seed),
            "records": SIZE,
            "bytes of the bundle": len(whole.raw),
            **counts,
            "of these, header of the zip alone, content the same": same,
        },
        anomalies={"not found": missed},
        told=tuple(told[:20]),
    )


def _by_chance(whole: Whole, trials: int, seed: int) -> Iterator[bytes]:
    """Yield bundles with one to four bytes of their records changed."""
    draw, name = np.random.default_rng(seed), "records.jsonl"
    for _ in range(trials):
        changed = bytearray(whole.files[name])
        for place in set(draw.integers(0, len(changed), int(draw.integers(1, 5)))):
            changed[place] = (changed[place] + int(draw.integers(1, 256))) % 256
        yield packed({**whole.files, name: bytes(changed)})


def mutants(raw: bytes, changes: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """Yield the bytes with each one changed in turn: by a bit that moves, and by ``changes``."""
    for place in range(len(raw)):
        for change in {1 << place % 8, *changes}:
            mutant = bytearray(raw)
            mutant[place] ^= change
            yield place, bytes(mutant)


MOVED = 1_000
"""By which the number of a record is changed in a database."""


def _changed_rows(whole: Whole) -> Iterator[tuple[str, list[Row]]]:
    rows = whole.rows
    for place, row in enumerate(rows):
        yield "record dropped", rows[:place] + rows[place + 1 :]
        yield "records cut off", rows[:place]
        yield "history forged from a record on", forged(rows, place)
        changed = [
            *(row._replace(leaf=each) for _, each in mutants(row.leaf, ())),
            *(row._replace(prev=each) for _, each in mutants(row.prev, ())),
            *(row._replace(hash=each) for _, each in mutants(row.hash, ())),
            *(row._replace(seq=row.seq ^ 1 << bit) for bit in range(60)),
            row._replace(id=f"{row.id}x"),
        ]
        for each in changed:
            yield "byte of a column of a row", [*rows[:place], each, *rows[place + 1 :]]
        for other in range(len(rows)):
            yield "record doubled", [*rows[:place], rows[other], *rows[place:]]
            if other > place:
                swapped = list(rows)
                swapped[place], swapped[other] = swapped[other], swapped[place]
                yield "two records exchanged", swapped
                renumbered = [each._replace(seq=seq) for seq, each in enumerate(swapped)]
                yield "two records exchanged and numbered anew", renumbered


def _changed_notes(whole: Whole) -> Iterator[tuple[str, list[str]]]:
    notes = whole.notes
    for place, note in enumerate(notes):
        if read_note(note).checkpoint.size == SIZE:
            yield "signature left out", [each for each in notes if each != note]
        for at in range(len(note)):
            changed = note[:at] + chr(ord(note[at]) ^ 1) + note[at + 1 :]
            yield "letter of a note", [*notes[:place], changed, *notes[place + 1 :]]
    read = [read_note(each) for each in notes]
    first, last = read[0], read[-1]
    for each in (
        replace(first, checkpoint=last.checkpoint),
        replace(last, checkpoint=first.checkpoint),
        replace(last, checkpoint=replace(last.checkpoint, size=EARLIER)),
        replace(last, checkpoint=replace(last.checkpoint, size=SIZE + 1)),
        replace(last, checkpoint=replace(last.checkpoint, origin="supplypact/other/a/b")),
    ):
        yield "signature under another checkpoint", [*notes, write_note(each)]


def _in_database(folder: Path, whole: Whole) -> Iterator[tuple[str, bool]]:
    """Change each column of each row in a file of SQLite, its triggers away meanwhile."""
    path = folder / "changed.db"
    with closing(SqliteStore.create(path, whole.meta)) as store:
        with store.writing():
            store.add(whole.rows)
            for note in whole.notes:
                store.add_note(note)
        if not is_well(verify(store, whole.keys), SIZE):
            raise RuntimeError("the ledger does not verify before it is changed")
        for row in whole.rows:
            for column in ("leaf", "prev", "hash", "id", "seq"):
                kept = getattr(row, column)
                for value in _other(kept):
                    at = row.seq + MOVED if column == "seq" else row.seq
                    _update(store, column, value, row.seq)
                    try:
                        accepted = is_well(verify(store, whole.keys), SIZE)
                    except SupplypactError:
                        accepted = False
                    yield "column of a row in a database", accepted
                    _update(store, column, kept, at)


def _other(kept: object) -> list[object]:
    """Return values that differ from one: its first, middle and last byte, or a number."""
    if isinstance(kept, int):
        return [kept + MOVED]
    raw = kept.encode() if isinstance(kept, str) else bytes(kept)  # type: ignore[call-overload]
    found: list[object] = []
    for place in (0, len(raw) // 2, len(raw) - 1):
        mutant = bytearray(raw)
        mutant[place] ^= 0x10
        found.append(mutant.decode() if isinstance(kept, str) else bytes(mutant))
    return found


def _update(store: SqliteStore, column: str, value: object, seq: int) -> None:
    """Change a row as the owner of the file could."""
    with store.writing():
        for guard in GUARDS:
            store.run(f"DROP TRIGGER {guard.split()[2]}")
        store.run(f"UPDATE record SET {column} = ? WHERE seq = ?", (value, seq))  # noqa: S608
        for guard in GUARDS:
            store.run(guard)


def _says_the_same(raw: bytes, whole: Whole) -> bool:
    opened = read_bundle(io.BytesIO(raw), place="bundle")
    return {name: opened.archive.read(name) for name in opened.archive.namelist()} == whole.files
