"""What a value of a TOML file may be: its type and, for numbers, its range."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Range:
    """The numbers that a key may hold; never NaN or infinity, as ``high`` is finite."""

    low: float
    high: float
    above: bool = False
    """Whether ``low`` itself is refused."""

    def __contains__(self, value: float) -> bool:
        """Tell whether ``value`` lies in the range."""
        return (self.low < value if self.above else self.low <= value) and value <= self.high

    def __str__(self) -> str:
        """Return the range in words."""
        low = f"{'more than' if self.above else 'at least'} {self.low:g}"
        return f"{low} and at most {self.high:g}"

    def fix(self, value: float) -> str:
        """Return the mend for a ``value`` outside; a share is often written in percent."""
        if self.high == 1 and 1 < value <= 100:
            share = value / 100
            return f"write {max(f'{share:.2f}', f'{share:g}', key=len)}"
        return f"write a number that is {self}"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a TOML value must be, and how to mend one that is not."""

    name: str
    types: tuple[type, ...]
    fix: str


TEXT = Kind(name="text", types=(str,), fix="put it in quotes")
NUMBER = Kind(
    name="a number", types=(int, float), fix="write the bare number, without quotes or unit"
)
WHOLE = Kind(name="a whole number", types=(int,), fix="write it as 2030")
DATE = Kind(name="a date", types=(dt.date,), fix="write it as 2025-10-28, without quotes")
FLAG = Kind(name="true or false", types=(bool,), fix="write true or false, without quotes")
LIST = Kind(name="a list of texts", types=(list,), fix='write it as ["A", "B"]')
TABLE = Kind(name="a table", types=(dict,), fix="write it as a [table] or as {key = value}")
TABLES = Kind(name="a list of tables", types=(list,), fix="write a [[header]] above each table")
