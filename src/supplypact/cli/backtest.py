"""``supplypact backtest``: what the model would have said of past events, beside what happened."""

from __future__ import annotations

import json
from pathlib import Path

import click
import polars as pl

from supplypact.backtesting.backtest import BACKTEST_TABLES
from supplypact.backtesting.backtest import backtest as put_to_the_test
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
from supplypact.domain.backtest import FORECASTS, NAIVE, Backtest
from supplypact.formats.network_csv import NETWORK_TABLES
from supplypact.reporting.backtest import sentences
from supplypact.reporting.backtest.page import backtest_data, backtest_files
from supplypact.reporting.backtest.view import view_of
from supplypact.workspace.output import check_writable, save
from supplypact.workspace.workspace import Workspace

PACT = "us-japan-2025"


@click.command()
@click.option("--event", metavar="ID", help="This event only.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for page and tables.")
@click.option(
    "--pact",
    default=PACT,
    show_default=True,
    metavar="PACT",
    help="Pact whose assumptions the model has (an id or a TOML file).",
)
@DATA
@form_options
@pass_settings
@examples(
    "supplypact backtest",
    "supplypact backtest --event ni2014 --json",
    "supplypact backtest --out out/backtest",
)
def backtest(
    settings: Settings,
    form: Form,
    event: str | None,
    out: Path | None,
    pact: str,
    data: Path | None,
) -> None:
    """Compare what the model would have said of past events with the trade of the year.

    Each event is put to the network of the year before; three naive forecasts stand beside the
    model.  Errors are sums of absolute errors of imports by origin, as a part of imports; a skill
    above 0 means that the model is better.
    """
    if out is not None:
        check_writable(out)
    workspace = Workspace(data)
    opened, network = workspace.open_case(pact)
    result = put_to_the_test(opened, workspace.open_tables(BACKTEST_TABLES), event)
    say_replaced(settings, workspace.own_tables(), (*NETWORK_TABLES, *BACKTEST_TABLES))
    view = view_of(result, opened, network)
    if form == "json":
        click.echo(json.dumps(backtest_data(view), ensure_ascii=False, indent=1))
    else:
        if form is None:
            click.echo("\n".join([sentences.verdict(view), *sentences.points(view)]))
            click.echo()
        print_frame(_frame(result), form=form, settings=settings)
    if out is not None:
        save(backtest_files(result, opened, network), out)
        settings.say(f"wrote {out / 'backtest.html'}, backtest.json")


def _frame(result: Backtest) -> pl.DataFrame:
    rows = [
        {
            "event": each.event.id,
            "year": each.event.year,
            **{f"{name} error": round(each.errors[name].part, 3) for name in FORECASTS},
            **{f"skill against {name}": round(each.skill(name), 2) + 0.0 for name in NAIVE},
            "in_sample": each.tuned,
            "doubtful_weights": ";".join(each.trade.doubtful) or None,
        }
        for each in result.scored
    ]
    return pl.DataFrame(rows)
