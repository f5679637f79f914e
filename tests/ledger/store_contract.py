"""What every store does: held by SQLite and PostgreSQL alike.

A subclass gives the fixture ``place``.
"""

import threading
from datetime import timedelta
from typing import Any

import pytest

from supplypact.errors import StoreError
from supplypact.ledger.proofs.verify import verify
from supplypact.ledger.store import sql
from supplypact.ledger.store.meta import new_meta
from supplypact.ledger.store.store import Row
from tests.ledger.ledgers import META, NOW, Place, append, entry, ledger_of, signed_by_all

WRITERS, EACH = 4, 12


class StoreContract:
    """Tests that both stores run."""

    def test_what_was_written_is_there_the_next_time(self, place: Place) -> None:
        first = ledger_of(place.create(), 3)
        first.store.close()
        again = ledger_of(place.open())
        assert again.records() == first.records()
        assert (again.root, again.origin) == (first.root, META["origin"])
        assert again.store.meta() == META
        assert again.store.hashes() == [row.hash for row in again.store.rows()]
        again.store.close()

    def test_rows_are_read_page_by_page(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = ledger_of(place.create(), 7).store
        for page in (1, 2, 3, 7, 8):
            monkeypatch.setattr(sql, "PAGE", page)
            assert [row.seq for row in store.rows()] == list(range(7))
            assert [row.seq for row in store.rows(4)] == [5, 6]
        store.close()

    def test_nothing_is_kept_of_a_transaction_that_fails(self, place: Place) -> None:
        store = place.create()
        ledger_of(store, 2)

        def fail() -> None:
            with store.writing():
                store.add([row_after(next(store.rows(0)))])
                store.add_note("note")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert [row.seq for row in store.rows()] == [0, 1]
        assert store.notes() == []
        assert append(ledger_of(store), 2).seq == 2
        store.close()

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE record SET id = 'other' WHERE seq = 1",
            "DELETE FROM record WHERE seq = 2",
            "UPDATE note SET text = 'other'",
            "DELETE FROM note",
            "UPDATE meta SET value = 'other'",
            "DELETE FROM meta",
        ],
    )
    def test_a_row_is_never_changed_nor_deleted(self, place: Place, statement: str) -> None:
        ledger = ledger_of(place.create(), 3)
        signed_by_all(ledger)
        with pytest.raises(Exception, match="is never changed"):
            place.run(statement)
        assert not verify(ledger.store).faults
        ledger.store.close()

    @pytest.mark.parametrize(
        "change",
        [{"seq": 4}, {"seq": 2}, {"prev": bytes(32)}, {"id": "entry-0"}, {"hash": b"short"}],
    )
    def test_a_row_that_does_not_follow_is_refused(
        self, place: Place, change: dict[str, Any]
    ) -> None:
        store = ledger_of(place.create(), 3).store
        row = row_after(next(store.rows(1)))._replace(**change)
        with pytest.raises(StoreError, match="refuses") as caught, store.writing():
            store.add([row])
        assert caught.value.exit_code == 4
        assert len(store.hashes()) == 3
        store.close()

    def test_a_note_is_kept_once(self, place: Place) -> None:
        store = place.create()
        with store.writing():
            for text in ("b", "a", "b"):
                store.add_note(text)
        assert store.notes() == ["b", "a"]
        store.close()

    def test_a_ledger_is_never_made_over_another(self, place: Place) -> None:
        ledger_of(place.create(), 1).store.close()
        with pytest.raises(StoreError, match="already"):
            place.create(new_meta("other", "text", now=NOW, seed="1"))
        store = place.open()
        assert store.meta() == META
        store.close()

    def test_a_ledger_of_a_later_version_is_refused(self, place: Place) -> None:
        place.create({**META, "version": "2"}).close()
        with pytest.raises(StoreError, match=r"version 2(?s:.*)use a later version"):
            place.open()

    def test_a_database_of_another_program_is_refused(self, place: Place) -> None:
        place.create({"format": "other", "version": "1"}).close()
        with pytest.raises(StoreError, match="no ledger"):
            place.open()

    def test_a_writer_that_waits_too_long_is_told(self, place: Place) -> None:
        first = ledger_of(place.create(), 1)
        second = place.open(wait=0.2)
        with (
            first.store.writing(),
            pytest.raises(StoreError, match="held the ledger for too long"),
            second.writing(),
        ):
            pass
        # The one that waited can go on once the other is done.
        assert append(ledger_of(second), 1).seq == 1
        assert append(first, 2).seq == 2
        second.close()
        first.store.close()

    def test_a_reader_sees_one_moment(self, place: Place) -> None:
        writer, reader = ledger_of(place.create(), 2), place.open()
        with reader.reading():
            before = reader.hashes()
            append(writer, 2)
            assert reader.hashes() == before
            assert len(list(reader.rows())) == 2
        assert len(reader.hashes()) == 3
        reader.close()
        writer.store.close()

    def test_a_guard_that_is_gone_is_told(self, place: Place) -> None:
        store = ledger_of(place.create(), 2).store
        assert store.worn() == []
        self.drop_a_guard(place)
        assert "record_follows is not in force" in verify(store).faults[0].what
        store.close()

    def drop_a_guard(self, place: Place) -> None:
        raise NotImplementedError

    def test_many_writers_at_once_lose_nothing_and_repeat_nothing(self, place: Place) -> None:
        place.create().close()
        told: list[tuple[int, str]] = []
        troubles: list[BaseException] = []

        def write(writer: int) -> None:
            try:
                ledger = ledger_of(place.open(wait=60))
                for number in range(EACH):
                    # Every second entry is one that all writers send.
                    name = number if number % 2 else writer * EACH + 1_000 + number
                    record = ledger.append([entry(name)], actor=f"writer {writer}", now=NOW)[0]
                    told.append((record.seq, record.entry.id))
                ledger.store.close()
            except BaseException as trouble:  # noqa: BLE001
                troubles.append(trouble)

        threads = [threading.Thread(target=write, args=[each]) for each in range(WRITERS)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert troubles == []
        store = place.open()
        assert not verify(store).faults
        kept = [(row.seq, row.id) for row in store.rows()]
        assert sorted(set(told)) == kept
        assert len(kept) == WRITERS * EACH // 2 + EACH // 2
        store.close()

    def test_times_of_records_never_go_back(self, place: Place) -> None:
        ledger = ledger_of(place.create())
        for number, seconds in enumerate((0, 1, 0, 0.5)):
            ledger.append([entry(number)], actor="a", now=NOW + timedelta(seconds=seconds))
        tick = timedelta(microseconds=1)
        second = NOW + timedelta(seconds=1)
        moments = [each.recorded_at for each in ledger.records()]
        assert moments == [NOW, second, second + tick, second + 2 * tick]
        ledger.store.close()


def row_after(row: Row) -> Row:
    """Return a row that the store would take after ``row``."""
    return Row(row.seq + 1, f"entry-{row.seq + 1}", row.hash, bytes([row.seq + 1]) * 32, b"leaf")
