"""Typed tables to candidate projects: those that a plan may decide to fund."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl

from supplypact.domain.network import Project, ProjectOutput
from supplypact.domain.plan import PlanOptions
from supplypact.errors import Fault
from supplypact.formats.tables import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

HORIZON = PlanOptions().last_year
"""A project whose first output is later than this cannot serve any plan."""

SHELVED = ("cancelled", "target", "beyond_horizon")
"""Statuses that make a project no candidate."""


def read_projects(
    projects: pl.DataFrame, outputs: pl.DataFrame
) -> tuple[tuple[Project, ...], list[Fault]]:
    """Return the candidate projects and what is wrong with them.

    A candidate is not part of the base, is not shelved, has a known output and a known capex.
    """
    made: dict[str, list[ProjectOutput]] = {}
    for row in outputs.drop_nulls("tonnes_per_year").iter_rows(named=True):
        output = ProjectOutput(
            material=row["material"],
            stage=row["stage"],
            capacity=row["tonnes_per_year"],
            in_projection=row["in_projection"] or False,
        )
        made.setdefault(row["project"], []).append(output)
    found: list[Project] = []
    faults = _capacity_faults(outputs)
    for line, row in enumerate(projects.iter_rows(named=True), start=2):
        if row["project"] in made and _is_candidate(row):
            wrong = list(_faults(row, f"projects.csv, line {line} ({row['project']})"))
            faults += wrong
            if not wrong:
                found.append(_project(row, tuple(made[row["project"]])))
    if not found and not faults:
        faults.append(
            Fault(
                what="there is no project that a plan could fund",
                where="projects.csv with project_outputs.csv",
                fix="add candidates with capex, earliest start, lead time and output; "
                "to plan without some of them use --without PROJECT",
            )
        )
    return tuple(found), shorten(faults, "projects.csv")


def read_additions(projects: pl.DataFrame, outputs: pl.DataFrame) -> pl.DataFrame:
    """Return project, name, material, stage, country, year of first output, tonnes of plants.

    Only what neither the base year's production nor a projection counts.
    """
    hosts = projects.filter(pl.col("in_base")).select("project", "name", "host", "first_output")
    added = outputs.join(hosts, on="project").filter(pl.col("added_tonnes_per_year") > 0)
    return added.select(
        "project",
        "name",
        "material",
        "stage",
        country="host",
        year="first_output",
        tonnes="added_tonnes_per_year",
    )


def _is_candidate(row: dict[str, Any]) -> bool:
    """Return whether a plan may decide on the project."""
    return not row["in_base"] and row["status"] not in SHELVED and row["capex_usd"] is not None


def _project(row: dict[str, Any], outputs: tuple[ProjectOutput, ...]) -> Project:
    """Return one candidate."""
    return Project(
        id=row["project"],
        name=row["name"],
        host=row["host"],
        status=row["status"],
        owners=row["owners"] or "",
        concern_owned=row["concern_owned"],
        capex=row["capex_usd"],
        capex_is_estimate=row["capex_quality"] == "estimate",
        capex_method=row["capex_method"] or "",
        earliest_start=row["earliest_start"],
        lead_time=math.ceil(row["lead_time_years"]),
        outputs=outputs,
        source=row["source"],
        note=row["note"] or "",
    )


def _faults(row: dict[str, Any], where: str) -> Iterator[Fault]:
    """Yield what makes a candidate impossible to plan."""
    start, lead_time = row["earliest_start"], row["lead_time_years"]
    if start is None or lead_time is None:
        fix = "fill both in, or set in_base to true where the base counts the project"
        yield Fault(what="earliest_start or lead_time_years is blank", where=where, fix=fix)
    elif lead_time < 0:
        fix = "write the years from funding to first output, 0 or more"
        yield Fault(what=f"lead_time_years is {lead_time:g}", where=where, fix=fix)
    elif start + lead_time > HORIZON:
        yield Fault(
            what=f"it can never deliver within the horizon: start {start} and {lead_time:g} years "
            f"of lead time are past {HORIZON}",
            where=where,
            fix="shorten the lead time, start earlier, or delete the project",
        )


def _capacity_faults(outputs: pl.DataFrame) -> list[Fault]:
    """Return a fault for each output that is not above 0."""
    tonnes = outputs["tonnes_per_year"].fill_null(1.0)
    return [
        Fault(
            what=f"{outputs['project'][row]} makes {tonnes[row]:g} tonnes a year",
            where=f"project_outputs.csv, line {row + 2}, column tonnes_per_year",
            fix="write a capacity above 0, or leave it blank where it is unknown",
        )
        for row in (~(tonnes > 0)).arg_true()
    ]
