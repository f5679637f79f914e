"""``supplypact what-if``: what comes of a slip."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click
import polars as pl

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
from supplypact.cli.ledger.options import AS_OF, KNOWN_AT, place_options
from supplypact.domain.network import Network
from supplypact.domain.plan import TOGETHER
from supplypact.domain.progress import Slip, SlipEffect
from supplypact.errors import UsageError
from supplypact.formats.hazards_csv import HAZARD_TABLES
from supplypact.formats.network_csv import NETWORK_TABLES
from supplypact.planning.risk.given import RISK_TABLES, gather_risk
from supplypact.reporting.plan.compare import read_planned_shares, read_record
from supplypact.tracking.days import DAYS_A_MONTH
from supplypact.tracking.planned import RISK, Planned, planned_of
from supplypact.tracking.plants import read_plants
from supplypact.tracking.slip import NO_MATERIAL, NOT_STARTED, PRODUCING, Case, slip
from supplypact.workspace.ledger import LEDGER_TABLES, Place, open_record
from supplypact.workspace.ledger import Case as Opened
from supplypact.workspace.workspace import Workspace

MONTHS = {"d": 1.0 / DAYS_A_MONTH, "w": 7.0 / DAYS_A_MONTH, "m": 1.0, "y": 12.0}
PROJECT_TABLES = ("projects", "project_outputs")
USED = tuple(
    dict.fromkeys((*NETWORK_TABLES, *PROJECT_TABLES, *HAZARD_TABLES, *RISK_TABLES, *LEDGER_TABLES))
)
SHOWN = 5e-4
"""Smaller changes of a share are told as none."""
BEFORE = (
    "Before: the record's schedules, and the projects of the plan started beside them "
    "('supplypact track' tells the shares without those)."
)
WHY = {
    NOT_STARTED: "It is started neither in the record nor in the plan: a slip changes nothing.",
    PRODUCING: "It makes already what it is to make: a slip of its first output changes nothing.",
    NO_MATERIAL: "It makes no material of the tables: a slip changes no share and no shortage.",
}


def _months(_ctx: click.Context, _argument: click.Parameter, text: str) -> float:
    """Read a duration, in months."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([dwmy])", text)
    if found is None:
        told = f"cannot read '{text}': it is no duration"
        raise UsageError(told, where="LATER", fix="write it as 90d, 12w, 18m or 1y")
    if not (months := float(found[1]) * MONTHS[found[2]]):
        told = "a slip of no time changes nothing"
        raise UsageError(told, where="LATER", fix="give a duration above 0, such as 18m")
    return months


@click.group("what-if")
def group() -> None:
    """Ask what would change if something came otherwise."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """What the user asks of one run."""

    pact: str
    project: str
    months: float
    place: Place | None
    as_of: date | None
    known_at: date | None
    plan: Path | None
    data: Path | None
    form: Form


@group.command("slip")
@click.argument("pact")
@click.argument("project")
@click.argument("months", metavar="LATER", callback=_months)
@place_options(optional=True)
@AS_OF
@KNOWN_AT
@click.option(
    "--plan",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of 'supplypact plan --risk --out DIR': its stocks and projects; otherwise the "
    "cheapest plan, without stocks.",
)
@DATA
@form_options
@pass_settings
@examples(
    "supplypact what-if slip us-japan-2025 eneabba 18m",
    "supplypact what-if slip us-japan-2025 white-mesa-2029 2y --plan out/risk",
    "supplypact what-if slip us-japan-2025 thacker-pass 90d --ledger pact.ledger --json",
)
def slip_command(settings: Settings, /, **asked: Any) -> None:
    """Tell what changes if PROJECT of PACT first produces LATER (90d, 12w, 18m, 1y).

    Shares of the targets without and with a new plan, what the cheapest plan costs, and what
    disruptions are expected to cost.  It plans twice: 10 to 20 seconds on a laptop.
    """
    call = Call(**asked)
    workspace = Workspace(call.data)
    with progress_of(settings) as tell:
        tell("reading the record", 0.0)
        opened = open_record(workspace, call.pact, call.place)
        case = _case(call, workspace, opened)
        tell("planning before and after", 0.2)
        found = slip(case, call.project, call.months)
        tell("done", 1.0)
    say_replaced(settings, workspace.own_tables(), USED)
    if call.form == "json":
        click.echo(json.dumps(slip_data(found), ensure_ascii=False, indent=1))
        return
    if call.form == "csv":
        print_frame(_frame(found), form="csv", settings=settings)
        return
    click.echo("\n".join(slip_lines(found, opened.network)))
    if not found.nothing:
        click.echo()
        print_frame(_screen(found, opened.network), form=None, settings=settings)


def _case(call: Call, workspace: Workspace, opened: Opened) -> Case:
    tables = workspace.open_tables((*PROJECT_TABLES, *RISK_TABLES))
    hazards, laws = workspace.open_hazards()
    return Case(
        pact=opened.pact,
        network=opened.network,
        position=opened.book.position(call.as_of or date.today(), call.known_at),  # noqa: DTZ011 - the user's day
        plants=read_plants(tables["projects"], tables["project_outputs"]),
        risk=gather_risk(hazards, laws, tables),
        planned=_planned(call, opened),
    )


def _planned(call: Call, opened: Opened) -> Planned | None:
    """Return the plan of ``--plan``; raises UsageError if it is of another pact or other tables."""
    if call.plan is None:
        return None
    read_planned_shares(call.plan, opened.pact, opened.network)
    return planned_of(read_record(call.plan, option="--plan"))


def slip_data(found: Slip) -> dict[str, Any]:
    """Return the answer as JSON holds it."""
    data = asdict(found)
    return data | {name: data[name].isoformat() for name in ("due_before", "due_after")}


def _frame(found: Slip) -> pl.DataFrame:
    schema = dict.fromkeys(("target", "material"), pl.String) | {"year": pl.Int64}
    shares = ("goal", "before", "after", "before_plan", "after_plan")
    rows = [
        {name: round(cell, 9) if isinstance(cell, float) else cell for name, cell in row.items()}
        for row in map(asdict, found.effects)
    ]
    return pl.DataFrame(rows, schema=schema | dict.fromkeys(shares, pl.Float64))


def _screen(found: Slip, network: Network) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "material": _material(each.material, network),
                "year": each.year,
                "goal": _percent(each.goal),
                "before": _percent(each.before),
                "after": _percent(each.after),
                "new plan, before": _percent(each.before_plan),
                "new plan, after": _percent(each.after_plan),
            }
            for each in found.effects
        ]
    )


def slip_lines(found: Slip, network: Network) -> list[str]:
    """Return the answer in words."""
    if found.nothing:
        return [f"{found.name}: {WHY[found.nothing]}"]
    first = f"{found.name}: first output on {found.due_after} instead of {found.due_before}."
    if found.in_years:
        first += " Only the plan starts it, and plans count whole years."
    return [
        first,
        BEFORE,
        "",
        "After, without a new plan, trade doing what it can:",
        *(_told(_fallen(found, network)) or ["  no share changes."]),
        "",
        "With the cheapest plan that is still possible:",
        *_told(_kept(found, network)),
        *_shortages(found, network),
    ]


def _told(sentences: Iterator[str]) -> list[str]:
    return [f"  {each}" for each in sentences]


def _fallen(found: Slip, network: Network) -> Iterator[str]:
    for each in found.effects:
        if abs(each.after - each.before) >= SHOWN:
            yield f"{_which(each, network)}: {_change(each.before, each.after, each.goal)}."


def _kept(found: Slip, network: Network) -> Iterator[str]:
    more = (found.cost_after - found.cost_before) / 1e6
    yield (
        f"it costs USD {found.cost_after / 1e6:,.0f} million (discounted to "
        f"{found.discounted_to}) instead of {found.cost_before / 1e6:,.0f} ({more:+,.0f})."
    )
    for each in found.effects:
        if abs(each.after_plan - each.before_plan) >= SHOWN:
            change = _change(each.before_plan, each.after_plan, each.goal)
            yield f"{_which(each, network)}: {change}."


def _shortages(found: Slip, network: Network) -> list[str]:
    under_risk = "the stocks and projects of the plan under risk"
    ground = under_risk if found.shortage_of == RISK else "the plan, which holds no stocks"
    told = [
        f"  {_material(each.material, network)}, {each.year}: USD {each.after / 1e6:,.1f} "
        f"million a year instead of {each.before / 1e6:,.1f} "
        f"({(each.after - each.before) / 1e6:+,.1f})."
        for each in found.shortages
    ]
    heading = f"What disruptions are expected to cost, on {ground}, without a new plan:"
    return ["", heading, *told] if told else []


def _which(each: SlipEffect, network: Network) -> str:
    return f"{_material(each.material, network)}, {each.year}"


def _change(before: float, after: float, goal: float) -> str:
    falls = "falls short of" if after < goal - SHOWN else "holds"
    return f"{_percent(before)} -> {_percent(after)}, which {falls} the goal of {_percent(goal)}"


def _percent(share: float) -> str:
    return f"{share:.1%}"


def _material(material: str, network: Network) -> str:
    return "all together" if material == TOGETHER else network.material(material).name_en
