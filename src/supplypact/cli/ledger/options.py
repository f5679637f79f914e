"""Options that the commands of a ledger share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from supplypact.errors import UsageError

Command = TypeVar("Command", bound=Callable[..., None])

FILE = "supplypact.ledger"
"""Ledger of a call that names none."""

ACTOR = click.option(
    "--actor",
    default="local",
    show_default=True,
    envvar="SUPPLYPACT_ACTOR",
    help="Who records it, as the ledger shall name you.",
)


def place_options(*, optional: bool = False) -> Callable[[Command], Command]:
    """Add --ledger and --database to a command; it is told ``place``.

    Args:
        optional: Whether the command does without a ledger if none is named.
    """

    def add(command: Command) -> Command:
        @wraps(command)
        def placed(*given: Any, ledger: Path | None, database: str | None, **asked: Any) -> None:
            if ledger is not None and database is not None:
                told = "--ledger and --database do not go together"
                raise UsageError(told, where="--ledger", fix="leave one of the two out")
            if optional and ledger is None and database is None:
                command(*given, place=None, **asked)
                return
            from supplypact.workspace.ledger import Place  # noqa: PLC0415 - slow; many do without

            place = Place(file=ledger or Path(FILE), url=database)
            try:
                command(*given, place=place, **asked)
            finally:
                place.close()

        default = "the bundled record" if optional else FILE
        file = click.option(
            "--ledger",
            type=click.Path(path_type=Path),
            envvar="SUPPLYPACT_LEDGER",
            metavar="FILE",
            help=f"Ledger in a file [default: {default}].",
        )
        url = click.option(
            "--database",
            envvar="SUPPLYPACT_DATABASE",
            metavar="URL",
            help="Ledger in a PostgreSQL database: postgresql://user@host/name.",
        )
        return cast("Command", file(url(placed)))

    return add


def day(_ctx: click.Context, option: click.Parameter, text: str | None) -> date | None:
    """Read a day."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        told, where = f"cannot read '{text}': it is no day", option.opts[0]
        raise UsageError(told, where=where, fix="write it as 2026-11-22") from None


def today() -> date:
    """Return the day on the user's own calendar."""
    return datetime.now().astimezone().date()


def day_or_today(ctx: click.Context, option: click.Parameter, text: str | None) -> date:
    """Read a day; where none is given it is today."""
    return day(ctx, option, text) or today()


AS_OF = click.option(
    "--as-of",
    metavar="DAY",
    callback=day_or_today,
    help="What was true on this day [default: today, by your clock].",
)
KNOWN_AT = click.option(
    "--known-at",
    metavar="DAY",
    callback=day,
    help="What the ledger held at the end of this day, UTC [default: all].",
)


def now() -> datetime:
    """Return the time of the call."""
    return datetime.now(UTC)
