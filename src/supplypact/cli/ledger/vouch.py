"""``supplypact ledger verify``, ``key``, ``checkpoint`` and ``cosign``."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplypact.cli.console import DATA, Settings, examples, pass_settings
from supplypact.cli.ledger.keys import KEYS, private_key, public_key, tell_keys, trusted
from supplypact.cli.ledger.options import now, place_options
from supplypact.errors import OutputError
from supplypact.ledger.body import entry_body
from supplypact.ledger.proofs.bundle import verify_bundle
from supplypact.ledger.proofs.keyfile import write_key
from supplypact.ledger.proofs.note import LEDGER, PARTY, new_key, write_note
from supplypact.ledger.proofs.proof import Proof, verify_proof
from supplypact.ledger.proofs.verify import verify as verify_store
from supplypact.workspace.ledger import Place, book_maker, open_ledger
from supplypact.workspace.output import write_file
from supplypact.workspace.vouching import open_bundle, open_copy, open_note, sign_for_party
from supplypact.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from supplypact.domain.record import SignedCheckpoint
    from supplypact.ledger.proofs.note import VerifierKey
    from supplypact.ledger.proofs.verify import Verified

SIGNING = click.option(
    "--key",
    "key_file",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your private key, made by `supplypact ledger key`.",
)


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[BUNDLE|PROOF]")
@KEYS
@click.option(
    "--kept",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Checkpoint that you kept: the ledger must continue it.",
)
@click.option(
    "--quick", is_flag=True, help="Leave out form and rules of the entries; hashes and keys only."
)
@place_options()
@DATA
@pass_settings
@examples(
    "supplypact ledger verify",
    "supplypact ledger verify pact.zip --key keeper.key.pub --key usa.key.pub --key japan.key.pub",
    "supplypact ledger verify t1-ohio.proof --key keeper.key.pub",
)
def verify(
    settings: Settings,
    file: Path | None,
    keys: tuple[Path, ...],
    kept: Path | None,
    quick: bool,
    place: Place,
    data: Path | None,
) -> None:
    """Check a ledger, or a BUNDLE or PROOF on any machine, without internet and without the ledger.

    Every hash, the chain, the tree and every signature is worked out anew, and every entry is
    judged again by the rules.  Who vouches for it is told by the keys that you bring; a key inside
    a bundle would prove nothing.
    """
    given = trusted(keys)
    book_of = None if quick else book_maker(Workspace(data))
    notes = [] if kept is None else [open_note(kept)]
    if file is None:
        _tell(verify_store(place.open(), given, kept=notes, book_of=book_of), settings)
        return
    with open_copy(file) as copy:
        if isinstance(copy, Proof):
            _tell_proof(copy, given, file)
        else:
            _tell(verify_bundle(copy, given, kept=notes, book_of=book_of), settings)


@click.command()
@click.argument("name")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="File of the private key; the public one stands beside it as FILE.pub.",
)
@click.option("--keeper", is_flag=True, help="Key of the ledger itself, not of a party.")
@examples(
    "supplypact ledger key jpn.example/pact --out japan.key",
    "supplypact ledger key keeper.example/us-japan-2025 --keeper --out keeper.key",
)
def key(name: str, out: Path, keeper: bool) -> None:
    """Make a key called NAME to sign checkpoints with.

    Keep FILE to yourself: no ledger ever holds it.  Give FILE.pub to all who shall verify, by
    another way than the ledger.
    """
    made = new_key(name, LEDGER if keeper else PARTY)
    public = out.with_name(f"{out.name}.pub")
    if public.exists():
        told, fix = "there is a file already; a key is never overwritten", "name a new file"
        raise OutputError(told, where=str(public), fix=fix)
    write_key(out, made)
    write_file(public, f"{made.verifier.text}\n".encode(), option="--out")
    click.echo(made.verifier.text)


@click.command()
@SIGNING
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the checkpoint here too."
)
@place_options()
@DATA
@pass_settings
@examples("supplypact ledger checkpoint --key keeper.key --out latest.checkpoint")
def checkpoint(
    settings: Settings, key_file: Path, out: Path | None, place: Place, data: Path | None
) -> None:
    """Sign, as keeper of the ledger, what it holds now."""
    opened = open_ledger(Workspace(data), place)
    signed = opened.checkpoint(private_key(key_file, LEDGER), now=now())
    note = write_note(signed)
    click.echo(note, nl=False)
    if out is not None:
        write_file(out, note.encode(), option="--out")
    settings.say(f"signed {signed.checkpoint.size} records of {opened.store.place}")


@click.command()
@click.argument("bundle", required=False, type=click.Path(path_type=Path), metavar="[BUNDLE]")
@SIGNING
@click.option(
    "--keeper-key",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Public key of the ledger's keeper, got from the keeper.",
)
@click.option(
    "--kept",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your last co-signed checkpoint: compared with, then replaced.",
)
@click.option("--first", is_flag=True, help="You never signed before: --kept is a new file.")
@place_options()
@DATA
@pass_settings
@examples(
    "supplypact ledger cosign pact.zip --key japan.key --keeper-key keeper.key.pub "
    "--kept japan.checkpoint --first",
    "supplypact ledger cosign pact.zip --key japan.key --keeper-key keeper.key.pub "
    "--kept japan.checkpoint",
)
def cosign(
    settings: Settings,
    bundle: Path | None,
    key_file: Path,
    keeper_key: Path,
    kept: Path,
    first: bool,
    place: Place,
    data: Path | None,
) -> None:
    """Sign the last checkpoint of a ledger for your party, from a BUNDLE or from the ledger itself.

    Everything is verified first, rules and all, and that nothing was changed of what you signed
    before: without the file --kept there is nothing to compare with, and nothing is signed.  With a
    bundle, send the file --kept to the keeper, who puts it in with `ledger accept`.
    """
    signing = private_key(key_file, PARTY)
    keeper = public_key(keeper_key, LEDGER)
    workspace = Workspace(data)
    before = open_note(kept) if kept.exists() and not first else None
    sign = partial(
        sign_for_party,
        key=signing,
        keeper=keeper,
        kept=kept,
        first=first,
        book_of=book_maker(workspace),
        now=now(),
    )
    if bundle is not None:
        with open_bundle(bundle) as source:
            signed = sign(source)
    else:
        opened = open_ledger(workspace, place)
        signed = sign(opened.store)
        opened.add_signatures(signed, [signing.verifier])
    settings.say(_compared(before, signed))
    click.echo(write_note(signed), nl=False)


@click.command()
@click.argument("note", type=click.Path(path_type=Path), metavar="CHECKPOINT")
@click.option(
    "--party-key",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Public key of the party that signed it.",
)
@place_options()
@pass_settings
@examples("supplypact ledger accept japan.checkpoint --party-key japan.key.pub")
def accept(settings: Settings, note: Path, party_key: Path, place: Place) -> None:
    """Put a CHECKPOINT that a party co-signed into the ledger."""
    opened = open_ledger(Workspace(), place)
    signed = open_note(note)
    opened.add_signatures(signed, [public_key(party_key, PARTY)])
    names = ", ".join(each.name for each in signed.signatures)
    settings.say(f"{signed.checkpoint.size} records are co-signed by {names}")


def _compared(before: SignedCheckpoint | None, signed: SignedCheckpoint) -> str:
    size = signed.checkpoint.size
    if before is None:
        return f"signed {size} records; nothing was signed before to compare them with"
    return f"signed {size} records; the first {before.checkpoint.size} are those signed before"


def _tell_proof(proof: Proof, keys: Sequence[VerifierKey], file: Path) -> None:
    """Print what a proof proves."""
    record = verify_proof(proof, keys, where=str(file))
    checkpoint = proof.signed.checkpoint
    click.echo(f"{file}: holds")
    click.echo(f"ledger    {checkpoint.origin}, {checkpoint.size} records")
    when = f"{record.recorded_at:%Y-%m-%d %H:%M:%S} UTC"
    click.echo(f"record    {record.seq}, recorded {when} by {record.actor}")
    for name, text in entry_body(record.entry).items():
        click.echo(f"  {name:16}{text if isinstance(text, str) else json.dumps(text)}")
    tell_keys({key.name: checkpoint.size for key in keys})


def _vouched(found: Verified) -> str:
    """Return how many records the last checkpoint covers, and how many came later."""
    if not found.checkpoints:
        return "no checkpoint yet: nobody vouches for any record"
    left = found.records - found.covered
    later = f"; nobody vouches for the {left} after it yet" if left else ""
    return f"a checkpoint of {found.covered} records{later}"


def _tell(found: Verified, settings: Settings) -> None:
    """Print what a verification found; raises IntegrityError where something is wrong."""
    found.demand()
    click.echo(f"{found.place}: no fault in {found.records} records")
    click.echo(f"ledger    {found.origin}")
    click.echo(f"root      {found.root.hex()}")
    click.echo(f"vouched   {_vouched(found)}")
    if found.judged:
        click.echo("rules     every entry keeps form and rules, as it was recorded")
    else:
        click.echo("NOT CHECKED  form and rules of the entries (--quick)")
    tell_keys(found.signed)
    if found.not_checked:
        settings.say(f"signatures not checked, no key given: {', '.join(found.not_checked)}")
