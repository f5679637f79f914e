"""The share of each target year by year, as trade goes on or as it can be turned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from supplypact.algebra.sets import Array
from supplypact.algebra.solve import Solver
from supplypact.domain.network import BASE_YEAR, LAST_KNOWN_YEAR, Network
from supplypact.domain.pact import Pact, Target
from supplypact.domain.plan import LAST_YEAR, TOGETHER, PlanOptions
from supplypact.planning.base_columns import base_columns, untouched_columns
from supplypact.planning.model import PlanModel, TargetRows, build_model, indicator_rows
from supplypact.planning.plan import MET, build
from supplypact.planning.readout import share
from supplypact.planning.reference import build_bases
from supplypact.planning.relax import solve_nearest
from supplypact.units import Share, Tonnes, Year


@dataclass(frozen=True, kw_only=True, eq=False)
class TargetPath:
    """The share of one target for one material, or its materials together."""

    target: Target
    material: str
    """Material id, or ``together``."""
    materials: tuple[str, ...]
    goal: float
    years: tuple[int, ...]
    share: Array
    """Shape (year)."""
    short: Array | None
    """Tonnes a year missing at the goal, 0 if none.  Shape (year).  None for several materials."""

    def at(self, year: int) -> Share | None:
        """Return the share of a year, None outside the horizon."""
        return Share(float(self.share[self.years.index(year)])) if year in self.years else None

    def missing(self, year: int) -> Tonnes | None:
        """Return the tonnes missing at the goal in a year, None if unknown."""
        if self.short is None or year not in self.years:
            return None
        return Tonnes(float(self.short[self.years.index(year)]))

    @property
    def held(self) -> Share | None:
        """Return the lowest share from the target's year to the horizon, None past it."""
        after = self.share[np.array(self.years) >= self.target.year]
        return Share(float(after.min())) if after.size else None

    @property
    def reached(self) -> date | None:
        """Return the end of the first year from which the goal is held to the horizon."""
        below = np.flatnonzero(self.share < self.goal - MET)
        first = int(below[-1]) + 1 if below.size else 0
        return date(self.years[first], 12, 31) if first < len(self.years) else None


def target_paths(
    pact: Pact, network: Network, *, last_year: int = LAST_YEAR
) -> tuple[TargetPath, ...]:
    """Return the share of every target from the base year on, if no candidate is started.

    Trade keeps the pattern of the base case; nothing is solved.  Targets of years past the horizon
    are left out.
    """
    built = _built(pact, network, last_year)
    column = base_columns(built)
    return tuple(_path(built, rows, column) for rows in _rows(built, pact))


def traded_paths(
    pact: Pact, network: Network, options: PlanOptions, starts: Mapping[str, int]
) -> tuple[TargetPath, ...]:
    """Return the share of every target if these candidates are started, and no other.

    A linear programme: flows change at the least cost so that the binding targets are met, or
    missed by as little as can be; a share is not brought above its goal for its own sake.

    Args:
        pact: Targets and assumptions.
        network: The tables, with the record's schedules in them.
        options: Years and delays.
        starts: Candidate to the year in which it is started.

    Raises:
        InfeasibleError: the budgets do not carry these starts.

    """
    built = build(pact, network, options)
    solver = Solver(built.model, held=untouched_columns(built), at=base_columns(built))
    columns = built.starts
    chosen = np.array(
        [
            starts.get(built.projects.ids[p]) == built.projects.years[y]
            for p, y in zip(columns.start_project, columns.start_year, strict=True)
        ],
        dtype=float,
    )
    solver.bound_columns(columns.start, lower=chosen, upper=chosen)
    column = solve_nearest(built, solver, replace(options, relaxed=True)).solution.column
    return tuple(_path(built, rows, column) for rows in _rows(built, pact))


def _built(pact: Pact, network: Network, last_year: int) -> PlanModel:
    """Return the model from the base year on; unlike a plan's, it needs no candidate."""
    years = tuple(range(BASE_YEAR, last_year + 1))
    candidates = tuple(each for each in network.projects if not each.concern_owned)
    options = PlanOptions(first_year=Year(years[0]), last_year=Year(years[-1]))
    bases = build_bases(pact, network, candidates, years)
    return build_model(pact, network, bases, candidates, options)


def known_year(network: Network, target: Target, materials: Sequence[str]) -> Year:
    """Return the last year whose output at the target's stage is known for all materials."""
    last = []
    for material in materials:
        years = [
            year
            for name, stage, year in network.output.select("material", "stage", "year").iter_rows()
            if (name, stage) == (material, target.stage) and year <= LAST_KNOWN_YEAR
        ]
        last.append(max(years, default=BASE_YEAR))
    return Year(max(min(last, default=BASE_YEAR), BASE_YEAR))


def _rows(built: PlanModel, pact: Pact) -> list[TargetRows]:
    years = built.projects.years
    bound = [rows for rows in built.targets if rows.target.year in years]
    named = {(rows.target.id, rows.material) for rows in bound}
    shown = [
        indicator_rows(built, target, material)
        for target in pact.targets
        if target.year in years
        for material in target.materials
        if (target.id, material) not in named
    ]
    return [*bound, *shown]


def _path(built: PlanModel, rows: TargetRows, column: Array) -> TargetPath:
    return TargetPath(
        target=rows.target,
        material=rows.material,
        materials=rows.materials,
        goal=rows.goal,
        years=tuple(built.projects.years),
        share=share(rows.shares, column),
        short=None if rows.material == TOGETHER else _short(built, rows, column),
    )


def _short(built: PlanModel, rows: TargetRows, column: Array) -> Array:
    (terms, _weight) = rows.shares[0]
    (unit,) = (b.chain.unit for b in built.bases if b.chain.material == rows.material)
    missing = rows.goal * terms.whole_part(column) - terms.good_part(column)
    tonnes: Array = np.maximum(missing, 0.0) * unit
    return tonnes
