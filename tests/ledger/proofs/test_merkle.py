"""The tree against the published vectors and against an independent implementation."""

import random
from hashlib import sha256

import pymerkle  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.ledger.proofs.merkle import (
    EMPTY,
    Frontier,
    consistency_path,
    inclusion_path,
    root_of,
    verify_consistency,
    verify_inclusion,
)

# The eight inputs, roots and proofs of the reference implementation of Certificate Transparency
# (RFC 6962; RFC 9162 has the same tree).
INPUTS = [
    bytes.fromhex(each)
    for each in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
INCLUSION = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
}
CONSISTENCY = {
    (1, 1): (),
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
MOST = 1_025
SEED = 20_261_122


def leaves(inputs: list[bytes]) -> list[bytes]:
    return [sha256(b"\x00" + each).digest() for each in inputs]


def oracle(inputs: list[bytes]) -> pymerkle.InmemoryTree:
    return pymerkle.InmemoryTree.init_from_entries(inputs, algorithm="sha256")


NUMBERED = [str(number).encode() for number in range(MOST)]
HASHES = leaves(NUMBERED)


@pytest.fixture(scope="module")
def peer() -> pymerkle.InmemoryTree:
    return oracle(NUMBERED)


@pytest.mark.parametrize("size", range(9))
def test_the_root_of_the_published_leaves_is_the_published_root(size: int) -> None:
    assert root_of(leaves(INPUTS[:size])).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_the_published_inclusion_proofs_are_made_and_verified(index: int, size: int) -> None:
    found = inclusion_path(leaves(INPUTS[:size]), index)
    assert [each.hex() for each in found] == list(INCLUSION[index, size])
    root, leaf = bytes.fromhex(ROOTS[size]), leaves(INPUTS)[index]
    assert verify_inclusion(leaf, index=index, size=size, root=root, path=found)


@pytest.mark.parametrize(("first", "second"), CONSISTENCY)
def test_the_published_consistency_proofs_are_made_and_verified(first: int, second: int) -> None:
    found = consistency_path(leaves(INPUTS[:second]), first)
    assert [each.hex() for each in found] == list(CONSISTENCY[first, second])
    assert consistent(first, second, found, (ROOTS[first], ROOTS[second]))


def consistent(first: int, second: int, path: list[bytes], roots: tuple[str, str]) -> bool:
    old, new = map(bytes.fromhex, roots)
    return verify_consistency(
        first=first, second=second, first_root=old, second_root=new, path=path
    )


def test_all_roots_up_to_1025_leaves_are_those_of_the_other_implementation(
    peer: pymerkle.InmemoryTree,
) -> None:
    tree = Frontier()
    for size in range(MOST + 1):
        theirs = peer.get_root(size) if size else EMPTY
        assert tree.root == theirs
        if size % 41 == 0 or size & (size - 1) == 0:
            assert root_of(HASHES[:size]) == theirs
        if size < MOST:
            tree.push(HASHES[size])


def test_proofs_of_all_pairs_up_to_40_leaves_are_those_of_the_other_implementation(
    peer: pymerkle.InmemoryTree,
) -> None:
    for size in range(1, 41):
        for index in range(size):
            same_inclusion(peer, index, size)
        for first in range(1, size + 1):
            same_consistency(peer, first, size)


def test_drawn_proofs_up_to_1025_leaves_are_those_of_the_other_implementation(
    peer: pymerkle.InmemoryTree,
) -> None:
    draw = random.Random(SEED)  # noqa: S311
    for _ in range(300):
        size = draw.randint(41, MOST)
        same_inclusion(peer, draw.randrange(size), size)
        same_consistency(peer, draw.randint(1, size), size)


def same_inclusion(peer: pymerkle.InmemoryTree, index: int, size: int) -> None:
    theirs = peer.prove_inclusion(index + 1, size)
    ours, root = inclusion_path(HASHES[:size], index), root_of(HASHES[:size])
    # Theirs begins with the leaf itself.
    assert [bytes.fromhex(each) for each in theirs.serialize()["path"]][1:] == ours
    pymerkle.verify_inclusion(HASHES[index], root, theirs)
    assert verify_inclusion(HASHES[index], index=index, size=size, root=root, path=ours)
    other = HASHES[index - 1] if size > 1 else bytes(32)
    assert not verify_inclusion(other, index=index, size=size, root=root, path=ours)


def same_consistency(peer: pymerkle.InmemoryTree, first: int, size: int) -> None:
    pymerkle.verify_consistency(
        root_of(HASHES[:first]), root_of(HASHES[:size]), peer.prove_consistency(first, size)
    )
    path = consistency_path(HASHES[:size], first)
    roots = root_of(HASHES[:first]).hex(), root_of(HASHES[:size]).hex()
    assert consistent(first, size, path, roots)
    assert first == size or not consistent(first, size, path[:-1], roots)


@given(size=st.integers(1, 70), data=st.data())
def test_a_changed_inclusion_proof_fails(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path, root = inclusion_path(HASHES[:size], index), root_of(HASHES[:size])
    bad = changed(data, path)
    assert not verify_inclusion(HASHES[index], index=index, size=size, root=root, path=bad)
    place = data.draw(st.integers(-3, size + 3).filter(lambda each: each != index))
    assert not verify_inclusion(HASHES[index], index=place, size=size, root=root, path=path)


@given(size=st.integers(2, 70), data=st.data())
def test_a_changed_consistency_proof_fails(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, size - 1))
    path = consistency_path(HASHES[:size], first)
    roots = root_of(HASHES[:first]).hex(), root_of(HASHES[:size]).hex()
    assert not consistent(first, size, changed(data, path), roots)
    assert not consistent(size, first, path, (roots[1], roots[0]))


def changed(data: st.DataObject, path: list[bytes]) -> list[bytes]:
    """Return a proof with a node changed, dropped, added or swapped."""
    place = data.draw(st.integers(0, len(path)))
    noise = data.draw(st.binary(min_size=32, max_size=32).filter(lambda each: each not in path))
    kinds = {"add": [*path[:place], noise, *path[place:]]}
    if place < len(path):
        kinds["change"] = [*path[:place], noise, *path[place + 1 :]]
        kinds["drop"] = [*path[:place], *path[place + 1 :]]
    return data.draw(st.sampled_from(list(kinds.values())))


def test_nothing_comes_before_everything() -> None:
    root = root_of(HASHES[:5])
    assert consistency_path(HASHES[:5], 0) == []
    assert consistent(0, 5, [], (EMPTY.hex(), root.hex()))
    assert not consistent(0, 5, [], (root.hex(), root.hex()))
    assert not consistent(5, 5, [root], (root.hex(), root.hex()))
