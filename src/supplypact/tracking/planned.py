"""What a plan that was made before builds and holds, from its decision record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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
