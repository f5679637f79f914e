"""The installed wheel, not the checkout, does the main job in an empty folder."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., Path]
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_tables_pacts_charts_and_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "data/tables/datapackage.json",
        "data/tables/flows.csv",
        "data/pacts/us-japan-2025.toml",
        "data/events/rare-earths-2025.toml",
        "reporting/playbook.schema.json",
        "reporting/static/echarts.min.js",
        "reporting/record.schema.json",
        "py.typed",
    ):
        assert f"supplypact/{name}" in names
    assert not [name for name in names if name.startswith(("tests", "tools", "benchmarks"))]


@pytest.fixture(scope="module")
def run(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return how to run a command of the wheel in an empty folder.

    Dependencies come from this environment; the package itself only from the wheel.
    """
    home, empty = tmp_path_factory.mktemp("venv"), tmp_path_factory.mktemp("empty")
    venv.create(home, with_pip=False)
    (site,) = (home / "lib").glob("python*/site-packages")
    zipfile.ZipFile(wheel).extractall(site)
    own = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "dependencies.pth").write_text(f"{own}\n", "utf-8")
    code = "import supplypact, sys; from supplypact.cli.main import run; "
    code += "print(supplypact.__file__, file=sys.stderr); sys.exit(run(sys.argv[1:]))"

    def call(*arguments: str) -> Path:
        done = subprocess.run(
            [home / "bin" / "python", "-c", code, *arguments, "--out", "out"],
            cwd=empty,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert str(site) in done.stderr
        return empty / "out"

    return call


def test_the_wheel_plans_the_bundled_pact_in_an_empty_folder(run: Run) -> None:
    out = run("plan", "us-japan-2025")
    record = json.loads((out / "record.json").read_text("utf-8"))
    assert record["status"] == "optimal"
    assert (out / "report.html").stat().st_size > 100_000


def test_the_wheel_answers_a_bundled_event_in_an_empty_folder(run: Run) -> None:
    out = run("respond", "us-japan-2025", "--event", "rare-earths-2025", "--as-of", "2026-11-22")
    playbook = json.loads((out / "playbook.json").read_text("utf-8"))
    assert 0 < len(playbook["actions"]) <= 12
    for name in ("brief.en.html", "brief.ja.html", "alert.xml", "playbook.xlsx"):
        assert (out / name).stat().st_size > 1_000
