"""Merkle trees written out as RFC 9162 draws them, with hashlib alone."""

import hashlib

import pytest

from supplypact.ledger.proofs.merkle import (
    Frontier,
    consistency_path,
    inclusion_path,
    root_of,
    verify_consistency,
    verify_inclusion,
)


def leaf(text: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + text).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


A, B, C, D, E, F, G = (leaf(text) for text in (b"a", b"b", b"c", b"d", b"e", b"f", b"g"))
SEVEN = [A, B, C, D, E, F, G]
AB, CD, EF = node(A, B), node(C, D), node(E, F)
ROOTS = {
    1: A,
    2: AB,
    3: node(AB, C),
    4: node(AB, CD),
    5: node(node(AB, CD), E),
    6: node(node(AB, CD), EF),
    7: node(node(AB, CD), node(EF, G)),
}


def test_the_known_hashes_of_nothing_and_of_an_empty_leaf() -> None:
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root_of([leaf(b"")]).hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )


@pytest.mark.parametrize("size", ROOTS)
def test_roots_as_drawn(size: int) -> None:
    frontier = Frontier()
    frontier.extend(SEVEN[:size])
    assert root_of(SEVEN[:size]) == frontier.root == ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, []),
        (0, 7, [B, CD, node(EF, G)]),
        (3, 7, [C, AB, node(EF, G)]),
        (4, 7, [F, G, node(AB, CD)]),
        (6, 7, [EF, node(AB, CD)]),
        (2, 5, [D, AB, E]),
        (4, 5, [node(AB, CD)]),
        (2, 3, [AB]),
    ],
)
def test_inclusion_as_drawn(index: int, size: int, path: list[bytes]) -> None:
    assert inclusion_path(SEVEN[:size], index) == path
    given = {"index": index, "size": size, "root": ROOTS[size], "path": path}
    assert verify_inclusion(SEVEN[index], **given)  # type: ignore[arg-type]
    assert not verify_inclusion(leaf(b"x"), **given)  # type: ignore[arg-type]
    assert not verify_inclusion(SEVEN[index], **given | {"path": [*path, A]})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "path"),
    [
        (3, 7, [C, D, AB, node(EF, G)]),
        (4, 7, [node(EF, G)]),
        (6, 7, [EF, G, node(AB, CD)]),
        (3, 5, [C, D, AB, E]),
        (1, 2, [B]),
        (5, 5, []),
    ],
)
def test_consistency_as_drawn(first: int, second: int, path: list[bytes]) -> None:
    assert consistency_path(SEVEN[:second], first) == path
    told = verify_consistency(
        first=first,
        second=second,
        first_root=ROOTS[first],
        second_root=ROOTS[second],
        path=path,
    )
    assert told
    assert not verify_consistency(
        first=first,
        second=second,
        first_root=leaf(b"x"),
        second_root=ROOTS[second],
        path=path,
    )
