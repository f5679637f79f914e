"""What a refusal says is wrong, and where: the two are not mixed up."""

import pytest

from supplypact.domain.record import Checkpoint
from supplypact.errors import IntegrityError
from supplypact.ledger.proofs.cosign import check_consistent
from supplypact.ledger.proofs.proof import read_proof


def _checkpoint(origin: str, size: int) -> Checkpoint:
    return Checkpoint(origin=origin, size=size, root=bytes(32))


@pytest.mark.parametrize(
    ("second", "what"),
    [
        (_checkpoint("b", 3), "it is of another ledger (b, not a)"),
        (_checkpoint("a", 2), "it is of 2 records; there were 3 before"),
    ],
)
def test_a_checkpoint_that_does_not_continue_the_last(second: Checkpoint, what: str) -> None:
    with pytest.raises(IntegrityError) as caught:
        check_consistent(_checkpoint("a", 3), second, [], where="here")
    (fault,) = caught.value.faults
    assert (fault.what, fault.where) == (what, "here")


def test_a_text_that_is_no_proof() -> None:
    with pytest.raises(IntegrityError) as caught:
        read_proof("no proof", where="here")
    (fault,) = caught.value.faults
    assert fault.what.startswith("it is no proof of a record")
    assert fault.where == "here"
