"""What every command prints with: tables to standard output, messages to standard error."""

from __future__ import annotations

import inspect
import json
import os
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

import click

from supplypact.errors import UsageError

if TYPE_CHECKING:
    from typing import TextIO

    import polars as pl
    from rich.console import Console
    from rich.progress import Progress

Form = Literal["json", "csv"] | None
"""How a table is printed: one JSON document, CSV, or for people."""

Command = TypeVar("Command", bound=Callable[..., None])

WIDE = 200
"""Columns of a table that goes to a file or a pipe."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The global options."""

    quiet: bool = False
    color: bool = True

    def say(self, text: str) -> None:
        """Print a message, unless only the answer is wanted."""
        if not self.quiet:
            click.echo(text, err=True)

    def console(self, stream: TextIO) -> Console:
        """Return a console on ``stream``, plain where colour is not wanted or not possible."""
        from rich.console import Console  # noqa: PLC0415 - slow; help does without

        plain = not self.color or bool(os.environ.get("NO_COLOR"))
        return Console(
            file=stream,
            color_system=None if plain else "auto",
            width=None if stream.isatty() else WIDE,
            highlight=False,
            emoji=False,
            markup=False,
        )

    def progress(self) -> Progress:
        """Return a progress bar on standard error, silent unless someone watches."""
        from rich.progress import Progress  # noqa: PLC0415 - slow; help does without

        disable = self.quiet or not sys.stderr.isatty()
        return Progress(console=self.console(sys.stderr), transient=True, disable=disable)


@contextmanager
def progress_of(settings: Settings) -> Iterator[Callable[[str, float], None]]:
    """Yield a function that moves a progress bar on standard error: what, and how much is done."""
    with settings.progress() as bar:
        task = bar.add_task("starting", total=1.0)
        yield lambda what, part: bar.update(task, description=what, completed=part)


pass_settings = click.make_pass_decorator(Settings, ensure=True)


DATA = click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with your own tables; each replaces the bundled one of the same name.",
)


def say_replaced(settings: Settings, own: Collection[str], used: Collection[str]) -> None:
    """Say which tables are the user's own, and which of those the command does not read."""
    if replaced := [name for name in used if name in own]:
        settings.say(f"Tables replaced: {', '.join(replaced)}")
    if unused := [name for name in own if name not in used]:
        settings.say(f"Tables that are not used here: {', '.join(unused)}")


def examples(*lines: str) -> Callable[[Command], Command]:
    """Put examples into the help of a command, before its options."""

    def add(command: Command) -> Command:
        listed = "\n".join(f"  {line}" for line in lines)
        command.__doc__ = f"{inspect.cleandoc(command.__doc__ or '')}\n\n\b\nExamples:\n{listed}"
        return command

    return add


def form_options(command: Command) -> Command:
    """Add --json and --csv to a command that prints a table; it is told ``form``."""

    @wraps(command)
    def formed(*given: Any, as_csv: bool, as_json: bool, **asked: Any) -> None:
        if as_csv and as_json:
            told = "--csv and --json do not go together"
            raise UsageError(told, where="--csv, --json", fix="leave one of the two out")
        command(*given, form="csv" if as_csv else "json" if as_json else None, **asked)

    csv = click.option("--csv", "as_csv", is_flag=True, help="Print as CSV.")
    json_ = click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
    return cast("Command", json_(csv(formed)))


def print_frame(frame: pl.DataFrame, *, form: Form, settings: Settings) -> None:
    """Print a table; blank is blank (unknown), never zero."""
    if form == "json":
        click.echo(json.dumps(frame.to_dicts(), ensure_ascii=False, indent=1))
    elif form == "csv":
        click.echo(frame.write_csv(), nl=False)
    else:
        _print_rich(frame, settings)


def _print_rich(frame: pl.DataFrame, settings: Settings) -> None:
    """Print a table for people: numbers to the right, long text folded."""
    from rich import box  # noqa: PLC0415 - slow; help does without
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, kind in frame.schema.items():
        table.add_column(name, justify="right" if kind.is_numeric() else "left", overflow="fold")
    for row in frame.iter_rows():
        table.add_row(*(cell_text(value) for value in row))
    settings.console(sys.stdout).print(table)


def cell_text(value: object) -> str:
    """Return a value as people read it: four digits or the whole number, blank for unknown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return str(value)
