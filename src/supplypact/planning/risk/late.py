"""Projects that come late: a hazard for each candidate, whose loss is what it should have made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from supplypact.algebra.sets import Mask, ProjectSet
from supplypact.domain.hazard import EVERYONE, LATE, Hazard
from supplypact.domain.network import Network, Project
from supplypact.domain.pact import Pact
from supplypact.units import Share

LAW = "late"
"""Duration law of a delay, in the table ``duration_laws``."""
NAME = "late-"


def late_projects(pact: Pact, network: Network, candidates: Sequence[Project]) -> list[Hazard]:
    """Return a hazard for each candidate and stage at which it ends a chain of its own.

    A project that mines and refines is late once, with what it refines.
    """
    chance = pact.assume("project_late_chance")
    if chance == 0:
        return []
    return [
        _hazard(project, stage, materials, chance)
        for project in candidates
        for stage, materials in _ends(network, project)
    ]


def steps_due(projects: ProjectSet) -> Mask:
    """Return whether a step of a project's output may be due in a year.  Shape (project, year)."""
    grown = np.diff(projects.ramp, axis=2, prepend=0.0) > 0
    due: Mask = np.any(grown & projects.may_start[:, :, None], axis=1)
    return due


def _ends(network: Network, project: Project) -> Iterator[tuple[str, tuple[str, ...]]]:
    last: dict[str, str] = {}
    for material in network.materials:
        made = [each.stage for each in project.outputs if each.material == material.id]
        for stage in material.stages:
            if stage.id in made:
                last[material.id] = stage.id
    for end in dict.fromkeys(last.values()):
        yield end, tuple(material for material, own in last.items() if own == end)


def _hazard(project: Project, stage: str, materials: tuple[str, ...], chance: float) -> Hazard:
    return Hazard(
        id=f"{NAME}{project.id}-{stage}",
        kind=LATE,
        supplier=project.host,
        stage=stage,
        materials=materials,
        target=EVERYONE,
        severity=Share(1.0),
        severity_low=Share(1.0),
        severity_high=Share(1.0),
        rate=chance,
        rate_low=chance,
        rate_high=chance,
        law=LAW,
        events=(),
        note=f"{project.name} starts later than planned",
    )
