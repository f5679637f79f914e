"""``supplypact stockpile``: what to hold against disruptions, and what that is worth."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from supplypact.cli.console import (
    DATA,
    Form,
    Settings,
    examples,
    form_options,
    pass_settings,
    print_frame,
    progress_of,
    say_replaced,
)
from supplypact.domain.plan import PlanOptions
from supplypact.domain.risk import RiskOptions, RiskResult
from supplypact.errors import InfeasibleError, UsageError
from supplypact.formats.hazards_csv import HAZARD_TABLES
from supplypact.formats.network_csv import NETWORK_TABLES
from supplypact.planning.risk.given import RISK_TABLES, gather_risk
from supplypact.planning.risk.stockpile import stockpile as plan_stocks
from supplypact.reporting.risk.tables import policies_of, screen_table, stock_table
from supplypact.reporting.risk.words import stockpile_lines
from supplypact.workspace.output import check_writable_file
from supplypact.workspace.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Call:
    """What the user asks of one run."""

    pact: str
    data: Path | None
    weight: float
    alone: bool
    materials: tuple[str, ...]
    rates: float
    relaxed: bool
    gap: float
    seconds: float | None
    workers: int
    export: Path | None
    form: Form

    def options(self) -> RiskOptions:
        """Return the options of the plan under risk; raises UsageError."""
        return RiskOptions(
            weight=self.weight,
            alone=self.alone,
            rates=self.rates,
            materials=tuple(dict.fromkeys(self.materials)),
            gap=self.gap,
            seconds=self.seconds,
            workers=self.workers,
        )


def _factor(_ctx: click.Context, option: click.Parameter, text: str) -> float:
    """Read a factor such as x2 or 0.5."""
    try:
        return float(text.removeprefix("x"))
    except ValueError:
        told = f"cannot read '{text}': a factor is a number"
        raise UsageError(told, where=option.opts[0], fix="write it as x2 or x0.5") from None


@click.command()
@click.argument("pact")
@click.option(
    "--risk-weight",
    "weight",
    default=0.5,
    show_default=True,
    type=float,
    help="Weight of the worst twentieth against the expected loss, 0 to 1.",
)
@click.option("--alone", is_flag=True, help="No party gives from its stock to another.")
@click.option(
    "--material",
    "materials",
    multiple=True,
    metavar="ID",
    help="Hazards of this material only; may be given again.",
)
@click.option(
    "--rates",
    default="x1",
    show_default=True,
    metavar="xN",
    callback=_factor,
    help="Factor on the yearly rate of every hazard.",
)
@click.option("--relaxed", is_flag=True, help="Let projects start in parts: faster.")
@click.option(
    "--gap",
    default=1e-3,
    show_default=True,
    type=click.FloatRange(min=0.0, max=1.0, min_open=True, max_open=True),
    help="Relative gap at which the search stops.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0.0, min_open=True),
    help="Time after which the best found so far counts.",
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(min=1),
    help="Processes that solve disruptions.",
)
@click.option(
    "--export-model",
    "export",
    type=click.Path(path_type=Path),
    metavar="FILE.mps|.lp",
    help="Write the whole problem as one model for another solver.",
)
@DATA
@form_options
@pass_settings
@click.pass_context
@examples(
    "supplypact stockpile us-japan-2025",
    "supplypact stockpile us-japan-2025 --risk-weight 0 --rates x2",
    "supplypact stockpile us-japan-2025 --alone --csv > alone.csv",
    "supplypact stockpile us-japan-2025 --material gallium --export-model gallium.mps",
)
def stockpile(ctx: click.Context, settings: Settings, /, **asked: Any) -> None:
    """Find what the parties of PACT should hold of what, and what it is worth.

    Stocks, projects and trade are chosen together against all hazards of the table; nobody knows
    when a disruption comes or how long it lasts.  Where a target of the pact cannot be met, its
    nearest plan is the ground, and the exit code is 7.
    """
    call = Call(**asked)
    options = call.options()
    if call.export is not None:
        _check_export(call.export)
    with progress_of(settings) as tell:
        tell("reading the tables", 0.0)
        workspace = Workspace(call.data)
        network = workspace.open_network()
        pact = workspace.open_pact(call.pact, network)
        hazards, laws = workspace.open_hazards()
        tables = workspace.open_tables((*RISK_TABLES, "stockpiles"))
        result = plan_stocks(
            pact,
            network,
            gather_risk(hazards, laws, tables),
            options,
            PlanOptions(relaxed=call.relaxed),
            export_to=call.export,
            progress=tell,
        )
        tell("done", 1.0)
    used = (*NETWORK_TABLES, *HAZARD_TABLES, *RISK_TABLES, "stockpiles")
    say_replaced(settings, workspace.own_tables(), used)
    if call.form == "json":
        click.echo(json.dumps(_plain(result), ensure_ascii=False, indent=1))
    else:
        if call.form is None:
            policies = policies_of(tables["stockpiles"], pact.party_codes)
            click.echo("\n".join(stockpile_lines(result, pact, network, policies)))
            click.echo()
        table = stock_table(result) if call.form else screen_table(result)
        print_frame(table, form=call.form, settings=settings)
    if call.export is not None:
        settings.say(f"wrote {call.export}")
    if result.status == "nearest":
        ctx.exit(InfeasibleError.exit_code)


def _check_export(path: Path) -> None:
    if path.suffix not in {".mps", ".lp"}:
        told = f"'{path.name}' is neither .mps nor .lp"
        raise UsageError(told, where="--export-model", fix="write stockpile.mps")
    check_writable_file(path, option="--export-model")


def _plain(result: RiskResult) -> dict[str, Any]:
    """Return the result as JSON can hold it: figures, then the frames as lists of rows."""
    return {
        "pact": result.pact,
        "status": result.status,
        "options": asdict(result.options),
        "objective_usd": result.objective,
        "bound_usd": result.bound,
        "gap": result.gap,
        "finished": result.finished,
        "plan_cost_usd": result.plan_cost,
        "stock_cost_usd": result.stock_cost,
        "projects": [each.id for each in result.projects],
        "calm_projects": list(result.calm_projects),
        "valued_by_price": list(result.estimates),
        "stocks": result.stocks.to_dicts(),
        "losses": result.losses.to_dicts(),
        "short": result.short.to_dicts(),
        "hazards": result.hazards.to_dicts(),
        "size": asdict(result.size),
        "seconds": result.timings,
    }
