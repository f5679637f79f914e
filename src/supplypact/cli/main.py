"""The command ``supplypact``: its group, its global options, and errors as exit codes."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

from supplypact.cli.console import Settings
from supplypact.cli.lazy import LazyCommand, LazyGroup
from supplypact.errors import SupplypactError

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130

HELP = """Plan, run and check an agreement on critical-mineral supply.

\b
Examples:
  supplypact assess us-japan-2025
  supplypact plan us-japan-2025 --out out/us-japan-2025
  supplypact pact list
  supplypact data coverage

\b
Exit codes: 0 done, 1 failure, 2 wrong call, 3 a pact or a table is wrong,
4 the answer or a ledger cannot be written or read, 5 an id stands for another entry already,
6 a ledger, a bundle or a proof does not verify,
7 a target cannot be met: the nearest plan was written (or, with a message, that no plan exists
at all), 130 interrupted.
"""


def _print_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Print the version of supplypact and of its solver, then leave."""
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import version  # noqa: PLC0415 - slow, and needed here only

    click.echo(f"supplypact {version('supplypact')} (HiGHS {version('highspy')})")
    ctx.exit()


@click.group("supplypact", cls=LazyGroup, help=HELP)
@click.option("--quiet", is_flag=True, help="Print nothing but the answer.")
@click.option("--no-color", is_flag=True, help="Print without colour, as with NO_COLOR.")
@click.option("--debug", is_flag=True, help="Show where in the code a failure came from.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the versions and leave.",
)
@click.pass_context
def cli(ctx: click.Context, quiet: bool, no_color: bool, debug: bool) -> None:
    """Keep the global options for the command that follows."""
    del debug  # ``run`` looks for it, since a failure may come before this
    ctx.obj = Settings(quiet=quiet, color=not no_color)


for _command in (
    LazyCommand(
        "assess", "supplypact.cli.assess:assess", help="Tell how dependent the parties are."
    ),
    LazyCommand("plan", "supplypact.cli.plan:plan", help="Find the least-cost plan for a pact."),
    LazyCommand(
        "stockpile",
        "supplypact.cli.stockpile:stockpile",
        help="Find what to hold against disruptions, and what it is worth.",
    ),
    LazyCommand(
        "backtest",
        "supplypact.cli.backtest:backtest",
        help="Put past events to the model and show how far off it was.",
    ),
    LazyCommand(
        "respond",
        "supplypact.cli.respond:command",
        help="Tell what to do when an event strikes.",
    ),
    LazyCommand(
        "import-risk",
        "supplypact.cli.import_risk:command",
        help="Show how risky purchases were, from trade alone.",
    ),
    LazyCommand(
        "hazards",
        "supplypact.cli.hazards:command",
        help="Show what may cut supply, how often and for how long.",
    ),
    LazyCommand(
        "events",
        "supplypact.cli.events:command",
        help="List and show declared disruptions, real ones with sources.",
    ),
    LazyCommand(
        "track", "supplypact.cli.track:command", help="Tell where a pact stands on each promise."
    ),
    LazyCommand(
        "what-if", "supplypact.cli.what_if:group", help="Tell what happens if a project slips."
    ),
    LazyCommand(
        "ledger",
        "supplypact.cli.ledger.group:ledger",
        help="Keep a record of promises, payments and works that all can verify.",
    ),
    LazyCommand("pact", "supplypact.cli.pact:pact", help="List, check and show pacts."),
    LazyCommand("data", "supplypact.cli.data:data", help="List, show and check the tables."),
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line and leave with its exit code.

    A character that the terminal cannot show is printed as a question mark.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; every error becomes a message here."""
    try:
        code = cli.main(list(arguments), prog_name="supplypact", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SupplypactError as error:
        click.echo(f"error: {error}", err=True)
        return error.exit_code
    except click.Abort:
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except Exception as error:
        if "--debug" in arguments:
            raise
        named = f"{type(error).__name__}: {error}"
        hint = "this is a fault of supplypact; run 'supplypact --debug ...' to see where it is"
        click.echo(f"error: {named}\n  fix:   {hint}", err=True)
        return SupplypactError.exit_code
    return code if isinstance(code, int) else 0
