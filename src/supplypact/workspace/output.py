"""Write answers so that nothing is ever half-written: beside first, then renamed into place."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from supplypact.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ANY_WRITE_BIT = 0o222


def check_writable(out: Path, *, option: str = "--out") -> None:
    """Raise OutputError unless the folder ``out`` exists and is writable, or can be made.

    A folder without any write permission counts as read-only even for the superuser.
    """
    place = out
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        raise OutputError("it is not a folder", where=str(place), fix=f"choose another {option}")
    if not _may_write(place, os.W_OK | os.X_OK):
        fix = f"choose another {option}, or make the folder writable (chmod u+w)"
        raise OutputError("the folder is read-only", where=str(place), fix=fix)


def check_writable_file(path: Path, *, option: str) -> None:
    """Raise OutputError unless a file can be written at ``path``, in a folder that exists."""
    another = f"choose another {option}"
    if path.is_dir():
        raise OutputError("it is a folder, not a file", where=str(path), fix=another)
    if not path.parent.exists():
        fix = f"make the folder, or {another}"
        raise OutputError("the folder of the file does not exist", where=str(path.parent), fix=fix)
    check_writable(path.parent, option=option)
    if path.exists() and not _may_write(path, os.W_OK):
        fix = f"{another}, or make the file writable (chmod u+w)"
        raise OutputError("the file is read-only", where=str(path), fix=fix)


def _may_write(place: Path, access: int) -> bool:
    return bool(place.stat().st_mode & _ANY_WRITE_BIT) and os.access(place, access)


def save(files: Mapping[str, bytes], out: Path) -> None:
    """Write the files, by name, into the folder ``out``.

    A new folder appears whole.  In a folder that exists each file of the same name is replaced
    whole and the others stay.

    Raises:
        OutputError: the folder cannot be written.
    """
    check_writable(out)
    is_new = not out.exists()
    beside = (out.parent if is_new else out) / f".{out.name}-{os.getpid()}.part"
    try:
        beside.mkdir(parents=True)
        for name, content in files.items():
            (beside / name).write_bytes(content)
        if is_new:
            beside.rename(out)
        else:
            for name in files:
                (beside / name).replace(out / name)
    except OSError as error:
        fix = "free the place or choose another --out"
        raise OutputError(error.strerror or str(error), where=str(out), fix=fix) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def check_new_file(path: Path, *, option: str) -> None:
    """Raise OutputError if there is a file at ``path`` already: it may be all that is left."""
    if path.exists():
        what, fix = "there is a file already; it is not overwritten", f"name a new {option}"
        raise OutputError(what, where=str(path), fix=fix)


def write_file(path: Path, content: bytes, *, option: str) -> None:
    """Write one file whole: beside first, then renamed into place; raises OutputError."""
    check_writable_file(path, option=option)
    beside = path.with_name(f".{path.name}-{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        fix = f"free the place or choose another {option}"
        raise OutputError(error.strerror or str(error), where=str(path), fix=fix) from error
    finally:
        beside.unlink(missing_ok=True)
