"""The values of an entry as text: how each type of field is read and written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from supplypact.errors import did_you_mean

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years that a date may be of."""
WHOLE_DIGITS, PART_DIGITS = 18, 6
"""Most digits of a number before and behind its point, so that sums of them stay exact."""
LINE, TEXT = 500, 10_000
"""Most characters of a value on one line, and of a text."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER = re.compile(rf"-?[0-9]{{1,{WHOLE_DIGITS}}}(?:\.[0-9]{{1,{PART_DIGITS}}})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_HASH = re.compile(r"[0-9a-f]{64}")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


class CellError(ValueError):
    """A value that a field cannot hold: what is wrong, and how to mend it."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(f"{what}; {fix}")
        self.what, self.fix = what, fix


def plain(number: Decimal) -> str:
    """Return a number as digits, without exponent and without zeros that say nothing.

    Example: ``plain(Decimal("3.330E10"))`` is ``"33300000000"``.
    """
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def text(cell: object, *, most: int = TEXT) -> str:
    """Read words; line breaks stay, other characters that cannot be seen are refused."""
    if not isinstance(cell, str):
        told = f"is {type(cell).__name__}, not text"
        raise CellError(told, "write it in quotation marks, so that no figure is rounded")
    value = cell.replace("\r\n", "\n").strip()
    if hidden := _UNSEEN.search(value):
        raise CellError(f"holds the character U+{ord(hidden[0]):04X}", "leave it out")
    if len(value) > most:
        raise CellError(f"has {len(value)} characters", f"write at most {most}")
    return value


def line(cell: object) -> str:
    """Read words on one line."""
    value = text(cell, most=LINE)
    if "\n" in value or "\t" in value:
        raise CellError("has a line break or a tab", "write it on one line")
    return value


def ident(cell: object) -> str:
    """Read an id."""
    value = line(cell)
    if not _ID.fullmatch(value):
        told = f"'{value}' is not lower-case words joined by hyphens"
        tidy = "-".join(re.findall("[a-z0-9]+", value.lower()))
        raise CellError(told, f"write '{tidy}'" if tidy else "write tranche-1, say")
    return value


def number(cell: object) -> Decimal:
    """Read a decimal number."""
    value = line(cell)
    if not _NUMBER.fullmatch(value):
        told = f"'{value}' is not a decimal number in plain digits"
        digits = f"at most {WHOLE_DIGITS} digits before and {PART_DIGITS} behind the point"
        raise CellError(told, f"write 33300000000 or 0.25, say: no separators, {digits}")
    return Decimal(value)


def day(cell: object) -> date:
    """Read a day."""
    value = line(cell)
    try:
        found = date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        found = None
    if found is None:
        raise CellError(f"'{value}' is not a day", "write it as 2026-02-17")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellError(f"{value} is not of {FIRST_YEAR} to {LAST_YEAR}", "check the year")
    return found


def year(cell: object) -> int:
    """Read a year."""
    value = line(cell)
    if not re.fullmatch("[0-9]{4}", value) or not FIRST_YEAR <= int(value) <= LAST_YEAR:
        raise CellError(
            f"'{value}' is not a year of {FIRST_YEAR} to {LAST_YEAR}", "write 2026, say"
        )
    return int(value)


def yes(cell: object) -> bool:
    """Read yes or no."""
    value = line(cell)
    if value not in {"yes", "no"}:
        raise CellError(f"'{value}' is neither yes nor no", "write yes or no")
    return value == "yes"


def currency(cell: object) -> str:
    """Read a code of ISO 4217, as far as it can be told by its form."""
    value = line(cell)
    if not _CURRENCY.fullmatch(value):
        raise CellError(f"'{value}' is no currency code", "write the code of ISO 4217: USD, JPY")
    return value


def digest(cell: object) -> str:
    """Read a SHA-256 hash."""
    value = line(cell)
    if not _HASH.fullmatch(value):
        told = "is not 64 hexadecimal digits in lower case"
        raise CellError(told, "write the SHA-256 of the document, as sha256sum prints it")
    return value


def link(cell: object) -> str:
    """Read an address on the web."""
    value = line(cell)
    if not re.fullmatch(r"https?://[^\s<>\"]+", value):
        told = f"'{value}' is no address on the web"
        raise CellError(told, "start it with https:// or http://, or leave it blank")
    return value


def word(choices: type[StrEnum]) -> Callable[[object], StrEnum]:
    """Return the reader of one of a few words."""

    def read(cell: object) -> StrEnum:
        value = line(cell)
        try:
            return choices(value)
        except ValueError:
            told = f"'{value}' is unknown"
            raise CellError(told, did_you_mean(value, [each.value for each in choices])) from None

    return read


def listed(read: Callable[[object], str]) -> Callable[[object], tuple[str, ...]]:
    """Return the reader of a list, or of its items in one text: ``a; b``."""

    def items(cell: object) -> tuple[str, ...]:
        parts = text(cell).split(";") if isinstance(cell, str) else cell
        if not isinstance(parts, list | tuple):
            raise CellError(f"is {type(cell).__name__}, not a list", "write items as a; b")
        found = [each for each in (read(part) for part in parts if part != "") if each]
        if any(";" in each for each in found):
            raise CellError("has an item with a semicolon in it", "write items without semicolons")
        if len(set(found)) < len(found):
            twice = next(each for each in found if found.count(each) > 1)
            raise CellError(f"names {twice} twice", "name each once")
        return tuple(found)

    return items


def shares(cell: object) -> dict[str, Decimal]:
    """Read parts of a whole by name: ``USA=0.4; JPN=0.6``."""
    return {name: number(part) for name, part in pairs(cell).items()}


def pairs(cell: object) -> dict[str, str]:
    """Read names with values: a mapping, ``a=1; b=2``, or a JSON object in one text."""
    found = _mapping(text(cell)) if isinstance(cell, str) else cell
    if not isinstance(found, Mapping):
        raise CellError(f"is {type(cell).__name__}, not names with values", "write a=1; b=2")
    named = {line(name): text(value) for name, value in found.items()}
    if len(named) < len(found):
        raise CellError("has a name twice", "name each once")
    return {name: named[name] for name in sorted(named)}


def _mapping(value: str) -> Mapping[str, object]:
    """Return the names and values of one text."""
    if value.startswith("{"):
        try:
            return dict(json.loads(value, object_pairs_hook=_once))
        except CellError:
            raise
        except (ValueError, RecursionError):
            raise CellError("is no JSON object", 'write a=1; b=2, or {"a": "1"}') from None
    found: dict[str, object] = {}
    for part in filter(None, (each.strip() for each in value.split(";"))):
        name, equals, content = (each.strip() for each in part.partition("="))
        if not equals or not name:
            raise CellError(f"'{part}' is no name with a value", "write a=1; b=2")
        if name in found:
            raise CellError(f"has {name} twice", "name each once")
        found[name] = content
    return found


def _once(found: list[tuple[str, object]]) -> dict[str, object]:
    """Return the members of a JSON object, each of which has a name of its own."""
    names = [name for name, _ in found]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise CellError(f"has {twice} twice", "name each once")
    return dict(found)
