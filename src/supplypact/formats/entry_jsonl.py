"""Rows of a JSON Lines file of entries: one object a line, as the ledger writes them.

Numbers are taken as they are written, digit by digit, and true and false as yes and no; null is
blank.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from supplypact.errors import Fault
from supplypact.formats.entry_rows import (
    COLUMNS,
    MOST_BYTES,
    MOST_ROWS,
    Row,
    Rows,
    Value,
    no_rows,
    row_of,
    too_large,
    too_long,
    unknown_faults,
)
from supplypact.formats.text import decode_text

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIX = 'write one object a line, as {"kind": "decision", "id": "meeting-1", ...}'
_WORDS = {True: "yes", False: "no", None: ""}


class _RefusedError(ValueError):
    """A line that holds no entry; the message says why."""


def read_rows_jsonl(raw: bytes, *, where: str) -> tuple[Rows, list[Fault]]:
    """Return the rows with their lines, and what is wrong with the file; blank lines are none."""
    if len(raw) > MOST_BYTES:
        return [], [too_large(len(raw), where=where)]
    text, faults = decode_text(raw, where=where)
    if faults:
        return [], faults
    rows: Rows = []
    named: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{where}, line {number}"
        try:
            values = _parse(line)
        except (ValueError, RecursionError) as error:
            faults.append(Fault(what=_told(error), where=place, fix=_FIX))
            continue
        for name in values:
            named.setdefault(name, place)
        rows.append((place, row_of(values.items())))
    if len(rows) > MOST_ROWS:
        return [], [too_long(where=where), *faults]
    faults = unknown_faults(named, COLUMNS) + faults
    return rows, faults if rows or faults else [no_rows(where=where)]


def _parse(line: str) -> Row:
    values = json.loads(
        line,
        object_pairs_hook=_object,
        parse_int=str,
        parse_float=str,
        parse_constant=_no_number,
    )
    if not isinstance(values, dict):
        raise _RefusedError("the line is not an object")
    return {name: _value(name, value) for name, value in values.items()}


def _value(name: str, value: object) -> Value:
    """Return a text, a list of texts or texts by name."""
    if isinstance(value, list):
        return [_text(name, each) for each in value]
    if isinstance(value, dict):
        return {_text(name, key): _text(name, each) for key, each in value.items()}
    return _text(name, value)


def _text(name: str, value: object) -> str:
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if not isinstance(value, str):
        raise _RefusedError(f"'{name[:60]}' holds lists or objects inside one another")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise _RefusedError(f"'{name[:60]}' holds half a character (a lone surrogate)")
    return value


def _object(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    names = dict(pairs)
    if len(names) < len(pairs):
        twice = next(name for name in names if [each for each, _ in pairs].count(name) > 1)
        raise _RefusedError(f"'{twice[:60]}' stands twice in one object")
    if any("\ud800" <= letter <= "\udfff" for name in names for letter in name):
        raise _RefusedError("a name holds half a character (a lone surrogate)")
    return names


def _no_number(word: str) -> str:
    raise _RefusedError(f"{word} is not a number")


def _told(error: Exception) -> str:
    if isinstance(error, _RefusedError):
        return str(error)
    if isinstance(error, RecursionError):
        return "the line nests too deep"
    return f"not valid JSON ({error})"
