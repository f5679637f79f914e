"""Whether well-governed suppliers act against buyers as often as the others."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from supplypact.hazarding.rates import HALF

if TYPE_CHECKING:
    import polars as pl

STRONG = 0.5
"""Mean of the six Worldwide Governance Indicators from which governance counts as strong; no
supplier at risk lies between 0.1 and 0.56."""


@dataclass(frozen=True, kw_only=True)
class Band:
    """Actions of suppliers of strong governance beside those of the others."""

    strong: frozenset[str]
    events: int
    """Actions of suppliers of strong governance."""
    others: int
    """Actions of the other suppliers."""
    share: float
    """Part of what is at risk that the strong ones supply."""

    @property
    def factor(self) -> float:
        """Rate of the strong over that of the others, half an action added to both; at most 1."""
        mine = (self.events + HALF) / self.share
        return min(1.0, mine / ((self.others + HALF) / (1.0 - self.share)))

    @property
    def variance(self) -> float:
        """Square of the factor's relative error, that of the two counts added up."""
        return 1.0 / (self.events + HALF) + 1.0 / (self.others + HALF)

    @property
    def chance(self) -> float:
        """Chance of so few actions of the strong or fewer, if governance made no difference."""
        total = self.events + self.others
        return sum(
            math.comb(total, few) * self.share**few * (1.0 - self.share) ** (total - few)
            for few in range(self.events + 1)
        )


def strong_suppliers(countries: pl.DataFrame) -> frozenset[str]:
    """Return the countries of strong governance; unknown governance is not strong."""
    known = countries.drop_nulls("governance").select("country", "governance")
    return frozenset(country for country, mean in known.iter_rows() if mean >= STRONG)
