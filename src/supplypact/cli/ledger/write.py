"""``supplypact ledger init``, ``add`` and ``import``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplypact.cli.console import DATA, Settings, examples, pass_settings
from supplypact.cli.ledger.options import ACTOR, now, place_options
from supplypact.errors import UsageError
from supplypact.workspace.entries import given_entry, open_entries, sound_entries
from supplypact.workspace.ledger import Place, bundled_entries, make_ledger, open_ledger
from supplypact.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from supplypact.domain.entry import Entry
    from supplypact.ledger.book.book import Book
    from supplypact.ledger.ledger import Ledger

_AHEAD = timedelta(seconds=2)
"""How far the last record may be ahead of the clock before that is told."""
DRY_RUN = click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")


@click.command()
@click.argument("pact")
@click.option("--empty", is_flag=True, help="Leave out the record that is bundled with the pact.")
@place_options()
@ACTOR
@DATA
@pass_settings
@examples(
    "supplypact ledger init us-japan-2025",
    "supplypact ledger init mine.toml --ledger mine.ledger --empty",
    "supplypact ledger init us-japan-2025 --database postgresql://me@localhost/pact",
)
def init(
    settings: Settings, pact: str, empty: bool, place: Place, actor: str, data: Path | None
) -> None:
    """Make a ledger of PACT, with the public record of it that is bundled."""
    workspace = Workspace(data)
    made = make_ledger(workspace, pact, place, now=now())
    entries = [] if empty else bundled_entries(made.book.terms.pact.id)
    made.append(entries, actor=actor, now=now())
    settings.say(f"made {made.store.place} with {_entries(made.size)}: {made.origin}")


@click.command()
@click.argument("kind")
@click.argument("cells", nargs=-1, metavar="FIELD=VALUE...")
@place_options()
@ACTOR
@DRY_RUN
@DATA
@pass_settings
@examples(
    "supplypact ledger add commitment id=jbic-ohio-1 date=2026-11-02 party=JPN "
    "pledge=t1-ohio amount=5000000000 currency=USD instrument=loan "
    "source='JBIC press release, 2 November 2026' quality=official",
    "supplypact ledger add disbursement id=jbic-ohio-1-a date=2026-11-20 party=JPN "
    "commitment=jbic-ohio-1 amount=1200000000 currency=USD source='JBIC' quality=official",
)
def add(
    settings: Settings,
    kind: str,
    cells: Sequence[str],
    place: Place,
    actor: str,
    dry_run: bool,
    data: Path | None,
) -> None:
    """Record one entry of KIND with its fields; docs/ledger-format.md lists the fields.

    The id of an entry is its idempotency key: the same entry is recorded once, however often it is
    added.  Give each payment an id of its own.
    """
    entry = given_entry(kind, _fields(cells))
    opened = open_ledger(Workspace(data), place)
    _append(settings, opened, [entry], actor=actor, dry_run=dry_run)


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@place_options()
@ACTOR
@DRY_RUN
@DATA
@pass_settings
@examples(
    "supplypact ledger import payments.csv --dry-run", "supplypact ledger import payments.xlsx"
)
def import_entries(
    settings: Settings, file: Path, place: Place, actor: str, dry_run: bool, data: Path | None
) -> None:
    """Record the entries of FILE (CSV, XLSX or JSON Lines): all of them, or none on any fault.

    Entries that are there already are left as they are, so that a file can be imported again.
    """
    given = open_entries(file)
    opened = open_ledger(Workspace(data), place)
    entries = sound_entries(given, opened, now=now())
    _append(settings, opened, entries, actor=actor, dry_run=dry_run)


def _append(
    settings: Settings,
    opened: Ledger[Book],
    entries: Sequence[Entry],
    *,
    actor: str,
    dry_run: bool,
) -> None:
    """Record entries and say what came of it."""
    there = {each.id for each in entries if opened.find(each.id)}
    clock = now()
    records = opened.append(entries, actor=actor, now=clock, dry_run=dry_run)
    new = [record for record in records if record.entry.id not in there]
    if new and (last := new[0].recorded_at) - clock > _AHEAD:
        when = f"{last:%Y-%m-%d %H:%M:%S} UTC"
        settings.say(f"the last record bears a time in the future ({when}): this one follows it")
    if dry_run:
        settings.say(f"no fault: {_entries(len(new))} would be recorded{_known(there)}")
        return
    for record in new:
        click.echo(f"{record.seq}\t{record.entry.id}")
    settings.say(f"recorded {_entries(len(new))} in {opened.store.place}{_known(there)}")


def _known(there: set[str]) -> str:
    return f"; {_entries(len(there))} there already" if there else ""


def _entries(count: int) -> str:
    return f"{count} entr{'ies' if count != 1 else 'y'}"


def _fields(cells: Sequence[str]) -> dict[str, str]:
    """Return the fields of FIELD=VALUE arguments; raises UsageError."""
    found: dict[str, str] = {}
    for cell in cells:
        name, equals, text = cell.partition("=")
        if not equals or not name:
            told, fix = f"cannot read '{cell}'", "write it as FIELD=VALUE, such as amount=100"
            raise UsageError(told, where="FIELD=VALUE", fix=fix)
        if name in found:
            raise UsageError(f"'{name}' is given twice", where="FIELD=VALUE", fix="give it once")
        found[name] = text
    return found
