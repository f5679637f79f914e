"""The candidates of one run: which projects, from when, at what cost a year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from supplypact.algebra.sets import ProjectSet
from supplypact.domain.network import Network, Project
from supplypact.domain.pact import Pact, PriceFloor
from supplypact.domain.plan import PlanOptions
from supplypact.errors import DataError, Fault, UsageError, did_you_mean


def choose_candidates(network: Network, options: PlanOptions) -> tuple[Project, ...]:
    """Return the projects that the plan may start: none that a country of concern owns.

    Raises:
        UsageError: an option names a project that is not a candidate.
        DataError: there is no candidate at all.

    """
    known = [project.id for project in network.projects]
    for asked, option in [
        *((project, "--without") for project in options.without),
        *((project, "--delay") for project, _ in options.delays),
    ]:
        if asked not in known:
            raise UsageError(
                f"unknown project '{asked}'", where=option, fix=did_you_mean(asked, known)
            )
    if not known:
        fault = Fault(
            what="there is no project to decide on",
            where="projects.csv",
            fix="add a row with in_base=false and its rows in project_outputs.csv",
        )
        raise DataError([fault], where="the tables")
    return tuple(
        each
        for each in network.projects
        if each.id not in options.without and not each.concern_owned
    )


def build_project_set(
    pact: Pact, network: Network, candidates: Sequence[Project], options: PlanOptions
) -> ProjectSet:
    """Return when each candidate may start and what follows from each start."""
    years = tuple(range(options.first_year, options.last_year + 1))
    shape = (len(candidates), len(years), len(years))
    ramp, spending, premium = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    steps = (pact.assume("ramp_first"), pact.assume("ramp_second"), 1.0)
    delays = dict(options.delays)
    may_start = np.zeros(shape[:2], dtype=bool)
    for p, project in enumerate(candidates):
        subsidy = _floor_payment(pact, network, project)
        for v, start in enumerate(years):
            first = v + project.lead_time + delays.get(project.id, 0)
            if start < project.earliest_start or first >= len(years):
                continue
            may_start[p, v] = True
            spending[p, v, v : v + project.lead_time] = project.capex / project.lead_time
            ramp[p, v, first:] = steps[-1]
            ramp[p, v, first : first + len(steps)] = steps[: len(years) - first]
            premium[p, v] = ramp[p, v] * subsidy
    return ProjectSet(
        ids=tuple(project.id for project in candidates),
        years=years,
        may_start=may_start,
        ramp=ramp,
        spending=spending,
        premium=premium,
    )


def _floor_payment(pact: Pact, network: Network, project: Project) -> float:
    """Return the USD a year that price floors pay on a project at full output."""
    output = {(made.material, made.stage): float(made.capacity) for made in project.outputs}
    return sum(
        output.get((floor.material, floor.stage), 0.0) * _gap(network, floor)
        for floor in pact.price_floors
    )


def _gap(network: Network, floor: PriceFloor) -> float:
    price = network.material(floor.material).price
    return max(float(floor.floor) - float(price), 0.0) if price is not None else 0.0
