"""``supplypact respond``: what to do about an event, by whom, by when."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import polars as pl
from click.core import ParameterSource

from supplypact.cli.console import (
    DATA,
    Form,
    Settings,
    examples,
    form_options,
    pass_settings,
    print_frame,
    say_replaced,
)
from supplypact.cli.ledger.options import day, place_options
from supplypact.domain.response import FULL, LINES, MODES, RespondOptions
from supplypact.errors import UsageError
from supplypact.formats.hazards_csv import HAZARD_TABLES
from supplypact.formats.network_csv import NETWORK_TABLES
from supplypact.reporting.response.cap import NO_SENDER
from supplypact.reporting.response.files import response_files
from supplypact.reporting.response.playbook_json import action_frame, playbook_json
from supplypact.reporting.response.view import CLEAR, MARKINGS, ResponseView
from supplypact.reporting.response.words import playbook_table, response_lines
from supplypact.responding.given import RESPONSE_TABLES
from supplypact.responding.respond import respond
from supplypact.workspace.output import check_writable, save
from supplypact.workspace.playbook import open_playbook
from supplypact.workspace.response_data import open_response_data
from supplypact.workspace.workspace import Workspace

if TYPE_CHECKING:
    from supplypact.domain.event import Event
    from supplypact.domain.network import Network
    from supplypact.domain.pact import Pact
    from supplypact.responding.given import ResponseData
    from supplypact.workspace.ledger import Place

DAYS = {"d": 1.0, "w": 7.0, "m": 365.0 / 12.0, "y": 365.0}
USED = (*NETWORK_TABLES, *HAZARD_TABLES, *RESPONSE_TABLES, "stocks")


@dataclass(frozen=True, kw_only=True)
class Call:
    """What the user asks of one run."""

    pact: str
    data: Path | None
    events: tuple[str, ...]
    start: date | None
    as_of: date | None
    duration: float | None
    mode: str
    lines: int
    materials: tuple[str, ...]
    without: tuple[str, ...]
    stocks: Path | None
    place: Place | None
    after: Path | None
    language: str
    marking: str
    exercise: bool
    sender: str
    out: Path | None
    pdf: bool
    form: Form

    def declared(self, workspace: Workspace) -> list[Event]:
        """Return the events as the user wants them."""
        names = dict.fromkeys(self.events)
        events = [workspace.open_event(name) for name in names]
        if self.start is not None:
            events = [event.moved(self.start) for event in events]
        if self.duration is not None:
            events = [event.lasting(self.duration) for event in events]
        return events

    def options(self) -> RespondOptions:
        """Return the options of the response; raises UsageError."""
        return RespondOptions(
            as_of=self.as_of,
            mode=self.mode,
            lines=self.lines,
            materials=tuple(dict.fromkeys(self.materials)),
            without=tuple(dict.fromkeys(self.without)),
        )


def _days(_ctx: click.Context, option: click.Parameter, text: str | None) -> float | None:
    """Read a duration, in days."""
    if text is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([dwmy])", text)
    if found is None:
        told, where = f"cannot read '{text}': it is no duration", option.opts[0]
        raise UsageError(told, where=where, fix="write it as 90d, 12w, 6m or 1y")
    return float(found[1]) * DAYS[found[2]]


@click.command()
@click.argument("pact")
@click.option(
    "--event",
    "events",
    multiple=True,
    required=True,
    metavar="NAME|FILE",
    help="A bundled event (supplypact events) or an event file; may be given again.",
)
@click.option("--as-of", metavar="DAY", callback=day, help="Day of decision [default: the start].")
@click.option("--start", metavar="DAY", callback=day, help="Replay the event from this day on.")
@click.option(
    "--duration",
    metavar="90d|12w|6m|1y",
    callback=_days,
    help="How long it lasts from its start, if known; otherwise it ends by chance.",
)
@click.option(
    "--mode",
    default=FULL,
    show_default=True,
    type=click.Choice(MODES),
    help="How the parties act: alone, by the IEA's sharing rule, by the pact's mutual stock, or "
    "with swaps and waivers too.",
)
@click.option("--lines", default=LINES, show_default=True, help="Most lines of the playbook.")
@click.option(
    "--material", "materials", multiple=True, metavar="ID", help="This material of the event only."
)
@click.option(
    "--without",
    multiple=True,
    metavar="CODE",
    help="Buy nothing more from this country; may be given again.",
)
@click.option(
    "--stocks",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="Stocks: holder, material, form and tonnes or days.",
)
@place_options(optional=True)
@click.option(
    "--after",
    type=click.Path(path_type=Path),
    metavar="playbook.json",
    help="Carry on an earlier playbook: what was ordered before --as-of stays.",
)
@click.option("--language", default="en", show_default=True, type=click.Choice(("en", "ja")))
@click.option("--marking", default=CLEAR, show_default=True, type=click.Choice(MARKINGS))
@click.option("--exercise", is_flag=True, help="Mark everything as an exercise.")
@click.option(
    "--sender",
    default=NO_SENDER,
    show_default=True,
    help="Sender of the CAP alert; without one it is a draft.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write playbook.json, brief.en.html, brief.ja.html, alert.xml and playbook.xlsx here.",
)
@click.option("--pdf", is_flag=True, help="Print the briefs as PDF too; needs Chromium or Chrome.")
@DATA
@form_options
@pass_settings
@click.pass_context
@examples(
    "supplypact respond us-japan-2025 --event gallium-germanium-2023 --as-of 2026-11-22",
    "supplypact respond us-japan-2025 --event rare-earths-2025 --duration 6m --out out/incident",
    "supplypact respond us-japan-2025 --event my-event.toml --stocks stocks.csv --mode pact",
    "supplypact respond us-japan-2025 --event my-event.toml --ledger pact.ledger",
    "supplypact respond us-japan-2025 --event my-event.toml --after out/incident/playbook.json "
    "--as-of 2026-12-20",
)
def command(ctx: click.Context, settings: Settings, /, **asked: Any) -> None:
    """Tell who is short of what when an event strikes, and what the parties of PACT do about it.

    The playbook is the cheapest set of dated actions on the state of the day of decision, kept to
    lines that people can carry out.  Beside it: doing nothing, the cost of waiting, and what the
    parties save by acting together.
    """
    call = Call(**asked)
    options = call.options()
    _check(call, ctx)
    workspace = Workspace(call.data)
    events = call.declared(workspace)
    pact, network, data = _given(call, workspace, min(event.start for event in events))
    decided = None if call.after is None else open_playbook(call.after)
    response = respond(
        pact,
        network,
        data,
        events,
        options,
        decided=decided,
        stocks_now=call.stocks is not None or call.place is not None,
    )
    view = ResponseView(
        pact=pact,
        network=network,
        language=call.language,
        marking=call.marking,
        exercise=call.exercise or call.start is not None,
        digest=workspace.digest(USED) | _digest("stocks file", call.stocks),
    )
    say_replaced(settings, workspace.own_tables(), USED)
    if call.stocks is not None:
        _say_unused(settings, data.stocks, response.stocks, str(call.stocks))
    if call.form == "json":
        click.echo(playbook_json(response, view), nl=False)
    elif call.form is None:
        click.echo("\n".join(response_lines(response, view)))
        click.echo()
        if response.actions:
            print_frame(playbook_table(response, view), form=None, settings=settings)
    else:
        print_frame(action_frame(response), form="csv", settings=settings)
    if call.out is not None:
        files = response_files(response, view, sender=call.sender, pdf=call.pdf)
        save(files, call.out)
        settings.say(f"wrote {', '.join(files)} to {call.out}")


def _given(call: Call, workspace: Workspace, start: date) -> tuple[Pact, Network, ResponseData]:
    """Return pact, network and data; with a ledger, its schedules and stocks are in them."""
    data = open_response_data(workspace, call.stocks)
    if call.place is None:
        pact, network = workspace.open_case(call.pact)
        return pact, network, data
    from supplypact.workspace.ledger import open_record  # noqa: PLC0415 - slow; most do without
    from supplypact.workspace.recorded import recorded_state  # noqa: PLC0415 - as above

    case = open_record(workspace, call.pact, call.place)
    position = case.book.position(call.as_of or start)
    scheduled, stocks = recorded_state(workspace, case, position, data.stocks)
    return case.pact, scheduled, replace(data, stocks=stocks)


def _digest(name: str, path: Path | None) -> dict[str, str]:
    return {} if path is None else {name: hashlib.sha256(path.read_bytes()).hexdigest()}


def _say_unused(settings: Settings, given: pl.DataFrame, used: pl.DataFrame, file: str) -> None:
    """Say which rows of the user's stocks are of no party or of no material that is struck."""
    keys = ["holder", "material", "form", "kind"]
    left = given.filter(pl.col("source") == file).join(used, on=keys, how="anti")
    if rows := [" ".join(row) for row in left.select(keys[:3]).iter_rows()]:
        settings.say(f"Stocks that are not used here: {', '.join(rows)}")


def _check(call: Call, ctx: click.Context) -> None:
    if call.out is not None:
        check_writable(call.out)
    elif call.pdf:
        raise UsageError("--pdf goes with --out", where="--pdf", fix="add --out DIR")
    if call.place is not None and call.stocks is not None:
        raise UsageError(
            "--ledger and --stocks do not go together",
            where="--stocks",
            fix="leave one out: the ledger has stocks of its own",
        )
    if call.after is not None and call.as_of is None:
        raise UsageError(
            "--after needs the day of the new decision",
            where="--as-of",
            fix="add --as-of DAY; what was ordered before it stays",
        )
    for name in ("mode", "lines"):
        if call.after is not None and ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise UsageError(
                f"--{name} does not go with --after",
                where=f"--{name}",
                fix="leave it out, the earlier playbook has it; or start anew without --after",
            )
