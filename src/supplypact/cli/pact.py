"""``supplypact pact``: which pacts there are, whether a file is one, and what one says."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any, cast

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
from supplypact.data import catalogue
from supplypact.workspace.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from supplypact.domain.pact import Pact


UNITS = {"amount": "amount_usd", "floor": "floor_usd_per_tonne"}
"""Names of clause fields with the unit that their type has in the code."""


@click.group()
@examples(
    "supplypact pact list",
    "supplypact pact show us-japan-2025",
    "supplypact pact show us-japan-2025 --toml > my-pact.toml",
    "supplypact pact check my-pact.toml",
)
def pact() -> None:
    """List, check and show pacts."""


@pact.command(name="list")
@form_options
@pass_settings
@examples("supplypact pact list", "supplypact pact list --json")
def list_pacts(settings: Settings, form: Form) -> None:
    """List the bundled pacts."""
    workspace = Workspace()
    network = workspace.open_network()
    rows = [_summary(workspace.open_pact(each, network)) for each in catalogue.pact_ids()]
    print_frame(pl.DataFrame(rows), form=form, settings=settings)


@pact.command()
@click.argument("file", metavar="FILE")
@DATA
@examples("supplypact pact check my-pact.toml")
def check(file: str, data: Path | None) -> None:
    """Check a pact file: every fault at once, with its line and how to mend it."""
    workspace = Workspace(data)
    checked = workspace.open_pact(file, workspace.open_network())
    count = f"{len(checked.targets)} targets, {len(checked.envelope)} funding lines"
    click.echo(f"{file}: no fault; {len(checked.parties)} parties, {count}")


@pact.command()
@click.argument("pact_id", metavar="ID")
@click.option("--toml", is_flag=True, help="Print the file itself, to start your own from.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_settings
@examples("supplypact pact show us-japan-2025", "supplypact pact show us-japan-2025 --json")
def show(settings: Settings, pact_id: str, toml: bool, as_json: bool) -> None:
    """Show what a pact says: the clauses of a bundled pact or of a file."""
    workspace = Workspace()
    shown = workspace.open_pact(pact_id, workspace.open_network())
    if toml:
        click.echo(shown.text, nl=False)
    elif as_json:
        click.echo(json.dumps(_plain(shown), ensure_ascii=False, indent=1))
    else:
        _print_pact(shown, settings)


def _summary(shown: Pact) -> dict[str, object]:
    """Return one row about a pact."""
    return {
        "pact": shown.id,
        "title": shown.title_en,
        "signed": shown.signed.isoformat(),
        "parties": " ".join(shown.party_codes),
        "binding_targets": sum(target.binding for target in shown.targets),
        "envelope_usd_bn": sum(line.amount for line in shown.envelope) / 1e9,
    }


def _plain(shown: Pact) -> dict[str, object]:
    """Return the pact without its text as JSON-ready data."""
    fields = dataclasses.asdict(shown)
    del fields["text"]
    return cast("dict[str, object]", json.loads(json.dumps(fields, default=str)))


def _print_pact(shown: Pact, settings: Settings) -> None:
    """Print the pact for people: a table for each kind of clause, then the sources they cite."""
    click.echo(f"{shown.title_en} ({shown.signed.isoformat()})\n{shown.summary}")
    plain = _plain(shown)
    assumptions = cast("dict[str, dict[str, object]]", plain.pop("assumptions"))
    plain["assumptions"] = [{"assumption": name} | each for name, each in assumptions.items()]
    sources: dict[str, int] = {}
    for name, clauses in plain.items():
        rows = clauses if isinstance(clauses, list) else []
        if rows and isinstance(rows[0], dict):
            click.echo(f"\n{name}")
            table = pl.DataFrame([_cells(row, sources) for row in rows], infer_schema_length=None)
            print_frame(table, form=None, settings=settings)
        elif rows:
            click.echo(f"\n{name}: {', '.join(rows)}")
    click.echo("\nsources")
    for source, number in sources.items():
        click.echo(f"{number}  {source}")


def _cells(row: dict[str, Any], sources: dict[str, int]) -> dict[str, object]:
    """Return a clause as cells: units in the names, lists in one cell, the source as a number."""
    cells = {
        UNITS.get(name, name): " ".join(value) if isinstance(value, list) else value
        for name, value in row.items()
        if name != "clause"
    }
    number = sources.setdefault(row["clause"]["source"], len(sources) + 1)
    return cells | {"source": number, "note": row["clause"]["note"]}
