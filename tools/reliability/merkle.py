"""R8: the Merkle tree beside an independent implementation (pymerkle), for 0 to 1,025 leaves."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

import numpy as np
import pymerkle  # type: ignore[import-untyped]

from supplypact.ledger.proofs.merkle import (
    Frontier,
    consistency_path,
    inclusion_path,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from supplypact.ledger.store.chain import leaf_hash
from tools.reliability.outcome import Outcome

MOST = 1_025
WHOLE = 130
"""Trees of at most so many leaves have all their proofs compared; larger ones a sample."""


def differential(*, trials: int, seed: int) -> Outcome:
    """Return how often the two differ; ``trials`` proofs of each kind of each larger tree."""
    inputs = [sha256(f"{seed}-{each}".encode()).digest() for each in range(MOST)]
    hashes = [leaf_hash(each) for each in inputs]
    peer = pymerkle.InmemoryTree.init_from_entries(inputs, algorithm="sha256")
    draw, counts, tree = np.random.default_rng(seed), Counter[str](), Frontier()
    roots = [root_of(hashes[:size]) for size in range(MOST + 1)]
    for size in range(MOST + 1):
        counts["roots"] += 1
        counts["roots differ"] += not roots[size] == tree.root == peer.get_root(size)
        for index in _chosen(size, size, trials, draw):
            counts["inclusion proofs"] += 1
            counts["proofs differ"] += not _same_inclusion(peer, hashes, roots, index, size)
        for first in _chosen(size + 1, size, trials, draw):
            counts["consistency proofs"] += 1
            counts["proofs differ"] += not _same_consistency(peer, hashes, roots, first, size)
        if size < MOST:
            tree.push(hashes[size])
    cases = counts["roots"] + counts["inclusion proofs"] + counts["consistency proofs"]
    return Outcome(
        claim="root, inclusion and consistency proofs are those of RFC 9162, as pymerkle has them",
        trials=cases,
        unit="cases",
        figures={
            "seed": str(seed),
            "sizes": f"0 to {MOST:,}; all proofs to {WHOLE}, then {trials} of each kind a size",
            **{name: counts[name] for name in ("roots", "inclusion proofs", "consistency proofs")},
        },
        anomalies={name: counts[name] for name in ("roots differ", "proofs differ")},
    )


def _chosen(count: int, size: int, some: int, draw: np.random.Generator) -> list[int]:
    if size <= WHOLE:
        return list(range(count))
    return [int(each) for each in draw.integers(0, count, some)]


def _same_inclusion(
    peer: pymerkle.InmemoryTree, hashes: list[bytes], roots: list[bytes], index: int, size: int
) -> bool:
    """Return whether each accepts its own proof, both are the same, and a wrong leaf is not."""
    path = inclusion_path(hashes[:size], index)
    theirs = peer.prove_inclusion(index + 1, size)
    pymerkle.verify_inclusion(hashes[index], roots[size], theirs)
    held = verify_inclusion(hashes[index], index=index, size=size, root=roots[size], path=path)
    wrong = sha256(hashes[index]).digest()
    fooled = verify_inclusion(wrong, index=index, size=size, root=roots[size], path=path)
    # Theirs begins with the leaf itself.
    same = [bytes.fromhex(each) for each in theirs.serialize()["path"]][1:] == path
    return held and not fooled and same


def _same_consistency(
    peer: pymerkle.InmemoryTree, hashes: list[bytes], roots: list[bytes], first: int, size: int
) -> bool:
    path = consistency_path(hashes[:size], first)
    if first:
        theirs = peer.prove_consistency(first, size)
        pymerkle.verify_consistency(roots[first], roots[size], theirs)

    def held(first_root: bytes) -> bool:
        return verify_consistency(
            first=first, second=size, first_root=first_root, second_root=roots[size], path=path
        )

    return held(roots[first]) and not held(sha256(roots[first]).digest())
