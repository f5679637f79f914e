"""The canonical body of an entry: field names to texts, the same in every file and on every chain.

A scalar is one text: a day as 2026-02-17, a number in plain digits, a flag as yes or no.  Several
names are a list of texts, names with values a mapping of texts.  A blank field is left out.  The
fields of the evidence stand beside the others.  A row of a CSV file says the same with lists as
``a; b`` and mappings as ``USA=0.4; JPN=0.6``.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

from supplypact.domain.entry import KINDS, Entry, Evidence
from supplypact.errors import Fault, did_you_mean
from supplypact.ledger import cells

Body = dict[str, str | list[str] | dict[str, str]]

KIND = "kind"
RULE = "L1"
"""Rule that a fault of a body breaks."""

_IDS = {
    *("id", "project", "milestone", "parent", "repeats", "pledge"),
    *("commitment", "loan", "withdraws", "corrects"),
}
_LONG = {"text", "note", "source"}
_BY_NAME: dict[str, Callable[[object], object]] = {
    **dict.fromkeys(_IDS, cells.ident),
    **dict.fromkeys(_LONG, cells.text),
    "currency": cells.currency,
    "url": cells.link,
    "sha256": cells.digest,
    "funding_lines": cells.listed(cells.ident),
}
_BY_TYPE: dict[object, Callable[[object], object]] = {
    str: cells.line,
    date: cells.day,
    Decimal: cells.number,
    int: cells.year,
    bool: cells.yes,
    tuple[str, ...]: cells.listed(cells.line),
    Mapping[str, Decimal]: cells.shares,
    Mapping[str, str]: cells.pairs,
}


@dataclass(frozen=True, kw_only=True)
class _Field:
    """A field of a kind of entry."""

    name: str
    read: Callable[[object], object]
    required: bool


def columns(kind: str) -> tuple[str, ...]:
    """Return the names of a kind's fields, those of the evidence among them, ``kind`` first."""
    return (KIND, *_fields(kind))


def entry_body(entry: Entry) -> Body:
    """Return the canonical body of an entry."""
    body: Body = {KIND: entry.kind}
    for name in _fields(entry.kind):
        value = getattr(entry.evidence if name in _EVIDENCE else entry, name)
        if (text := _written(value)) not in ("", [], {}):
            body[name] = text
    return body


def read_entry(row: Mapping[str, object], *, where: str) -> tuple[Entry | None, list[Fault]]:
    """Return the entry that a body or a row of a file states, or None and all that is wrong.

    Args:
        row: field names to a text, a list or a mapping; blank is as good as left out.
        where: the place of the row, for messages.
    """
    given = {str(name): cell for name, cell in row.items() if not _blank(cell)}
    kind = given.pop(KIND, None)
    if not isinstance(kind, str) or kind.strip() not in KINDS:
        told = "kind is missing" if kind is None else f"kind '{kind}' is unknown"
        return None, [_fault(told, where, did_you_mean(str(kind or ""), KINDS))]
    each = KINDS[kind.strip()]
    known = _fields(each.kind)
    faults = [_stray(name, each, where) for name in given if name not in known]
    values: dict[str, object] = {}
    for name, field in known.items():
        if name in given:
            try:
                values[name] = field.read(given[name])
            except cells.CellError as error:
                faults.append(_fault(f"{name} {error.what}", where, error.fix))
        elif field.required:
            faults.append(_fault(f"{name} is missing", where, f"every {each.kind} needs it"))
    return (None if faults else _made(each, values)), faults


def _made(kind: type[Entry], values: dict[str, typing.Any]) -> Entry:
    """Return the entry of these values."""
    evidence = Evidence(**{name: values.pop(name) for name in _EVIDENCE if name in values})
    return kind(evidence=evidence, **values)


def _blank(cell: object) -> bool:
    """Return whether a cell says nothing."""
    return cell is None or (not cell.strip() if isinstance(cell, str) else cell in ([], {}, ()))


def _stray(name: str, kind: type[Entry], where: str) -> Fault:
    """Return the fault of a field that the kind does not have."""
    others = [other for other in KINDS if name in _fields(other)]
    if others:
        fix = f"leave it blank: it goes with {', '.join(others)}"
    else:
        fix = did_you_mean(name, [KIND, *_fields(kind.kind)])
    return _fault(f"{kind.kind} has no field {name}", where, fix)


def _fault(what: str, where: str, fix: str) -> Fault:
    """Return a fault of form."""
    return Fault(what=f"{what} ({RULE})", where=where, fix=fix)


def _written(value: object) -> str | list[str] | dict[str, str]:
    """Return a value as a body holds it."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return {name: _scalar(part) for name, part in sorted(value.items())}
    return _scalar(value)


def _scalar(value: object) -> str:
    """Return one value as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return cells.plain(value)
    return "" if value is None else str(value)


@cache
def _fields(kind: str) -> dict[str, _Field]:
    """Return the fields of a kind by name, those of the evidence in its place."""
    hints = typing.get_type_hints(KINDS[kind])
    found: dict[str, _Field] = {}
    for each in fields(KINDS[kind]):
        if each.name == "evidence":
            found.update(_EVIDENCE)
        else:
            required = each.default is MISSING and each.default_factory is MISSING
            read = _reader(each.name, hints[each.name])
            found[each.name] = _Field(name=each.name, read=read, required=required)
    return found


def _reader(name: str, hint: object) -> Callable[[object], object]:
    """Return what reads a field."""
    kinds = [each for each in typing.get_args(hint) if each is not type(None)]
    alone = kinds[0] if type(None) in typing.get_args(hint) else hint
    if name in _BY_NAME:
        return _BY_NAME[name]
    if isinstance(alone, type) and issubclass(alone, StrEnum):
        return cells.word(alone)
    return _BY_TYPE[alone]


_EVIDENCE = {
    each.name: _Field(
        name=each.name,
        read=_reader(each.name, typing.get_type_hints(Evidence)[each.name]),
        required=each.default is MISSING,
    )
    for each in fields(Evidence)
}
