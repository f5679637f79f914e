"""``supplypact track``: where a pact stands on each of its promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
    say_replaced,
)
from supplypact.cli.ledger.options import AS_OF, KNOWN_AT, day, now, place_options
from supplypact.domain.entry import Tlp
from supplypact.domain.progress import TrackOptions
from supplypact.errors import UsageError
from supplypact.reporting.progress import tables, words
from supplypact.reporting.progress.exports import Publisher, export, publisher
from supplypact.reporting.progress.files import progress_files
from supplypact.reporting.progress.progress_json import progress_json
from supplypact.reporting.progress.view import LANGUAGES, ProgressView
from supplypact.workspace.ledger import Place
from supplypact.workspace.output import check_writable, save
from supplypact.workspace.progress import open_progress
from supplypact.workspace.workspace import Workspace

ENVELOPE = ("scope", "amount", "ceiling", "firm", "committed", "disbursed", "even_path")
"""Columns of the envelope that the screen shows; what was repaid too where anything was."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """What the user asks of one run."""

    pact: str
    place: Place | None
    as_of: date | None
    known_at: date | None
    since: date | None
    replan: bool
    plan: Path | None
    language: str
    tlp: str
    publisher: str | None
    out: Path | None
    pdf: bool
    data: Path | None
    form: Form

    def options(self, today: date) -> TrackOptions:
        """Return the days of the report; raises UsageError."""
        as_of = self.as_of or today
        if self.since is not None and self.since > as_of:
            told = f"the last report, {self.since}, is later than this one, {as_of}"
            raise UsageError(told, where="--since", fix="name an earlier day")
        return TrackOptions(as_of=as_of, known_at=self.known_at, since=self.since)


@click.command()
@click.argument("pact")
@AS_OF
@KNOWN_AT
@click.option(
    "--since", metavar="DAY", callback=day, help="Day of the last report: tell what changed since."
)
@click.option("--replan", is_flag=True, help="Look for a new plan from here; takes some seconds.")
@click.option(
    "--plan",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of a plan under risk: its stocks are the targets of the stocks.",
)
@click.option("--language", default="en", show_default=True, type=click.Choice(LANGUAGES))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write pages in English and Japanese, progress.json, progress.xlsx and the exports here.",
)
@click.option("--pdf", is_flag=True, help="Print the pages as PDF too; needs Chromium or Chrome.")
@click.option(
    "--tlp",
    default=Tlp.CLEAR.value,
    show_default=True,
    type=click.Choice([each.value for each in Tlp]),
    help="The exports (IATI, OC4IDS, GeoJSON) leave out entries that are marked more strictly.",
)
@click.option(
    "--publisher",
    metavar="REF=NAME",
    help="Who publishes the exports, with the identifier that a register gave.",
)
@place_options(optional=True)
@DATA
@form_options
@pass_settings
@examples(
    "supplypact track us-japan-2025",
    "supplypact track us-japan-2025 --as-of 2026-11-22 --since 2026-08-31 --out out/progress --pdf",
    "supplypact track us-japan-2025 --ledger pact.ledger --replan",
    "supplypact track us-japan-2025 --language ja --csv",
)
def command(settings: Settings, /, **asked: Any) -> None:
    """Tell where PACT stands on money, targets, milestones, projects and stocks, and who must act.

    Each status is given by a stated rule.  The record is that of a ledger, or the one that is
    bundled with the pact.  With --csv the table of all promises is printed.
    """
    call = Call(**asked)
    options, who = call.options(now().date()), publisher(call.publisher)
    _check(call)
    workspace = Workspace(call.data)
    pact, network, progress = open_progress(
        workspace,
        call.pact,
        place=call.place,
        options=options,
        replan=call.replan,
        plan_dir=call.plan,
    )
    codes = workspace.open_table("countries").select("country", "iso2").drop_nulls()
    view = ProgressView(
        progress=progress,
        pact=pact,
        network=network,
        language=call.language,
        alpha_2=dict(codes.iter_rows()),
    )
    own = workspace.own_tables()
    say_replaced(settings, own, own)
    if call.out is not None:
        _write(view, call, call.out, who, settings)
    _print(view, call.form, settings)


def _print(view: ProgressView, form: Form, settings: Settings) -> None:
    if form == "json":
        click.echo(progress_json(view), nl=False)
    elif form == "csv":
        print_frame(words.data_frame(tables.promise_table(view)), form="csv", settings=settings)
    else:
        click.echo("\n".join(words.progress_lines(view)))
        repaid = any(each.repaid for each in view.progress.envelope)
        columns = (*ENVELOPE, "repaid") if repaid else ENVELOPE
        envelope = words.shown_frame(tables.envelope_table(view), columns, view)
        for title, frame in (("envelope", envelope), ("promises", words.promise_frame(view))):
            if frame.height:
                click.echo(f"\n{view.say[f'screen.{title}']}")
                print_frame(frame, form=None, settings=settings)


def _write(view: ProgressView, call: Call, out: Path, who: Publisher, settings: Settings) -> None:
    published = export(view, Tlp(call.tlp), who)
    files = progress_files(view, published, pdf=call.pdf)
    save(files, out)
    if published.left_out:
        told = view.say.counted("screen.left_out", published.left_out)
        settings.say(told.format(level=f"TLP:{call.tlp.upper()}"))
    settings.say(f"wrote {', '.join(files)} to {out}")


def _check(call: Call) -> None:
    if call.out is not None:
        check_writable(call.out)
    elif call.pdf:
        raise UsageError("--pdf goes with --out", where="--pdf", fix="add --out DIR")
