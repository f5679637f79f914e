"""``supplypact stockpile``: what to hold against disruptions, and what that is worth."""

from __future__ import annotations

import json
from dataclasses import dataclass
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
from supplypact.cli.hold import HOLD
from supplypact.cli.search import Kept, Search, question_of, search_options
from supplypact.domain.plan import PlanOptions
from supplypact.domain.risk import Cover, RiskOptions
from supplypact.errors import InfeasibleError, UsageError
from supplypact.formats.hazards_csv import HAZARD_TABLES
from supplypact.formats.network_csv import NETWORK_TABLES
from supplypact.planning.risk.given import RISK_TABLES, gather_risk
from supplypact.planning.risk.stockpile import stockpile as plan_stocks
from supplypact.reporting.phrases import load_phrases
from supplypact.reporting.risk.data import risk_data
from supplypact.reporting.risk.tables import policies_of, screen_table, stock_table
from supplypact.reporting.risk.view import Risk, RiskView
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
    covers: tuple[Cover, ...]
    relaxed: bool
    search: Search
    export: Path | None
    form: Form

    def options(self) -> RiskOptions:
        """Return the options of the plan under risk; raises UsageError."""
        return RiskOptions(
            weight=self.weight,
            alone=self.alone,
            rates=self.rates,
            materials=tuple(dict.fromkeys(self.materials)),
            covers=self.covers,
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
@HOLD
@click.option("--relaxed", is_flag=True, help="Let projects start in parts: faster.")
@search_options
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
    "supplypact stockpile us-japan-2025 --hold JPN:gallium=180 --material gallium",
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
    workspace = Workspace(call.data)
    pact, network = workspace.open_case(call.pact)
    hazards, laws = workspace.open_hazards()
    tables = workspace.open_tables((*RISK_TABLES, "stockpiles"))
    question = question_of(options, call.relaxed, workspace.own_tables())
    kept = Kept(call.search, settings, pact=pact.id, question=question)
    options = kept.into(options)
    with kept.told(), progress_of(settings) as tell:
        result = plan_stocks(
            pact,
            network,
            gather_risk(hazards, laws, tables),
            options,
            PlanOptions(relaxed=call.relaxed),
            export_to=call.export,
            progress=kept.watched(tell),
        )
        tell("done", 1.0)
    kept.end(result)
    used = (*NETWORK_TABLES, *HAZARD_TABLES, *RISK_TABLES, "stockpiles")
    say_replaced(settings, workspace.own_tables(), used)
    if call.form == "json":
        click.echo(json.dumps(risk_data(result), ensure_ascii=False, indent=1))
    else:
        if call.form is None:
            policies = policies_of(tables["stockpiles"], pact.party_codes)
            risk = Risk(result=result, policies=policies)
            view = RiskView(risk, pact, network, load_phrases("en"))
            click.echo("\n".join(stockpile_lines(view)))
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
