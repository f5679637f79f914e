"""R7 and R9 from the other side: sound ledgers verify, and a party signs no second history."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from supplypact.domain.record import SignedCheckpoint
from supplypact.errors import IntegrityError
from supplypact.ledger.proofs.bundle import restore_bundle, verify_bundle, write_bundle
from supplypact.ledger.proofs.cosign import cosign
from supplypact.ledger.proofs.merkle import root_of
from supplypact.ledger.proofs.note import VerifierKey, read_note
from supplypact.ledger.proofs.verify import verify
from supplypact.ledger.store.sqlite import SqliteStore
from supplypact.ledger.store.store import Row
from tools.reliability.case import JAPAN, entry_of, fresh_meta, ledger_in, now, server_key
from tools.reliability.outcome import Outcome
from tools.reliability.whole import Whole, forged, make_whole


def untouched(folder: Path, *, trials: int, seed: int) -> Outcome:
    """Return how many sound ledgers are called unsound: stored, exported and restored."""
    counts, told = Counter[str](), list[str]()
    for trial in range(trials):
        draw = np.random.default_rng((seed, trial))
        path, copy = folder / f"{trial}.db", folder / f"{trial}-copy.db"
        with closing(SqliteStore.create(path, fresh_meta(f"{seed}-{trial}"))) as store:
            ledger = ledger_in(store)
            keys = [each.verifier for each in (server_key(ledger.origin), JAPAN)]
            for step in range(int(draw.integers(0, 9))):
                several = [f"u-{trial}-{step}-{n}" for n in range(int(draw.integers(1, 9)))]
                ledger.append([entry_of(each) for each in several], actor="a", now=now())
                if draw.random() < 0.5:
                    signed = ledger.checkpoint(server_key(ledger.origin), now=now())
                    own = replace(signed, signatures=(JAPAN.sign(signed.checkpoint, now()),))
                    ledger.add_signatures(own, keys)
            signing = keys if ledger.checkpoints() else []
            kept = ledger.checkpoints()
            file = io.BytesIO()
            write_bundle(store, file)
            found = [verify(store, signing, kept=kept), verify_bundle(file.getvalue(), signing)]
            restore_bundle(file.getvalue(), partial(SqliteStore.create, copy), signing)
            with closing(SqliteStore.open(copy)) as restored:
                found.append(verify(restored, signing, kept=kept))
            counts["records"] += ledger.size
            counts["checkpoints"] += len(kept)
            roots = {each.root for each in found} | {ledger.root}
            faults = [str(fault) for each in found for fault in each.faults]
            counts["false alarms"] += bool(faults) or len(roots) != 1
            told += faults
        for each in folder.glob(f"{trial}*.db*"):
            each.unlink()
    return Outcome(
        claim="a ledger of which nothing was changed verifies",
        trials=trials,
        unit="ledgers, each stored, exported and restored",
        figures={
            "seed": str(seed),
            "records": counts["records"],
            "checkpoints": counts["checkpoints"],
            "verifications": 3 * trials,
        },
        anomalies={"false alarms": counts["false alarms"]},
        told=tuple(told[:20]),
    )


def split_views(folder: Path, *, trials: int, seed: int) -> Outcome:
    """Return how many forks of a history a party is made to sign (R9)."""
    whole = make_whole(folder / "split.db", size=24, earlier=8)
    draw = np.random.default_rng(seed)
    counts = Counter[str]()
    for _ in range(trials):
        size = int(draw.integers(1, len(whole.rows) + 1))
        changed = int(draw.integers(0, size))
        fork = forged(whole.rows, changed)
        seen = _signed(whole, whole.rows[:size], JAPAN.verifier)
        told = _signed(whole, fork[: int(draw.integers(size, len(fork) + 1))], None)
        hashes = [each.hash for each in fork]
        counts["signed"] += _is_signed(told, hashes, whole, seen)
        honest = _signed(whole, whole.rows, None)
        counts["refused"] += not _is_signed(honest, [each.hash for each in whole.rows], whole, seen)
    return Outcome(
        claim="a party signs no second history, and signs what continues its last checkpoint",
        trials=trials,
        unit="forks, each beside an honest continuation",
        figures={"seed": str(seed)},
        anomalies={"forks signed": counts["signed"], "continuations refused": counts["refused"]},
    )


def _is_signed(
    told: SignedCheckpoint, hashes: Sequence[bytes], whole: Whole, last: SignedCheckpoint
) -> bool:
    try:
        cosign(
            told,
            hashes,
            key=JAPAN,
            ledger_key=whole.keys[0],
            last=last,
            now=now(),
            where="bundle",
        )
    except IntegrityError:
        return False
    return True


def _signed(whole: Whole, rows: Sequence[Row], party: VerifierKey | None) -> SignedCheckpoint:
    """Return the checkpoint of rows as the ledger's keeper signs it, and the party if told."""
    checkpoint = replace(
        read_note(whole.notes[0]).checkpoint,
        size=len(rows),
        root=root_of([each.hash for each in rows]),
    )
    signatures = [server_key(whole.meta["origin"]).sign(checkpoint, now())]
    if party:
        signatures.append(JAPAN.sign(checkpoint, now()))
    return SignedCheckpoint(checkpoint=checkpoint, signatures=tuple(signatures))
