"""What a plan that was made before builds and holds, from its decision record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from supplypact.domain.pact import Pact
from supplypact.domain.plan import LAST_YEAR
from supplypact.tracking.holdings import StockTarget
from supplypact.tracking.shortage import Held

RISK, PLAN = "risk", "plan"


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What a plan builds and holds."""

    first_output: Mapping[str, int]
    """Project to the year of its first output."""
    stocks: Mapping[int, Held] = field(default_factory=dict)
    """Tonnes by holder, material and form, by year; empty for a plan without stocks."""
    of: str = PLAN
    """``risk`` for a plan under risk, else ``plan``."""


def planned_of(record: Mapping[str, Any]) -> Planned:
    """Return what the plan behind a decision record (record.json) builds and holds."""
    stocks: dict[int, dict[tuple[str, str, str], float]] = {}
    for row in record.get("risk", {}).get("stocks", ()):
        key = row["holder"], row["material"], row["form"]
        stocks.setdefault(int(row["year"]), {})[key] = float(row["tonnes"])
    return Planned(
        first_output={each["id"]: int(each["first_output_year"]) for each in record["projects"]},
        stocks=stocks,
        of=RISK if "risk" in record else PLAN,
    )


def stock_targets(planned: Planned, year: int) -> dict[tuple[str, str, str], StockTarget]:
    """Return what a plan under risk holds at the end of a year, as targets for stock accounts."""
    return {
        key: StockTarget(tonnes=Decimal(str(tonnes)), year=year, source=f"plan under risk, {year}")
        for key, tonnes in planned.stocks.get(year, {}).items()
        if tonnes > 0
    }


def first_target_year(pact: Pact) -> int:
    """Return the year of the pact's first target, the last year of a plan without one."""
    return min((int(each.year) for each in pact.targets), default=int(LAST_YEAR))
