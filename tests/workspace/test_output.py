"""Writing answers: whole or not at all."""

from pathlib import Path

import pytest

from supplypact.errors import OutputError
from supplypact.workspace.output import check_writable, check_writable_file, save


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_folder_appears_with_all_files(tmp_path: Path) -> None:
    out = tmp_path / "runs" / "first"
    save({"record.json": b"{}", "report.html": b"<p>"}, out)
    assert names(out) == ["record.json", "report.html"]
    assert (out / "record.json").read_bytes() == b"{}"
    assert names(tmp_path / "runs") == ["first"]


def test_files_of_the_same_name_are_replaced_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "record.json").write_text("old")
    save({"record.json": b"new"}, tmp_path)
    assert names(tmp_path) == ["notes.txt", "record.json"]
    assert (tmp_path / "record.json").read_text() == "new"


def test_nothing_is_left_half_written_when_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "record.json").write_text("old")
    with pytest.raises(OutputError) as caught:
        save({"record.json": b"new", "missing-folder/report.html": b""}, tmp_path)
    assert caught.value.exit_code == 4
    assert names(tmp_path) == ["record.json"]
    assert (tmp_path / "record.json").read_text() == "old"


def test_a_new_folder_that_fails_does_not_appear(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        save({"missing-folder/report.html": b""}, tmp_path / "out")
    assert names(tmp_path) == []


def test_a_read_only_folder_is_refused_before_any_work(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(OutputError, match="read-only"):
            check_writable(tmp_path)
        with pytest.raises(OutputError, match="read-only"):
            check_writable(tmp_path / "new" / "folder")
    finally:
        tmp_path.chmod(0o755)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match="not a folder"):
        check_writable(tmp_path / "out")
    with pytest.raises(OutputError, match="not a folder"):
        check_writable(tmp_path / "out" / "inner")


def test_a_file_needs_a_folder_that_exists_and_a_place_of_its_own(tmp_path: Path) -> None:
    def told(path: Path) -> str:
        with pytest.raises(OutputError) as caught:
            check_writable_file(path, option="--model")
        assert "another --model" in caught.value.fix
        return caught.value.what

    assert told(tmp_path) == "it is a folder, not a file"
    assert told(tmp_path / "none" / "plan.lp") == "the folder of the file does not exist"
    locked = tmp_path / "old.lp"
    locked.touch(mode=0o444)
    assert told(locked) == "the file is read-only"
    assert told(locked / "plan.lp") == "it is not a folder"
    check_writable_file(tmp_path / "plan.lp", option="--model")
    assert names(tmp_path) == ["old.lp"]


def test_a_file_in_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    with pytest.raises(OutputError, match="read-only"):
        check_writable_file(folder / "plan.lp", option="--model")
