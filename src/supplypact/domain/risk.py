"""The plan under risk: what may be lost, what stocks and projects do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from supplypact.domain.plan import PlannedProject
from supplypact.errors import UsageError
from supplypact.units import Usd, Year

if TYPE_CHECKING:
    import polars as pl

LEVEL = 0.95
"""The tail is the mean of the worst twentieth."""
SHOWN_YEARS = (Year(2030), Year(2035))
"""Years whose losses and stocks are told."""


@dataclass(frozen=True, kw_only=True)
class RiskOptions:
    """What the user asks of a plan under risk, beside the options of the plan.

    Raises:
        UsageError: a weight outside 0 to 1, or a scale that is not above 0.

    """

    weight: float = 0.5
    """Weight of the tail against the expected loss, 0 to 1."""
    alone: bool = False
    """No party gives from its stock to another."""
    rates: float = 1.0
    """Factor on the yearly rate of every hazard."""
    materials: tuple[str, ...] = ()
    """Hazards of these materials only; all if empty."""
    gap: float = 1e-3
    """Relative gap at which the search stops."""
    seconds: float | None = None
    """Time after which the best plan so far counts."""
    workers: int = 1

    def __post_init__(self) -> None:
        """Check the numbers (negated, so that NaN fails too)."""
        if not 0.0 <= self.weight <= 1.0:
            raise UsageError(
                f"a risk weight of {self.weight:g} is not between 0 and 1",
                where="--risk-weight",
                fix="0 minds the expected loss only, 1 the tail only",
            )
        if not 0.0 < self.rates <= 12.0:
            raise UsageError(
                f"rates times {self.rates:g} cannot be",
                where="--rates",
                fix="give a factor above 0 and up to 12, for example x2 or x0.5",
            )


@dataclass(frozen=True, kw_only=True)
class RiskSize:
    """How large the two-stage problem was, and what its solution took."""

    hazards: int
    families: int
    right_hand_sides: int
    first_rows: int
    first_columns: int
    lps: int
    passes: int
    pool: int


@dataclass(frozen=True, kw_only=True, eq=False)
class RiskResult:
    """A plan under risk.

    Frames (USD undiscounted a year, tonnes of each material's basis):

    - ``stocks``: material, holder, year, tonnes, days (of the holder's use), value_usd,
      bought_usd (this year), holding_usd (this year), storage_tonnes.
    - ``losses``: case, year, party, material, expected_usd, tail_usd, expected_tonnes,
      tail_tonnes, where case is ``nothing``, ``stocks``, ``projects`` or ``both``; party ``*`` and
      material ``*`` take all together, and include what surge, releases and response cost.
      The tail of all together is less than the sum of tails.
    - ``short``: case, year, party, material, end_use, expected_tonnes, expected_usd.
    - ``hazards``: case, year, hazard, rate, cost_usd: what each costs if it strikes.
    """

    pact: str
    options: RiskOptions
    status: str
    """``optimal``, or ``nearest`` where a target of the pact cannot be met."""
    objective: Usd
    bound: Usd
    gap: float
    calm_cost: Usd
    """Discounted cost of the plan without regard to risk."""
    plan_cost: Usd
    """Discounted cost of projects and trade of this plan."""
    stock_cost: Usd
    """Discounted cost of buying and holding, less what is left at the end."""
    projects: tuple[PlannedProject, ...]
    calm_projects: tuple[str, ...]
    """Projects of the plan without regard to risk."""
    stocks: pl.DataFrame
    losses: pl.DataFrame
    short: pl.DataFrame
    hazards: pl.DataFrame
    estimates: tuple[str, ...]
    """Materials for which a shortage is valued by a multiple of the price."""
    size: RiskSize
    finished: bool
    timings: dict[str, float]
