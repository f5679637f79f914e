"""Options that the commands of a ledger share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from supplypact.errors import UsageError
from supplypact.ledger.proofs.keyfile import read_key, read_public_keys
from supplypact.ledger.proofs.note import LEDGER, PARTY, SigningKey, VerifierKey
from supplypact.workspace.ledger import Place

Command = TypeVar("Command", bound=Callable[..., None])

FILE = "supplypact.ledger"
"""Ledger of a call that names none."""

_ROLES = {LEDGER: "a ledger's keeper", PARTY: "a party"}
ACTOR = click.option(
    "--actor",
    default="local",
    show_default=True,
    envvar="SUPPLYPACT_ACTOR",
    help="Who records it, as the ledger shall name you.",
)
KEYS = click.option(
    "--key",
    "keys",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Public keys that you trust, got from their holders; each must have signed.",
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
            none = optional and ledger is None and database is None
            place = None if none else Place(file=ledger or Path(FILE), url=database)
            try:
                command(*given, place=place, **asked)
            finally:
                if place is not None:
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


def trusted(files: tuple[Path, ...]) -> list[VerifierKey]:
    """Return the public keys in files; raises UsageError."""
    return [key for file in files for key in read_public_keys(file)]


def tell_keys(signed: Mapping[str, int]) -> None:
    """Print who signed what, or that nobody was asked."""
    for name, size in signed.items():
        click.echo(f"signed    {size} records, by {name}")
    if not signed:
        told = "no key was given, so this shows that the record hangs together, not who vouches"
        click.echo(f"NOT CHECKED  {told}; add --key FILE for each key that you trust")


def private_key(file: Path, role: int) -> SigningKey:
    """Return the private key in a file, of the keeper or of a party; raises UsageError."""
    key = read_key(file)
    _check_role(key.algorithm, role, file)
    return key


def public_key(file: Path, role: int) -> VerifierKey:
    """Return the only public key in a file, of the keeper or of a party; raises UsageError."""
    keys = read_public_keys(file)
    if len(keys) != 1:
        told, fix = f"there are {len(keys)} keys in it", "give a file with one public key"
        raise UsageError(told, where=str(file), fix=fix)
    _check_role(keys[0].algorithm, role, file)
    return keys[0]


def _check_role(found: int, role: int, file: Path) -> None:
    if found != role:
        told = f"it is the key of {_ROLES[found]}, not of {_ROLES[role]}"
        fix = f"name the key of {_ROLES[role]}; `supplypact ledger key --help` tells the two apart"
        raise UsageError(told, where=str(file), fix=fix)
