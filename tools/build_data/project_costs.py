"""What projects cost per tonne, and how long they take: known figures and what stands in."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from tools.build_data.project_outputs import HEAVY, RARE_EARTHS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.build_data.project_inputs import Judged
    from tools.build_data.project_outputs import Output

REAL = ("curated", "stated")
"""Kinds of capex that are the cost of the plant itself."""

FIRST_START = 2026
"""Earliest calendar year in which construction can be funded."""

WAIT = {"feasibility": 1, "exploration": 3}
"""Years of study and permits that a status still needs before construction can be funded."""

Product = tuple[str, str]
"""Material and stage (or ``mine+refine``) that a project's cost is measured by."""


@dataclass(frozen=True, kw_only=True)
class Intensity:
    """Capital cost per tonne a year, from the projects whose cost is known."""

    median: float
    low: float
    high: float
    projects: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Capex:
    """Capital cost that the products in these tables bear; all None where nothing is known."""

    usd: float | None = None
    year: int | None = None
    quality: str | None = None
    method: str | None = None
    source: str | None = None


def product(outputs: Sequence[Output]) -> tuple[Product, float]:
    """Return what a project's cost is measured by and its tonnes a year.

    It is the last stage of the largest material, named ``mine+refine`` where the project does
    both; a rare-earth project is measured by Dy+Tb where they are more than half of its output.
    """
    stages = {output.stage for output in outputs}
    last = "magnet" if "magnet" in stages else "refine" if "refine" in stages else "mine"
    tonnes = {output.material: output.tonnes for output in outputs if output.stage == last}
    material = max(tonnes, key=lambda name: tonnes[name])
    if tonnes.get(HEAVY, 0.0) > tonnes[material] / 2 and material == RARE_EARTHS:
        material = HEAVY
    return (material, "mine+refine" if len(stages) > 1 else last), tonnes[material]


def intensities(
    judged: Sequence[Judged], outputs: Mapping[str, Sequence[Output]]
) -> dict[Product, Intensity]:
    """Return the capital intensity of each product from the projects marked for it."""
    known: dict[Product, dict[str, float]] = defaultdict(dict)
    for project in judged:
        if project.intensity is not None and project.project in outputs:
            key, tonnes = product(outputs[project.project])
            cost = 1e6 * (project.capex_musd or 0.0)
            known[key][project.project] = cost / (tonnes * project.intensity)
    return {
        key: Intensity(
            median=median(costs.values()),
            low=min(costs.values()),
            high=max(costs.values()),
            projects=tuple(sorted(costs)),
        )
        for key, costs in known.items()
    }


def capex(project: Judged, outputs: Sequence[Output], known: Mapping[Product, Intensity]) -> Capex:
    """Return a project's capital cost, by the median intensity of its product where it is modelled.

    Raises KeyError where no project tells the intensity of that product.
    """
    if project.capex == "model":
        key, tonnes = product(outputs)
        found = known[key]
        return Capex(
            usd=tonnes * found.median,
            quality="estimate",
            method=f"{tonnes:.0f} t/yr at the median of {len(found.projects)} projects, "
            f"USD {found.median:,.0f} per t/yr ({key[0]}, {key[1]})",
        )
    if project.capex_musd is None or not project.capex:
        return Capex()
    plain = project.capex in REAL and project.capex_share == 1
    return Capex(
        usd=1e6 * project.capex_musd * project.capex_share,
        year=project.capex_year,
        quality="reported" if plain else "estimate",
        method=None if plain else project.note,
        source=project.capex_source,
    )


def reference_years(
    judged: Sequence[Judged], outputs: Mapping[str, Sequence[Output]]
) -> dict[str, int]:
    """Return whole years from funding to first output by stage: median of the known, rounded up."""
    months: dict[str, list[float]] = defaultdict(list)
    for project in judged:
        if project.lead_months is not None and project.project in outputs:
            months[product(outputs[project.project])[0][1]].append(project.lead_months)
    return {stage: math.ceil(median(known) / 12) for stage, known in months.items()}


def timing(
    project: Judged, outputs: Sequence[Output], reference: Mapping[str, int]
) -> tuple[int, int]:
    """Return the earliest year of funding and the whole years from it to the first output."""
    if project.lead_months is None:
        lead = reference[product(outputs)[0][1]]
    else:
        lead = math.ceil(project.lead_months / 12)
    planned = (project.first_year or 0) - lead
    earliest = project.start_year or max(FIRST_START + WAIT.get(project.status, 0), planned)
    return earliest, lead
