"""Every tampering is found, and nothing is found where nobody tampered.

Mutants of what is stored are made in memory as a store gives it (exhaustively), in real databases
(each kind once), and in bundles: in the content with the zip made anew, as a forger would, and in
the bytes of the file.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from supplypact.domain.record import SignedCheckpoint
from supplypact.errors import IntegrityError, SupplypactError
from supplypact.ledger.proofs.bundle import read_bundle, verify_bundle, write_bundle
from supplypact.ledger.proofs.merkle import root_of
from supplypact.ledger.proofs.note import read_note, write_note
from supplypact.ledger.proofs.verify import Verified, verify, verify_content
from supplypact.ledger.store.chain import leaf_hash
from supplypact.ledger.store.sqlite import SqliteStore
from supplypact.ledger.store.store import Row, row_of
from tests.ledger.ledgers import (
    JAPAN,
    KEYS,
    META,
    NOW,
    SERVER,
    Place,
    append,
    entry,
    ledger_of,
    signed_by_all,
)
from tests.ledger.store.test_postgres import place as on_server  # noqa: F401
from tests.ledger.store.test_sqlite import File

SIZE = 6
Kept = tuple[list[Row], dict[str, str], list[str]]
"""Rows, words about itself, and notes of a ledger."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    ledger = ledger_of(SqliteStore.create(tmp_path_factory.mktemp("a") / "ledger.db", META), 4)
    signed_by_all(ledger)
    for number in range(4, SIZE):
        append(ledger, number)
    signed_by_all(ledger)
    store = ledger.store
    found = list(store.rows()), store.meta(), store.notes()
    store.close()
    return found


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory, kept: Kept) -> bytes:
    store = SqliteStore.create(tmp_path_factory.mktemp("b") / "ledger.db", kept[1])
    with store.writing():
        store.add(kept[0])
        for note in kept[2]:
            store.add_note(note)
    file = io.BytesIO()
    write_bundle(store, file)
    store.close()
    return file.getvalue()


def check(kept: Kept) -> Verified:
    rows, meta, notes = kept
    return verify_content(
        rows, meta=meta, notes=notes, keys=KEYS, kept=(), place="ledger", indexed=True
    )


def unsigned(kept: Kept) -> Verified:
    """Verify without any key: only the roots of the checkpoints vouch."""
    rows, meta, notes = kept
    return verify_content(
        rows, meta=meta, notes=notes, keys=(), kept=(), place="ledger", indexed=True
    )


def accepted(found: Verified) -> bool:
    """Return whether an auditor with all keys is told that all is well, and of all records."""
    return not found.faults and not found.not_checked and found.covered == SIZE


def flips(raw: bytes) -> Iterator[bytes]:
    """Yield the bytes with one bit of each byte changed, all eight bits in turn."""
    for place in range(len(raw)):
        mutant = bytearray(raw)
        mutant[place] ^= 1 << place % 8
        yield bytes(mutant)


def texts(text: str) -> Iterator[str]:
    for place in range(len(text)):
        yield text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
        yield text[:place] + text[place + 1 :]


def test_an_untouched_ledger_is_never_accused(kept: Kept, bundle: bytes) -> None:
    rows, meta, notes = kept
    assert accepted(check(kept))
    assert accepted(verify_bundle(bundle, KEYS))
    # A ledger before its last records, before its last notes, and with notes in any order.
    assert check((rows, meta, notes[::-1])).faults == ()
    for size in range(SIZE):
        some = [each for each in notes if read_note(each).checkpoint.size <= size]
        assert unsigned((rows[:size], meta, some)).faults == ()


def test_each_byte_of_each_column_of_each_row_is_vouched_for(kept: Kept) -> None:
    rows, meta, notes = kept
    mutants = found = 0
    for place, row in enumerate(rows):
        changed = [
            *(row._replace(leaf=each) for each in flips(row.leaf)),
            *(row._replace(prev=each) for each in flips(row.prev)),
            *(row._replace(hash=each) for each in flips(row.hash)),
            *(row._replace(id=each) for each in texts(row.id)),
            *(row._replace(seq=row.seq ^ 1 << bit) for bit in range(60)),
        ]
        for each in changed:
            mutants += 1
            mutant = [*rows[:place], each, *rows[place + 1 :]]
            found += bool(unsigned((mutant, meta, notes)).faults)
    assert mutants > 2_500
    assert found == mutants


def test_each_letter_of_what_a_ledger_says_of_itself_and_of_each_note_is_vouched_for(
    kept: Kept,
) -> None:
    rows, meta, notes = kept
    mutants = [(rows, {**meta, name: each}, notes) for name in meta for each in texts(meta[name])]
    mutants += [(rows, {n: v for n, v in meta.items() if n != name}, notes) for name in meta]
    for place, note in enumerate(notes):
        for each in texts(note):
            mutants.append((rows, meta, [*notes[:place], each, *notes[place + 1 :]]))
    assert len(mutants) > 2_500
    assert not any(accepted(check(each)) for each in mutants)


def rehashed(leaves: Sequence[bytes]) -> list[Row]:
    """Return rows of leaves whose columns fit, as a forger would write them."""
    return [row_of(leaf) for leaf in leaves]


def forged(rows: Sequence[Row], change: int) -> list[Row]:
    """Return the rows with one entry changed and everything after it computed anew."""
    leaves, prev = [row.leaf for row in rows[:change]], rows[change].prev
    for row in rows[change:]:
        leaf = row.leaf.replace(row.prev.hex().encode(), prev.hex().encode())
        if row.seq == change:
            leaf = leaf.replace(b'"actor":"meti"', b'"actor":"usa"')
        leaves.append(leaf)
        prev = leaf_hash(leaf)
    return rehashed(leaves)


def test_dropping_inserting_reordering_and_cutting_are_found(kept: Kept) -> None:
    rows, meta, notes = kept
    mutants: list[list[Row]] = []
    for place in range(SIZE):
        mutants.append(rows[:place] + rows[place + 1 :])
        mutants.append(rows[:place])
        mutants.append(forged(rows, place))
        for other in range(SIZE):
            mutants.append([*rows[:place], rows[other], *rows[place:]])
            if other != place:
                swapped = list(rows)
                swapped[place], swapped[other] = swapped[other], swapped[place]
                mutants.append(swapped)
                renumbered = [each._replace(seq=seq) for seq, each in enumerate(swapped)]
                mutants.append(renumbered)
    mutants.append([*rows, rows[-1]._replace(seq=SIZE)])
    assert len(mutants) > 100
    assert all(check((each, meta, notes)).faults for each in mutants)


def test_a_history_computed_anew_throughout_is_found_by_its_checkpoints(kept: Kept) -> None:
    rows, meta, notes = kept
    other = forged(rows, 1)
    assert not unsigned((other, meta, [])).faults
    assert check((other, meta, notes)).faults
    # Its owner signs it anew with the ledger's key; the parties' signatures are gone or wrong.
    last = read_note(notes[-1]).checkpoint
    again = replace(last, root=root_of([row.hash for row in other]))
    alone = SignedCheckpoint(checkpoint=again, signatures=(SERVER.sign(again, NOW),))
    taken = [each for note in notes for each in read_note(note).signatures if each.blob]
    both = replace(alone, signatures=(*alone.signatures, *taken))
    for note in (alone, both):
        faults = [each.what for each in check((other, meta, [write_note(note)])).faults]
        assert any("jpn.example" in each for each in faults)
    # Whoever kept a checkpoint finds it without any key.
    mine = verify_content(
        other,
        meta=meta,
        notes=[write_note(alone)],
        keys=(),
        kept=[read_note(notes[-1])],
        place="ledger",
        indexed=True,
    )
    assert "another root" in mine.faults[0].what


def test_swapped_and_stripped_checkpoints_are_found(kept: Kept) -> None:
    rows, meta, notes = kept
    read = [read_note(each) for each in notes]
    first, last = read[0], read[-1]
    assert (first.checkpoint.size, last.checkpoint.size) == (4, SIZE)
    swapped = [
        replace(first, checkpoint=last.checkpoint),
        replace(last, checkpoint=first.checkpoint),
        replace(last, checkpoint=replace(last.checkpoint, size=4)),
        replace(first, checkpoint=replace(first.checkpoint, size=SIZE)),
        replace(last, checkpoint=replace(last.checkpoint, size=SIZE + 1)),
        replace(last, checkpoint=replace(last.checkpoint, origin="supplypact/other/a/b")),
    ]
    mutants = [[*notes, write_note(each)] for each in swapped]
    # Each party's signature under the last checkpoint taken away, and all of them.
    under = [each for each in notes if read_note(each).checkpoint.size == SIZE]
    mutants += [[note for note in notes if note != each] for each in under]
    mutants.append([])
    assert all(check((rows, meta, each)).faults for each in mutants)
    # Without the last checkpoint the one before still holds, but only for what it covers.
    older = check((rows, meta, [note for note in notes if note not in under]))
    assert (older.faults, older.covered, older.records) == ((), 4, SIZE)


def contents(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return file.getvalue()


def is_found(raw: bytes) -> bool:
    try:
        return not accepted(verify_bundle(raw, KEYS))
    except IntegrityError:
        return True


def test_each_byte_of_the_files_of_a_bundle_is_vouched_for(bundle: bytes) -> None:
    files = contents(bundle)
    assert not is_found(packed(files))
    mutants = found = 0
    for name, raw in files.items():
        for place in range(len(raw)):
            mutant = bytearray(raw)
            mutant[place] ^= 1 << place % 8
            mutants += 1
            found += is_found(packed({**files, name: bytes(mutant)}))
    assert mutants > 3_000
    assert found == mutants


def test_files_of_a_bundle_cut_repeated_and_exchanged_are_found(bundle: bytes) -> None:
    files = contents(bundle)
    lines = files["records.jsonl"].splitlines(keepends=True)
    mutants = [
        *(b"".join(lines[:place] + lines[place + 1 :]) for place in range(SIZE)),
        *(b"".join(lines[:place]) for place in range(SIZE)),
        *(b"".join([*lines[:place], lines[0], *lines[place:]]) for place in range(SIZE + 1)),
        b"".join(reversed(lines)),
        files["records.jsonl"][:-1],
        files["records.jsonl"] + b"\n",
    ]
    bundles = [packed({**files, "records.jsonl": each}) for each in mutants]
    one, two = f"checkpoints/{SIZE}.txt", "checkpoints/4.txt"
    bundles.append(packed({**files, one: files[two], two: files[one]}))
    bundles += [packed({n: raw for n, raw in files.items() if n != name}) for name in (one,)]
    assert all(map(is_found, bundles))


def test_each_byte_of_a_bundle_is_vouched_for_or_says_nothing(bundle: bytes) -> None:
    whole = contents(bundle)
    found = same = 0
    for place in range(len(bundle)):
        mutant = bytearray(bundle)
        mutant[place] ^= 1 << place % 8
        if is_found(bytes(mutant)):
            found += 1
            continue
        # Only headers of the zip may change unseen, such as the time stamp of a file.
        opened = read_bundle(io.BytesIO(bytes(mutant)), place="bundle")
        assert {name: opened.archive.read(name) for name in opened.archive.namelist()} == whole
        same += 1
    assert found + same == len(bundle)
    assert found > sum(map(len, whole.values()))


DATABASE_MUTANTS: dict[str, tuple[str, ...]] = {
    "leaf": ("UPDATE record SET leaf = prev WHERE seq = 2",),
    "id": ("UPDATE record SET id = 'other' WHERE seq = 2",),
    "hash": ("UPDATE record SET hash = ? WHERE seq = 2",),
    "prev": ("UPDATE record SET prev = ? WHERE seq = 2",),
    "seq": ("UPDATE record SET seq = 99 WHERE seq = 2",),
    "drop": ("DELETE FROM record WHERE seq = 2",),
    "drop the first": ("DELETE FROM record WHERE seq = 0",),
    "cut": ("DELETE FROM record WHERE seq > 3",),
    "empty": ("DELETE FROM record",),
    "reorder": (
        "UPDATE record SET seq = 98 WHERE seq = 2",
        "UPDATE record SET seq = 2 WHERE seq = 3",
        "UPDATE record SET seq = 3 WHERE seq = 98",
    ),
    "insert": ("INSERT INTO record SELECT 6, 'other', ?, ?, leaf FROM record WHERE seq = 1",),
    "origin": ("UPDATE meta SET value = 'supplypact/other/a/b' WHERE name = 'origin'",),
    "pact": ("UPDATE meta SET value = 'no pact' WHERE name = 'pact'",),
    "created": ("UPDATE meta SET value = '2026-11-21' WHERE name = 'created_at'",),
    "no meta": ("DELETE FROM meta WHERE name = 'seed'",),
    "note": ("UPDATE note SET text = 'no note' WHERE number = 4",),
    "no note": ("DELETE FROM note WHERE number = 4",),
    "no notes": ("DELETE FROM note",),
}


@pytest.fixture(params=["file", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    found: Place = (
        File(tmp_path / "ledger.db")
        if request.param == "file"
        else request.getfixturevalue("on_server")
    )
    return found


def test_each_kind_of_tampering_in_a_database_is_found(place: Place, kept: Kept) -> None:
    def filled() -> None:
        rows, meta, notes = kept
        for table in ("record", "note", "meta"):
            place.run(f"DELETE FROM {table}", guarded=False)  # noqa: S608
        for name, value in meta.items():
            place.run("INSERT INTO meta VALUES (?, ?)", values=(name, value), guarded=False)
        with store.writing():
            store.add(rows)
            for note in notes:
                store.add_note(note)

    store = place.create()
    for name, statements in DATABASE_MUTANTS.items():
        filled()
        assert verify(store, KEYS).faults == (), name
        values = [bytes([each + 1]) * 32 for each in range(statements[-1].count("?"))]
        place.run(*statements, values=values, guarded=False)
        assert not accepted(verify(store, KEYS)), name
    store.close()


def test_flipped_bytes_of_the_file_of_a_database_are_found_or_say_nothing(
    tmp_path: Path, kept: Kept
) -> None:
    path = tmp_path / "ledger.db"
    store = SqliteStore.create(path, kept[1])
    with store.writing():
        store.add(kept[0])
        for note in kept[2]:
            store.add_note(note)
    store.close()
    raw = path.read_bytes()
    found = 0
    # Every 97th byte: pages have 4,096 of them, so that all parts of pages are met.
    places = range(0, len(raw), 97)
    for place in places:
        mutant = bytearray(raw)
        mutant[place] ^= 1 << place % 8
        path.write_bytes(mutant)
        found += file_is_found(path, kept)
    assert found > len(places) // 8


def file_is_found(path: Path, kept: Kept) -> bool:
    """Return whether a changed file is found; if not, it must say what it said."""
    try:
        store = SqliteStore.open(path)
    except SupplypactError:
        return True
    try:
        if not accepted(verify(store, KEYS)):
            return True
        assert (list(store.rows()), store.meta(), store.notes()) == kept
    except SupplypactError:
        return True
    finally:
        store.close()
    return False


def test_a_signature_of_another_checkpoint_is_told_as_such(kept: Kept) -> None:
    rows, meta, notes = kept
    last = read_note(notes[-1]).checkpoint
    old = JAPAN.sign(read_note(notes[0]).checkpoint, NOW)
    note = SignedCheckpoint(checkpoint=last, signatures=(old,))
    whats = [each.what for each in check((rows, meta, [*notes, write_note(note)])).faults]
    assert whats == ["the signature of jpn.example/pact is not of this checkpoint"]
    assert entry(0).id == rows[0].id
