"""Projects start, spend and run (docs/algebra/project.md).

    P1  sum_y start[p,y] <= 1
    P2  running[p,y] = sum_v ramp[p,v,y] * start[p,v]

``start`` exists only in the years from which the project can still deliver within the horizon,
and is 0 or 1 (or any part between, when relaxed).  Its cost is the capex that follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from supplypact.algebra.model import Index, Model
from supplypact.algebra.sets import Array, Numbers, ProjectSet


@dataclass(frozen=True, kw_only=True, eq=False)
class ProjectColumns:
    """Columns of the candidates."""

    start: Index
    """One column per (project, year) that may start."""
    start_project: Numbers
    start_year: Numbers
    """Place of the year among the model's years."""
    running: Index
    """Part of full output.  Shape (project, year)."""


def add_projects(
    model: Model, projects: ProjectSet, *, discount: Array, relaxed: bool
) -> ProjectColumns:
    """Add P1 and P2; the cost of a start is its discounted capex and price floor payments."""
    project, year = (each.astype(np.int32) for each in np.nonzero(projects.may_start))
    labels = [f"{projects.ids[p]},{projects.years[y]}" for p, y in zip(project, year, strict=True)]
    outlay = projects.spending + projects.premium
    start = model.columns(
        "start",
        (labels,),
        upper=1.0,
        cost=(outlay[project, year] * discount).sum(axis=1),
        integer=not relaxed,
    )
    running = model.columns("running", (projects.ids, projects.years), upper=1.0)
    once = model.rows("P1_once", (projects.ids,), upper=1.0)
    model.terms(once[project], start)
    rows = model.rows("P2_running", (projects.ids, projects.years), lower=0.0, upper=0.0)
    model.terms(rows, running)
    model.terms(rows[project], start[:, None], -projects.ramp[project, year])
    return ProjectColumns(start=start, start_project=project, start_year=year, running=running)
