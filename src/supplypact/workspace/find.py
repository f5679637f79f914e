"""Find a pact or an event: by the id of a bundled one, or by the path of a TOML file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from supplypact.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """What is bundled of one noun."""

    noun: str
    """Word for messages, such as ``pact``."""
    ids: Callable[[], Collection[str]]
    read: Callable[[str], bytes]


def find_file(name: str, shelf: Shelf) -> tuple[bytes, str]:
    """Return the bytes of the file and its name for messages; raises UsageError."""
    noun, known = shelf.noun, shelf.ids()
    if name in known:
        return shelf.read(name), f"{name}.toml"
    path = Path(name)
    article = "an" if noun.startswith("e") else "a"
    fix = f"give the path of {article} {noun} file, or the id of a bundled {noun}: "
    fix += ", ".join(known)
    try:
        if path.is_file():
            return path.read_bytes(), name
        exists = path.exists()
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or error})"
        raise UsageError(what, where=name, fix=f"make it readable (chmod u+r), or {fix}") from error
    if path.suffix == ".toml" or exists:
        a_folder = f"it is a folder, not {article} {noun} file"
        what = a_folder if exists else "there is no such file"
        raise UsageError(what, where=name, fix=fix)
    raise UsageError(f"unknown {noun} '{name}'", where=noun.upper(), fix=did_you_mean(name, known))
