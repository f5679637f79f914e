"""A level that movements raise and lower: a stock account, or money that is out."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What one movement does to a level on its day."""

    day: date
    change: Decimal
    least: Decimal = ZERO
    """What must be there at the end of the day."""


@dataclass(kw_only=True)
class Level:
    """The movements of one level, by day; those of a day are taken together."""

    closing: Decimal = ZERO
    """After all movements."""
    _days: list[date] = field(default_factory=list)
    _effects: dict[date, list[Effect]] = field(default_factory=dict)
    _net: dict[date, Decimal] = field(default_factory=dict)
    """What the movements of a day do together."""
    _least: dict[date, list[Decimal]] = field(default_factory=dict)
    """What must be there at the end of a day, where that is more than nothing."""

    def add(self, effect: Effect) -> None:
        """Take in a movement, of whatever day."""
        self.closing += effect.change
        if effect.day not in self._effects:
            insort(self._days, effect.day)
        self._effects.setdefault(effect.day, []).append(effect)
        self._net[effect.day] = self._net.get(effect.day, ZERO) + effect.change
        if effect.least > 0:
            self._least.setdefault(effect.day, []).append(effect.least)

    def remove(self, effect: Effect) -> None:
        """Take out a movement that was taken in."""
        self.closing -= effect.change
        left = self._effects[effect.day]
        _take_last(left, effect)
        self._net[effect.day] -= effect.change
        if effect.least > 0:
            self._least[effect.day].remove(effect.least)
        if not left:
            del self._effects[effect.day], self._days[bisect_left(self._days, effect.day)]
            del self._net[effect.day]

    @property
    def first(self) -> date | None:
        """Return the day of the first movement."""
        return self._days[0] if self._days else None

    def short(self, since: date) -> tuple[date, Decimal, Decimal] | None:
        """Return the last day since then that ends below what must be there.

        Returns:
            The day, the level at its end and what must be there; None if there is no such day.
        """
        level = self.closing
        for day in reversed(self._days):
            if day < since:
                return None
            least = max(self._least.get(day, ()), default=ZERO)
            if level < least:
                return day, level, least
            level -= self._net[day]
        return None

    def at(self, day: date) -> Decimal:
        """Return the level at the end of a day."""
        later = self._days[bisect_left(self._days, day) :]
        return self.closing - sum((self._net[each] for each in later if each > day), ZERO)

    def copy(self) -> Level:
        """Return a level of its own with the same movements."""
        effects = {day: list(each) for day, each in self._effects.items()}
        return Level(
            closing=self.closing,
            _days=list(self._days),
            _effects=effects,
            _net=dict(self._net),
            _least={day: list(each) for day, each in self._least.items()},
        )


def _take_last(effects: list[Effect], effect: Effect) -> None:
    """Take the last of equal effects out of a list."""
    at = next(at for at in range(len(effects) - 1, -1, -1) if effects[at] == effect)
    del effects[at]
