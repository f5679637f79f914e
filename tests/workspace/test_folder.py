"""The user's folder: its CSV files, or why there is none."""

from pathlib import Path

import pytest

from supplypact.errors import UsageError
from supplypact.workspace.folder import csv_files

TABLES = ("projects", "flows")


def test_the_csv_files_are_found_by_name(tmp_path: Path) -> None:
    (tmp_path / "flows.csv").write_text("")
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "projects.csv").mkdir()
    assert csv_files(tmp_path, TABLES) == {"flows": tmp_path / "flows.csv"}


def test_a_folder_without_csv_file_names_what_looks_like_a_table(tmp_path: Path) -> None:
    (tmp_path / "Projects.xlsx").write_text("")
    (tmp_path / "flows.csv").mkdir()
    (tmp_path / "notes.txt").write_text("")
    with pytest.raises(UsageError, match="no CSV table in the folder") as caught:
        csv_files(tmp_path, TABLES)
    assert "(Projects.xlsx is a file of another format, flows.csv is a folder)" in caught.value.what


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="there is no folder of this name"):
        csv_files(tmp_path / "none", TABLES)
    with pytest.raises(UsageError, match="it is not a folder"):
        csv_files(tmp_path / "file", TABLES)


def test_a_folder_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(UsageError, match=r"cannot be read \(Permission denied\)"):
        csv_files(tmp_path, TABLES)


def test_a_packed_file_stands_for_its_table_too(tmp_path: Path) -> None:
    (tmp_path / "flows.csv.gz").write_bytes(b"")
    assert csv_files(tmp_path, TABLES) == {"flows": tmp_path / "flows.csv.gz"}


def test_two_files_of_one_table_are_told(tmp_path: Path) -> None:
    for name in ("flows.csv", "flows.csv.gz"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(UsageError, match=r"flows\.csv and flows\.csv\.gz stand for one table"):
        csv_files(tmp_path, TABLES)
