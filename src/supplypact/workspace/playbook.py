"""Open an earlier playbook to carry it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supplypact.errors import DataError, UsageError
from supplypact.formats.playbook_file import FIX, read_decided
from supplypact.formats.text import decode_text

if TYPE_CHECKING:
    from pathlib import Path

    from supplypact.domain.response import Decided


def open_playbook(path: Path) -> Decided:
    """Return what a ``playbook.json`` decided.

    Raises:
        UsageError: the file cannot be read.
        DataError: it is no playbook.

    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or error})"
        raise UsageError(what, where=str(path), fix=FIX) from error
    text, faults = decode_text(raw, where=str(path))
    decided, more = (None, faults) if faults else read_decided(text, where=str(path))
    if decided is None:
        raise DataError(more, where=str(path))
    return decided
