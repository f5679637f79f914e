"""``supplypact plan``: find the least-cost plan for a pact, write it, and say what it is."""

from __future__ import annotations

import time
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from supplypact.cli.console import (
    DATA,
    Settings,
    examples,
    pass_settings,
    progress_of,
    say_replaced,
)
from supplypact.cli.plan_risk import GAP as RISK_GAP
from supplypact.cli.plan_risk import TABLES as RISK_TABLES
from supplypact.cli.plan_risk import Asked, Opened, RiskRun, risk_options
from supplypact.cli.values import amount, pairs, share, years
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact, Reading
from supplypact.domain.plan import FrontierPoint, Plan, PlanOptions
from supplypact.errors import InfeasibleError, UsageError
from supplypact.formats.network_csv import NETWORK_TABLES
from supplypact.planning.frontier import frontier as find_frontier
from supplypact.planning.plan import Progress, plan_and_model
from supplypact.reporting.phrases import load_phrases
from supplypact.reporting.plan.compare import comparison_lines, read_record
from supplypact.reporting.plan.files import frontier_files, plan_files
from supplypact.reporting.plan.record import decision_record, record_bytes
from supplypact.reporting.plan.summary import frontier_lines, plan_lines
from supplypact.reporting.risk.study_sentences import study_lines
from supplypact.reporting.risk.view import Risk, RiskView
from supplypact.reporting.risk.words import stockpile_lines
from supplypact.workspace.output import check_writable, check_writable_file, save
from supplypact.workspace.workspace import Workspace

GAP = 1e-4
"""Relative gap at which the search stops unless another is asked for."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """What one call asks; the fields are the options of the command."""

    pact: str
    data: Path | None
    out: Path | None
    goals: tuple[tuple[str, float], ...]
    reading: str | None
    budgets: tuple[tuple[str, float], ...]
    without: tuple[str, ...]
    delays: tuple[tuple[str, int], ...]
    relaxed: bool
    gap: float | None
    frontier: bool
    compare: Path | None
    export: Path | None
    as_json: bool
    asked: Asked

    @property
    def calm_frontier(self) -> bool:
        """Whether the frontier is that of the plan without regard to risk, a page of its own."""
        return self.frontier and not self.asked.risk

    def options(self) -> PlanOptions:
        """Return what concerns the plan itself."""
        return PlanOptions(
            relaxed=self.relaxed,
            gap=GAP if self.gap is None else self.gap,
            goals=self.goals,
            budgets=self.budgets,
            without=self.without,
            delays=self.delays,
            reading=Reading(self.reading) if self.reading else None,
        )


@click.command()
@click.argument("pact")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for report and record.")
@DATA
@click.option(
    "--target",
    "goals",
    multiple=True,
    metavar="MATERIAL=GOAL",
    callback=pairs(share, "a goal is a share from 0% to 100%", "lithium=0.4 or lithium=40%"),
    help="Another goal for a material.",
)
@click.option(
    "--reading",
    type=click.Choice([each.value for each in Reading]),
    help="What the goals are a share of; the pact says so otherwise.",
)
@click.option(
    "--budget",
    "budgets",
    multiple=True,
    metavar="PARTY=USD",
    callback=pairs(amount, "a budget is 0 or more", "USA=1e9 (US dollars in all years)"),
    help="Another total for a party's funding lines.",
)
@click.option("--without", multiple=True, metavar="PROJECT", help="Do without a project.")
@click.option(
    "--delay",
    "delays",
    multiple=True,
    metavar="PROJECT=YEARS",
    callback=pairs(years, "a delay is a whole number of years", "nolans=2 (years)"),
    help="Let a project deliver later than planned.",
)
@click.option("--relaxed", is_flag=True, help="Let projects start in parts: a lower bound.")
@click.option(
    "--gap",
    type=click.FloatRange(min=0.0, max=1.0),
    help=f"Relative gap at which the search stops; {GAP:g}, with --risk {RISK_GAP:g} otherwise.",
)
@click.option(
    "--frontier",
    is_flag=True,
    help="Cost against target level, as far as it goes; with --risk, against the worst years.",
)
@risk_options
@click.option(
    "--compare",
    type=click.Path(path_type=Path),
    metavar="RUN",
    help="Folder of an earlier run to compare with.",
)
@click.option(
    "--export-model",
    "export",
    type=click.Path(path_type=Path),
    metavar="FILE.mps|.lp",
    help="Write the solved model for another solver.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the decision record as JSON.")
@pass_settings
@click.pass_context
@examples(
    "supplypact plan us-japan-2025 --out out/us-japan-2025",
    "supplypact plan us-japan-2025 --target lithium=0.4 --budget USA=2e9",
    "supplypact plan us-japan-2025 --frontier --out out/frontier",
    "supplypact plan us-japan-2025 --json --export-model plan.mps > record.json",
    "supplypact plan us-japan-2025 --risk --workers 2 --out out/risk",
)
def plan(ctx: click.Context, settings: Settings, /, **asked: Any) -> None:
    """Find the least-cost plan that meets the targets of PACT (an id or a TOML file).

    Where a target cannot be met, it is the nearest plan, and the exit code is 7.  With --risk
    stocks, projects and trade are chosen together against disruptions; that takes minutes.
    """
    of_risk = {each.name: asked.pop(each.name) for each in fields(Asked)}
    call = Call(**asked, asked=Asked(**of_risk))
    _check(call)
    earlier = read_record(call.compare) if call.compare else None
    with progress_of(settings) as tell:
        tell("reading the tables", 0.0)
        started = time.perf_counter()
        workspace = Workspace(call.data)
        pact, network = workspace.open_case(call.pact)
        load = time.perf_counter() - started
        if call.calm_frontier:
            points = find_frontier(pact, network, call.options(), progress=tell)
            tell("done", 1.0)
        else:
            opened = Opened(settings=settings, workspace=workspace, pact=pact, network=network)
            run = _run(call, opened, load, tell)
    used = (*NETWORK_TABLES, *RISK_TABLES) if call.asked.risk else NETWORK_TABLES
    say_replaced(settings, workspace.own_tables(), used)
    if call.calm_frontier:
        _show_frontier(call, settings, pact, points)
        return
    if call.as_json:
        click.echo(record_bytes(run.record), nl=False)
    else:
        click.echo("\n".join(_lines(run, pact, network)))
    if earlier is not None:
        click.echo("\n".join(comparison_lines(earlier, run.record)), err=call.as_json)
    if call.out is not None:
        more = ", risk.json" if run.risk else ""
        settings.say(f"wrote {call.out / 'report.html'}, plan.xlsx, plan.json, record.json{more}")
    if call.export is not None:
        settings.say(f"wrote {call.export}")
    if run.plan.status == "nearest":
        ctx.exit(InfeasibleError.exit_code)


def _check(call: Call) -> None:
    """Raise where the call contradicts itself or its answer cannot be written."""
    call.asked.check()
    if call.asked.risk and call.export is not None:
        told = "--risk and --export-model do not go together"
        fix = "export it with 'supplypact stockpile', --material and --export-model"
        raise UsageError(told, where="--export-model", fix=fix)
    for option, other in (("--export-model", call.export), ("--compare", call.compare)):
        if call.calm_frontier and other is not None:
            told = f"--frontier and {option} do not go together"
            raise UsageError(told, where=option, fix="leave one of the two out")
    if call.out is not None:
        check_writable(call.out)
    if call.export is not None:
        if call.export.suffix not in {".mps", ".lp"}:
            told = f"'{call.export.name}' is neither .mps nor .lp"
            raise UsageError(told, where="--export-model", fix="write plan.mps")
        check_writable_file(call.export, option="--export-model")


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one run found."""

    plan: Plan
    record: dict[str, Any]
    risk: Risk | None


def _run(call: Call, opened: Opened, load: float, tell: Progress) -> Run:
    """Plan, and write what is asked."""
    pact, network = opened.pact, opened.network
    made, risk = _planned(call, opened, tell)
    made.timings["load"] = load
    started = time.perf_counter()
    tell("writing the report", 0.9)
    files = plan_files(made, pact, network, risk=risk) if call.out is not None else {}
    made.timings["report"] = time.perf_counter() - started
    record = decision_record(made, pact, network, created=datetime.now(UTC), risk=risk)
    if call.out is not None:
        save({**files, "record.json": record_bytes(record)}, call.out)
    tell("done", 1.0)
    return Run(plan=made, record=record, risk=risk)


def _planned(call: Call, opened: Opened, tell: Progress) -> tuple[Plan, Risk | None]:
    """Return the plan, and what it says of the risk if that was asked."""
    if call.asked.risk:
        run = RiskRun(
            opened=opened,
            asked=call.asked,
            options=call.options(),
            frontier=call.frontier,
            gap=RISK_GAP if call.gap is None else call.gap,
        )
        return run.answer(tell)
    made, solved = plan_and_model(opened.pact, opened.network, call.options(), progress=tell)
    if call.export is not None:
        solved.solver.write(call.export)
    return made, None


def _lines(run: Run, pact: Pact, network: Network) -> list[str]:
    """Return the answer in words."""
    lines = plan_lines(run.plan, pact, network)
    if run.risk is None:
        return lines
    view = RiskView(run.risk, pact, network, load_phrases("en"))
    _title, *told = stockpile_lines(view)
    beside = study_lines(view)
    return [*lines, "", "Under risk:", *told, *([""] if beside else []), *beside]


def _show_frontier(
    call: Call, settings: Settings, pact: Pact, points: tuple[FrontierPoint, ...]
) -> None:
    files = frontier_files(points, pact)
    if call.as_json:
        click.echo(files["frontier.json"], nl=False)
    else:
        click.echo("\n".join(frontier_lines(points)))
    if call.out is not None:
        save(files, call.out)
        settings.say(f"wrote {call.out / 'frontier.html'}, frontier.csv, frontier.json")
