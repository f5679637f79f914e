"""Parse a TOML text; what the parser refuses becomes a fault with its line."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from supplypact.errors import Fault

_PLACE = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


def parse_toml(text: str, *, where: str) -> tuple[dict[str, Any] | None, list[Fault]]:
    """Return the document that ``text`` holds, or None and why it holds none."""
    try:
        return tomllib.loads(text), []
    except ValueError as error:
        return None, [_fault(str(error), text=text, where=where)]


def _fault(message: str, *, text: str, where: str) -> Fault:
    """Return what the TOML parser says, with its line in our form."""
    place = _PLACE.match(message)
    last = text.count("\n") + 1
    line = last if place is None else int(place["line"] or last)
    what = message if place is None else place["what"]
    return Fault(
        what=f"not valid TOML: {what[:1].lower()}{what[1:]}",
        where=f"{where}, line {line}",
        fix="write key = value, texts in quotes, lists in [ ], a table header as [name]",
    )
