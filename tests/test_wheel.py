"""The installed wheel, not the checkout, does the main job in an empty folder."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

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


def test_the_wheel_plans_the_bundled_pact_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """Dependencies come from this environment; the package itself only from the wheel."""
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    (site,) = (home / "lib").glob("python*/site-packages")
    zipfile.ZipFile(wheel).extractall(site)
    own = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "dependencies.pth").write_text(f"{own}\n", "utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    code = "import supplypact, sys; from supplypact.cli.main import run; "
    code += "print(supplypact.__file__, file=sys.stderr); sys.exit(run(sys.argv[1:]))"
    done = subprocess.run(
        [home / "bin" / "python", "-c", code, "plan", "us-japan-2025", "--out", "out"],
        cwd=empty,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(site) in done.stderr
    record = json.loads((empty / "out" / "record.json").read_text("utf-8"))
    assert record["status"] == "optimal"
    assert (empty / "out" / "report.html").stat().st_size > 100_000
