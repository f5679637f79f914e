"""``supplypact plan``: find the least-cost plan for a pact, write it, and say what it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact, Reading
from supplypact.domain.plan import FrontierPoint, Plan, PlanOptions
from supplypact.errors import InfeasibleError, UsageError
from supplypact.formats.network_csv import NETWORK_TABLES
from supplypact.planning.frontier import frontier as find_frontier
from supplypact.planning.plan import Progress, plan_and_model
from supplypact.reporting.plan.compare import comparison_lines, read_record
from supplypact.reporting.plan.files import frontier_files, plan_files
from supplypact.reporting.plan.record import decision_record, record_bytes
from supplypact.reporting.plan.summary import frontier_lines, plan_lines
from supplypact.workspace.output import check_writable, check_writable_file, save
from supplypact.workspace.workspace import Workspace


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
    gap: float
    frontier: bool
    compare: Path | None
    export: Path | None
    as_json: bool

    def options(self) -> PlanOptions:
        """Return what concerns the plan itself."""
        return PlanOptions(
            relaxed=self.relaxed,
            gap=self.gap,
            goals=self.goals,
            budgets=self.budgets,
            without=self.without,
            delays=self.delays,
            reading=Reading(self.reading) if self.reading else None,
        )


def _pairs(
    kind: Callable[[str], Any], what: str, example: str
) -> Callable[..., tuple[tuple[str, Any], ...]]:
    """Return a Click callback that reads options of the form NAME=VALUE, each name once.

    Args:
        kind: Reads a value; raises ValueError where it is none.
        what: What a value must be, for messages.
        example: An option as it should be written, for messages.
    """

    def read(
        _ctx: click.Context, option: click.Parameter, values: Sequence[str]
    ) -> tuple[tuple[str, Any], ...]:
        found: dict[str, Any] = {}
        for value in values:
            name, _, text = value.partition("=")
            if name in found:
                told = f"'{name}' is given twice"
                raise UsageError(told, where=option.opts[0], fix="give it once")
            try:
                found[name] = kind(text)
            except ValueError:
                told = f"cannot read '{value}': {what}"
                fix = f"write it as {example}"
                raise UsageError(told, where=option.opts[0], fix=fix) from None
        return tuple(found.items())

    return read


def _share(text: str) -> float:
    """Read a share; 40% and 0.4 are the same."""
    number = float(text.removesuffix("%")) / (100.0 if text.endswith("%") else 1.0)
    if not 0.0 <= number <= 1.0:
        raise ValueError(text)
    return number


def _amount(text: str) -> float:
    number = float(text)
    if not 0.0 <= number < float("inf"):
        raise ValueError(text)
    return number


def _years(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


@click.command()
@click.argument("pact")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for report and record.")
@DATA
@click.option(
    "--target",
    "goals",
    multiple=True,
    metavar="MATERIAL=GOAL",
    callback=_pairs(_share, "a goal is a share from 0% to 100%", "lithium=0.4 or lithium=40%"),
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
    callback=_pairs(_amount, "a budget is 0 or more", "USA=1e9 (US dollars in all years)"),
    help="Another total for a party's funding lines.",
)
@click.option("--without", multiple=True, metavar="PROJECT", help="Do without a project.")
@click.option(
    "--delay",
    "delays",
    multiple=True,
    metavar="PROJECT=YEARS",
    callback=_pairs(_years, "a delay is a whole number of years", "nolans=2 (years)"),
    help="Let a project deliver later than planned.",
)
@click.option("--relaxed", is_flag=True, help="Let projects start in parts: a lower bound.")
@click.option(
    "--gap",
    default=1e-4,
    show_default=True,
    type=click.FloatRange(min=0.0, max=1.0),
    help="Relative gap at which the search stops.",
)
@click.option(
    "--frontier",
    is_flag=True,
    help="Cost against target level, from the base case as far as it goes.",
)
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
)
def plan(ctx: click.Context, settings: Settings, /, **asked: Any) -> None:
    """Find the least-cost plan that meets the targets of PACT (an id or a TOML file).

    Where a target cannot be met, it is the nearest plan, and the exit code is 7.
    """
    call = Call(**asked)
    _check(call)
    earlier = read_record(call.compare) if call.compare else None
    with progress_of(settings) as tell:
        tell("reading the tables", 0.0)
        started = time.perf_counter()
        workspace = Workspace(call.data)
        network = workspace.open_network()
        pact = workspace.open_pact(call.pact, network)
        load = time.perf_counter() - started
        if call.frontier:
            points = find_frontier(pact, network, call.options(), progress=tell)
            tell("done", 1.0)
        else:
            record, made = _run(call, pact, network, load, tell)
    say_replaced(settings, workspace.own_tables(), NETWORK_TABLES)
    if call.frontier:
        _show_frontier(call, settings, pact, points)
        return
    if call.as_json:
        click.echo(record_bytes(record), nl=False)
    else:
        click.echo("\n".join(plan_lines(made, pact, network)))
    if earlier is not None:
        click.echo("\n".join(comparison_lines(earlier, record)), err=call.as_json)
    if call.out is not None:
        settings.say(f"wrote {call.out / 'report.html'}, plan.xlsx, plan.json, record.json")
    if call.export is not None:
        settings.say(f"wrote {call.export}")
    if made.status == "nearest":
        ctx.exit(InfeasibleError.exit_code)


def _check(call: Call) -> None:
    """Raise where the call contradicts itself or its answer cannot be written."""
    for option, other in (("--export-model", call.export), ("--compare", call.compare)):
        if call.frontier and other is not None:
            told = f"--frontier and {option} do not go together"
            raise UsageError(told, where=option, fix="leave one of the two out")
    if call.out is not None:
        check_writable(call.out)
    if call.export is not None:
        if call.export.suffix not in {".mps", ".lp"}:
            told = f"'{call.export.name}' is neither .mps nor .lp"
            raise UsageError(told, where="--export-model", fix="write plan.mps")
        check_writable_file(call.export, option="--export-model")


def _run(
    call: Call, pact: Pact, network: Network, load: float, tell: Progress
) -> tuple[dict[str, Any], Plan]:
    """Plan, write what is asked, and return the record and the plan."""
    made, solved = plan_and_model(pact, network, call.options(), progress=tell)
    made.timings["load"] = load
    if call.export is not None:
        solved.solver.write(call.export)
    started = time.perf_counter()
    tell("writing the report", 0.9)
    files = plan_files(made, pact, network) if call.out is not None else {}
    made.timings["report"] = time.perf_counter() - started
    record = decision_record(made, pact, network, created=datetime.now(UTC))
    if call.out is not None:
        save({**files, "record.json": record_bytes(record)}, call.out)
    tell("done", 1.0)
    return record, made


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
