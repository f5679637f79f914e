"""What changed since the last report."""

from datetime import date
from decimal import Decimal

from supplypact.domain.entry import (
    Correction,
    Cost,
    Decision,
    Entry,
    MilestoneMet,
    MilestoneMissed,
    MilestoneMoved,
    MilestonePlanned,
    Withdrawal,
)
from supplypact.tracking.changes import changes
from tests.given import pact
from tests.tracking.given import EVIDENCE, record

BEFORE, SINCE, AFTER = date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 2)


def _told(*entries: tuple[Entry, date], known_at: date | None = None) -> list[tuple[str, ...]]:
    records = [record(entry, seq=seq, on=day) for seq, (entry, day) in enumerate(entries)]
    found = changes(pact(), records, SINCE, known_at, date(2026, 12, 31))
    return [(each.entry.id, each.what, each.before, each.after) for each in found]


def _of(kind: type[Entry], name: str, day: date = BEFORE, **more: object) -> Entry:
    return kind(id=name, date=day, party="JPN", evidence=EVIDENCE, **more)  # type: ignore[arg-type]


PLANNED = _of(MilestonePlanned, "plan", milestone="first-output", project="p", due=date(2027, 1, 1))


def test_only_what_was_recorded_after_the_last_report_is_told() -> None:
    old, new = _of(Decision, "old"), _of(Decision, "new")
    assert _told((old, BEFORE), (new, AFTER)) == [("new", "new", "", "")]
    assert _told((old, SINCE)) == []
    assert _told((new, AFTER), known_at=date(2026, 10, 1)) == []


def test_what_is_true_only_later_is_not_told_yet() -> None:
    assert _told((_of(Decision, "later", date(2027, 1, 1)), AFTER)) == []


def test_a_move_tells_both_days_and_what_was_met_or_missed_its_due_day() -> None:
    moved = _of(MilestoneMoved, "move", milestone="first-output", project="p", due=date(2028, 1, 1))
    met = _of(MilestoneMet, "met", AFTER, milestone="first-output", project="p")
    assert _told((PLANNED, BEFORE), (moved, AFTER), (met, AFTER)) == [
        ("move", "moved", "2027-01-01", "2028-01-01"),
        ("met", "met", "2028-01-01", "2026-10-02"),
    ]
    missed = _of(MilestoneMissed, "gone", AFTER, milestone="first-output", project="p")
    assert _told((PLANNED, BEFORE), (missed, AFTER)) == [
        ("gone", "missed", "2027-01-01", "2026-10-02")
    ]


def test_a_correction_tells_what_it_replaced_and_a_later_one_what_stood_by_then() -> None:
    cost = _of(Cost, "c", project="p", amount=Decimal(1050), currency="AUD")
    first = _of(Correction, "fix-1", corrects="c", changes={"amount": "1100"})
    second = _of(Correction, "fix-2", corrects="c", changes={"amount": "1200", "note": "n"})
    void = _of(Correction, "fix-3", corrects="c")
    assert _told((cost, BEFORE), (first, AFTER), (second, AFTER), (void, AFTER)) == [
        ("fix-1", "corrected", "amount: 1050", "amount: 1100"),
        ("fix-2", "corrected", "amount: 1100; note: ", "amount: 1200; note: n"),
        ("fix-3", "voided", "c", ""),
    ]


def test_a_corrected_day_is_the_day_before_the_next_move() -> None:
    fix = _of(Correction, "fix", corrects="plan", changes={"due": "2027-06-30"})
    moved = _of(MilestoneMoved, "move", milestone="first-output", project="p", due=date(2028, 1, 1))
    told = _told((PLANNED, BEFORE), (fix, BEFORE), (moved, AFTER))
    assert told == [("move", "moved", "2027-06-30", "2028-01-01")]


def test_a_withdrawal_names_what_is_off() -> None:
    off = _of(Withdrawal, "off", withdraws="pledge-1")
    assert _told((off, AFTER)) == [("off", "withdrawn", "pledge-1", "")]


def test_what_was_met_is_told_with_the_day_it_was_due_not_that_of_a_voided_move() -> None:
    move = _of(MilestoneMoved, "move", milestone="first-output", project="p", due=date(2028, 1, 1))
    void = _of(Correction, "void", corrects="move")
    met = _of(MilestoneMet, "met", AFTER, milestone="first-output", project="p")
    told = _told((PLANNED, BEFORE), (move, BEFORE), (void, BEFORE), (met, AFTER))
    assert told == [("met", "met", "2027-01-01", "2026-10-02")]


def test_a_correction_of_an_earlier_move_leaves_the_present_day() -> None:
    one = _of(MilestoneMoved, "one", milestone="first-output", project="p", due=date(2028, 1, 1))
    two = _of(
        MilestoneMoved,
        "two",
        date(2026, 9, 2),
        milestone="first-output",
        project="p",
        due=date(2029, 1, 1),
    )
    fix = _of(Correction, "fix", corrects="one", changes={"due": "2028-02-01"})
    met = _of(MilestoneMet, "met", AFTER, milestone="first-output", project="p")
    told = _told((PLANNED, BEFORE), (one, BEFORE), (two, BEFORE), (fix, BEFORE), (met, AFTER))
    assert told == [("met", "met", "2029-01-01", "2026-10-02")]


def test_a_move_that_comes_to_light_late_is_told_in_its_place() -> None:
    two = _of(
        MilestoneMoved,
        "two",
        date(2026, 9, 20),
        milestone="first-output",
        project="p",
        due=date(2029, 1, 1),
    )
    one = _of(
        MilestoneMoved,
        "one",
        date(2026, 9, 10),
        milestone="first-output",
        project="p",
        due=date(2028, 1, 1),
    )
    told = _told((PLANNED, BEFORE), (two, date(2026, 9, 25)), (one, AFTER))
    assert told == [("one", "moved", "2027-01-01", "2028-01-01")]
