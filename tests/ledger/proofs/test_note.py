"""Notes and keys against published vectors, and what is refused."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from supplypact.domain.record import Checkpoint, Signature, SignedCheckpoint
from supplypact.errors import OutputError, UsageError
from supplypact.ledger.proofs.keyfile import read_key, read_public_keys, write_key
from supplypact.ledger.proofs.note import (
    LEDGER,
    PARTY,
    SigningKey,
    VerifierKey,
    checkpoint_text,
    merged,
    new_key,
    read_note,
    read_signing_key,
    read_verifier,
    write_note,
)

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
# The key pair and the note of the documentation of Go's package sumdb/note.
SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
# The verifier key of the document C2SP signed-note.
EXAMPLE = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
# A checkpoint of a public log, co-signed by a public witness (form of C2SP tlog-cosignature).
PUBLIC = """\
arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
"""  # noqa: E501
WITNESSES = [
    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
    "transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM",
]
CHECKPOINT = Checkpoint(origin="supplypact/us-japan/0123/4567", size=3, root=bytes(range(32)))
# Base64 of the bytes 0 to 31.
TEXT = "supplypact/us-japan/0123/4567\n3\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"


def signed(*keys: SigningKey) -> SignedCheckpoint:
    signatures = tuple(each.sign(CHECKPOINT, NOW) for each in keys)
    return SignedCheckpoint(checkpoint=CHECKPOINT, signatures=signatures)


def key(name: str = "jpn.example", algorithm: int = PARTY) -> SigningKey:
    return SigningKey(name=name, algorithm=algorithm, seed=b"s" * 32)


def test_the_published_keys_are_read_and_written() -> None:
    assert read_signing_key(SKEY).verifier == read_verifier(VKEY)
    assert read_signing_key(SKEY).text == SKEY
    assert [read_verifier(each).text for each in (VKEY, EXAMPLE)] == [VKEY, EXAMPLE]
    assert read_verifier(EXAMPLE).key_hash.hex() == "530d903a"


def test_the_published_signature_of_a_text_is_by_the_published_key() -> None:
    published = "If you think cryptography is the answer to your problem,\n"
    published += "then you don't know what your problem is.\n"
    blob = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
    blob += "KvqfqdngotpRZb6KE6RyyBwJnAM="
    made = Ed25519PrivateKey.from_private_bytes(read_signing_key(SKEY).seed).sign(
        published.encode()
    )
    note = read_note(f"{TEXT}\n— PeterNeumann {blob}\n")
    assert note.signatures[0].blob == made
    assert read_verifier(VKEY).made(note.signatures[0])


def test_the_co_signatures_of_public_witnesses_verify() -> None:
    note = read_note(PUBLIC)
    for text in WITNESSES:
        witness = read_verifier(text)
        assert witness.algorithm == PARTY
        assert [witness.verifies(each, note.checkpoint) for each in note.signatures].count(
            True
        ) == 1
        other = replace(note.checkpoint, size=42)
        assert not any(witness.verifies(each, other) for each in note.signatures)


def test_a_checkpoint_is_the_three_lines_written_by_hand() -> None:
    assert checkpoint_text(CHECKPOINT) == TEXT


def test_a_ledger_signs_the_text_and_a_party_its_time_and_the_text() -> None:
    public = Ed25519PublicKey.from_public_bytes(key().verifier.public)
    public.verify(key(algorithm=LEDGER).sign(CHECKPOINT, NOW).blob, TEXT.encode())
    blob = key().sign(CHECKPOINT, NOW).blob
    # 2026-11-22 09:30 UTC is 1,795,339,800 seconds after 1970.
    assert int.from_bytes(blob[:8], "big") == 1_795_339_800
    public.verify(blob[8:], f"cosignature/v1\ntime 1795339800\n{TEXT}".encode())


def test_a_note_is_read_as_it_was_written() -> None:
    note = signed(key("ledger", LEDGER), key(), key("usa.example"))
    assert read_note(write_note(note)) == note


def test_the_key_of_one_role_does_not_verify_the_signature_of_the_other() -> None:
    by_party = key().sign(CHECKPOINT, NOW)
    assert key().verifier.verifies(by_party, CHECKPOINT)
    assert not key(algorithm=LEDGER).verifier.verifies(by_party, CHECKPOINT)
    assert not key("usa.example").verifier.verifies(by_party, CHECKPOINT)


@given(data=st.data())
def test_a_note_with_a_changed_byte_is_refused_or_does_not_verify(data: st.DataObject) -> None:
    text = write_note(signed(key()))
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters().filter(lambda each: each != text[place]))
    try:
        note = read_note(text[:place] + letter + text[place + 1 :])
    except ValueError:
        return
    assert not any(key().verifier.verifies(each, note.checkpoint) for each in note.signatures)


@given(text=st.text())
def test_noise_is_no_note_and_no_key(text: str) -> None:
    with pytest.raises(ValueError, match=r"it |a "):
        read_note(text)
    with pytest.raises(UsageError):
        read_verifier(text)
    with pytest.raises(UsageError):
        read_signing_key(text)


@pytest.mark.parametrize(
    "bad",
    [
        TEXT,
        f"{TEXT}\n",
        f"{TEXT}more\n\n— a AAAAAAAA\n",
        TEXT.replace("\n3\n", "\n03\n") + "\n— a AAAAAAAA\n",
        TEXT.replace("\n3\n", "\n-3\n") + "\n— a AAAAAAAA\n",
        TEXT.replace("Hh8=", "Hh9=") + "\n— a AAAAAAAA\n",
        f"{TEXT}\n— a AAAAAAAA",
        f"{TEXT}\n- a AAAAAAAA\n",
        f"{TEXT}\n— a AAAA\n",
        f"{TEXT}\n— a+b AAAAAAAA\n",
    ],
)
def test_a_note_out_of_form_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match=r"it|a "):
        read_note(bad)


def test_a_key_with_a_wrong_hash_is_told() -> None:
    with pytest.raises(UsageError, match="hash of the key is c74f20a3, not c74f20a4"):
        read_verifier(VKEY.replace("c74f20a3", "c74f20a4"))


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\nb", "\u3000"])
def test_a_name_that_a_note_cannot_bear_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be called"):
        new_key(name, PARTY)


def test_a_private_key_is_not_shown() -> None:
    assert "73737373" not in repr(key())
    assert repr(key().seed) not in repr(key())


def test_signatures_of_one_checkpoint_are_put_together_once() -> None:
    first, second = signed(key("ledger", LEDGER)), signed(key(), key("usa.example"))
    later = replace(first, checkpoint=replace(CHECKPOINT, size=9))
    found = merged([later, first, second, first])
    assert [each.checkpoint.size for each in found] == [3, 9]
    assert found[0].signatures == (*first.signatures, *second.signatures)


def test_a_key_file_is_its_holders_alone_and_is_never_overwritten(tmp_path: Path) -> None:
    path, made = tmp_path / "jpn.key", new_key("jpn.example", PARTY)
    write_key(path, made)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path) == made
    with pytest.raises(OutputError, match="never overwritten"):
        write_key(path, made)
    path.chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600"):
        read_key(path)
    with pytest.raises(OutputError, match="cannot be written"):
        write_key(tmp_path / "none" / "jpn.key", made)
    with pytest.raises(UsageError, match="cannot be read"):
        read_key(tmp_path / "none.key")


def test_public_keys_are_read_one_a_line(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text(f"# who signs\n{VKEY}\n\n{EXAMPLE}\n")
    assert [each.text for each in read_public_keys(path)] == [VKEY, EXAMPLE]
    path.write_text(f"{VKEY}\n{SKEY}\n")
    with pytest.raises(UsageError, match="line 2"):
        read_public_keys(path)


FIELD = 2**255 - 19
CURVE = -121665 * pow(121666, -1, FIELD) % FIELD


def small_heights() -> set[int]:
    """Heights of the points whose double's double's double is the neutral one, found by search."""
    found = {0, 1, FIELD - 1}
    for height in range(2, 40):  # multiples of the group's odd order leave points of order 8
        point = _point(height)
        if point is not None:
            found.add(_times(2**252 + 27742317777372353535851937790883648493, point)[1])
    return found


def _point(y: int) -> tuple[int, int] | None:
    square = (y * y - 1) * pow(CURVE * y * y + 1, -1, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if x * x % FIELD != square:
        x = x * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
    return (x, y) if x * x % FIELD == square else None


def _times(count: int, point: tuple[int, int]) -> tuple[int, int]:
    result = (0, 1)
    while count:
        if count & 1:
            result = _sum(result, point)
        point, count = _sum(point, point), count >> 1
    return result


def _sum(one: tuple[int, int], two: tuple[int, int]) -> tuple[int, int]:
    (a, b), (c, d) = one, two
    mixed = CURVE * a * b * c * d
    x = (a * d + b * c) * pow(1 + mixed, -1, FIELD) % FIELD
    return x, (b * d + a * c) * pow(1 - mixed, -1, FIELD) % FIELD


def encodings() -> list[bytes]:
    """Every way to write a point of small order in 32 bytes, canonical or not."""
    heights = {y + add for y in small_heights() for add in (0, FIELD) if y + add < 2**255}
    return [(y | sign << 255).to_bytes(32, "little") for y in sorted(heights) for sign in (0, 1)]


def test_keys_of_small_order_are_refused_however_they_are_written() -> None:
    found = encodings()
    assert len(small_heights()) == 5
    assert len(found) == 14
    for public in found:
        for algorithm in (LEDGER, PARTY):
            key = VerifierKey(name="a", algorithm=algorithm, public=public)
            with pytest.raises(UsageError, match="small order"):
                read_verifier(key.text)
            dated = bytes(8) if algorithm == PARTY else b""
            for point in found:
                blob = dated + point + bytes(32)
                signature = Signature(name="a", key_hash=key.key_hash, blob=blob)
                assert not key.verifies(signature, CHECKPOINT)


@given(public=st.binary(min_size=32, max_size=32), point=st.sampled_from(encodings()))
def test_no_key_that_is_read_verifies_a_signature_of_zeros(public: bytes, point: bytes) -> None:
    key = VerifierKey(name="a", algorithm=LEDGER, public=public)
    signature = Signature(name="a", key_hash=key.key_hash, blob=point + bytes(32))
    assert not key.verifies(signature, CHECKPOINT)


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u2066", "\ufeff", "\u00ad"])
def test_a_key_name_has_no_sign_that_cannot_be_seen(hidden: str) -> None:
    with pytest.raises(UsageError, match="cannot be called"):
        new_key(f"jpn{hidden}.example/pact", PARTY)
    key = VerifierKey(name=f"jpn{hidden}", algorithm=PARTY, public=b"k" * 32)
    with pytest.raises(UsageError, match="no Ed25519 key"):
        read_verifier(key.text)
