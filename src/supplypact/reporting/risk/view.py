"""One plan under risk with its pact and network, asked in the terms of the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from supplypact.domain.hazard import LATE
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import PlannedProject
from supplypact.domain.risk import SHOWN_YEARS, RiskResult
from supplypact.domain.risk_study import RiskStudy
from supplypact.reporting.names import Names, told_projects
from supplypact.reporting.phrases import Phrases

ALL = "*"
"""Stands for all parties, or all materials."""
CASES = ("nothing", "stocks", "projects", "both")
LATE_PREFIX = f"{LATE}-"
"""Begins the id of the hazard that a project is late."""
HELD = 1.0
"""Days of use; a smaller stock counts as none."""
NO_POLICIES = pl.DataFrame(schema={"country": pl.String, "label": pl.String, "days": pl.Float64})


@dataclass(frozen=True, kw_only=True, eq=False)
class Risk:
    """What a report on a plan under risk is made from, beside the plan itself."""

    result: RiskResult
    study: RiskStudy = field(default_factory=RiskStudy)
    policies: pl.DataFrame = field(default_factory=lambda: NO_POLICIES)
    """Country, label, days of today's policies; see ``tables.policies_of``."""
    members: Mapping[str, str] = field(default_factory=dict)
    """Names of members that are no parties of the pact, by code, as their own pact writes them."""
    digest: Mapping[str, str] = field(default_factory=dict)
    """sha256 of each table that the risk rests on."""


@dataclass(frozen=True, eq=False)
class RiskView(Names):
    """What the report speaks of, and the words that it uses."""

    risk: Risk
    pact: Pact
    network: Network
    say: Phrases

    @property
    def result(self) -> RiskResult:
        """The plan under risk."""
        return self.risk.result

    @property
    def study(self) -> RiskStudy:
        """What was asked beside it."""
        return self.risk.study

    @property
    def years(self) -> list[int]:
        """The years that are told."""
        covered = set(self.result.stocks["year"])
        return [year for year in SHOWN_YEARS if year in covered]

    @property
    def year(self) -> int | None:
        """The year that the answer is about, None if no year that is told is planned."""
        return self.years[0] if self.years else None

    def held(self, year: int) -> pl.DataFrame:
        """Return the stocks of a year that are more than nothing."""
        return self.result.stocks.filter(pl.col("year") == year, pl.col("days") >= HELD)

    def loss(self, case: str, year: int, party: str = ALL) -> dict[str, float]:
        """Return expected and tail loss of all materials, in USD a year and tonnes.

        No disruption costs nothing.
        """
        rows = self.result.losses.filter(
            (pl.col("case") == case)
            & (pl.col("year") == year)
            & (pl.col("party") == party)
            & (pl.col("material") == ALL)
        ).select("expected_usd", "tail_usd", "expected_tonnes", "tail_tonnes")
        return rows.row(0, named=True) if rows.height else dict.fromkeys(rows.columns, 0.0)

    def drawn(self, case: str) -> dict[str, float] | None:
        """Return the loss a year in drawn histories, of all parties over all years, if drawn."""
        if self.study.simulated is None:
            return None
        rows = self.study.simulated.losses.filter(
            pl.col("case") == case, pl.col("year") == 0, pl.col("party") == ALL
        )
        return rows.row(0, named=True) if rows.height else None

    @property
    def projects(self) -> tuple[PlannedProject, ...]:
        """The projects of which enough is started to be told."""
        return told_projects(self.result.projects)

    def count_hazards(self) -> str:
        """Return how many hazards the plan minds, late projects apart."""
        ids = self.result.hazards["hazard"].unique()
        late = int(ids.str.starts_with(LATE_PREFIX).sum())
        hazards = self.say.counted("risk.hazards", self.result.size.hazards - late)
        if not late:
            return hazards
        late_ones = self.say.counted("risk.late", late)
        return self.say["risk.and_late"].format(hazards=hazards, late=late_ones)

    def costliest(self, case: str, year: int) -> pl.DataFrame:
        """Return the hazards of a case and year, those that cost most a year first.

        Columns as in ``RiskResult.hazards``, and ``yearly``.
        """
        rows = self.result.hazards.filter(pl.col("case") == case, pl.col("year") == year)
        return rows.with_columns(yearly=pl.col("rate") * pl.col("cost_usd")).sort(
            "yearly", "hazard", descending=[True, False]
        )

    def hazard(self, hazard: str) -> str:
        """Return a hazard in words where its id is made as in the bundled table, else the id."""
        if hazard.startswith(LATE_PREFIX):
            return self._late(hazard)
        kind, *rest = hazard.split("-")
        told = self.say.get(f"hazard_kind.{kind}", "")
        if not told or len(rest) != 3 or rest[0] not in self.countries:
            return hazard
        supplier, stage, group = rest
        return self.say["risk.hazard"].format(
            kind=told,
            supplier=self.country(supplier),
            stage=self.stage(stage).lower(),
            group=self.group(group),
        )

    def _late(self, hazard: str) -> str:
        """Return a project that is late in words; the id names it and the stage where it ends."""
        project = hazard.removeprefix(LATE_PREFIX).rpartition("-")[0]
        found = (each.name for each in self.network.projects if each.id == project)
        return self.say["risk.late"].format(project=next(found, project))

    def group(self, group: str) -> str:
        """Return what a hazard strikes: one material, or a group of them."""
        if group in self.materials:
            return self.inline(group)
        return self.say["risk.every"] if group == "all" else group.replace("_", " ")

    def coalition(self, label: str) -> str:
        """Return a coalition (codes joined by ``+``) in words."""
        return self.say.listed([self.member(code) for code in label.split("+")])

    def member(self, code: str) -> str:
        """Return the name of a member of a coalition, which may be that of another pact."""
        own = code in self.pact.party_codes
        return self.country(code) if own else self.risk.members.get(code, self.country(code))
