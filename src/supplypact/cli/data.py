"""``supplypact data``: which tables there are, what they hold, and whether they are sound."""

from __future__ import annotations

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
from supplypact.data.coverage import coverage as coverage_of
from supplypact.errors import DataError, UsageError, did_you_mean
from supplypact.workspace.check import check_tables
from supplypact.workspace.workspace import Workspace

ROWS_ON_SCREEN = 40

COUNTRY_COLUMNS = ("country", "host", "exporter", "importer", "from_country", "to_country")


@click.group()
@examples(
    "supplypact data list",
    "supplypact data coverage",
    "supplypact data show production --material lithium --limit 10",
    "supplypact data check",
)
def data() -> None:
    """List, show and check the tables."""


@data.command(name="list")
@DATA
@form_options
@pass_settings
@examples("supplypact data list", "supplypact data list --json")
def list_tables(settings: Settings, form: Form, data: Path | None) -> None:
    """List the tables: what each holds, its rows, its sources and their licences."""
    workspace = Workspace(data)
    tables = workspace.open_tables()
    licences = dict(tables["sources"].select("source", "licence").iter_rows())
    rows = [_about(name, workspace.tables[name], tables[name], licences) for name in tables]
    print_frame(pl.DataFrame(rows), form=form, settings=settings)


@data.command()
@DATA
@form_options
@pass_settings
@examples("supplypact data coverage", "supplypact data coverage --csv")
def coverage(settings: Settings, form: Form, data: Path | None) -> None:
    """Show for each material and stage: years, countries, tonnes, and what is estimated."""
    print_frame(coverage_of(Workspace(data).open_tables()), form=form, settings=settings)


@data.command()
@click.argument("table")
@click.option("--material", help="Only rows of this material.")
@click.option("--country", help="Only rows of this country (ISO 3166-1 alpha-3, or ROW).")
@click.option("--limit", type=click.IntRange(min=1), help="At most this many rows.")
@DATA
@form_options
@pass_settings
@examples(
    "supplypact data show production --material lithium --country AUS",
    "supplypact data show flows --material gallium --csv",
)
def show(
    settings: Settings,
    form: Form,
    table: str,
    material: str | None,
    country: str | None,
    limit: int | None,
    data: Path | None,
) -> None:
    """Show the rows of a table.  On screen 40 of them, unless --limit says otherwise."""
    rows = Workspace(data).open_table(table)
    if material is not None:
        rows = _filtered(rows, ("material", "materials"), material)
    if country is not None:
        rows = _filtered(rows, COUNTRY_COLUMNS, country)
    most = limit or (ROWS_ON_SCREEN if form is None else rows.height)
    print_frame(rows.head(most), form=form, settings=settings)
    if rows.height > most:
        settings.say(f"{most} of {rows.height} rows; --limit {rows.height} shows all")


@data.command()
@DATA
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_settings
@click.pass_context
@examples("supplypact data check", "supplypact data check --data my-tables")
def check(ctx: click.Context, settings: Settings, as_json: bool, data: Path | None) -> None:
    """Check every table: columns, types, units, keys, references, and whether figures add up."""
    checks = check_tables(Workspace(data))
    rows = pl.DataFrame(
        {
            "check": [each.name for each in checks],
            "looked_at": [each.count for each in checks],
            "wrong": [len(each.failures) for each in checks],
            "failures": [list(each.failures) for each in checks],
        },
        schema_overrides={"failures": pl.List(pl.String)},
    )
    if as_json:
        print_frame(rows, form="json", settings=settings)
    else:
        print_frame(rows.drop("failures"), form=None, settings=settings)
        for each in checks:
            for failure in each.failures:
                click.echo(f"{each.name}: {failure}", err=True)
    if not all(each.passed for each in checks):
        ctx.exit(DataError.exit_code)


def _about(
    name: str, title: str, table: pl.DataFrame, licences: dict[str, str]
) -> dict[str, object]:
    """Return one row about a table."""
    sources = table["source"].unique().drop_nulls()
    return {
        "table": name,
        "holds": title,
        "rows": table.height,
        "sources": sources.len(),
        "licences": ", ".join(sorted({licences[source] for source in sources})),
    }


def _filtered(rows: pl.DataFrame, columns: tuple[str, ...], value: str) -> pl.DataFrame:
    """Return the rows with ``value`` in one of the columns; raises UsageError if there is none.

    A cell may hold several values, separated by a semicolon.
    """
    present = [name for name in columns if name in rows.columns]
    if not present:
        fix = f"leave the filter out; the columns are {', '.join(rows.columns)}"
        raise UsageError(f"the table has no {columns[0]}", where=f"the filter '{value}'", fix=fix)
    cells = [pl.col(name).str.split(";") for name in present]
    found = rows.filter(pl.any_horizontal(each.list.contains(value) for each in cells))
    if found.is_empty():
        known = {each for name in present for each in rows[name].drop_nulls()}
        where = f"column {' or '.join(present)}"
        raise UsageError(f"no row for '{value}'", where=where, fix=did_you_mean(value, known))
    return found
