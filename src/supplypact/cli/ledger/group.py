"""The group ``supplypact ledger``."""

from __future__ import annotations

import click

from supplypact.cli.console import examples
from supplypact.cli.lazy import LazyCommand, LazyGroup

_COMMANDS = {
    "init": ("write:init", "Make a ledger of a pact."),
    "add": ("write:add", "Record one entry."),
    "import": ("write:import_entries", "Record the entries of a file."),
    "show": ("show:show", "Show entries, totals, stocks and milestones."),
    "verify": ("vouch:verify", "Check a ledger, a bundle or a proof."),
    "key": ("vouch:key", "Make a key to sign with."),
    "checkpoint": ("vouch:checkpoint", "Sign what the ledger holds now."),
    "cosign": ("vouch:cosign", "Sign a checkpoint for a party."),
    "accept": ("vouch:accept", "Put a party's co-signed checkpoint into the ledger."),
    "prove": ("copy:prove", "Prove that an entry stands in the ledger."),
    "export": ("copy:export", "Write a bundle that anybody can verify, or the entries."),
    "backup": ("copy:backup", "Write a bundle to restore from."),
    "restore": ("copy:restore", "Make a ledger from a bundle."),
}


@click.group("ledger", cls=LazyGroup)
@examples(
    "supplypact ledger init us-japan-2025",
    "supplypact ledger import payments.csv --dry-run",
    "supplypact ledger show --view totals --by party,sector",
    "supplypact ledger checkpoint --key keeper.key",
    "supplypact ledger export pact.zip",
    "supplypact ledger verify pact.zip --key keeper.key.pub --key japan.key.pub",
)
def ledger() -> None:
    """Keep a record of what was promised, paid and built that every party can verify.

    The ledger is the file supplypact.ledger unless --ledger FILE or --database URL names another.
    Nothing in it is ever changed: a mistake is mended by a correction.
    """


for _name, (_place, _help) in _COMMANDS.items():
    ledger.add_command(LazyCommand(_name, f"supplypact.cli.ledger.{_place}", help=_help))
