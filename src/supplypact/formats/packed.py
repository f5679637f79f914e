"""Files packed with gzip to what they hold."""

from __future__ import annotations

import gzip
import zlib

from supplypact.errors import Fault

_MARK = b"\x1f\x8b"
"""First bytes of a gzip file; no text starts so."""


def unpack(raw: bytes, *, where: str) -> tuple[bytes, list[Fault]]:
    """Return what a gzip file holds, or the bytes of any other file, and what is wrong with it."""
    if not raw.startswith(_MARK):
        return raw, []
    try:
        return gzip.decompress(raw), []
    except (OSError, EOFError, zlib.error) as error:
        fix = "pack it again (gzip -k FILE), or bring the CSV file itself"
        return b"", [Fault(what=f"not a sound gzip file ({error})", where=where, fix=fix)]
