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


def check_writable(out: Path) -> None:
    """Raise OutputError unless the folder ``out`` exists and is writable, or can be made.

    A folder without any write permission counts as read-only even for the superuser.
    """
    place = out
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        raise OutputError("it is not a folder", where=str(place), fix="choose another --out")
    if not (place.stat().st_mode & _ANY_WRITE_BIT and os.access(place, os.W_OK | os.X_OK)):
        fix = "choose another --out, or make the folder writable (chmod u+w)"
        raise OutputError("the folder is read-only", where=str(place), fix=fix)


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
