"""Projects on one basis: who, where, what in tonnes of content, at what cost, and when."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import polars as pl

from tools.build_data import definitions, project_costs, project_overlap
from tools.build_data.project_inputs import (
    IN_BASE,
    first_output,
    read_facts,
    read_judged,
    read_terms,
)
from tools.build_data.project_outputs import contents, outputs
from tools.build_data.project_tables import INTENSITY, OUTPUTS, PROJECTS
from tools.build_data.reference import read_rows
from tools.build_data.sources import curated_source
from tools.build_data.table import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tools.build_data.project_inputs import Judged
    from tools.build_data.project_outputs import Output

TABLES = (PROJECTS, OUTPUTS, INTENSITY)

DERIVED = Source(
    source="supplypact-projects",
    publisher="supplypact",
    title="Derived from the projects of this data package",
    year=None,
    licence="Apache-2.0",
    status="OPEN",
)

HORIZON = 2035
"""A candidate must deliver by then."""


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return projects, their outputs and the capital intensities, from the curated rows."""
    curated = read_rows(raw / "curated" / "projects.csv")
    facts = read_facts(definitions.rows("project_sources"))
    judged = read_judged(definitions.rows("project_judged"), curated, facts)
    terms = read_terms(definitions.rows("project_terms"), curated, facts)
    content = contents(read_rows(raw / "curated" / "yields.csv"))
    stages = built["stages"]
    made = outputs(terms, content, recoveries(stages))
    known = set(stages.select("material", "stage").iter_rows())
    kept = [output for output in made if (output.material, output.stage) in known]
    frames = frames_of(judged, kept, built["production"])
    cited = [curated_source(row) for row in curated]
    return frames, [*cited, *(fact.source for fact in facts.values()), DERIVED]


def recoveries(stages: pl.DataFrame) -> dict[str, float]:
    """Return tonnes refined per tonne mined, by material."""
    refined = stages.filter(pl.col("stage") == "refine", pl.col("recovery").is_not_null())
    return dict(refined.select("material", "recovery").iter_rows())


def frames_of(
    judged: Sequence[Judged], made: Sequence[Output], production: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Return the three tables of the judged projects and their outputs."""
    by_project: dict[str, list[Output]] = defaultdict(list)
    for output in made:
        by_project[output.project].append(output)
    costs = project_costs.intensities(judged, by_project)
    reference = project_costs.reference_years(judged, by_project)
    times = {
        project.project: project_costs.timing(project, by_project[project.project], reference)
        for project in judged
        if project.project in by_project and project.status not in IN_BASE
    }
    first = {
        project.project: project.first_year or sum(times[project.project])
        for project in judged
        if project.project in times
    }
    inside = _inside(judged, made, first, production)
    project_rows = [
        _project_row(
            project,
            project_costs.capex(project, by_project.get(project.project, []), costs),
            times.get(project.project),
            [is_inside for key, is_inside in inside.items() if key[0] == project.project],
        )
        for project in judged
    ]
    in_base = {project.project for project in judged if project.status in IN_BASE}
    output_rows = [
        _output_row(output, inside.get(output.key), in_base=output.project in in_base)
        for output in made
    ]
    intensity_rows = [_intensity_row(key, found) for key, found in costs.items()]
    return {
        PROJECTS.name: pl.DataFrame(project_rows, infer_schema_length=None),
        OUTPUTS.name: pl.DataFrame(output_rows, infer_schema_length=None),
        INTENSITY.name: pl.DataFrame(intensity_rows, infer_schema_length=None),
    }


def _inside(
    judged: Sequence[Judged],
    made: Sequence[Output],
    first: Mapping[str, int],
    production: pl.DataFrame,
) -> dict[tuple[str, str, str], bool]:
    """Return whether each output is inside the projection, where its material and stage has one."""
    series = project_overlap.projected(production)
    found = project_overlap.overlaps(judged, made, first, project_overlap.growth(production))
    return {key: is_inside for key, is_inside in found.items() if key[1:] in series}


def _project_row(
    project: Judged,
    cost: project_costs.Capex,
    times: tuple[int, int] | None,
    inside: Sequence[bool],
) -> dict[str, object]:
    earliest, lead = times or (None, None)
    first, first_note = first_output(project)
    late = times is not None and sum(times) > HORIZON
    return {
        "project": project.project,
        "name": project.name,
        "host": project.host,
        "status": "beyond_horizon" if late else project.status,
        "owners": project.owners,
        "concern_owned": project.concern_owned,
        "in_base": project.status in IN_BASE,
        "in_projection": all(inside) if inside else None,
        "capex_usd": cost.usd,
        "capex_year": cost.year,
        "capex_quality": cost.quality,
        "capex_method": cost.method,
        "capex_source": cost.source,
        "first_output": first,
        "earliest_start": earliest,
        "lead_time_years": lead,
        "latitude": project.latitude,
        "longitude": project.longitude,
        "note": "; ".join(note for note in (project.note, first_note) if note),
        "source": project.source,
        "year": project.source_year,
        "quality": "reported",
        "method": "",
    }


def _output_row(output: Output, inside: bool | None, *, in_base: bool) -> dict[str, object]:
    return {
        "project": output.project,
        "material": output.material,
        "stage": output.stage,
        "tonnes_per_year": output.tonnes,
        "added_tonnes_per_year": output.added if in_base and not inside else None,
        "in_projection": inside,
        "note": output.note,
        "source": output.source,
        "year": None,
        "quality": output.quality,
        "method": output.method,
    }


def _intensity_row(key: project_costs.Product, found: project_costs.Intensity) -> dict[str, object]:
    return {
        "material": key[0],
        "stage": key[1],
        "usd_per_tonne_per_year": found.median,
        "low": found.low,
        "high": found.high,
        "count": len(found.projects),
        "source": DERIVED.source,
        "year": None,
        "quality": "estimate",
        "method": "median of capex over yearly output of " + ", ".join(found.projects),
    }
