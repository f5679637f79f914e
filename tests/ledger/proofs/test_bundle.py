"""A ledger in one file: written, verified elsewhere, restored."""

import io
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.errors import IntegrityError, StoreError
from supplypact.ledger.ledger import Ledger
from supplypact.ledger.proofs.bundle import (
    read_bundle,
    restore_bundle,
    verify_bundle,
    write_bundle,
)
from supplypact.ledger.proofs.note import read_note, read_verifier
from supplypact.ledger.proofs.verify import verify
from supplypact.ledger.store.postgres import PostgresStore
from supplypact.ledger.store.sqlite import SqliteStore
from supplypact.ledger.store.store import Store
from tests.ledger.ledgers import (
    JAPAN,
    KEYS,
    META,
    NOW,
    PACT_TEXT,
    SERVER,
    SmallBook,
    append,
    ledger_of,
    signed_by_all,
)
from tools.postgres_server import PostgresServer


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger[SmallBook]]:
    full = ledger_of(SqliteStore.create(tmp_path / "ledger.db", META), 3)
    signed_by_all(full)
    append(full, 3)
    append(full, 4)
    signed_by_all(full)
    yield full
    full.store.close()


def exported(ledger: Ledger[SmallBook]) -> bytes:
    file = io.BytesIO()
    write_bundle(ledger.store, file)
    return file.getvalue()


def test_a_bundle_verifies_without_the_ledger(ledger: Ledger[SmallBook]) -> None:
    keys = [read_verifier(each.text) for each in KEYS]
    found = verify_bundle(exported(ledger), keys)
    assert found.faults == ()
    assert (found.records, found.root, found.origin) == (5, ledger.root, META["origin"])
    assert found.signed == dict.fromkeys((key.name for key in KEYS), 5)
    assert [each.checkpoint.size for each in found.checkpoints] == [3, 5]


def test_a_bundle_is_files_that_anybody_can_read(ledger: Ledger[SmallBook]) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(ledger))) as archive:
        names = {each: archive.read(each) for each in archive.namelist()}
    assert names["pact.toml"].decode() == PACT_TEXT
    leaves = [row.leaf for row in ledger.store.rows()]
    assert names["records.jsonl"].split(b"\n") == [*leaves, b""]
    assert read_note(names["checkpoints/5.txt"].decode()) == ledger.checkpoints()[-1]
    assert set(names) == {
        *("meta.json", "pact.toml", "records.jsonl", "checkpoints/3.txt", "checkpoints/5.txt"),
    }


def test_equal_ledgers_give_equal_bytes(ledger: Ledger[SmallBook]) -> None:
    assert exported(ledger) == exported(ledger)


def test_an_empty_ledger_is_bundled_and_restored(tmp_path: Path) -> None:
    empty = ledger_of(SqliteStore.create(tmp_path / "empty.db", META))
    raw = exported(empty)
    assert verify_bundle(raw).faults == ()
    restore_bundle(raw, partial(SqliteStore.create, tmp_path / "again.db"))
    again = ledger_of(SqliteStore.open(tmp_path / "again.db"))
    assert exported(again) == raw
    again.store.close()
    empty.store.close()


def test_a_restored_ledger_is_the_same_to_the_bit_and_goes_on(
    ledger: Ledger[SmallBook], tmp_path: Path
) -> None:
    path = tmp_path / "again.db"
    restore_bundle(exported(ledger), partial(SqliteStore.create, path), KEYS)
    again = ledger_of(SqliteStore.open(path))
    assert again.records() == ledger.records()
    assert list(again.store.rows()) == list(ledger.store.rows())
    assert again.checkpoints() == ledger.checkpoints()
    assert (again.root, again.store.meta()) == (ledger.root, META)
    assert again.verify(KEYS).faults == ()
    assert append(again, 5) == append(ledger, 5)
    again.store.close()


def test_a_ledger_moves_from_a_file_to_a_server_and_back(
    ledger: Ledger[SmallBook], tmp_path: Path, server: PostgresServer
) -> None:
    raw = exported(ledger)
    restore_bundle(raw, partial(PostgresStore.create, server.url()), KEYS)
    store = PostgresStore.open(server.url())
    there = ledger_of(store)
    assert there.verify(KEYS).faults == ()
    assert exported(there) == raw
    restore_bundle(exported(there), partial(SqliteStore.create, tmp_path / "back.db"))
    back = ledger_of(SqliteStore.open(tmp_path / "back.db"))
    assert exported(back) == raw
    with pytest.raises(StoreError, match="already"):
        restore_bundle(raw, partial(PostgresStore.create, server.url()))
    back.store.close()
    store.run("DROP SCHEMA supplypact CASCADE")
    store.close()


def test_nothing_is_made_of_a_bundle_that_does_not_verify(
    ledger: Ledger[SmallBook], tmp_path: Path
) -> None:
    def never(
        meta: Mapping[str, str], *, fill: Callable[[Store], None] | None = None
    ) -> SqliteStore:
        raise AssertionError(meta, fill)

    raw = exported(ledger).replace(b"meti", b"usa.", 1)
    with pytest.raises(IntegrityError):
        restore_bundle(raw, never)
    with pytest.raises(StoreError, match="already"):
        restore_bundle(exported(ledger), partial(SqliteStore.create, tmp_path / "ledger.db"))
    assert ledger.verify(KEYS).faults == ()


def test_a_restore_that_fails_leaves_nothing_and_can_be_tried_again(
    ledger: Ledger[SmallBook], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = partial(SqliteStore.create, tmp_path / "again.db")
    with monkeypatch.context() as patch:
        patch.setattr(SqliteStore, "add_note", None)
        with pytest.raises(TypeError):
            restore_bundle(exported(ledger), create)
    with pytest.raises(StoreError, match="no ledger"):
        SqliteStore.open(tmp_path / "again.db")
    restore_bundle(exported(ledger), create, KEYS)
    SqliteStore.open(tmp_path / "again.db").close()


def test_a_ledger_that_does_not_verify_is_not_exported(ledger: Ledger[SmallBook]) -> None:
    assert isinstance(ledger.store, SqliteStore)
    ledger.store.run("DROP TRIGGER record_no_update")
    ledger.store.run("UPDATE record SET id = 'other' WHERE seq = 2")
    with pytest.raises(IntegrityError, match="record 2: its column id"):
        exported(ledger)


def test_a_backup_under_load_restores_to_the_root_of_its_moment(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    SqliteStore.create(path, META).close()
    ready, done = threading.Event(), threading.Event()

    def write() -> None:
        busy = ledger_of(SqliteStore.open(path, wait=60))
        while not done.is_set():
            append(busy, busy.size)
            if busy.size > 5:
                ready.set()
        busy.store.close()

    writer = threading.Thread(target=write)
    writer.start()
    ready.wait(60)
    store = SqliteStore.open(path, wait=60)
    files = [io.BytesIO() for _ in range(4)]
    backups = [write_bundle(store, file) for file in files]
    done.set()
    writer.join()
    full = ledger_of(store)
    for number, (file, backup) in enumerate(zip(files, backups, strict=True)):
        again = tmp_path / f"again{number}.db"
        restore_bundle(file, partial(SqliteStore.create, again))
        restored = ledger_of(SqliteStore.open(again))
        assert (restored.size, restored.root) == (backup.records, backup.root)
        assert restored.records() == full.records()[: restored.size]
        assert not verify(restored.store).faults
        restored.store.close()
    store.close()


def test_a_bundle_cut_short_is_told_wherever_it_is_cut(ledger: Ledger[SmallBook]) -> None:
    raw = exported(ledger)
    for length in range(len(raw)):
        with pytest.raises(IntegrityError, match="cut short") as caught:
            verify_bundle(raw[:length]).demand()
        assert caught.value.exit_code == 6


def test_a_wrong_key_is_told(ledger: Ledger[SmallBook]) -> None:
    wrong = read_verifier(SERVER.verifier.text)
    other = read_verifier(JAPAN.verifier.text)
    raw = exported(ledger)
    assert verify_bundle(raw, [wrong, other]).faults == ()
    stranger = type(JAPAN)(name=JAPAN.name, algorithm=4, seed=b"?" * 32).verifier
    faults = verify_bundle(raw, [wrong, stranger]).faults
    assert [each.what for each in faults] == [
        "no signature of jpn.example/pact (it vouches for none)"
    ]


def test_a_bundle_older_than_what_an_auditor_kept_is_told(ledger: Ledger[SmallBook]) -> None:
    old = exported(ledger)
    append(ledger, 5)
    kept = ledger.checkpoint(SERVER, now=NOW)
    found = verify_bundle(old, KEYS, kept=[kept])
    assert "the last 1 of the records that it vouches for are gone" in found.faults[0].what
    assert found.records == 5


@given(raw=st.binary(max_size=400))
def test_noise_is_no_bundle(raw: bytes) -> None:
    with pytest.raises(IntegrityError, match="no bundle"):
        verify_bundle(raw)


@pytest.mark.parametrize("change", ["add", "drop", "pack", "twice"])
def test_a_zip_with_other_files_is_told(ledger: Ledger[SmallBook], change: str) -> None:
    old, file = zipfile.ZipFile(io.BytesIO(exported(ledger))), io.BytesIO()
    pack = zipfile.ZIP_DEFLATED if change == "pack" else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "w", pack) as new:
        for name in old.namelist():
            if change != "drop" or name != "pact.toml":
                new.writestr(name, old.read(name))
        if change == "add":
            new.writestr("more.txt", "")
        if change == "twice":
            with pytest.warns(UserWarning, match="Duplicate"):
                new.writestr("pact.toml", "")
    old.close()
    with pytest.raises(IntegrityError, match=r"files of a bundle|another program"):
        read_bundle(file, place="bundle")


def test_the_verifier_of_the_documentation_accepts_and_refuses(
    ledger: Ledger[SmallBook], tmp_path: Path
) -> None:
    text = (Path(__file__).parents[3] / "docs" / "ledger.md").read_text(encoding="utf-8")
    program = text.split("```python\n")[1].split("```")[0]
    names: dict[str, Any] = {"__name__": "documentation"}
    exec(compile(program, "docs/ledger.md", "exec"), names)  # noqa: S102
    verify_as_documented = names["verify"]
    path, keys = tmp_path / "ledger.zip", [each.text for each in KEYS]
    path.write_bytes(exported(ledger))
    assert verify_as_documented(path, keys) == 5
    for old, new in ((b"meti", b"usa."), (b"us-japan", b"us-jopan"), (b"\n5\n", b"\n4\n")):
        with zipfile.ZipFile(path) as whole:
            files = {name: whole.read(name).replace(old, new) for name in whole.namelist()}
        changed = tmp_path / "changed.zip"
        with zipfile.ZipFile(changed, "w") as archive:
            for name, raw in files.items():
                archive.writestr(name, raw)
        with pytest.raises((AssertionError, KeyError)):
            verify_as_documented(changed, keys)
    stranger = type(JAPAN)(name=JAPAN.name, algorithm=4, seed=b"?" * 32).verifier
    with pytest.raises(AssertionError):
        verify_as_documented(path, [stranger.text])
