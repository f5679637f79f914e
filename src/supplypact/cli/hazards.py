"""``supplypact hazards``: what may cut supply, how often, how deep, how long, and why we say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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
)
from supplypact.domain.hazard import KINDS, PARTIES, DurationLaw, Hazard
from supplypact.domain.pact import Pact
from supplypact.errors import UsageError, did_you_mean
from supplypact.formats.hazards_csv import HAZARD_TABLES, read_hazards
from supplypact.hazarding.estimate import estimate_hazards
from supplypact.hazarding.kinds import WINDOW_END
from supplypact.hazarding.view import event_lines, listed, shown, sort_by_loss
from supplypact.workspace.workspace import Workspace

ROWS_ON_SCREEN = 30


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which hazards are asked for; None is all."""

    material: str | None
    supplier: str | None
    kind: str | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Opened:
    """Hazards with their laws and the tables they stand in."""

    hazards: tuple[Hazard, ...]
    laws: tuple[DurationLaw, ...]
    table: pl.DataFrame
    events: pl.DataFrame


def _month(_ctx: click.Context, option: click.Parameter, text: str) -> str:
    """Read a year, or a month as YYYY-MM; the year stands for its January."""
    month = f"{text}-01" if re.fullmatch(r"\d{4}", text) else text
    if month and (
        not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) or not "1970" < month < WINDOW_END
    ):
        told = f"cannot read '{text}': no year or month before {WINDOW_END}"
        raise UsageError(told, where=option.opts[0], fix="write it as 2020 or 2020-06")
    return month


@click.command(name="hazards")
@click.argument("pact", required=False)
@click.option("--material", help="Only hazards that hit this material.")
@click.option("--supplier", help="Only hazards of this supplier (ISO 3166-1 alpha-3).")
@click.option("--kind", help=f"Only hazards of this kind: {', '.join(KINDS)}.")
@click.option(
    "--since",
    default="",
    metavar="YEAR",
    callback=_month,
    help="Estimate the rates again, from events since this year (or month) only.",
)
@DATA
@form_options
@pass_settings
@examples(
    "supplypact hazards --material gallium",
    "supplypact hazards us-japan-2025 --supplier CHN --kind embargo",
    "supplypact hazards --since 2020 --csv",
)
def command(
    settings: Settings,
    form: Form,
    pact: str | None,
    material: str | None,
    supplier: str | None,
    kind: str | None,
    since: str,
    data: Path | None,
) -> None:
    """Show what may cut a supplier's shipments, and the past events behind each figure.

    Ranges are 90 %.  "cut" is the part of the supplier's shipments that is lost while the event
    lasts, "half over" when half of such events have ended.  With a PACT, its parties' hazards
    towards themselves are left out.  --csv prints rows for an own hazards.csv in --data.
    """
    workspace = Workspace(data)
    opened = _opened(workspace, since)
    found = _chosen(opened.hazards, Filter(material=material, supplier=supplier, kind=kind))
    if pact is not None:
        found = _for_pact(found, workspace.open_pact(pact, workspace.open_network()))
    hazards = sort_by_loss(found)
    if form == "csv":
        ids = [each.id for each in hazards]
        print_frame(opened.table.filter(pl.col("hazard").is_in(ids)), form=form, settings=settings)
    elif form == "json":
        titles = dict(opened.events.select("event", "title").iter_rows())
        print_frame(listed(hazards, opened.laws, titles), form=form, settings=settings)
    else:
        _print(hazards, opened, material or "", settings)


def _print(hazards: list[Hazard], opened: Opened, material: str, settings: Settings) -> None:
    """Print the first hazards, then the past events behind them."""
    first = hazards[:ROWS_ON_SCREEN]
    print_frame(shown(first, opened.laws, material), form=None, settings=settings)
    if lines := event_lines(first, opened.events):
        click.echo("\nEvents behind the rates; '-' has none of its own and is drawn from its kind:")
        click.echo("\n".join(lines))
    if len(hazards) > len(first):
        rest = f"{len(first)} of {len(hazards)} hazards, the largest yearly cut first"
        settings.say(f"{rest}; narrow it with --material, --supplier, --kind, or use --csv")


def _opened(workspace: Workspace, since: str) -> Opened:
    """Return the hazards of the tables, or estimated again from events since a month."""
    if not since:
        hazards, laws = workspace.open_hazards()
        tables = workspace.open_tables(HAZARD_TABLES)
    else:
        tables = workspace.open_tables((*HAZARD_TABLES, "production"))
        workspace.open_hazards()
        tables["hazards"] = estimate_hazards(tables, since)
        read, _ = read_hazards(tables)
        hazards, laws = read or ((), ())
    return Opened(
        hazards=hazards, laws=laws, table=tables["hazards"], events=tables["hazard_events"]
    )


def _chosen(hazards: tuple[Hazard, ...], wanted: Filter) -> list[Hazard]:
    """Return the hazards that pass the filter; raises UsageError where none does."""
    found = list(hazards)
    tests: tuple[tuple[str, str | None, Callable[[Hazard], tuple[str, ...]]], ...] = (
        ("--material", wanted.material, lambda each: each.materials),
        ("--supplier", wanted.supplier, lambda each: (each.supplier,)),
        ("--kind", wanted.kind, lambda each: (each.kind,)),
    )
    for option, word, words in tests:
        if word is not None:
            left = [each for each in found if word in words(each)]
            if not left:
                known = {each for hazard in found for each in words(hazard)}
                fix = did_you_mean(word, known)
                raise UsageError(f"no hazard for '{word}'", where=option, fix=fix)
            found = left
    return found


def _for_pact(hazards: list[Hazard], pact: Pact) -> list[Hazard]:
    """Return the hazards without those by which a party would cut off the parties."""
    return [
        each for each in hazards if each.target != PARTIES or each.supplier not in pact.party_codes
    ]
