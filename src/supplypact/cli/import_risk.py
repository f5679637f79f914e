"""``supplypact import-risk``: how risky the purchases of countries were, from trade alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import polars as pl

from supplypact.assessing.import_risk import TABLES, import_risk
from supplypact.cli.console import (
    DATA,
    Form,
    Settings,
    examples,
    form_options,
    pass_settings,
    print_frame,
)
from supplypact.domain.network import BASE_YEAR
from supplypact.errors import UsageError
from supplypact.workspace.workspace import Workspace

SHOWN = (
    "importer",
    "material",
    "stage",
    "year",
    "imports",
    "domestic",
    "supplier",
    "supplier_share",
    "hhi",
    "weighted_trade",
    "score",
    "usd_per_kg",
    "midpoint",
    "factor",
    "reason",
)
"""Columns on screen, a note standing where no reason is; --json and --csv have all."""


def _words(_ctx: click.Context, option: click.Parameter, text: str) -> tuple[str, ...]:
    """Read words separated by commas, each once."""
    words = [word.strip() for word in text.split(",")] if text else []
    if "" in words:
        told = f"cannot read '{text}': a word is missing between the commas"
        raise UsageError(told, where=option.opts[0], fix="write it as USA,JPN without blanks")
    return tuple(dict.fromkeys(words))


def _years(ctx: click.Context, option: click.Parameter, text: str) -> tuple[int, ...]:
    """Read years separated by commas, each once."""
    try:
        return tuple(int(word) for word in _words(ctx, option, text))
    except ValueError:
        told = f"cannot read '{text}': a year is a whole number"
        raise UsageError(told, where=option.opts[0], fix="write it as 2023,2024") from None


@click.command(name="import-risk")
@click.option(
    "--importer",
    "importers",
    required=True,
    metavar="CODE,...",
    callback=_words,
    help="Countries that buy (ISO 3166-1 alpha-3).",
)
@click.option(
    "--material",
    "materials",
    default="",
    metavar="ID,...",
    callback=_words,
    help="Materials; all that the trade table has codes for otherwise.",
)
@click.option(
    "--year",
    "years",
    default=str(BASE_YEAR),
    show_default=True,
    metavar="YEAR,...",
    callback=_years,
    help="Years of the trade.",
)
@DATA
@form_options
@pass_settings
@examples(
    "supplypact import-risk --importer USA,JPN --material lithium,manganese",
    "supplypact import-risk --importer JPN --material nickel --year 2022,2023,2024 --csv",
)
def command(
    settings: Settings,
    form: Form,
    importers: Sequence[str],
    materials: Sequence[str],
    years: Sequence[int],
    data: Path | None,
) -> None:
    """Show the GeoPolRisk of imports and what it is made of, straight from trade statistics.

    Imports and domestic output in tonnes, the midpoint in US dollars a kilogramme, the factor in
    kilogrammes of copper a kilogramme.  A figure that cannot be computed is blank and says why.
    """
    workspace = Workspace(data)
    found = import_risk(workspace.open_tables(TABLES), importers, materials, years)
    told = found.with_columns(reason=pl.coalesce("reason", "note")).select(SHOWN)
    print_frame(found if form else told, form=form, settings=settings)
    read = [name for name in workspace.own_tables() if name in TABLES]
    if read:
        settings.say(f"Tables replaced: {', '.join(read)}")
