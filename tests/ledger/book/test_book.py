from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from supplypact.domain.entry import Disbursement
from supplypact.domain.position import Measure
from supplypact.errors import DataError
from supplypact.ledger.book.book import Book
from supplypact.ledger.book.terms import Rates
from tests.ledger import given
from tests.ledger.given import Keeper


def test_what_was_known_on_a_day_leaves_out_what_was_recorded_later() -> None:
    kept = Keeper(day=date(2026, 3, 1))
    kept.add("pledge", "a", date="2026-01-01")
    kept.day = date(2026, 6, 1)
    kept.add("pledge", "b", date="2026-01-02")

    assert kept.position(date(2026, 2, 1), date(2026, 5, 31)).total(Measure.FIRM) == 100
    assert kept.position(date(2026, 2, 1), date(2026, 6, 1)).total(Measure.FIRM) == 200
    assert kept.position(date(2026, 1, 1)).total(Measure.FIRM) == 100
    assert kept.position(date(2026, 2, 1), date(2026, 2, 28)).records == ()


def test_a_correction_holds_from_the_start_but_was_not_known_before() -> None:
    kept = Keeper(day=date(2026, 3, 1))
    kept.add("pledge", "a", amount="100", date="2026-01-01")
    kept.day = date(2026, 6, 1)
    kept.add("correction", "fix", corrects="a", changes="amount=70", date="2026-05-01")

    assert kept.position(date(2026, 2, 1)).total(Measure.FIRM) == 70
    before = kept.position(date(2026, 2, 1), date(2026, 5, 31))
    assert before.total(Measure.FIRM) == 100
    assert before.known_at == date(2026, 5, 31)


def test_a_void_entry_is_gone_and_its_correction_stands() -> None:
    kept = Keeper()
    kept.add("pledge", "a")
    kept.add("correction", "void", corrects="a", date="2026-05-01")

    assert [each.entry.id for each in kept.position().records] == ["void"]
    assert kept.position().money == ()


def test_a_corrected_commitment_changes_what_its_payments_are_placed_under() -> None:
    kept = Keeper()
    kept.add("pledge", "p", sector="energy")
    kept.add("commitment", "c", pledge="p")
    kept.add("disbursement", "d")
    assert kept.position().total(Measure.DISBURSED, sector="energy") == 10

    kept.add("correction", "fix", corrects="p", changes="sector=minerals")

    assert kept.position().total(Measure.DISBURSED, sector="energy") == 0
    assert kept.position().total(Measure.DISBURSED, sector="minerals") == 10


def test_a_copy_goes_its_own_way() -> None:
    kept = Keeper()
    kept.add("commitment", "c")
    kept.add("stock", "buy")
    other = Keeper(book=kept.book.copy(), records=list(kept.records))
    other.add("disbursement", "d", amount="100")
    other.add("stock", "out", movement="release", tonnes="10")
    other.add("correction", "fix", corrects="c", changes="note=copied")

    assert kept.refused("disbursement", amount="100") == []
    assert kept.refused("stock", movement="release", tonnes="10") == []
    assert kept.position().total(Measure.DISBURSED) == 0
    assert other.position().total(Measure.DISBURSED) == 100
    assert kept.position().entry("c").note == ""


def test_costs_are_the_first_and_the_latest_by_their_day() -> None:
    # 60,000 yen at 0.0067 are 402
    kept = Keeper()
    kept.add("cost", "now", amount="60000", currency="JPY", date="2026-05-01")
    kept.add("cost", "then", amount="300", date="2026-01-01")

    (found,) = kept.position().costs

    assert (found.first, found.latest) == (Decimal(300), Decimal(402))
    assert found.entries == ("then", "now")


def test_outputs_and_indicators_stand_as_they_were_entered() -> None:
    kept = Keeper()
    made = kept.add("output", "ore")
    spent = kept.add("indicator", "share")

    assert kept.position().outputs == (made,)
    assert kept.position().indicators == (spent,)


def test_a_position_is_asked_for_once() -> None:
    kept = Keeper()
    kept.add("pledge", "a")

    assert kept.position() is kept.position()


def test_rates_that_are_no_longer_there_are_told() -> None:
    kept = Keeper()
    kept.add("pledge", "a", currency="JPY")
    book = Book(replace(given.terms(), rates=Rates()))
    for record in kept.records:
        book.take(record)

    with pytest.raises(DataError, match="currency JPY has no rate on 2026-02-01"):
        book.position(date(2026, 11, 22))


def test_a_payment_that_came_to_light_late_counts_on_its_day() -> None:
    kept = Keeper()
    kept.add("commitment", "c", amount="100")
    kept.add("disbursement", "late", amount="30", date="2026-06-01")
    found = kept.add("disbursement", "early", amount="20", date="2026-03-01")

    assert isinstance(found, Disbursement)
    assert kept.position(date(2026, 5, 1)).total(Measure.DISBURSED) == 20
    assert kept.position(date(2026, 7, 1)).total(Measure.DISBURSED) == 50


def test_a_part_that_was_corrected_to_another_whole_is_taken_out_of_that_one() -> None:
    kept = Keeper()
    kept.add("pledge", "a", amount="100")
    kept.add("pledge", "b", amount="200")
    kept.add("pledge", "part", amount="30", parent="a")
    assert [each.usd for each in kept.position().money] == [70, 200, 30]

    kept.add("correction", "fix", corrects="part", changes="parent=b")

    assert [each.usd for each in kept.position().money] == [100, 170, 30]


def test_a_part_that_was_recorded_later_was_not_known_to_be_taken_out_of_its_whole() -> None:
    kept = Keeper(day=date(2026, 3, 1))
    kept.add("pledge", "a", amount="100")
    kept.day = date(2026, 6, 1)
    kept.add("pledge", "part", amount="30", parent="a")

    assert [each.usd for each in kept.position(given.LAST, date(2026, 5, 31)).money] == [100]
    assert [each.usd for each in kept.position().money] == [70, 30]


def test_a_part_withdrawn_before_its_whole_is_off_by_its_own_withdrawal() -> None:
    kept = Keeper()
    kept.add("pledge", "a", amount="100")
    kept.add("pledge", "part", amount="30", parent="a")
    kept.add("withdrawal", "whole-off", withdraws="a", date="2026-06-01")
    kept.add("withdrawal", "part-off", withdraws="part", date="2026-05-01")

    found = {each.entry: each.other for each in kept.position().money}

    assert found == {"a": "whole-off", "part": "part-off"}
    assert kept.refused("commitment", pledge="part", date="2026-05-02") != []
