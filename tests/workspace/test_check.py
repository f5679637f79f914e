"""All checks of the tables in one list."""

from pathlib import Path

from supplypact.data import catalogue
from supplypact.workspace.check import check_tables
from supplypact.workspace.workspace import Workspace


def test_the_bundled_tables_pass_every_check() -> None:
    checks = check_tables(Workspace())
    assert [(each.name, each.failures[:5]) for each in checks if not each.passed] == []
    assert all(each.count > 0 for each in checks)


def test_figures_are_checked_only_where_the_tables_are_right(tmp_path: Path) -> None:
    header = catalogue.table_bytes("flows").decode().splitlines()[0]
    (tmp_path / "flows.csv").write_text(header.replace("tonnes", "tons") + "\n")
    checks = check_tables(Workspace(tmp_path))
    (wrong,) = [each for each in checks if not each.passed]
    assert wrong.name.startswith("flows: columns")
    assert len(wrong.failures) == 2
    assert not any("world total" in each.name for each in checks)
