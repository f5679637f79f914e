"""The user's folder of tables: which CSV files stand in it, packed with gzip or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supplypact.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


ENDINGS = (".csv", ".csv.gz")


def csv_files(folder: Path, tables: Collection[str]) -> dict[str, Path]:
    """Return the CSV files of ``folder`` by the name of the table that they stand for.

    Raises:
        UsageError: it is no folder, cannot be read, holds no CSV file, or two of one table; what
            looks like one of ``tables`` in another format is named.
    """
    fix = "give --data a folder with CSV tables"
    try:
        entries = sorted(folder.iterdir())
        files = [each for each in entries if each.name.endswith(ENDINGS) and each.is_file()]
    except FileNotFoundError:
        what = "there is no folder of this name"
    except NotADirectoryError:
        what = "it is not a folder"
    except OSError as error:
        what = f"the folder cannot be read ({error.strerror or error})"
    else:
        if files:
            return _by_table(files)
        what = "there is no CSV table in the folder" + _near_misses(entries, tables)
        fix = "put a CSV file named after its table there, such as projects.csv"
    raise UsageError(what, where=str(folder), fix=fix)


def _by_table(files: list[Path]) -> dict[str, Path]:
    """Return the files by the table that they stand for; raises UsageError where two do."""
    found: dict[str, Path] = {}
    for each in files:
        table = each.name.removesuffix(".gz").removesuffix(".csv")
        first = found.setdefault(table, each)
        if first != each:
            what = f"{first.name} and {each.name} stand for one table"
            raise UsageError(what, where=str(each.parent), fix="keep one of the two")
    return found


def _near_misses(entries: list[Path], tables: Collection[str]) -> str:
    """Return what stands in the folder and looks like a table, in words."""
    near = [
        f"{each.name} is a {'folder' if each.is_dir() else 'file of another format'}"
        for each in entries
        if each.stem.lower() in tables
    ]
    return f" ({', '.join(near)})" if near else ""
