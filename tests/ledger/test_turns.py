"""Appends that wait for their turn."""

import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from supplypact.errors import UsageError
from supplypact.ledger import intake
from supplypact.ledger.sqlite import SqliteStore
from tests.ledger.ledgers import META, NOW, append, entry, ledger_of


def test_an_append_that_waited_longer_than_the_slack_is_not_told_to_set_its_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "SLACK", timedelta(milliseconds=1))
    path = tmp_path / "ledger.db"
    SqliteStore.create(path, META).close()
    taken = threading.Event()

    def slow() -> None:
        with closing(SqliteStore.open(path)) as store:
            ledger = ledger_of(store)
            with store.writing():
                taken.set()
                time.sleep(0.4)
                store.add(ledger._rows(records))

    with closing(SqliteStore.create(tmp_path / "other.db", META)) as other:
        # The record of who writes meanwhile: a fifth of a second after ours was asked for.
        first = ledger_of(other)
        late = NOW + timedelta(milliseconds=200)
        records = first.append([entry(0)], actor="meti", now=late)
    thread = threading.Thread(target=slow)
    thread.start()
    taken.wait()
    with closing(SqliteStore.open(path)) as store:
        ledger = ledger_of(store)
        record = ledger.append([entry(1)], actor="usa", now=NOW)[0]
        thread.join()
        assert (record.seq, record.recorded_at) == (1, late + timedelta(microseconds=1))
        # A clock that is behind without having waited is refused as before.
        with pytest.raises(UsageError, match="set the clock"):
            ledger.append([entry(2)], actor="usa", now=NOW - timedelta(seconds=5))
        assert append(ledger, 2).seq == 2
