"""Appending, reading, signing and proving."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplypact.domain.entry import Bound, Entry, Pledge, Step
from supplypact.domain.position import Measure
from supplypact.errors import ConflictError, DataError, IntegrityError, UsageError
from supplypact.ledger.book.book import Book
from supplypact.ledger.ledger import Ledger
from supplypact.ledger.moment import latest_day
from supplypact.ledger.proofs.cosign import cosign
from supplypact.ledger.proofs.merkle import root_of
from supplypact.ledger.proofs.note import PARTY, SigningKey, read_note, write_note
from supplypact.ledger.proofs.proof import read_proof, verify_proof
from supplypact.ledger.store.meta import meta_faults, new_meta
from supplypact.ledger.store.sqlite import SqliteStore
from tests.ledger import given as rules
from tests.ledger.ledgers import (
    JAPAN,
    KEYS,
    META,
    NOW,
    PACT_TEXT,
    SERVER,
    STATES,
    SmallBook,
    append,
    entry,
    ledger_of,
    signed_by_all,
)

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger[SmallBook]]:
    with_three = ledger_of(SqliteStore.create(tmp_path / "ledger.db", META), 3)
    yield with_three
    with_three.store.close()


def ids(ledger: Ledger[SmallBook]) -> list[str]:
    return [each.entry.id for each in ledger.records()]


def test_records_are_numbered_dated_and_signed_for_by_whoever_wrote_them(
    ledger: Ledger[SmallBook],
) -> None:
    found = ledger.append([entry(3), entry(4)], actor="meti", now=LATER)
    assert [(each.seq, each.actor, each.recorded_at) for each in found] == [
        (3, "meti", LATER),
        (4, "meti", LATER),
    ]
    assert ids(ledger) == [f"entry-{number}" for number in range(5)]
    assert ledger.book.taken == ids(ledger)
    assert ledger.find("entry-4") == found[1]
    assert ledger.find("entry-9") is None
    assert ledger.root == root_of(ledger.store.hashes())


def test_a_clock_of_another_zone_is_kept_in_utc(ledger: Ledger[SmallBook]) -> None:
    tokyo = datetime.fromisoformat("2026-11-23T08:00:00+09:00")
    record = ledger.append([entry(3)], actor="meti", now=tokyo)[0]
    assert record.recorded_at == datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert record.recorded_on == date(2026, 11, 22)


def test_the_same_entry_is_recorded_once_however_often_it_is_sent(
    ledger: Ledger[SmallBook],
) -> None:
    first = ledger.find("entry-1")
    for _ in range(3):
        again = ledger.append([entry(1), entry(3), entry(3)], actor="another", now=LATER)
        assert again[0] == first
        assert again[1] == again[2]
    assert ids(ledger) == [f"entry-{number}" for number in range(4)]
    assert ledger.book.taken == ids(ledger)


def test_an_id_with_another_body_is_refused_and_both_are_told(ledger: Ledger[SmallBook]) -> None:
    with pytest.raises(ConflictError) as caught:
        ledger.append([entry(3), entry(1, "other words")], actor="meti", now=LATER)
    assert caught.value.exit_code == 5
    assert str(caught.value.faults[0]) == (
        "entry 'entry-1': the id stands in record 1 with another body: "
        "text is '日米合意 €\nsecond line', not 'other words'; "
        "give it another id, or correct 'entry-1' by a correction"
    )
    assert ledger.size == 3


def test_two_entries_of_one_append_with_one_id_and_different_bodies_are_refused(
    ledger: Ledger[SmallBook],
) -> None:
    with pytest.raises(ConflictError, match="in the same entries with another body"):
        ledger.append([entry(3), entry(3, "other words")], actor="meti", now=LATER)
    assert ledger.size == 3


def test_amounts_written_differently_are_the_same_entry(ledger: Ledger[SmallBook]) -> None:
    def pledge(amount: str) -> Pledge:
        return Pledge(
            id="ohio",
            date=date(2026, 2, 17),
            party="JPN",
            evidence=entry(0).evidence,
            step=Step.SELECTED,
            bound=Bound.FIRM,
            binding=False,
            amount=Decimal(amount),
            currency="USD",
            shares={"JPN": Decimal("0.5"), "USA": Decimal("0.50")},
        )

    first = ledger.append([pledge("33.30E9")], actor="meti", now=LATER)
    assert ledger.append([pledge("33300000000")], actor="meti", now=LATER) == first
    with pytest.raises(ConflictError, match="amount is '33300000000', not '33300000001'"):
        ledger.append([pledge("33300000001")], actor="meti", now=LATER)


def test_all_faults_are_told_and_nothing_is_written(ledger: Ledger[SmallBook]) -> None:
    late = replace(entry(5), date=date(2027, 1, 1))
    given = [entry(3), entry(4, "refused"), late, entry(6)]
    with pytest.raises(DataError) as caught:
        ledger.append(given, actor="meti", now=LATER)
    assert [each.where for each in caught.value.faults] == ["entry-4", "entry-5"]
    assert (caught.value.exit_code, ledger.size, len(ledger.store.hashes())) == (3, 3, 3)
    assert ledger.book.taken == ids(ledger)
    assert append(ledger, 3).seq == 3


def test_an_entry_that_could_not_be_read_back_is_refused(ledger: Ledger[SmallBook]) -> None:
    bad = [replace(entry(3), text="\ud800"), replace(entry(4), id="Not An Id")]
    with pytest.raises(DataError) as caught:
        ledger.append(bad, actor="meti", now=LATER)
    assert len(caught.value.faults) == 2
    assert ledger.size == 3


def test_a_dry_run_checks_everything_and_writes_nothing(ledger: Ledger[SmallBook]) -> None:
    found = ledger.append([entry(1), entry(3), entry(4)], actor="meti", now=LATER, dry_run=True)
    assert [each.seq for each in found] == [1, 3, 4]
    assert (ledger.size, len(ledger.store.hashes()), len(ledger.book.taken)) == (3, 3, 3)
    with pytest.raises(DataError):
        ledger.append([entry(4, "refused")], actor="meti", now=LATER, dry_run=True)


def test_nothing_to_append_is_no_fault(ledger: Ledger[SmallBook]) -> None:
    assert ledger.append([], actor="meti", now=LATER) == []


@pytest.mark.parametrize("behind", [timedelta(0), timedelta(seconds=3), timedelta(days=30_000)])
def test_a_clock_behind_the_last_record_gives_the_time_just_after_it(
    ledger: Ledger[SmallBook], behind: timedelta
) -> None:
    last = ledger.records()[-1].recorded_at
    old = replace(entry(3), date=date(1900, 1, 1))
    found = ledger.append([old], actor="meti", now=last - behind)
    assert found[0].recorded_at == last + timedelta(microseconds=1)
    assert not ledger.verify().faults


def test_a_record_of_the_future_does_not_lock_the_ledger_nor_let_in_its_days(
    ledger: Ledger[SmallBook],
) -> None:
    ahead = datetime(2099, 1, 1, tzinfo=UTC)
    ledger.append([entry(3)], actor="meti", now=ahead)
    (found,) = ledger.append([entry(4)], actor="meti", now=LATER)
    assert found.recorded_at == ahead + timedelta(microseconds=1)
    with pytest.raises(DataError):
        ledger.append([replace(entry(5), date=date(2026, 12, 1))], actor="meti", now=LATER)


def test_a_clock_that_is_centuries_off_is_refused(ledger: Ledger[SmallBook]) -> None:
    for year in (1, 2200, 9999):
        with pytest.raises(UsageError, match="the clock says the year"):
            ledger.append([entry(3)], actor="a", now=datetime(year, 12, 31, 23, tzinfo=UTC))


def test_an_entry_may_bear_the_latest_day_on_earth(ledger: Ledger[SmallBook]) -> None:
    # 07:00 of 23 November in Tokyo is 22:00 of the 22nd in UTC; the 23rd begins at 10:00 UTC on
    # the islands that are 14 hours ahead
    tokyo = datetime.fromisoformat("2026-11-23T07:00:00+09:00")
    today = replace(entry(3), date=date(2026, 11, 23))
    assert ledger.append([today], actor="meti", now=tokyo)[0].entry == today
    with pytest.raises(DataError):
        ledger.append([replace(entry(4), date=date(2026, 11, 24))], actor="meti", now=tokyo)
    dates = [latest_day(datetime(2026, 11, 22, hour, 59, tzinfo=UTC)).day for hour in (9, 10)]
    assert dates == [22, 23]


def test_a_foreign_record_that_the_book_cannot_take_is_no_fault_of_the_program(
    ledger: Ledger[SmallBook], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_self: SmallBook, _record: object) -> None:
        raise KeyError("none")

    monkeypatch.setattr(SmallBook, "take", lost)
    with pytest.raises(IntegrityError, match="record 0: it breaks the rules of a ledger"):
        Ledger(ledger.store, SmallBook())


def test_faults_that_only_follow_from_another_row_are_left_out(tmp_path: Path) -> None:
    store = SqliteStore.create(tmp_path / "rules.db", META)
    book = Ledger(store, Book(rules.terms()))
    given = [
        rules.entry("commitment", "c", currency="EUR"),
        rules.entry("disbursement", "d"),
        rules.entry("disbursement", "e", commitment="lost"),
        rules.entry("disbursement", "f", commitment="none"),
    ]
    faults = book.examine(given, now=LATER, without={"lost"})
    assert [each.where for each in faults] == ["entry 'c'", "entry 'f'"]
    assert book.size == 0
    store.close()


@pytest.mark.parametrize("actor", ["", "  ", "two\nlines", "x" * 201])
def test_who_records_must_have_a_name(ledger: Ledger[SmallBook], actor: str) -> None:
    with pytest.raises(UsageError, match="no name"):
        ledger.append([entry(3)], actor=actor, now=LATER)


def test_what_others_wrote_is_taken_in_before_anything_is_checked(
    ledger: Ledger[SmallBook], tmp_path: Path
) -> None:
    other = ledger_of(SqliteStore.open(tmp_path / "ledger.db"))
    append(other, 3)
    with pytest.raises(ConflictError):
        ledger.append([entry(3, "other words")], actor="usa", now=LATER)
    assert append(ledger, 4).seq == 4
    assert other.size == 4
    other.refresh()
    assert ids(other) == ids(ledger) == other.book.taken == ledger.book.taken
    assert other.root == ledger.root
    other.store.close()


def test_a_single_entry_does_not_copy_the_book(
    ledger: Ledger[SmallBook], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SmallBook, "copy", None)
    append(ledger, 3)
    with pytest.raises(TypeError):
        ledger.append([entry(4), entry(5)], actor="meti", now=LATER)
    assert ledger.verify().records == 4


def test_a_ledger_with_a_broken_chain_is_not_opened(tmp_path: Path) -> None:
    store = SqliteStore.create(tmp_path / "ledger.db", META)
    ledger_of(store, 3)
    store.run("DROP TRIGGER record_no_update")
    store.run("UPDATE record SET hash = ? WHERE seq = 1", (bytes(32),))
    with pytest.raises(IntegrityError, match="record 1: it does not follow") as caught:
        ledger_of(store)
    assert caught.value.exit_code == 6
    store.close()


@settings(deadline=None, max_examples=50)
@given(batches=st.lists(st.lists(st.integers(0, 12), max_size=4), max_size=8))
def test_any_order_of_sending_gives_each_entry_once(batches: list[list[int]]) -> None:
    with TemporaryDirectory() as folder:
        store = SqliteStore.create(Path(folder) / "ledger.db", META)
        sends(ledger_of(store), batches)
        store.close()


def sends(ledger: Ledger[SmallBook], batches: list[list[int]]) -> None:
    for numbers in batches:
        found = ledger.append([entry(each) for each in numbers], actor="a", now=NOW)
        assert [each.entry.id for each in found] == [f"entry-{each}" for each in numbers]
    sent = list(dict.fromkeys(each for numbers in batches for each in numbers))
    assert ids(ledger) == [f"entry-{each}" for each in sent] == ledger.book.taken
    assert not ledger.verify().faults


def test_a_checkpoint_is_signed_kept_and_covers_what_is_there(ledger: Ledger[SmallBook]) -> None:
    assert ledger.verify().covered == 0
    signed_by_all(ledger)
    append(ledger, 3)
    found = ledger.verify(KEYS)
    assert (found.faults, found.records, found.covered) == ((), 4, 3)
    assert found.signed == {META["origin"]: 3, "jpn.example/pact": 3, "usa.example/pact": 3}
    assert found.not_checked == ()
    assert ledger.verify().not_checked == (META["origin"], "jpn.example/pact", "usa.example/pact")
    ledger.checkpoint(SERVER, now=LATER)
    assert [each.checkpoint.size for each in ledger.checkpoints()] == [3, 4]
    assert [len(each.signatures) for each in ledger.checkpoints()] == [3, 1]


def test_a_missing_signature_and_a_wrong_key_are_told(ledger: Ledger[SmallBook]) -> None:
    signed_by_all(ledger)
    append(ledger, 3)
    ledger.checkpoint(SERVER, now=LATER)
    faults = [each.what for each in ledger.verify(KEYS).faults]
    assert faults == [
        "no signature of jpn.example/pact (it vouches for the first 3)",
        "no signature of usa.example/pact (it vouches for the first 3)",
    ]
    stranger = SigningKey(name="jpn.example/pact", algorithm=PARTY, seed=b"x" * 32)
    found = ledger.verify([stranger.verifier])
    assert [each.what for each in found.faults] == [
        "no signature of jpn.example/pact (it vouches for none)"
    ]
    with pytest.raises(IntegrityError) as caught:
        found.demand()
    assert caught.value.exit_code == 6
    assert ledger.verify().demand().records == 4


def test_without_a_checkpoint_no_key_has_signed(ledger: Ledger[SmallBook]) -> None:
    faults = ledger.verify([JAPAN.verifier]).faults
    assert faults[0].what == "no signature of jpn.example/pact (there is no checkpoint)"


def test_a_ledger_never_signs_what_contradicts_what_it_signed(ledger: Ledger[SmallBook]) -> None:
    signed = ledger.checkpoint(SERVER, now=LATER)
    forged = replace(signed.checkpoint, size=2, root=bytes(32))
    with pytest.raises(IntegrityError, match="a fork"):
        ledger.add_signatures(
            replace(signed, checkpoint=forged, signatures=(JAPAN.sign(forged, NOW),)), KEYS
        )
    bigger = replace(signed.checkpoint, size=9)
    note = replace(signed, checkpoint=bigger, signatures=(SERVER.sign(bigger, NOW),))
    with ledger.store.writing():
        ledger.store.add_note(write_note(note))
    with pytest.raises(IntegrityError, match="is of 3 records; there were 9 before"):
        ledger.checkpoint(SERVER, now=LATER)


def test_a_signature_by_an_unknown_key_is_not_kept(ledger: Ledger[SmallBook]) -> None:
    signed = ledger.checkpoint(SERVER, now=LATER)
    with pytest.raises(IntegrityError, match="by none of the keys given"):
        ledger.add_signatures(signed, [JAPAN.verifier])
    assert len(ledger.store.notes()) == 1


def co_signed(ledger: Ledger[SmallBook], last: str = "") -> str:
    """Return the note that Japan keeps after co-signing the last checkpoint."""
    signed = cosign(
        ledger.checkpoints()[-1],
        ledger.store.hashes(),
        key=JAPAN,
        ledger_key=SERVER.verifier,
        last=read_note(last) if last else None,
        now=LATER,
        where="ledger.db",
    )
    return write_note(signed)


def test_a_party_signs_what_continues_what_it_signed(ledger: Ledger[SmallBook]) -> None:
    ledger.checkpoint(SERVER, now=LATER)
    first = co_signed(ledger)
    ledger.add_signatures(read_note(first), KEYS)
    append(ledger, 3)
    ledger.checkpoint(SERVER, now=LATER)
    second = co_signed(ledger, first)
    ledger.add_signatures(read_note(second), KEYS)
    found = ledger.verify([SERVER.verifier, JAPAN.verifier], kept=[read_note(first)])
    assert (found.faults, found.signed["jpn.example/pact"]) == ((), 4)


def test_a_party_refuses_a_fork_a_smaller_tree_and_another_ledger(
    ledger: Ledger[SmallBook], tmp_path: Path
) -> None:
    ledger.checkpoint(SERVER, now=LATER)
    first = co_signed(ledger)
    forked = ledger_of(SqliteStore.create(tmp_path / "forked.db", META), 2)
    for number in (7, 8):
        append(forked, number)
    forked.checkpoint(SERVER, now=LATER)
    with pytest.raises(IntegrityError, match="first 3 records are not those"):
        co_signed(forked, first)
    assert forked.verify(kept=[read_note(first)]).faults
    smaller = ledger_of(SqliteStore.create(tmp_path / "smaller.db", META), 2)
    smaller.checkpoint(SERVER, now=LATER)
    with pytest.raises(IntegrityError, match="is of 2 records; there were 3 before"):
        co_signed(smaller, first)
    meta = new_meta("us-japan", PACT_TEXT, now=LATER, seed="5eed")
    another = ledger_of(SqliteStore.create(tmp_path / "another.db", meta), 4)
    another.checkpoint(SERVER, now=LATER)
    with pytest.raises(IntegrityError, match="of another ledger"):
        co_signed(another, first)
    for each in (forked, smaller, another):
        each.store.close()


def test_a_party_refuses_what_the_ledger_has_not_signed_and_a_changed_own_note(
    ledger: Ledger[SmallBook],
) -> None:
    signed = ledger.checkpoint(SERVER, now=LATER)
    first = co_signed(ledger)
    changed = read_note(first)
    changed = replace(changed, checkpoint=replace(changed.checkpoint, size=1))
    with pytest.raises(IntegrityError, match="was kept is not signed by jpn"):
        co_signed(ledger, write_note(changed))
    for bad, why in ((JAPAN.verifier, "no signature of jpn"), (SERVER.verifier, "another root")):
        with pytest.raises(IntegrityError, match=why):
            cosign(
                signed,
                ledger.store.hashes()[:2],
                key=STATES,
                ledger_key=bad,
                last=None,
                now=LATER,
                where="ledger.db",
            )


def test_one_record_is_proved_without_the_others(ledger: Ledger[SmallBook]) -> None:
    signed_by_all(ledger)
    append(ledger, 3)
    for number in range(3):
        text = ledger.prove(f"entry-{number}").text
        proof = read_proof(text, where="proof")
        assert verify_proof(proof, KEYS, where="proof") == ledger.records()[number]
    assert text.startswith("c2sp.org/tlog-proof@v1\nextra ")
    with pytest.raises(UsageError, match="no checkpoint covers 'entry-3' yet"):
        ledger.prove("entry-3")
    with pytest.raises(UsageError, match="there is no entry 'entry-9'"):
        ledger.prove("entry-9")


def test_a_proof_of_something_else_is_refused(ledger: Ledger[SmallBook]) -> None:
    signed_by_all(ledger)
    proof = ledger.prove("entry-1")
    wrong = {
        "lead to the root": replace(proof, leaf=proof.leaf.replace(b"meti", b"usa")),
        "of record 1, not 2": replace(proof, index=2),
        "does not lead": replace(proof, path=proof.path[:-1]),
        "the leaf: it is no JSON": replace(proof, leaf=b"?"),
    }
    for why, each in wrong.items():
        with pytest.raises(IntegrityError, match=why):
            verify_proof(each, KEYS, where="proof")
    stranger = SigningKey(name="stranger", algorithm=PARTY, seed=b"x" * 32)
    with pytest.raises(IntegrityError, match="no signature of stranger"):
        verify_proof(proof, [stranger.verifier], where="proof")


def test_every_changed_byte_of_a_proof_is_found(ledger: Ledger[SmallBook]) -> None:
    signed_by_all(ledger)
    text = ledger.prove("entry-1").text
    raw = text.encode()
    for place in range(len(raw)):
        mutant = bytearray(raw)
        mutant[place] ^= 1
        with pytest.raises(IntegrityError):
            verify_proof(
                read_proof(mutant.decode(errors="replace"), where="proof"), KEYS, where="proof"
            )


def test_a_ledger_is_bound_to_its_pact_and_its_first_day() -> None:
    origin = META["origin"].split("/")
    text = sha256(PACT_TEXT.encode()).hexdigest()
    lines = f"supplypact/us-japan\n{text}\n2026-11-22T09:30:00.000000Z\n5eed"
    assert origin == ["supplypact", "us-japan", sha256(lines.encode()).hexdigest()]
    assert meta_faults(META, where="a") == []
    for name, value in META.items():
        for place in range(len(value)):
            mutant = value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :]
            assert meta_faults({**META, name: mutant}, where="a")
        assert meta_faults({**META, name: value + "x"}, where="a")
    assert meta_faults({}, where="a")
    assert meta_faults({**META, "more": ""}, where="a")


@pytest.fixture
def with_rules(tmp_path: Path) -> Iterator[Ledger[Book]]:
    """A ledger with the rules of the product: a commitment of 100."""
    ledger = Ledger(SqliteStore.create(tmp_path / "rules.db", META), Book(rules.terms()))
    ledger.append([rules.entry("commitment", "c")], actor="meti", now=NOW)
    yield ledger
    ledger.store.close()


def paid(name: str, amount: str) -> Entry:
    return rules.entry("disbursement", name, amount=amount)


def test_entries_of_one_append_are_checked_against_each_other(with_rules: Ledger[Book]) -> None:
    with pytest.raises(DataError) as caught:
        with_rules.append([paid("a", "60"), paid("b", "60")], actor="jbic", now=LATER)
    assert [each.where for each in caught.value.faults] == ["entry 'b'"]
    assert "40" in str(caught.value)
    assert with_rules.size == 1
    with_rules.append([paid("a", "60"), paid("b", "40")], actor="jbic", now=LATER)
    position = with_rules.book.position(date(2026, 12, 1))
    assert position.total(Measure.DISBURSED) == 100


def test_a_rule_holds_across_writers_who_did_not_see_each_other(
    with_rules: Ledger[Book], tmp_path: Path
) -> None:
    other = Ledger(SqliteStore.open(tmp_path / "rules.db"), Book(rules.terms()))
    other.append([paid("a", "60")], actor="nexi", now=LATER)
    with pytest.raises(DataError, match="40"):
        with_rules.append([paid("b", "60")], actor="jbic", now=LATER)
    with_rules.append([paid("b", "40")], actor="jbic", now=LATER)
    again = Ledger(SqliteStore.open(tmp_path / "rules.db"), Book(rules.terms()))
    day = date(2026, 12, 1)
    assert again.book.position(day) == with_rules.book.position(day)
    assert not again.verify().faults
    for each in (other, again):
        each.store.close()
