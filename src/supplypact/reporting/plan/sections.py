"""The parts of the report in their order: what each one says, draws and lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from supplypact.domain.pact import Reading
from supplypact.domain.plan import TargetResult
from supplypact.reporting.chart import Chart
from supplypact.reporting.numbers import percent
from supplypact.reporting.plan import pact_tables, sentences, supply_tables, tables
from supplypact.reporting.plan.charts import axis_end
from supplypact.reporting.plan.losses import loss_table
from supplypact.reporting.plan.method import method
from supplypact.reporting.plan.pictures import (
    flow_chart,
    money_chart,
    portfolio_chart,
    share_chart,
    sourcing_chart,
)
from supplypact.reporting.plan.view import CASES, View
from supplypact.reporting.table import Table


@dataclass(frozen=True, kw_only=True)
class ReadingCell:
    """A share under one reading."""

    base: str
    planned: str
    verdict: str
    met: bool | None
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class ReadingRow:
    """One target under every reading."""

    material: str
    material_ja: str
    where: str
    cells: tuple[ReadingCell, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the report."""

    id: str
    heading: str
    finding: str = ""
    points: tuple[str, ...] = ()
    """Further findings, one a line."""
    answers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Questions, each with its answer in sentences."""
    charts: tuple[Chart, ...] = ()
    more: tuple[Chart, ...] = ()
    """Charts that are folded away at first."""
    tables: tuple[Table, ...] = ()
    """Tables that stand open."""
    folded: tuple[Table, ...] = ()
    readings: tuple[ReadingRow, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    """Terms and what is said of each."""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Card:
    """A binding target at a glance."""

    title: str
    title_ja: str
    where: str
    met: bool
    verdict: str
    base: float
    planned: float
    goal: float


def cards(view: View) -> list[Card]:
    """Return the binding targets, or the indicators of a pact that binds none."""
    return [
        Card(
            title=view.material(each.material),
            title_ja=view.material_ja(each.material),
            where=f"{view.stage(each.stage)}, {each.year}, "
            + view.say[f"reading_short.{each.reading.value}"],
            met=each.met,
            verdict=sentences.short_verdict(view, each),
            base=each.base_share,
            planned=each.planned_share,
            goal=each.goal,
        )
        for each in view.binding or view.plan.targets
    ]


def sections(view: View) -> list[Section]:
    """Return the parts of the report after the answer that have something to tell."""
    targets = view.material_targets()
    binding = [each for each in targets if each.binding] or targets
    others = [each for each in targets if each not in binding]
    of_targets = [_targets(view, binding, others), _readings(view)]
    of_supply = [_sourcing(view, binding, others), _estimates(view)]
    return [
        *(of_targets if targets else []),
        _projects(view),
        *([_money(view)] if view.plan.objective > 0 else []),
        *([_break(view)] if view.projects or view.plan.bindings else []),
        *(of_supply if targets else []),
        _all(view),
        *([_pact(view)] if _said_beside(view) else []),
        _method(view),
    ]


def _targets(
    view: View, binding: Sequence[TargetResult], others: Sequence[TargetResult]
) -> Section:
    return Section(
        id="targets",
        heading=view.say["section.targets"].format(concern=view.concern()),
        charts=_share_charts(view, binding),
        more=_share_charts(view, others),
        folded=(tables.targets(view),),
    )


def _share_charts(view: View, targets: Sequence[TargetResult]) -> tuple[Chart, ...]:
    """Return the charts of these targets, on one scale."""
    most = axis_end(view, targets)
    return tuple(share_chart(view, each, most) for each in targets)


def _readings(view: View) -> Section:
    return Section(
        id="readings",
        heading=view.say["section.readings"],
        points=tuple(sentences.readings_findings(view)),
        readings=tuple(_reading_row(view, each) for each in view.material_targets()),
        terms=tuple(
            (
                view.say["page.reading"].format(reading=view.say[f"reading.{each.value}"]),
                view.say[f"reading_meaning.{each.value}"].format(concern=view.concern()),
            )
            for each in Reading
        ),
        folded=(tables.readings(view),),
        note=view.say["note.readings_framed" if view.binding else "note.readings"],
    )


def _reading_row(view: View, target: TargetResult) -> ReadingRow:
    return ReadingRow(
        material=view.material(target.material),
        material_ja=view.material_ja(target.material),
        where=f"{view.stage(target.stage)}, {target.year}, "
        + view.say["chart.goal"].format(goal=percent(target.goal)),
        cells=tuple(_reading_cell(view, target, reading) for reading in Reading),
    )


def _reading_cell(view: View, target: TargetResult, reading: Reading) -> ReadingCell:
    base, planned = (view.reading(target, reading, case) for case in CASES)
    met = None if planned is None else view.reaches(planned, target.goal)
    kind = "short" if target.binding else "short_indicator"
    return ReadingCell(
        base=percent(base),
        planned=percent(planned),
        met=met,
        verdict="" if met is None else view.say[f"verdict.{kind}_{'met' if met else 'unmet'}"],
        chosen=target.binding and reading is target.reading,
    )


def _projects(view: View) -> Section:
    started = bool(view.projects)
    return Section(
        id="projects",
        heading=view.say["section.projects"],
        finding="" if started else sentences.portfolio_finding(view),
        charts=(portfolio_chart(view),) if started else (),
        tables=(tables.outputs(view),) if started else (),
        note=view.say["note.owner"] if started else "",
    )


def _money(view: View) -> Section:
    paid = float(view.plan.support["support_usd"].sum()) > 0
    stocks = any(line.id == "stocks" for line in view.plan.costs)
    return Section(
        id="money",
        heading=view.say["section.money"],
        finding=sentences.cost_finding(view),
        charts=(money_chart(view),) if paid else (),
        tables=(tables.costs(view),),
        note=view.say["note.support_stocks" if stocks else "note.support"]
        if paid
        else view.say["finding.money_none"],
    )


def _break(view: View) -> Section:
    projects = view.projects
    return Section(
        id="break",
        heading=view.say["section.break"],
        finding=sentences.bindings_finding(view),
        tables=tuple(each for each in (loss_table(view), tables.bindings(view)) if each.rows),
        note=f"{view.say['note.losses'].format(concern=view.concern())} "
        + view.say["note.break"].format(
            pact=view.pact.id, project=max(projects, key=lambda each: each.capex).id
        )
        if projects
        else "",
    )


def _sourcing(
    view: View, binding: Sequence[TargetResult], others: Sequence[TargetResult]
) -> Section:
    def charts(targets: Sequence[TargetResult]) -> tuple[Chart, ...]:
        return tuple(
            chart
            for each in targets
            for chart in (sourcing_chart(view, each), flow_chart(view, each))
        )

    return Section(
        id="sourcing",
        heading=view.say["section.sourcing"],
        charts=charts(binding),
        more=charts(others),
        note=f"{view.say['note.sourcing']} {view.say['note.flow']}",
    )


def _estimates(view: View) -> Section:
    return Section(
        id="estimates",
        heading=view.say["section.estimates"],
        finding=view.say["finding.estimates"],
        tables=(supply_tables.estimates(view),),
    )


def _all(view: View) -> Section:
    return Section(
        id="all",
        heading=view.say["section.all"],
        finding=sentences.dependence_finding(view),
        tables=() if view.plan.targets else (supply_tables.dependence(view),),
        folded=(supply_tables.dependence(view),) if view.plan.targets else (),
        note=view.say["note.dependence"].format(concern=view.concern()),
    )


def _said_beside(view: View) -> tuple[Table, ...]:
    """Return the tables of what the pact says beside its targets, those with rows."""
    made = (pact_tables.assumptions, pact_tables.milestones, pact_tables.indicators)
    return tuple(found for make in made if (found := make(view)).rows)


def _pact(view: View) -> Section:
    return Section(id="pact", heading=view.say["section.pact"], folded=_said_beside(view))


def _method(view: View) -> Section:
    return Section(
        id="method",
        heading=view.say["section.method"],
        terms=tuple(method(view)),
        folded=(pact_tables.publications(view),),
        note=view.say.counted("count.facts", pact_tables.single_facts(view)),
    )
