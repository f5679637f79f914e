"""``supplypact ledger show``: what a record says, and what it adds up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supplypact.cli.console import (
    DATA,
    Form,
    Settings,
    examples,
    form_options,
    pass_settings,
    print_frame,
)
from supplypact.cli.ledger.options import AS_OF, KNOWN_AT, place_options
from supplypact.errors import UsageError, did_you_mean
from supplypact.reporting.ledger.frames import (
    GROUPS,
    VIEWS,
    entry_frame,
    grouped,
    totals,
    view_frame,
)
from supplypact.workspace.ledger import Case, Place, open_ledger, open_record
from supplypact.workspace.workspace import Workspace

if TYPE_CHECKING:
    import polars as pl

    from supplypact.domain.position import Position

TOTALS = "totals"


@dataclass(frozen=True, kw_only=True)
class Call:
    """What the user asks of one run."""

    entry: str | None
    view: str
    by: str
    pact: str | None
    as_of: date
    known_at: date | None
    place: Place
    data: Path | None

    def case(self) -> Case:
        """Return the record that is asked about."""
        workspace = Workspace(self.data)
        if self.pact is not None:
            return open_record(workspace, self.pact, None)
        return Case.of(open_ledger(workspace, self.place), workspace.open_network())

    def frame(self, case: Case, position: Position) -> pl.DataFrame:
        """Return the table that is asked for; raises UsageError."""
        if self.entry is None:
            if self.view == TOTALS:
                kinds = {line.id: line.kind for line in case.pact.envelope}
                return totals(position, _groups(self.by), kinds)
            return view_frame(self.view, position)
        known = [record.entry.id for record in case.records]
        if self.entry not in known:
            fix = did_you_mean(self.entry, known)
            raise UsageError(f"there is no entry '{self.entry}'", where="ID", fix=fix)
        return entry_frame(self.entry, position, case.records, case.hashes)


@click.command()
@click.argument("entry", required=False, metavar="[ID]")
@click.option(
    "--view",
    default=VIEWS[0],
    show_default=True,
    type=click.Choice((*VIEWS, TOTALS)),
    help="What to show.",
)
@click.option(
    "--by",
    default="party",
    show_default=True,
    metavar="FIELD,...",
    help=f"Groups of --view totals: {', '.join(GROUPS)}.",
)
@click.option("--pact", metavar="PACT", help="Show the record that is bundled with this pact.")
@AS_OF
@KNOWN_AT
@place_options()
@DATA
@form_options
@pass_settings
@examples(
    "supplypact ledger show --pact us-japan-2025",
    "supplypact ledger show t1-ohio --pact us-japan-2025",
    "supplypact ledger show --view totals --by party,kind,sector,year --pact us-japan-2025",
    "supplypact ledger show --view stocks --as-of 2027-03-31 --known-at 2027-04-15",
)
def show(settings: Settings, /, form: Form, **asked: Any) -> None:
    """Show the entries that stand, one entry with all its fields, or what they add up to.

    Totals are in USD at the rate of each entry's day.  A total names the entries that it is made
    of, and the measures (ceiling, firm, committed, disbursed, repaid) are never added up.
    """
    call = Call(**asked)
    case = call.case()
    position = case.book.position(call.as_of, call.known_at)
    frame = call.frame(case, position)
    print_frame(grouped(frame) if form is None else frame, form=form, settings=settings)
    if not frame.height:
        settings.say("nothing is recorded for this")
    if call.known_at is not None:
        settings.say(f"as it was known at the end of {call.known_at} (UTC)")


def _groups(by: str) -> list[str]:
    names = [name.strip() for name in by.split(",") if name.strip()]
    for name in names:
        if name not in GROUPS:
            fix = did_you_mean(name, GROUPS)
            raise UsageError(f"there is no group '{name}'", where="--by", fix=fix)
    return list(dict.fromkeys(names))
