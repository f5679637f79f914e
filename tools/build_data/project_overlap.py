"""Which projects the published projection already holds, so that none counts twice.

The rule, for each material, stage and host that the IEA names: its growth from 2024 to 2030 is
first filled by the growth of the projects in the base, then by pending decisions and idle plants
in the order of their planned first output, as long as a project fits whole. What fits is taken
to be in the projection. Studies and explorations are not; a host that the IEA does not name is
inside its rest of the world and cannot be told, so its projects are taken to be outside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tools.build_data.project_inputs import IN_BASE
from tools.build_data.reference import ROW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.build_data.project_inputs import Judged
    from tools.build_data.project_outputs import Output

MAY_BE_PROJECTED = ("decision_pending", "idle")

Place = tuple[str, str, str]
"""Material, stage and host country."""


def growth(production: pl.DataFrame) -> dict[Place, float]:
    """Return the growth in tonnes a year from 2024 to 2030 that is projected for named hosts."""
    key = ["material", "stage", "country"]
    base = production.filter(pl.col("year") == 2024, pl.col("measure") == "production")
    ahead = production.filter(pl.col("year") == 2030, pl.col("measure") == "projection")
    joined = ahead.join(base, on=key, how="left", suffix="_base").filter(pl.col("country") != ROW)
    rows = joined.select(*key, "tonnes", pl.col("tonnes_base").fill_null(0)).drop_nulls("tonnes")
    return {(material, stage, host): then - now for material, stage, host, then, now in rows.rows()}


def projected(production: pl.DataFrame) -> set[tuple[str, str]]:
    """Return the material and stage of every projection."""
    rows = production.filter(pl.col("measure") == "projection").select("material", "stage")
    return set(rows.unique().iter_rows())


def overlaps(
    judged: Sequence[Judged],
    outputs: Sequence[Output],
    first_output: Mapping[str, int],
    known: Mapping[Place, float],
) -> dict[tuple[str, str, str], bool]:
    """Return whether each output (project, material, stage) is inside the projection.

    ``known`` is the growth by place; ``first_output`` the planned year of a decision, or the
    earliest possible.
    """
    by_name = {project.project: project for project in judged}
    left = dict(known)
    found: dict[tuple[str, str, str], bool] = {}
    order = sorted(outputs, key=lambda o: (first_output.get(o.project, 0), o.project))
    base = [output for output in order if by_name[output.project].status in IN_BASE]
    rest = [output for output in order if by_name[output.project].status not in IN_BASE]
    for output in (*base, *rest):
        project = by_name[output.project]
        place = (output.material, output.stage, project.host)
        if project.status in IN_BASE:
            inside = place in known
        else:
            fits = output.added <= left.get(place, 0.0)
            inside = project.status in MAY_BE_PROJECTED and fits
        if inside:
            left[place] -= output.added
        found[output.key] = inside
    return found
