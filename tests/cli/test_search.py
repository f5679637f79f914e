"""A search that is cut short goes on from what it saved; a cluster answers as this process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from supplypact.cli.main import INTERRUPTED, run
from supplypact.decomposition import actors

GALLIUM = ["stockpile", "us-japan-2025", "--relaxed", "--material", "gallium"]
SLOWED = """
import sys, time
from supplypact.cli.main import main
from supplypact.decomposition import solve

tell = solve._Run._tell

def slowly(run, lower, upper):
    tell(run, lower, upper)
    if run._valuer.tally.lps > 20:
        print("at work", file=sys.stderr, flush=True)
        time.sleep(60)

solve._Run._tell = slowly
main()
"""
"""The command, but for waiting to be interrupted once it has found something."""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder / "supplypact"


def interrupted(*options: str) -> str:
    """Start the command, press Ctrl-C when it is at work, return what it says."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", SLOWED, *GALLIUM, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as command:
        assert command.stderr is not None
        seen = []
        for line in command.stderr:
            seen.append(line)
            if line == "at work\n":
                command.send_signal(signal.SIGINT)
                break
        told = command.stderr.read()
        assert command.wait(timeout=60) == INTERRUPTED, "".join([*seen, told])
    return told


def objective(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run([*GALLIUM, "--json", *options]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_ctrl_c_saves_the_search_and_resume_goes_on(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = interrupted()

    (file,) = cache.iterdir()
    assert f"Saved in {file} (relaxed: gap " in told
    assert f"Go on with the same call and --resume {file}" in told
    assert "interrupted" in told

    rest = objective(capsys, "--resume")
    assert rest["size"]["resumed"] == "run"
    assert list(cache.iterdir()) == []  # the question is answered
    whole = objective(capsys)
    assert rest["objective_usd"] == pytest.approx(whole["objective_usd"], rel=2e-3)
    assert rest["size"]["lps"] < whole["size"]["lps"]


def test_a_file_of_ones_own_is_kept_and_serves_other_questions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "gallium.npz"
    calm = objective(capsys, "--checkpoint", str(file))
    assert file.exists()

    twice = objective(capsys, "--rates", "x2", "--resume", str(file))

    assert calm["size"]["resumed"] == ""
    assert twice["size"]["resumed"] == "pools"


def test_a_search_out_of_time_tells_where_it_is_kept(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*GALLIUM, "--seconds", "0.01", "--csv"]) == 0
    told = capsys.readouterr().err

    (file,) = cache.iterdir()
    assert f"The search stopped before its gap. Saved in {file}" in told


def test_a_folder_that_cannot_be_written_does_not_stop_the_search(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cache.parent.write_text("no folder")

    assert run([*GALLIUM, "--seconds", "0.01", "--csv"]) == 0
    assert "No checkpoint can be kept" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--resume"], "there is no checkpoint of this call"),
        (["--resume", "nowhere.npz"], "--resume nowhere.npz"),
        (["--resume", __file__], "not a checkpoint of this version"),
        (["--fall-back"], "--fall-back is of a cluster"),
        (["--cluster", "somewhere"], "missing port number"),
    ],
)
def test_a_mistake_is_told(
    options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*GALLIUM, *options]) == 2
    assert told in capsys.readouterr().err


def test_a_checkpoint_that_cannot_be_written_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*GALLIUM, "--checkpoint", str(tmp_path / "no" / "file.npz")]) == 4
    assert "the folder of the file does not exist" in capsys.readouterr().err


def test_local_processes_fall_in_for_a_cluster_only_if_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(actors, "ANSWER", 0.5)
    nobody = ["--cluster", "tcp://127.0.0.1:9", "--csv"]

    assert run([*GALLIUM, *nobody]) == 2
    refused = capsys.readouterr().err
    assert run([*GALLIUM, *nobody, "--fall-back"]) == 0
    told = capsys.readouterr().err

    assert "where: cluster tcp://127.0.0.1:9" in refused
    assert "add --fall-back, so that local processes solve" in refused
    assert "tcp://127.0.0.1:9: nothing answers within 0.5 s. Local processes solve." in told


@pytest.fixture
def cluster() -> Iterator[Any]:
    make: Any = LocalCluster
    with make(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as running:
        yield running


def test_a_cluster_gives_the_answer_of_one_process(
    cluster: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = objective(capsys)
    shared = objective(capsys, "--cluster", cluster.scheduler_address)

    assert shared["size"]["solved_by"].endswith(cluster.scheduler_address)
    assert shared["objective_usd"] == pytest.approx(alone["objective_usd"], rel=1e-3)
    assert shared["bound_usd"] <= alone["objective_usd"] * (1 + 1e-9)
    assert alone["bound_usd"] <= shared["objective_usd"] * (1 + 1e-9)
