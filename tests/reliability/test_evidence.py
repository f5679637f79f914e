"""What is told of a ledger that broke its word: the trials must be able to fail."""

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite  # type: ignore[import-untyped]

from supplypact.domain.record import Record
from supplypact.workspace.ledger import Place
from tools.reliability.case import entry_of, fresh_meta, ledger_in, now
from tools.reliability.client import acknowledged
from tools.reliability.evidence import ANOMALIES, Before, Journals, Tally, examine
from tools.reliability.outcome import Outcome


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(file=tmp_path / "ledger.db")
    found.opener(fresh_meta("test")).close()
    return found


def append(place: Place, *names: str) -> list[Record]:
    with closing(place.open()) as store:
        return ledger_in(store).append([entry_of(each) for each in names], actor="a", now=now())


def journals(path: Path, *lines: dict[str, Any], rest: str = "") -> Journals:
    path.write_text("".join(f"{json.dumps(each)}\n" for each in lines) + rest)
    return Journals.read([path, path.with_name("none")])


def ack(records: Sequence[Record], **other: object) -> dict[str, Any]:
    return {"word": "ack", **acknowledged(records), **other}


def begin(*names: str) -> dict[str, Any]:
    return {"word": "begin", "ids": names}


def found(place: Place, told: Journals, before: Before | None = None) -> Tally:
    tally = Tally()
    examine(place, told, before or Before(), tally, "trial")
    assert set(tally.anomalies) <= set(ANOMALIES)
    return tally


def test_a_ledger_that_keeps_its_word_passes(place: Place, tmp_path: Path) -> None:
    records = append(place, "a", "b")
    append(place, "c")
    path = tmp_path / "journal"
    told = journals(path, begin("a", "b"), ack(records), begin("c"), rest='{"word": "ack", "id')
    tally = found(place, told)
    assert not tally.anomalies
    assert (tally.acks, tally.records, tally.unseen, tally.undone) == (2, 3, 1, 0)
    # Once more: nothing is recorded anew, and what is there is what was there.
    assert not found(place, journals(path, begin("d"))).anomalies
    assert examine(place, journals(path), Before(), Tally(), "again").size == 4


def test_a_lost_entry_is_told(place: Place, tmp_path: Path) -> None:
    records = append(place, "a")
    lost = journals(tmp_path / "journal", ack(records, ids=["never"]))
    assert found(place, lost).anomalies == {"acknowledged and lost": 1}


def test_a_changed_place_or_time_is_told(place: Place, tmp_path: Path) -> None:
    records = append(place, "a")
    for other in ({"seqs": [1]}, {"times": ["2026-01-01T00:00:00+00:00"]}):
        told = journals(tmp_path / "journal", ack(records, **other))
        assert found(place, told).anomalies == {"acknowledged and changed": 1}


def test_a_batch_recorded_in_part_is_told(place: Place, tmp_path: Path) -> None:
    append(place, "a")
    told = journals(tmp_path / "journal", begin("a", "b"))
    assert found(place, told).anomalies == {"recorded in part": 1}


def test_another_history_and_a_lost_checkpoint_are_told(place: Place, tmp_path: Path) -> None:
    append(place, "a", "b")
    told = journals(tmp_path / "journal", {"word": "signed", "size": 2})
    tally = found(place, told, Before(size=1, root=b"other"))
    assert tally.anomalies == {"earlier records changed": 1, "checkpoints lost": 1}


def test_a_ledger_that_does_not_verify_is_told(place: Place, tmp_path: Path) -> None:
    append(place, "a")
    with closing(sqlite.connect(str(place.file))) as connection:
        connection.execute("DROP TRIGGER record_follows")
    tally = found(place, journals(tmp_path / "journal"))
    assert tally.anomalies == {"faults of verification": 1}
    assert "record_follows" in tally.told[0]


def test_an_outcome_fails_by_any_anomaly_and_states_its_bound() -> None:
    sound = Outcome(claim="it holds", trials=300, anomalies={"lost": 0})
    assert sound.holds
    assert "  upper bound at 95 %: 0.01 of trials" in list(sound.lines())
    broken = Outcome(claim="it holds", trials=300, anomalies={"lost": 1}, told=("trial 7",))
    assert not broken.holds
    assert next(broken.lines()) == "FAILS: it holds"
    assert list(broken.lines())[-2:] == ["  anomalies, lost: 1", "  - trial 7"]
