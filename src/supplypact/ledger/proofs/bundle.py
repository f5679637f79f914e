"""A bundle: a ledger in one file, to be verified on any machine, and to be restored from.

It is a zip of files that are stored as they are (not compressed):

    meta.json           what the ledger says about itself, with the number of records and the root
    pact.toml           the pact's text
    records.jsonl       the leaves, one a line, in order
    checkpoints/N.txt   the checkpoint of N records with all its signatures, as a signed note

Verification counts every byte of these files.  Of the zip's own headers it counts what is needed to
find them: a changed header is found, or changes nothing of what they say.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import rfc8785

from supplypact.domain.record import SignedCheckpoint
from supplypact.errors import Fault, IntegrityError
from supplypact.ledger.proofs.merkle import Frontier
from supplypact.ledger.proofs.note import VerifierKey, read_note, write_note
from supplypact.ledger.proofs.replay import BookOf
from supplypact.ledger.proofs.verify import Verified, verify_content
from supplypact.ledger.store.chain import leaf_hash
from supplypact.ledger.store.store import Opener, Row, Store, row_of

META, PACT, RECORDS, CHECKPOINTS = "meta.json", "pact.toml", "records.jsonl", "checkpoints/"
_DAY = (1980, 1, 1, 0, 0, 0)
_BATCH = 2_000
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(RuntimeError, ValueError, KeyError, OverflowError, MemoryError),
)
"""What reading a damaged zip can raise."""


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """A bundle that was opened, not verified yet.  ``rows`` reads it anew each time."""

    place: str
    meta: Mapping[str, str]
    """As the ledger keeps it."""
    stated: Mapping[str, str]
    """Number of records and root, as the bundle states them."""
    notes: tuple[str, ...]
    archive: zipfile.ZipFile

    def leaves(self) -> Iterator[bytes]:
        """Yield the leaves; raises IntegrityError where the file is damaged."""
        with _telling(self.place), self.archive.open(RECORDS) as lines:
            for line in lines:
                if not line.endswith(b"\n"):
                    raise ValueError("its last record is cut short")
                yield line[:-1]

    def hashes(self) -> list[bytes]:
        """Return the hashes of the leaves."""
        return [leaf_hash(leaf) for leaf in self.leaves()]


def write_bundle(store: Store, file: BinaryIO) -> Verified:
    """Write a ledger as it is at this moment, and return what verifying it found.

    Others may write meanwhile: the bundle does not have what they add.

    Raises:
        IntegrityError: the ledger does not verify; what was written so far is of no use.
        StoreError: the store cannot be read.
        OSError: the file cannot be written.

    """
    with store.reading(), zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        meta, notes, tree = store.meta(), store.notes(), Frontier()
        with archive.open(_info(RECORDS), "w", force_zip64=True) as lines:

            def written() -> Iterator[Row]:
                for row in store.rows():
                    lines.write(row.leaf + b"\n")
                    tree.push(leaf_hash(row.leaf))
                    yield row

            verified = verify_content(
                written(),
                meta=meta,
                notes=notes,
                keys=(),
                kept=(),
                place=store.place,
                indexed=True,
            ).demand()
        archive.writestr(_info(PACT), meta.pop("pact").encode())
        stated = {"records": str(tree.size), "root": tree.root.hex()}
        archive.writestr(_info(META), rfc8785.dumps({**meta, **stated}))
        for each in verified.checkpoints:
            name = f"{CHECKPOINTS}{each.checkpoint.size}.txt"
            archive.writestr(_info(name), write_note(each).encode())
    return verified


def read_bundle(file: BinaryIO, *, place: str) -> Bundle:
    """Return the bundle in a file, not verified yet.

    Raises:
        IntegrityError: it is no bundle, or is cut short.

    """
    with _telling(place):
        archive = zipfile.ZipFile(file)
        names = archive.namelist()
        notes = [name for name in names if name.startswith(CHECKPOINTS)]
        if sorted(names) != sorted({META, PACT, RECORDS, *notes}):
            raise ValueError("it does not hold the files of a bundle, each once")
        if any(each.compress_type != zipfile.ZIP_STORED for each in archive.infolist()):
            raise ValueError("it was packed by another program")
        stated = _meta(archive.read(META))
        texts = [_note(archive, name) for name in notes]
        meta = {**stated, "pact": archive.read(PACT).decode()}
    counted = {name: meta.pop(name, "") for name in ("records", "root")}
    return Bundle(place=place, meta=meta, stated=counted, notes=tuple(texts), archive=archive)


def verify_bundle(
    source: bytes | BinaryIO | Bundle,
    keys: Sequence[VerifierKey] = (),
    *,
    kept: Sequence[SignedCheckpoint] = (),
    book_of: BookOf | None = None,
    place: str = "bundle",
) -> Verified:
    """Return what is wrong with a bundle: see ``verify_content``.

    Raises:
        IntegrityError: it is no bundle, or is cut short.

    """
    bundle = _opened(source, place)
    rows = (Row(0, "", b"", b"", leaf) for leaf in bundle.leaves())
    found = verify_content(
        rows,
        meta=bundle.meta,
        notes=bundle.notes,
        keys=keys,
        kept=kept,
        place=bundle.place,
        indexed=False,
        book_of=book_of,
    )
    if bundle.stated != {"records": str(found.records), "root": found.root.hex()}:
        what = f"{META} states another number of records, or another root"
        return found.and_also(_fault(what, bundle.place))
    return found


def restore_bundle(
    source: bytes | BinaryIO | Bundle,
    create: Opener,
    keys: Sequence[VerifierKey] = (),
    *,
    book_of: BookOf | None = None,
    place: str = "bundle",
) -> Verified:
    """Make a fresh ledger from a bundle, bit for bit, and return what verifying the bundle found.

    Raises:
        IntegrityError: the bundle does not verify; nothing was made.
        StoreError: the fresh ledger cannot be made, or its place is taken.

    """
    bundle = _opened(source, place)
    found = verify_bundle(bundle, keys, book_of=book_of).demand()

    def fill(store: Store) -> None:
        batch: list[Row] = []
        for leaf in bundle.leaves():
            batch.append(row_of(leaf))
            if len(batch) == _BATCH:
                store.add(batch)
                batch = []
        store.add(batch)
        for note in bundle.notes:
            store.add_note(note)

    create(bundle.meta, fill=fill).close()
    return found


def _opened(source: bytes | BinaryIO | Bundle, place: str) -> Bundle:
    if isinstance(source, Bundle):
        return source
    return read_bundle(io.BytesIO(source) if isinstance(source, bytes) else source, place=place)


def _meta(raw: bytes) -> dict[str, str]:
    value = json.loads(raw)
    if not (isinstance(value, dict) and all(isinstance(each, str) for each in value.values())):
        raise ValueError(f"{META} does not state texts")
    if rfc8785.dumps(value) != raw:
        raise ValueError(f"{META} is not in the canonical form of RFC 8785")
    return value


def _note(archive: zipfile.ZipFile, name: str) -> str:
    text = archive.read(name).decode()
    size = read_note(text).checkpoint.size
    if name != f"{CHECKPOINTS}{size}.txt":
        raise ValueError(f"{name} is the checkpoint of {size} records")
    return text


def _info(name: str) -> zipfile.ZipInfo:
    """Return the header of a file: the same each time, so that equal ledgers give equal bytes."""
    info = zipfile.ZipInfo(name, _DAY)
    info.external_attr = 0o644 << 16
    return info


@contextmanager
def _telling(place: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except _BROKEN as error:
        what = f"it is cut short, damaged, or no bundle ({error})"
        raise IntegrityError([_fault(what, place)], where=place) from error


def _fault(what: str, place: str) -> Fault:
    fix = "copy it again from where it was exported, or export the ledger again"
    return Fault(what=what, where=place, fix=fix)
