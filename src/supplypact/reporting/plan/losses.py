"""What each target would fall to if one project were lost and nothing took its place."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from supplypact.domain.assessment import EVERY_PARTY
from supplypact.domain.pact import Origin, Reading
from supplypact.domain.plan import TOGETHER, PlannedProject, TargetResult
from supplypact.reporting.plan.view import View
from supplypact.reporting.table import Kind, Table, table


@dataclass(frozen=True, kw_only=True)
class Loss:
    """A project, a binding target that it serves, and the share without it."""

    project: PlannedProject
    target: TargetResult
    share: float


def losses(view: View) -> list[Loss]:
    """Return the losses that lower a binding target, the furthest below its goal first.

    What a project no longer makes is taken to come from a country of concern.  Of a share of use
    or purchases no more is lost than what its host sends the parties, so that is an upper bound.
    """
    found = [
        Loss(project=project, target=target, share=max(target.planned_share - drop, 0.0))
        for project in view.projects
        for target in view.binding
        if (drop := _drop(view, project, target)) > 0
    ]
    return sorted(found, key=lambda loss: loss.share - loss.target.goal)


def loss_table(view: View) -> Table:
    """Return each loss with the share that is left."""
    columns = {
        "project": Kind.TEXT,
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        "year": Kind.YEAR,
        "goal": Kind.SHARE,
        "planned_share": Kind.SHARE,
        "share_without": Kind.SHARE,
        "still_met": Kind.YES,
    }
    rows = (
        (
            each.project.name,
            view.material(each.target.material),
            view.stage(each.target.stage),
            each.target.year,
            each.target.goal,
            each.target.planned_share,
            each.share,
            view.reaches(each.share, each.target.goal),
        )
        for each in losses(view)
    )
    return table("losses", columns, rows, view.say)


def _drop(view: View, project: PlannedProject, target: TargetResult) -> float:
    """Return by how much a target's share falls; materials together weigh by their value."""
    if view.pact.origin(project.host) is Origin.CONCERN:
        return 0.0
    members = [target.material]
    if target.material == TOGETHER:
        members = [
            each.material
            for each in view.plan.targets
            if each.target == target.target and each.material != TOGETHER
        ]
    lost = whole = 0.0
    for material in members:
        price = (view.network.material(material).price or 0.0) if len(members) > 1 else 1.0
        lost += price * _lost(view, project, target, material)
        whole += price * _whole(view, target, material, "base")
    return lost / whole if whole > 0 else 0.0


def _lost(view: View, project: PlannedProject, target: TargetResult, material: str) -> float:
    """Return the tonnes that a target's share would lose."""
    age = target.year - project.first_output_year
    if age < 0:
        return 0.0
    steps = (view.pact.assume("ramp_first"), view.pact.assume("ramp_second"))
    capacity = sum(
        out.capacity
        for out in project.outputs
        if (out.material, out.stage) == (material, target.stage)
    )
    made = project.part * capacity * (steps[age] if age < len(steps) else 1.0)
    sent = _sent(view, target, material, project.host)
    return made if sent is None else min(made, sent)


def _sent(view: View, target: TargetResult, material: str, host: str) -> float | None:
    """Return what a host sends the parties with the plan; None where all output counts."""
    if target.reading is Reading.WORLD:
        return None
    embodied = target.reading is Reading.EMBODIED
    frame = view.plan.routes if embodied else _bought(view, view.plan.flows)
    here = frame.filter(_at(target, material, "plan") & (pl.col("exporter") == host))
    return float(here["tonnes"].sum())


def _whole(view: View, target: TargetResult, material: str, case: str) -> float:
    """Return the tonnes that a target's share is a part of."""
    if target.reading is Reading.EMBODIED:
        frame = view.plan.sourcing.filter(pl.col("party") == EVERY_PARTY)
    elif target.reading is Reading.DIRECT:
        frame = _bought(view, view.plan.flows)
    else:
        frame = view.plan.flows
    return float(frame.filter(_at(target, material, case))["tonnes"].sum())


def _bought(view: View, flows: pl.DataFrame) -> pl.DataFrame:
    return flows.filter(pl.col("importer").is_in(list(view.pact.party_codes)))


def _at(target: TargetResult, material: str, case: str) -> pl.Expr:
    return (
        (pl.col("case") == case)
        & (pl.col("material") == material)
        & (pl.col("stage") == target.stage)
        & (pl.col("year") == target.year)
    )
