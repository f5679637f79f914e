"""One plan with its pact and network, asked in the terms of the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from supplypact.domain.assessment import EVERY_PARTY
from supplypact.domain.network import Network, Project
from supplypact.domain.pact import Origin, Pact, Reading
from supplypact.domain.plan import TOGETHER, Plan, PlannedProject, TargetResult
from supplypact.reporting.names import Names, told_projects
from supplypact.reporting.numbers import usd
from supplypact.reporting.phrases import Phrases

CASES = ("base", "plan")
ROUNDING = 1e-6
"""A share this little below its goal still meets it."""


@dataclass(frozen=True, eq=False)
class View(Names):
    """What the report speaks of, and the words that it uses."""

    plan: Plan
    pact: Pact
    network: Network
    say: Phrases

    @property
    def binding(self) -> tuple[TargetResult, ...]:
        """The targets that the plan had to meet."""
        return self.plan.binding_targets()

    def material_targets(self) -> list[TargetResult]:
        """Return the first target of each material and stage, binding ones first."""
        single = [each for each in self.plan.targets if each.material != TOGETHER]
        ordered = sorted(single, key=lambda each: not each.binding)
        found: dict[tuple[str, str], TargetResult] = {}
        for each in ordered:
            found.setdefault((each.material, each.stage), each)
        return list(found.values())

    @property
    def year(self) -> int:
        """The year that the answer is about: the earliest of a target, else the last year."""
        years = [each.year for each in self.binding or self.plan.targets]
        return min(years, default=self.plan.years[-1])

    @property
    def projects(self) -> tuple[PlannedProject, ...]:
        """The projects of which enough is started to be told."""
        return told_projects(self.plan.projects)

    def candidate(self, project: PlannedProject) -> Project | None:
        """Return the candidate that a planned project was."""
        return next((each for each in self.network.projects if each.id == project.id), None)

    def capex(self, project: PlannedProject) -> str:
        """Return the capex of a project, marked if it is an estimate."""
        mark = f" {self.say['word.estimate']}" if project.capex_is_estimate else ""
        return usd(project.capex) + mark

    def sourced(self, material: str, stage: str, year: int) -> pl.DataFrame:
        """Return case, party, origin, tonnes of what the parties use, by origin at a stage."""
        return self.plan.sourcing.filter(
            (pl.col("material") == material) & (pl.col("stage") == stage) & (pl.col("year") == year)
        )

    def outside_share(self, material: str, stage: str, year: int, case: str) -> float | None:
        """Return the parties' share from outside the countries of concern, None if they use none.

        Embodied reading: what is inside later products counts where it passed ``stage``.
        """
        rows = self.sourced(material, stage, year).filter(
            (pl.col("case") == case) & (pl.col("party") == EVERY_PARTY)
        )
        whole = float(rows["tonnes"].sum())
        inside = float(rows.filter(pl.col("origin") == Origin.CONCERN.value)["tonnes"].sum())
        return 1 - inside / whole if whole > 0 else None

    def reading(self, target: TargetResult, reading: Reading, case: str) -> float | None:
        """Return the share of a target's material in its year under another reading."""
        rows = self.plan.readings.filter(
            (pl.col("case") == case)
            & (pl.col("material") == target.material)
            & (pl.col("stage") == target.stage)
            & (pl.col("reading") == reading.value)
            & (pl.col("year") == target.year)
        )
        return float(rows["share"][0]) if rows.height else None

    def routes(self, target: TargetResult) -> pl.DataFrame:
        """Return the parties' part of the flows of a target's material in its year."""
        return self.plan.routes.filter(
            (pl.col("material") == target.material) & (pl.col("year") == target.year)
        )

    def reaches(self, share: float, goal: float) -> bool:
        """Return whether a share reaches a goal, rounding aside."""
        return share >= goal - ROUNDING

    def most_of_a_limit(self) -> float | None:
        """Return the largest part of a yearly limit that support uses, None without limits."""
        limited = self.plan.support.filter(pl.col("limit_usd") > 0)
        part = (limited["support_usd"] / limited["limit_usd"]).to_list()
        return max(part, default=None)

    def support_totals(self) -> Iterator[tuple[str, float, float]]:
        """Yield party, support and limit in USD over all years."""
        for party in self.pact.party_codes:
            rows = self.plan.support.filter(pl.col("party") == party)
            yield party, float(rows["support_usd"].sum()), float(rows["limit_usd"].sum())
