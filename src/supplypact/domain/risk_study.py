"""What is asked of a plan under risk beyond itself: who gains, what trades off, does it hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from supplypact.units import Share, Usd

if TYPE_CHECKING:
    import polars as pl

NO_SHARE, NO_MONEY = Share(0.0), Usd(0.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Together:
    """What acting together is worth, and a fair split of its cost (docs/sharing.md).

    A cost is the discounted objective of a plan under risk: projects, trade, stocks, and
    disruptions of the members.

    Frames:

    - ``costs``: coalition (codes joined by ``+``), members, cost_usd, plan_usd (the part of
      projects and trade), stock_usd (worth of the stocks), expected_usd, tail_usd (these three in
      the first year shown), targets_met (whether it can meet them; see ``missed``).
    - ``levels``: level, cost_usd, saved_usd against the first: ``alone``, ``shared risk`` (idle
      output elsewhere is won together, and the tail is that of all; no stock is given),
      ``mutual stock``, and ``full pact`` where there are projects.  The second and third are left
      out where the funding lines cannot carry all projects that the members start alone.
    - ``split``: party, alone_usd, shapley_usd, saved_usd (under the Shapley split), core_usd (the
      nucleolus, or null).
    """

    members: tuple[str, ...]
    materials: tuple[str, ...]
    """Whose disruptions count."""
    projects: bool = True
    """Whether projects and targets count; stocks only otherwise."""
    costs: pl.DataFrame
    levels: pl.DataFrame
    split: pl.DataFrame
    worst: str
    """Coalition that has the most reason to leave under the Shapley split."""
    excess: Usd
    """What it pays more than it would alone; negative where it gains by staying."""
    in_core: bool
    least_excess: Usd
    """The smallest that the largest excess can be under any split; above 0, the core is empty."""
    gap: Usd
    """How far a cost may lie above its true value."""
    missed: Share = NO_SHARE
    """Part of a target that every coalition may miss, as the one that can do least must."""


@dataclass(frozen=True, kw_only=True)
class RiskPoint:
    """One point of the frontier of cost against loss.

    It minimises ``cost`` plus ``times`` the ``risk``: at 0 disruptions do not count, at 1 stands
    the plan, beyond it a dollar of loss counts more than a dollar spent.
    """

    weight: float
    """Weight of the tail against the expected loss, the same at all points."""
    cost: Usd
    """Discounted cost of projects, trade and stocks above that of the calm plan."""
    stock: Usd
    """Worth of the stocks in the first year shown."""
    expected: Usd
    """Expected loss in the first year shown."""
    tail: Usd
    """Mean of the worst twentieth in that year."""
    projects: tuple[str, ...]
    times: float = 1.0
    """How much a dollar of disruptions counts beside a dollar spent."""
    risk: Usd = NO_MONEY
    """Discounted cost of disruptions in all years, expected loss and tail by ``weight``."""
    slack: Usd = NO_MONEY
    """How far ``cost`` plus ``times`` the ``risk`` may lie above the least."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tornado:
    """What changes where hazards are rarer or more frequent.

    Frames:

    - ``bars``: what (``all hazards`` or a kind of hazard), low_usd, high_usd: the expected loss a
      year with the plan as it is, with those rates times ``low`` and ``high``; base_usd.
    - ``plans``: factor, cost_usd (as in ``RiskPoint``), stock_usd, expected_usd, tail_usd: of the
      plan made for all rates times the factor.
    - ``conclusions``: conclusion, low, base, high: what the plan says at each factor, in the few
      statements that change, for example ``hold gallium in Japan``: ``no``, ``96 days``, ....
    """

    low: float
    high: float
    bars: pl.DataFrame
    plans: pl.DataFrame
    conclusions: pl.DataFrame
    kept: int
    """Statements compared that do not change."""
    unsure: int = 0
    """Statements that differ, where the gap of the search may be why."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Simulated:
    """Losses in many histories that were drawn without the optimiser (docs/simulation.md).

    Undiscounted USD and tonnes a year.  ``low`` and ``high`` bound the mean with 95 % confidence.

    Frames:

    - ``losses``: case (``nothing`` or ``both``), year (0: all years), party (``*``: all),
      mean_usd, low_usd, high_usd, tail_usd (mean of the worst twentieth of years), mean_tonnes.
    - ``curve``: case, chance, loss_usd: the yearly loss that is exceeded with that chance.
    - ``totals``: case, chance, loss_usd: the same for the loss of a whole history.
    - ``claim``: case, year, claimed_usd (the planner's expected loss, undiscounted),
      simulated_usd, low_usd, high_usd.
    - ``reasons``: case, reason, usd: what explains the difference a year, measured by switching it
      off: overlapping disruptions, those beyond the planner's months, stocks not yet refilled, late
      projects; and what is left.
    """

    histories: int
    seed: int
    years: tuple[int, ...]
    losses: pl.DataFrame
    curve: pl.DataFrame
    totals: pl.DataFrame
    claim: pl.DataFrame
    reasons: pl.DataFrame
    seconds: float


@dataclass(frozen=True, kw_only=True, eq=False)
class RiskStudy:
    """All that a report on a plan under risk may show beside the plan; None was not asked for."""

    together: tuple[Together, ...] = ()
    """The parties of the pact first, then examples."""
    frontier: tuple[RiskPoint, ...] = ()
    tornado: Tornado | None = None
    simulated: Simulated | None = None
