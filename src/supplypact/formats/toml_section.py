"""Read a TOML table key by key: what is wrong is noted with its line, never raised.

A reader asks a `Section` for each key that it knows.  A value that is missing or wrong is noted
in `Notes` and an empty one is returned, so that one run tells all faults; whoever reads must
drop the result when there are any.  Keys that nobody asked for are unknown keys.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from typing import TYPE_CHECKING

from supplypact.errors import Fault, did_you_mean
from supplypact.formats.toml_kinds import (
    DATE,
    FLAG,
    LIST,
    NUMBER,
    TABLE,
    TABLES,
    TEXT,
    WHOLE,
    Kind,
    Range,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from supplypact.formats.toml_lines import TomlPath


class Notes:
    """The faults of one file, each with the line it stands on."""

    def __init__(self, where: str, lines: Mapping[TomlPath, int]) -> None:
        self._where, self._lines = where, lines
        self._faults: list[tuple[int, Fault]] = []

    def refuse(self, path: TomlPath, what: str, fix: str) -> None:
        """Note a fault of the key at ``path``, or of the nearest table around it."""
        while path and path not in self._lines:
            path = path[:-1]
        line = self._lines.get(path, 1)
        self._faults.append((line, Fault(what=what, where=f"{self._where}, line {line}", fix=fix)))

    def faults(self) -> list[Fault]:
        """Return the faults in the order of the file."""
        return [fault for _, fault in sorted(self._faults, key=lambda noted: noted[0])]


_ID = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")


class Section:
    """One table of the document; each method reads one key."""

    def __init__(self, table: Mapping[str, object], path: TomlPath, notes: Notes) -> None:
        self._table, self._path, self._notes = table, path, notes
        self._known: list[str] = []
        self._missing: list[str] = []
        self._children: list[Section] = []

    def __contains__(self, key: str) -> bool:
        """Tell whether the table has ``key``."""
        return key in self._table

    def refuse(self, key: str | None, what: str, fix: str) -> None:
        """Note a fault of ``key``, or of the table as a whole."""
        path = self._path if key is None else (*self._path, key)
        self._notes.refuse(path, what, fix)

    def text(self, key: str, *, default: str | None = None) -> str:
        """Return a text; it is required, and not blank, where there is no default."""
        value = self._take(key, TEXT, optional=default is not None)
        if not isinstance(value, str):
            return default or ""
        if default is None and not value.strip():
            self.refuse(key, f"{key} is blank", "say something")
        return value.strip()

    def ident(self, key: str) -> str:
        """Return a short name that is fit for file names and links."""
        value = self.text(key)
        if value and not _ID.fullmatch(value):
            self.refuse(
                key,
                f"{key} '{value}' is not a plain name",
                "use small letters and digits, joined by - or _",
            )
        return value

    def word(self, key: str, known: Collection[str]) -> str:
        """Return one of the ``known`` words."""
        value = self.text(key)
        if value and value not in known:
            self.refuse(key, f"unknown {key} '{value}'", did_you_mean(value, known))
        return value

    def words(self, key: str, known: Collection[str], *, least: int = 0) -> tuple[str, ...]:
        """Return a list of ``known`` words, each once, at least so many; optional if none."""
        value = self._take(key, LIST, optional=least == 0)
        if not isinstance(value, list):
            return ()
        words = [word for word in value if isinstance(word, str)]
        if len(words) < len(value):
            self.refuse(key, f"{key} holds something that is not text", LIST.fix)
        if len(value) < least:
            self.refuse(key, f"{key} is empty", f"name at least {least}")
        for word in dict.fromkeys(words):
            if word not in known:
                self.refuse(key, f"unknown '{word}' in {key}", did_you_mean(word, known))
            if words.count(word) > 1:
                self.refuse(key, f"'{word}' stands twice in {key}", "keep one")
        return tuple(words)

    def number(self, key: str, within: Range, *, optional: bool = False) -> float:
        """Return a number in the range, or 0 where an optional key is absent."""
        value = self._take(key, NUMBER, optional=optional)
        if not isinstance(value, int | float):
            return 0.0
        if value not in within:
            self.refuse(key, f"{key} is {value}, must be {within}", within.fix(value))
            return 0.0
        return float(value)

    def whole(self, key: str, *, low: int, high: int, optional: bool = False) -> int:
        """Return a whole number, such as a year, or ``low`` where an optional key is absent."""
        value = self._take(key, WHOLE, optional=optional)
        if not isinstance(value, int):
            return low
        if not low <= value <= high:
            self.refuse(key, f"{key} is {value}", f"write a whole number from {low} to {high}")
        return value

    def day(self, key: str) -> dt.date:
        """Return a calendar day."""
        value = self._take(key, DATE)
        return value if isinstance(value, dt.date) else dt.date.min

    def flag(self, key: str) -> bool:
        """Return true or false."""
        return self._take(key, FLAG) is True

    def texts(self) -> dict[str, str]:
        """Return the table as texts under names that the user chose."""
        return {key: self.text(key) for key in self._table}

    def table(self, key: str) -> Section:
        """Return the table under ``key``; if it is missing, that is the only fault noted."""
        value = self._take(key, TABLE)
        if not isinstance(value, dict):
            return Section({}, (), Notes("", {}))
        return self._child(value, (*self._path, key))

    def tables(self, key: str) -> list[Section]:
        """Return the tables under the headers ``[[key]]``, none if there are none."""
        value = self._take(key, TABLES, optional=True)
        rows = value if isinstance(value, list) else []
        tables = [
            self._child(row, (*self._path, key, position))
            for position, row in enumerate(rows)
            if isinstance(row, dict)
        ]
        if len(tables) < len(rows):
            self.refuse(key, f"{key} is not {TABLES.name}", TABLES.fix)
        return tables

    def close(self) -> None:
        """Note the keys that are unknown and those that are missing, here and below."""
        here = _header(self._path)
        for key in self._table:
            if key not in self._known:
                near = difflib.get_close_matches(key, self._missing, n=1)
                self._missing = [name for name in self._missing if name not in near]
                fix = did_you_mean(key, near or self._known)
                self.refuse(key, f"unknown key '{key}' in {here}", fix)
        for key in self._missing:
            self._notes.refuse(self._path, f"{here} has no {key}", f"add {key}")
        for child in self._children:
            child.close()

    def _child(self, table: Mapping[str, object], path: TomlPath) -> Section:
        child = Section(table, path, self._notes)
        self._children.append(child)
        return child

    def _take(self, key: str, kind: Kind, *, optional: bool = False) -> object:
        """Return the value if it is of the kind exactly: true is no number, a time no date."""
        self._known.append(key)
        if key not in self._table:
            if not optional:
                self._missing.append(key)
            return None
        value = self._table[key]
        if type(value) not in kind.types:
            self.refuse(key, f"{key} must be {kind.name}, is {value!r}"[:120], kind.fix)
            return None
        return value


def _header(path: TomlPath) -> str:
    """Return how the file writes the table at ``path``."""
    if not path:
        return "the file"
    name = ".".join(part for part in path if isinstance(part, str))
    return f"[[{name}]]" if isinstance(path[-1], int) else f"[{name}]"
