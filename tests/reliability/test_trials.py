"""The trials of docs/reliability.md in small; ``python -m tools.reliability`` runs them in full."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.postgres_server import programs
from tools.reliability import honest, kill, merkle, writers
from tools.reliability.backup import backups, file_places
from tools.reliability.faults import Faults, sweep
from tools.reliability.outcome import Outcome
from tools.reliability.server import Server, server_to_kill
from tools.reliability.server_faults import failing_server, full_server
from tools.reliability.sweep import FAULTS

SEED = 6


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if programs() is None:
        needs = "needs initdb and postgres (on Debian: apt-get install postgresql)"
        if os.environ.get("SUPPLYPACT_REQUIRE_POSTGRES"):
            pytest.fail(needs)
        pytest.skip(needs)
    with server_to_kill() as running:
        yield running


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users get into."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def check(outcome: Outcome) -> None:
    assert outcome.holds, "\n".join(outcome.lines())
    assert outcome.trials


def test_nothing_acknowledged_is_lost_when_writers_are_killed(tmp_path: Path) -> None:
    outcome = kill.Trials(folder=tmp_path, seed=SEED).run(20)
    check(outcome)
    assert outcome.figures["entries acknowledged"]


def test_nothing_acknowledged_is_lost_when_writers_or_the_server_are_killed(
    tmp_path: Path, server: Server
) -> None:
    check(kill.Trials(folder=tmp_path, seed=SEED, server=server).run(5))


def test_full_disks_missing_rights_and_odd_clocks_are_told(folder: Path) -> None:
    check(Faults(folder=folder).run())


@pytest.mark.skipif(not shutil.which("gcc"), reason="needs gcc")
def test_calls_of_the_system_that_fail_lose_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPLYPACT_SWEEP", "9")
    outcome = sweep(folder)
    check(outcome)
    assert outcome.trials > 4 * len(FAULTS)


def test_a_server_with_a_full_disk_or_unsafe_settings_is_told(folder: Path, server: Server) -> None:
    check(full_server(folder, server))


@pytest.mark.skipif(not shutil.which("gcc"), reason="needs gcc")
def test_a_server_whose_fsync_fails_loses_nothing(folder: Path, server: Server) -> None:
    check(failing_server(folder, server, trials=1, seed=SEED))


def test_many_writers_leave_one_order_and_no_entry_twice(tmp_path: Path) -> None:
    fresh = file_places(tmp_path)
    check(writers.concurrent(fresh, tmp_path, trials=2, seed=SEED))
    check(writers.storms(fresh, tmp_path, trials=1, seed=SEED))


def test_many_writers_on_a_server_leave_one_order_and_no_entry_twice(
    tmp_path: Path, server: Server
) -> None:
    check(writers.concurrent(server.database, tmp_path, trials=2, seed=SEED))
    check(writers.storms(server.database, tmp_path, trials=1, seed=SEED))


def test_sound_ledgers_verify_and_forks_are_not_signed(tmp_path: Path) -> None:
    check(honest.untouched(tmp_path, trials=15, seed=SEED))
    check(honest.split_views(tmp_path, trials=30, seed=SEED))


def test_the_tree_is_that_of_another_implementation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merkle, "WHOLE", 30)
    monkeypatch.setattr(merkle, "MOST", 120)
    check(merkle.differential(trials=1, seed=SEED))


def test_a_backup_under_load_is_restored_to_the_same_root(tmp_path: Path, server: Server) -> None:
    places = [file_places(tmp_path), server.database]
    for fresh in places:
        check(backups(fresh, tmp_path, trials=2, seed=SEED, size=300, targets=places))
