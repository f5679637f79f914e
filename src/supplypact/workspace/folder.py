"""The user's folder of tables: which CSV files stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supplypact.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


def csv_files(folder: Path, tables: Collection[str]) -> dict[str, Path]:
    """Return the CSV files of ``folder`` by the name of the table that they stand for.

    Raises:
        UsageError: it is no folder, cannot be read, or holds no CSV file; what looks like one of
            ``tables`` in another format is named.
    """
    fix = "give --data a folder with CSV tables"
    try:
        entries = sorted(folder.iterdir())
        found = {each.stem: each for each in entries if each.suffix == ".csv" and each.is_file()}
    except FileNotFoundError:
        what = "there is no folder of this name"
    except NotADirectoryError:
        what = "it is not a folder"
    except OSError as error:
        what = f"the folder cannot be read ({error.strerror or error})"
    else:
        if found:
            return found
        what = "there is no CSV table in the folder" + _near_misses(entries, tables)
        fix = "put a CSV file named after its table there, such as projects.csv"
    raise UsageError(what, where=str(folder), fix=fix)


def _near_misses(entries: list[Path], tables: Collection[str]) -> str:
    """Return what stands in the folder and looks like a table, in words."""
    near = [
        f"{each.name} is a {'folder' if each.is_dir() else 'file of another format'}"
        for each in entries
        if each.stem.lower() in tables
    ]
    return f" ({', '.join(near)})" if near else ""
