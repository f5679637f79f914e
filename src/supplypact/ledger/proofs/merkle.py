"""The Merkle tree over the leaf hashes of a ledger: RFC 9162, sections 2.1.1 to 2.1.5.

A node is SHA-256(0x01 || left || right); the left part of a tree of n leaves holds the largest
power of two below n.  The root of no leaves is SHA-256 of nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY = sha256().digest()


class Frontier:
    """A tree that grows: the roots of its full parts, largest first, and nothing else.

    Appending n leaves costs O(n) in all, and the root O(log n).
    """

    def __init__(self) -> None:
        self.size = 0
        self._parts: list[bytes] = []

    def push(self, leaf: bytes) -> None:
        """Append the hash of one leaf."""
        size, parts, node = self.size, self._parts, leaf
        while size & 1:
            node = sha256(b"\x01" + parts.pop() + node).digest()
            size >>= 1
        parts.append(node)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append the hashes of leaves."""
        for leaf in leaves:
            self.push(leaf)

    @property
    def root(self) -> bytes:
        """Return the root of what was appended so far."""
        if not self._parts:
            return EMPTY
        *others, node = self._parts
        for part in reversed(others):
            node = _node(part, node)
        return node


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over the hashes of leaves."""
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:
        last = level[-1:] if len(level) % 2 else []
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [sha256(b"\x01" + left + right).digest() for left, right in pairs] + last
    return level[0]


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the proof that a leaf is in the tree: the nodes beside its way to the root."""
    if len(leaves) == 1:
        return []
    left = _left(len(leaves))
    if index < left:
        return [*inclusion_path(leaves[:left], index), root_of(leaves[left:])]
    return [*inclusion_path(leaves[left:], index - left), root_of(leaves[:left])]


def consistency_path(leaves: Sequence[bytes], first: int) -> list[bytes]:
    """Return the proof that the tree begins with the tree of its first ``first`` leaves."""
    return [] if first in {0, len(leaves)} else _subproof(leaves, first, known=True)


def verify_inclusion(
    leaf: bytes, *, index: int, size: int, root: bytes, path: Sequence[bytes]
) -> bool:
    """Return whether ``path`` proves that the leaf of this hash stands at ``index``."""
    if not 0 <= index < size:
        return False
    place, last, node = index, size - 1, leaf
    for beside in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = _node(beside, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = _node(node, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def verify_consistency(
    *, first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Return whether ``path`` proves that the second tree begins with the first one."""
    if not 0 <= first <= second or (first in {0, second} and path):
        return False
    if first == second:
        return first_root == second_root
    if first == 0:
        return first_root == EMPTY
    # A first tree that is one full part is itself the first node of the path.
    nodes = [*([first_root] if first & (first - 1) == 0 else []), *path]
    if not nodes:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = nodes[0]
    for beside in nodes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = _node(beside, old), _node(beside, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = _node(new, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _subproof(leaves: Sequence[bytes], first: int, *, known: bool) -> list[bytes]:
    """Return the nodes of a consistency proof; ``known``: whoever checks has the first root."""
    if first == len(leaves):
        return [] if known else [root_of(leaves)]
    left = _left(len(leaves))
    if first <= left:
        return [*_subproof(leaves[:left], first, known=known), root_of(leaves[left:])]
    return [*_subproof(leaves[left:], first - left, known=False), root_of(leaves[:left])]


def _left(size: int) -> int:
    """Return how many leaves the left part of a tree holds."""
    return 1 << ((size - 1).bit_length() - 1)


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
