"""Stocks: the bundled table, and the user's rows in the place of what they name."""

from pathlib import Path

import pytest

from supplypact.data import catalogue
from supplypact.errors import DataError, UsageError
from supplypact.formats.stocks_csv import STOCK_COLUMNS
from supplypact.workspace.workspace import Workspace


def own(folder: Path, text: str) -> Path:
    file = folder / "own.csv"
    file.write_text("holder,material,form,tonnes,days\n" + text)
    return file


def test_the_bundled_stocks_are_in_tonnes() -> None:
    stocks = Workspace().open_stocks()
    assert tuple(stocks.columns) == STOCK_COLUMNS
    assert stocks["days"].null_count() == stocks.height
    held = {
        row["kind"]: row["tonnes"]
        for row in stocks.filter(holder="USA", material="cobalt").to_dicts()
    }
    assert held == {"industry": 1500, "national": 316}


def test_the_user_replaces_all_that_a_holder_has_of_a_material(tmp_path: Path) -> None:
    before = Workspace().open_stocks()
    after = Workspace().open_stocks(own(tmp_path, "USA,cobalt,refine,,90\nJPN,gallium,refine,5,\n"))
    (cobalt,) = after.filter(holder="USA", material="cobalt").to_dicts()
    assert (cobalt["tonnes"], cobalt["days"], cobalt["kind"]) == (None, 90, "given")
    assert after.filter(holder="JPN")["tonnes"].to_list() == [5]
    # two rows of cobalt go, two rows come
    assert after.height == before.height
    assert after.filter(holder="CHN").equals(before.filter(holder="CHN"))


def test_faults_of_the_users_stocks_are_told_with_their_lines(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"own\.csv, line 2: tonnes is -5, below 0"):
        Workspace().open_stocks(own(tmp_path, "JPN,gallium,refine,-5,\n"))
    with pytest.raises(DataError, match="unknown material 'galium'; did you mean 'gallium'"):
        Workspace().open_stocks(own(tmp_path, "JPN,galium,refine,5,\n"))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the file cannot be read"):
        Workspace().open_stocks(tmp_path / "none.csv")


def test_a_folder_of_tables_may_bring_its_own_bundled_stocks(tmp_path: Path) -> None:
    lines = catalogue.table_bytes("stocks").decode().splitlines(keepends=True)
    (tmp_path / "stocks.csv").write_text("".join(lines[:2]))
    assert Workspace(tmp_path).open_stocks().height == 1
