"""``supplypact ledger prove``, ``export``, ``backup`` and ``restore``."""

from __future__ import annotations

from pathlib import Path

import click

from supplypact.cli.console import DATA, Settings, examples, pass_settings
from supplypact.cli.ledger.keys import KEYS, tell_keys, trusted
from supplypact.cli.ledger.options import place_options
from supplypact.domain.entry import Tlp
from supplypact.errors import UsageError
from supplypact.ledger.proofs.bundle import restore_bundle
from supplypact.ledger.proofs.proof import prove as prove_entry
from supplypact.workspace.ledger import Place, book_maker, open_ledger
from supplypact.workspace.ledger_export import (
    BUNDLE,
    shared_entries,
    write_copy,
    written_entries,
)
from supplypact.workspace.output import check_new_file, write_file
from supplypact.workspace.vouching import open_bundle
from supplypact.workspace.workspace import Workspace


@click.command()
@click.argument("entry", metavar="ID")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the proof to a file."
)
@place_options()
@pass_settings
@examples("supplypact ledger prove t1-ohio --out t1-ohio.proof")
def prove(settings: Settings, entry: str, out: Path | None, place: Place) -> None:
    """Prove that the entry ID stands in the ledger, for whoever holds the public keys.

    The proof shows this entry and no other: enough to check that it is covered by the checkpoint
    that the keeper and the parties signed.
    """
    proof = prove_entry(place.open(), entry)
    if out is None:
        click.echo(proof.text, nl=False)
    else:
        write_file(out, proof.text.encode(), option="--out")
        settings.say(f"wrote {out}: check it with `supplypact ledger verify {out} --key FILE`")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--tlp",
    default=Tlp.RED.value,
    show_default=True,
    type=click.Choice([each.value for each in Tlp]),
    help="Leave out entries that are marked more strictly; not for bundles, which are whole.",
)
@place_options()
@pass_settings
@examples(
    "supplypact ledger export pact.zip",
    "supplypact ledger export entries.csv --tlp green",
)
def export(settings: Settings, file: Path, tlp: str, place: Place) -> None:
    """Write the ledger to FILE: a bundle (.zip), or its entries for import (.csv, .jsonl).

    A bundle holds everything that verification needs, on any machine: pact, records, checkpoints
    and signatures.
    """
    check_new_file(file, option="FILE")
    if file.suffix == BUNDLE:
        found = write_copy(place.open(), file)
        settings.say(f"wrote {file}: {found.records} records, root {found.root.hex()}")
        return
    records = open_ledger(Workspace(), place).records()
    entries = shared_entries([record.entry for record in records], Tlp(tlp))
    write_file(file, written_entries(entries, file), option="FILE")
    left = len(records) - len(entries)
    told = f"; {left} left out, marked more strictly than TLP:{tlp.upper()}" if left else ""
    settings.say(f"wrote {file}: {len(entries)} entries{told}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@place_options()
@pass_settings
@examples("supplypact ledger backup backup-2026-11-22.zip")
def backup(settings: Settings, file: Path, place: Place) -> None:
    """Write a bundle to FILE, as of one moment, while others go on writing; then verify it."""
    check_new_file(file, option="FILE")
    if file.suffix != BUNDLE:
        told, fix = "a backup is a bundle", f"name it with {BUNDLE} at its end"
        raise UsageError(told, where=str(file), fix=fix)
    found = write_copy(place.open(), file)
    settings.say(f"wrote {file}: {found.records} records, verified, root {found.root.hex()}")


@click.command()
@click.argument("bundle", type=click.Path(path_type=Path))
@KEYS
@place_options()
@DATA
@pass_settings
@examples(
    "supplypact ledger restore backup-2026-11-22.zip --ledger restored.ledger --key keeper.key.pub"
)
def restore(
    settings: Settings, bundle: Path, keys: tuple[Path, ...], place: Place, data: Path | None
) -> None:
    """Make a fresh ledger from BUNDLE, bit for bit, if it verifies; never over an old one.

    Each entry is judged again by the rules.  A bundle that does not bear the signature of each key
    that you give is refused.
    """
    judged = book_maker(Workspace(data))
    with open_bundle(bundle) as source:
        found = restore_bundle(
            source, place.opener, trusted(keys), book_of=judged, place=str(bundle)
        )
    tell_keys(found.signed)
    settings.say(f"restored {found.records} records, root {found.root.hex()}")
