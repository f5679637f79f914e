"""The plan under risk: what may be lost, what stocks and projects do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from supplypact.domain.plan import PlannedProject
from supplypact.errors import UsageError
from supplypact.units import Usd, Year

if TYPE_CHECKING:
    import polars as pl

LEVEL = 0.95
"""The tail is the mean of the worst twentieth."""
DAYS = 365.0
"""Days of a year, for covers."""
SHOWN_YEARS = (Year(2030), Year(2035))
"""Years whose losses and stocks are told."""


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Days of its use that a holder is asked to hold of a material, in all forms together."""

    material: str
    holder: str
    days: float
    first_year: int
    """The year at whose end they must be there; they stay."""

    def __post_init__(self) -> None:
        """Check the days (negated, so that NaN fails too)."""
        if not self.days >= 0.0:
            raise UsageError(
                f"a cover of {self.days:g} days cannot be",
                where="--hold",
                fix="give days of use, 0 or more, for example JPN:gallium=180",
            )


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
    covers: tuple[Cover, ...] = ()
    """Stocks that are held in any case."""
    gap: float = 1e-3
    """Relative gap at which the search stops."""
    seconds: float | None = None
    """Time after which the best plan so far counts."""
    workers: int = 1
    """Local processes that solve disruptions."""
    cluster: str | None = None
    """Address of a Dask scheduler whose workers solve them in place of local processes."""
    fall_back: bool = False
    """Local processes solve where the cluster does not answer."""
    resume: bytes | None = field(default=None, repr=False)
    """Checkpoint of a run to go on with; that of another problem serves as a warm start."""
    checkpoint: Callable[[bytes], None] | None = field(default=None, repr=False)
    """Called now and then, and at the end, with what a run needs to go on."""

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
    solved_by: str = ""
    """Who solved: this process, local processes, or a cluster."""
    resumed: str = ""
    """What of a checkpoint served: ``run``, ``pools`` or ``nothing``; empty without one."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RiskResult:
    """A plan under risk.

    Frames (USD undiscounted a year, tonnes of each material's basis):

    - ``stocks``: material, form (stage whose product is held), holder, year, tonnes, days (of the
      holder's use), value_usd, bought_usd (this year), holding_usd (this year), storage_tonnes.
    - ``losses``: case, year, party, material, expected_usd, tail_usd, expected_tonnes,
      tail_tonnes, where case is ``nothing``, ``stocks``, ``projects`` or ``both``; party ``*`` and
      material ``*`` take all together, and include what surge, releases and response cost.
      The tail of all together is less than the sum of tails.
    - ``short``: case, year, party, material, end_use, expected_tonnes, expected_usd, tail_tonnes,
      tail_usd (over the first disruption of the material in a year; tails do not add up).
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
