"""The plan: which projects start when, what flows, what it costs, which targets are met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from supplypact.domain.pact import Reading
from supplypact.units import Share, TonnesPerYear, Usd, Year

if TYPE_CHECKING:
    import polars as pl

FIRST_YEAR = Year(2025)
LAST_YEAR = Year(2035)
TOGETHER = "together"
"""Stands for the materials of a target taken together, where a material is asked for."""


@dataclass(frozen=True, kw_only=True)
class PlanOptions:
    """What the user asks of one run beside the pact."""

    first_year: Year = FIRST_YEAR
    last_year: Year = LAST_YEAR
    relaxed: bool = False
    """Let projects start in parts: a lower bound on the cost, and faster."""
    gap: float = 1e-4
    """Relative gap between the plan's cost and the best bound at which the search stops."""
    goals: tuple[tuple[str, float], ...] = ()
    """(material, goal): bind the targets of that material, and to this goal."""
    budgets: tuple[tuple[str, float], ...] = ()
    """(party, USD): replace the total of that party's funding lines."""
    without: tuple[str, ...] = ()
    """Projects that cannot be had."""
    delays: tuple[tuple[str, int], ...] = ()
    """(project, years): later first output than planned."""
    reading: Reading | None = None
    """Bind this reading of the targets instead of the pact's."""


@dataclass(frozen=True, kw_only=True)
class TargetResult:
    """One target for one material (or ``together``) in one year, base against plan."""

    id: str
    target: str
    material: str
    stage: str
    year: Year
    reading: Reading
    binding: bool
    goal: Share
    base_share: Share
    """Share from outside the countries of concern without any new project."""
    planned_share: Share
    met: bool
    nearest_goal: Share | None
    """The nearest goal that can be held from the year on, where the goal itself cannot."""


@dataclass(frozen=True, kw_only=True)
class PlannedOutput:
    """What a started project makes at full output."""

    material: str
    stage: str
    capacity: TonnesPerYear


@dataclass(frozen=True, kw_only=True)
class PlannedProject:
    """A project that the plan starts."""

    id: str
    name: str
    host: str
    owners: str
    part: Share
    """1, or the part started when starts are relaxed."""
    start_year: Year
    first_output_year: Year
    capex: Usd
    capex_is_estimate: bool
    price_floor: Usd
    """Price floor payments over the horizon, undiscounted; part of the support."""
    support_by_party: dict[str, float]
    """Party to USD, undiscounted, over the horizon: share of capex plus price floor."""
    outputs: tuple[PlannedOutput, ...]


@dataclass(frozen=True, kw_only=True)
class CostLine:
    """One kind of cost over the horizon."""

    id: str
    label: str
    discounted: Usd
    """As it counts in the objective."""
    undiscounted: Usd


@dataclass(frozen=True, kw_only=True)
class Binding:
    """A constraint that holds the plan back, and what loosening it is worth."""

    name: str
    """Equation and coordinates, for example ``T1_target[lithium,2030]``."""
    value: float
    unit: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class ModelSize:
    """How large the solved model was."""

    materials: int
    rows: int
    columns: int
    nonzeros: int
    binaries: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """The answer of one run.

    Frames (tonnes of each material's basis; ``case`` is ``base`` or ``plan``):

    - ``sourcing``: case, material, stage, party, origin, year, tonnes: what each party uses, by
      the origin class of the country where it passed ``stage`` (party ``*``: all together).
    - ``readings``: case, material, stage, reading, year, share: share outside the countries of
      concern under each reading.
    - ``flows``: case, material, stage, exporter, importer, year, tonnes.
    - ``routes``: case, material, stage, exporter, importer, year, tonnes, used: the part of each
      flow that ends with the parties, and what of it they use at this stage (the rest goes on to
      the next); materials with a target only.
    - ``support``: party, year, support_usd, limit_usd.
    """

    pact: str
    options: PlanOptions
    years: tuple[Year, ...]
    status: str
    """``optimal``: every binding target met; ``nearest``: some cannot be, see ``nearest_goal``."""
    objective: Usd
    bound: Usd
    """No plan costs less than this."""
    gap: float
    targets: tuple[TargetResult, ...]
    projects: tuple[PlannedProject, ...]
    costs: tuple[CostLine, ...]
    bindings: tuple[Binding, ...]
    obstacles: tuple[str, ...]
    """Why the goals that cannot be met cannot: sentences, empty if all are met."""
    sourcing: pl.DataFrame
    readings: pl.DataFrame
    flows: pl.DataFrame
    routes: pl.DataFrame
    support: pl.DataFrame
    unannounced: pl.DataFrame
    """material, stage, year, tonnes: supply the base case assumes beyond known capacity."""
    size: ModelSize
    timings: dict[str, float]
    """Seconds of wall clock: load, build, solve (report is added by the writer)."""

    def binding_targets(self) -> tuple[TargetResult, ...]:
        """Return the targets that the plan had to meet."""
        return tuple(target for target in self.targets if target.binding)

    def shares(self) -> PlannedShares:
        """Return what an assessment needs of the plan."""
        return PlannedShares(
            pact=self.pact,
            sourcing=self.sourcing,
            targets={
                (each.target, each.material): (each.base_share, each.planned_share)
                for each in self.targets
            },
        )


@dataclass(frozen=True, kw_only=True)
class FrontierPoint:
    """Cost of meeting one level of a target."""

    goal: Share
    reached: Share
    """The lowest share among the binding targets."""
    objective: Usd
    support: Usd
    projects: int
    met: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class PlannedShares:
    """What an assessment needs of a plan: the shares that it leads to."""

    pact: str
    """Id of the pact that was planned."""

    sourcing: pl.DataFrame
    """As ``Plan.sourcing``."""
    targets: dict[tuple[str, str], tuple[Share, Share]]
    """Share without and with the plan in the target's year, by target and material."""
    record: str = ""
    """sha256 of the decision record that it was read from."""

    def of(self, target: str, material: str) -> tuple[Share | None, Share | None]:
        """Return the shares of a target for a material, None where the plan has none."""
        return self.targets.get((target, material), (None, None))
