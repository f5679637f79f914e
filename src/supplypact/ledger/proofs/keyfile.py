"""Key files: one line with a private key, readable by its holder alone.

The ledger and its database never hold a private key.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from supplypact.errors import OutputError, UsageError
from supplypact.ledger.proofs.note import SigningKey, VerifierKey, read_signing_key, read_verifier


def write_key(path: Path, key: SigningKey) -> None:
    """Keep a private key in a new file (mode 0600).

    Raises:
        OutputError: the file is there already, or cannot be written.

    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(key.text + "\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        what, fix = "there is a file already; a key is never overwritten", "name a new file"
        raise OutputError(what, where=str(path), fix=fix) from error
    except OSError as error:
        what, fix = f"the key cannot be written ({error.strerror or error})", "name another place"
        raise OutputError(what, where=str(path), fix=fix) from error


def read_key(path: Path) -> SigningKey:
    """Return the private key in a file.

    Raises:
        UsageError: it cannot be read, is no key, or others may read it.

    """
    text = _text(path)
    if path.suffix == ".pub":
        what, fix = "it is a public key; a private one signs", f"name {path.with_suffix('')}"
        raise UsageError(what, where=str(path), fix=fix)
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        what, fix = "others than its holder may read the key", f"chmod 600 {path}"
        raise UsageError(what, where=str(path), fix=fix)
    return read_signing_key(text, where=str(path))


def read_public_keys(path: Path) -> list[VerifierKey]:
    """Return the public keys in a file, one a line; blank lines and lines with # are left out.

    Raises:
        UsageError: it cannot be read, or a line is no key.

    """
    lines = [line.strip() for line in _text(path).splitlines()]
    return [
        read_verifier(line, where=f"{path}, line {number}")
        for number, line in enumerate(lines, 1)
        if line and not line.startswith("#")
    ]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or error
        what, fix = f"the key file cannot be read ({said})", "name a file with a key"
        raise UsageError(what, where=str(path), fix=fix) from error
