"""The exact bytes of a record, and what is refused as such."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from supplypact.domain.record import Record
from supplypact.errors import IntegrityError
from supplypact.ledger.store.chain import ZERO, leaf_hash, read_leaf, read_record, write_leaf
from tests.ledger.ledgers import entry

MOMENT = datetime(2026, 2, 17, 9, 30, tzinfo=UTC)
RECORD = Record(seq=7, recorded_at=MOMENT, actor="経産省", entry=entry(1, 'a "b"\n€'))
# Names in order, no blanks, letters as they are; escaped are only quotes, the backslash and
# control characters (RFC 8785, section 3.2.2.2).
LEAF = (
    '{"actor":"経産省","entry":{"date":"2026-02-17","id":"entry-1","kind":"decision",'
    '"party":"JPN","quality":"official","source":"fact sheet of 28 October 2025",'
    '"text":"a \\"b\\"\\n€","tlp":"clear"},'
    f'"prev":"{"ab" * 32}","recorded_at":"2026-02-17T09:30:00.000000Z","seq":"7"}}'
)
WHERE = "ledger.db, record 7"


def leaf() -> bytes:
    return write_leaf(RECORD, bytes.fromhex("ab" * 32))


def test_a_leaf_is_the_bytes_written_by_hand() -> None:
    assert leaf().decode() == LEAF


def test_its_hash_is_of_a_zero_byte_and_the_leaf() -> None:
    assert leaf_hash(leaf()) == sha256(b"\x00" + LEAF.encode()).digest()


def test_a_leaf_is_read_as_the_record_that_was_written() -> None:
    assert read_record(leaf(), where=WHERE) == RECORD


def test_a_time_of_another_zone_is_written_in_utc() -> None:
    tokyo = MOMENT.astimezone(timezone(timedelta(hours=9)))
    assert write_leaf(replace(RECORD, recorded_at=tokyo), ZERO) == write_leaf(RECORD, ZERO)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{"actor"', '{ "actor"'),
        ('"seq":"7"}', '"seq":"7"}\n'),
        ('"seq":"7"', '"seq":7'),
        ('"seq":"7"', '"seq":null'),
        ('"seq":"7"', '"seq":"7","seq":"7"'),
        ('"seq":"7"', '"seq":"7","zone":"UTC"'),
        ('"actor":"経産省",', ""),
        ("€", "\\u20ac"),
        ("経", "\\ud800"),
        ('"id":"entry-1",', ""),
        ('"entry":{', '"entry":{"date":"2026-02-17",'),
        (".000000Z", "Z"),
        ('"tlp":"clear"', '"tlp":NaN'),
        ('"tlp":"clear"', '"tlp":' + "[" * 10_000),
        ('"prev"', '"next"'),
    ],
)
def test_what_is_not_canonical_is_refused(old: str, new: str) -> None:
    assert old in LEAF
    with pytest.raises(ValueError, match=r"^it |^its "):
        read_leaf(LEAF.replace(old, new, 1).encode())


@given(raw=st.binary())
def test_noise_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"^it |^its "):
        read_leaf(raw)


@given(names=st.dictionaries(st.text(), st.text() | st.lists(st.text()), max_size=5))
def test_any_texts_in_canonical_form_are_read(names: dict[str, str | list[str]]) -> None:
    body = {**names, "id": "a"}
    stated = {**json.loads(LEAF), "entry": body}
    assert read_leaf(rfc8785.dumps(stated))["entry"] == body


def test_a_leaf_without_a_valid_entry_is_told_with_its_place() -> None:
    unknown = LEAF.replace('"kind":"decision"', '"kind":"decisions"').encode()
    with pytest.raises(IntegrityError, match="record 7") as caught:
        read_record(unknown, where=WHERE)
    assert caught.value.exit_code == 6
    with pytest.raises(IntegrityError, match="JSON"):
        read_record(b"{", where=WHERE)


def test_a_broken_character_has_no_leaf() -> None:
    with pytest.raises(ValueError, match=r"."):
        write_leaf(replace(RECORD, actor="\ud800"), ZERO)
