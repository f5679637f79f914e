"""Text to a linear model in MPS form, fixed or free.

Fields are split at blanks; a line that does not fit so is read by the columns of fixed MPS, where
names may hold blanks.  Of several free rows (N) the first is the objective; the others are left
out, as is usual.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from supplypact.errors import Fault

FIXED = ((1, 3), (4, 12), (14, 22), (24, 36), (39, 47), (49, 61))
"""Columns of the fields of fixed MPS."""
NO_VALUE = ("FR", "MI", "PL", "BV")
BOUNDS = ("LO", "UP", "FX", "LI", "UI", *NO_VALUE)
SECTIONS = ("NAME", "ROWS", "COLUMNS", "RHS", "RANGES", "BOUNDS", "ENDATA", "OBJSENSE")


@dataclass
class Mps:
    """A linear model by names; bounds and senses as they stand in the file."""

    name: str = ""
    objective: str = ""
    senses: dict[str, str] = field(default_factory=dict)
    """Of each row but the objective: E, L or G, in the order of the file."""
    columns: dict[str, dict[str, float]] = field(default_factory=dict)
    """Of each column: its entries by row, the objective's among them."""
    integer: set[str] = field(default_factory=set)
    rhs: dict[str, float] = field(default_factory=dict)
    ranges: dict[str, float] = field(default_factory=dict)
    lower: dict[str, float] = field(default_factory=dict)
    upper: dict[str, float] = field(default_factory=dict)

    def sides(self, row: str) -> tuple[float, float]:
        """Return the lower and upper bound of ``row``."""
        sense, rhs = self.senses[row], self.rhs.get(row, 0.0)
        span = self.ranges.get(row)
        if sense == "E":
            return (rhs + min(span or 0.0, 0.0), rhs + max(span or 0.0, 0.0))
        width = math.inf if span is None else abs(span)
        return (rhs - width, rhs) if sense == "L" else (rhs, rhs + width)


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line that is neither blank nor a comment."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("*"):
            yield number, line.rstrip()


def number_of(text: str) -> float | None:
    """Return a finite number, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


class MpsReader:
    """Reads line by line and keeps every fault."""

    def __init__(self, where: str) -> None:
        self.model = Mps()
        self.faults: list[Fault] = []
        self._where = where
        self._section = ""
        self._integer = False
        self._free: set[str] = set()

    def read(self, text: str) -> Mps:
        """Read ``text``; what is wrong stands in ``faults``."""
        ended = False
        for number, line in lines_of(text):
            if not line[0].isspace():
                self._head(number, line.split())
                ended = self._section == "ENDATA"
                if ended:
                    break
            else:
                self._line(number, line)
        if not ended:
            self._fault(0, "the line ENDATA is missing", "the file may be cut off: get it again")
        elif not self.model.objective:
            self._fault(0, "there is no objective row", "write a row of kind N")
        return self.model

    def _head(self, number: int, words: list[str]) -> None:
        self._section = words[0].upper()
        if self._section not in SECTIONS:
            known = ", ".join(SECTIONS)
            self._fault(number, f"section '{words[0]}' is not known", f"they are {known}")
        elif self._section == "NAME":
            self.model.name = " ".join(words[1:])
        elif self._section == "OBJSENSE" and words[1:]:
            self._sense(number, words[1:])

    def _line(self, number: int, line: str) -> None:
        words = line.split()
        if self._section == "ROWS":
            self._row(number, words)
        elif self._section == "COLUMNS" and "'MARKER'" in words:
            self._integer = "'INTORG'" in words
        elif self._section in ("COLUMNS", "RHS", "RANGES"):
            self._entries(number, line, words)
        elif self._section == "BOUNDS":
            self._bound(number, line, words)
        elif self._section == "OBJSENSE":
            self._sense(number, words)
        elif self._section in ("", "NAME"):
            self._fault(number, "a line before the first section", "start with NAME and ROWS")

    def _row(self, number: int, words: list[str]) -> None:
        if len(words) != 2 or words[0].upper() not in ("N", "E", "L", "G"):
            self._fault(number, "not a row", "write N, E, L or G and a name")
            return
        kind, name = words[0].upper(), words[1]
        if name in self.model.senses or name in self._free or name == self.model.objective:
            self._fault(number, f"row '{name}' stands twice", "give each row its own name")
        elif kind != "N":
            self.model.senses[name] = kind
        elif self.model.objective:
            self._free.add(name)
        else:
            self.model.objective = name

    def _entries(self, number: int, line: str, words: list[str]) -> None:
        fields = self._fields(line, words)
        if fields is None:
            fix = "write a name, then one or two pairs of row and number"
            self._fault(number, f"not an entry of {self._section}", fix)
            return
        name, pairs = fields
        if self._section == "COLUMNS":
            self._column(number, name, pairs)
            return
        store = self.model.rhs if self._section == "RHS" else self.model.ranges
        for row, value in pairs:
            if self._knows(number, row) and row not in self._free:
                store[row] = value

    def _column(self, number: int, name: str, pairs: list[tuple[str, float]]) -> None:
        entries = self.model.columns.setdefault(name, {})
        if self._integer:
            self.model.integer.add(name)
        for row, value in pairs:
            if not self._knows(number, row) or row in self._free:
                continue
            if row in entries:
                what = f"the entry of '{name}' in row '{row}' stands twice"
                self._fault(number, what, "keep one of them")
            entries[row] = value

    def _fields(self, line: str, words: list[str]) -> tuple[str, list[tuple[str, float]]] | None:
        """Return the name and the pairs of row and number; a set's name may be left out."""
        if len(words) in (2, 4) and self._section != "COLUMNS":
            words = ["", *words]
        for fields in (words, _by_columns(line)):
            if len(fields) not in (3, 5):
                continue
            values = [number_of(each) for each in fields[2::2]]
            if all(value is not None for value in values):
                pairs = zip(fields[1::2], (value or 0.0 for value in values), strict=True)
                return fields[0], list(pairs)
        return None

    def _bound(self, number: int, line: str, words: list[str]) -> None:
        kind = words[0].upper()
        if kind not in BOUNDS:
            self._fault(number, f"bound '{words[0]}' is not known", f"they are {', '.join(BOUNDS)}")
            return
        valued = kind not in NO_VALUE
        for fields in (words[1:], _by_columns(line)):
            names = fields[:-1] if valued else fields[:2]
            value = number_of(fields[-1]) if valued and fields else 0.0
            if names and value is not None and names[-1] in self.model.columns:
                self._set_bound(number, kind, names[-1], value)
                return
        self._fault(number, "not a bound of a known column", "write kind, set, column, number")

    def _set_bound(self, number: int, kind: str, column: str, value: float) -> None:
        model = self.model
        if kind in ("LI", "UI", "BV"):
            model.integer.add(column)
        if kind in ("LO", "LI", "FX"):
            model.lower[column] = value
        if kind in ("UP", "UI", "FX"):
            model.upper[column] = value
        if kind in ("FR", "MI"):
            model.lower[column] = -math.inf
        if kind == "BV":
            model.lower[column], model.upper[column] = 0.0, 1.0
        if kind == "UP" and value < model.lower.get(column, 0.0):
            what = f"the upper bound {value:g} of '{column}' lies below its lower bound"
            self._fault(number, what, "state the lower bound first (LO, or MI for none)")

    def _sense(self, number: int, words: list[str]) -> None:
        if words[0].upper() not in ("MIN", "MINIMIZE"):
            self._fault(number, "the objective is not minimised", "change the sign of its row")

    def _knows(self, number: int, row: str) -> bool:
        known = row in self.model.senses or row == self.model.objective or row in self._free
        if not known:
            self._fault(number, f"row '{row}' is not known", "name it under ROWS")
        return known

    def _fault(self, number: int, what: str, fix: str) -> None:
        where = f"{self._where}, line {number}" if number else self._where
        self.faults.append(Fault(what=what, where=where, fix=fix))


def _by_columns(line: str) -> list[str]:
    """Return the fields of a fixed line after its first, without empty ones at the end."""
    fields = [line[start:end].strip() for start, end in FIXED[1:]]
    while fields and not fields[-1]:
        fields.pop()
    return fields
