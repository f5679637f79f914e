"""Keys that the commands of a ledger sign and check with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from supplypact.errors import UsageError
from supplypact.ledger.proofs.keyfile import read_key, read_public_keys
from supplypact.ledger.proofs.note import LEDGER, PARTY, SigningKey, VerifierKey

_ROLES = {LEDGER: "a ledger's keeper", PARTY: "a party"}
KEYS = click.option(
    "--key",
    "keys",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Public keys that you trust, got from their holders; each must have signed.",
)


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
