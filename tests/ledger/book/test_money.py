from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from supplypact.domain.position import Measure, MoneyLine
from supplypact.ledger.book.book import Book
from supplypact.ledger.book.terms import Rates
from supplypact.ledger.book.worth import split
from tests.ledger import given
from tests.ledger.given import Keeper


def lines(kept: Keeper, name: str, as_of: date = date(2026, 12, 31)) -> list[MoneyLine]:
    return [each for each in kept.position(as_of).money if each.entry == name]


def total(kept: Keeper, measure: Measure, **where: str) -> Decimal:
    return kept.position().total(measure, **where)


def test_a_ceiling_stays_apart_from_a_firm_amount() -> None:
    kept = Keeper()
    kept.add("pledge", "t1", amount="36000000000", bound="firm", sector="energy")
    kept.add("pledge", "t2", amount="73000000000", bound="up_to", sector="energy")

    assert total(kept, Measure.FIRM) == Decimal(36000000000)
    assert total(kept, Measure.CEILING) == Decimal(73000000000)
    assert total(kept, Measure.COMMITTED) == total(kept, Measure.DISBURSED) == 0


def test_a_re_announcement_adds_nothing_and_still_shows_what_was_stated() -> None:
    kept = Keeper()
    kept.add("pledge", "first", amount="500")
    kept.add("pledge", "again", amount="600", repeats="first", date="2026-03-01")

    (again,) = lines(kept, "again")

    assert (again.stated_usd, again.usd) == (Decimal(600), Decimal(0))
    assert (again.why, again.other) == ("repeats", "first")
    assert total(kept, Measure.FIRM) == 500


def test_a_first_announcement_is_not_voided_before_the_second_counts_by_itself() -> None:
    kept = Keeper()
    kept.add("pledge", "first", amount="500")
    kept.add("pledge", "again", amount="600", repeats="first", date="2026-03-01")

    (told,) = kept.refused("correction", corrects="first")
    assert "first correct again with the changes 'repeats=' (blank)" in told


def test_a_part_takes_sector_lines_and_shares_from_its_whole() -> None:
    kept = Keeper()
    lines_of = "us-incentives; japan-commitments"
    kept.add(
        "pledge",
        "whole",
        amount="100",
        sector="energy",
        funding_lines=lines_of,
        shares="USA=0.4; JPN=0.6",
    )
    kept.add("pledge", "part", amount="50", parent="whole")
    kept.add("commitment", "c", amount="10", pledge="part")

    found = {each.party: each for each in lines(kept, "part")}
    assert found["USA"].usd == 20
    assert found["JPN"].usd == 30
    assert found["USA"].funding_line == "us-incentives"
    assert {each.sector for each in found.values()} == {"energy"}
    (made,) = lines(kept, "c")
    assert (made.sector, made.funding_line) == ("energy", "japan-commitments")


def test_a_payment_in_another_currency_is_compared_on_its_own_day_as_worked_by_hand() -> None:
    # 80 USD at 0.0080 USD a yen are 10,000 yen; at 0.0067 on the day of the commitment they would
    # be 11,940.30
    rates = {"JPY": [(date(2026, 1, 1), Decimal("0.0067")), (date(2026, 3, 1), Decimal("0.0080"))]}
    kept = Keeper(book=Book(replace(given.terms(), rates=Rates(by_currency=rates))))
    kept.add("commitment", "c", amount="10000", currency="JPY")
    paid = {"commitment": "c", "currency": "USD", "date": "2026-03-01"}

    (told,) = kept.refused("disbursement", amount="80.01", **paid)
    assert "10001.25 JPY would be disbursed of 10000 committed" in told
    kept.add("disbursement", "d", amount="80", **paid)


def test_a_withdrawn_first_keeps_what_was_committed_under_its_re_announcement() -> None:
    # 100 announced, announced again with 120; 30 and 20 committed, one under each: 50 made good
    kept = Keeper()
    kept.add("pledge", "first", amount="100")
    kept.add("pledge", "again", amount="120", repeats="first")
    kept.add("commitment", "c", amount="30", pledge="first")
    kept.add("commitment", "d", amount="20", pledge="again")
    kept.add("withdrawal", "off", withdraws="first", date="2026-05-01")

    assert total(kept, Measure.FIRM) == 50


def test_growth_of_a_cost_is_in_the_stated_currency_if_both_have_the_same() -> None:
    # 1,000 to 1,250 yen is a quarter more, whatever the rates; 100 to 150 USD at 1 to 2 is 1.5
    rates = {"JPY": [(date(2026, 1, 1), Decimal("0.0100")), (date(2026, 3, 1), Decimal("0.0050"))]}
    kept = Keeper(book=Book(replace(given.terms(), rates=Rates(by_currency=rates))))
    kept.add("cost", "one", amount="1000", currency="JPY")
    kept.add("cost", "two", amount="1250", currency="JPY", date="2026-03-01")
    kept.add("cost", "three", project="mill", amount="1000", currency="JPY")
    kept.add("cost", "four", project="mill", amount="15", currency="USD", date="2026-03-01")

    growth = {each.project: each.growth for each in kept.position().costs}
    assert growth == {"mine": Decimal("1.25"), "mill": Decimal("1.5")}


def test_a_re_announcement_counts_once_it_repeats_nothing_and_the_first_is_void() -> None:
    kept = Keeper()
    kept.add("pledge", "first", amount="500")
    kept.add("pledge", "again", amount="600", repeats="first", date="2026-03-01")
    kept.add("correction", "none", corrects="again", changes="repeats=")
    kept.add("correction", "void", corrects="first")

    assert total(kept, Measure.FIRM) == 600
    assert lines(kept, "again")[0].why == ""


def test_a_whole_counts_what_its_parts_leave_of_it() -> None:
    # 36.0 in all: 33.3 + 2.1 + 0.6 of it are parts, so that the whole adds 0
    kept = Keeper()
    kept.add("pledge", "t1", amount="36000000000")
    for name, amount in {"ohio": "33300000000", "gulf": "2100000000"}.items():
        kept.add("pledge", name, amount=amount, parent="t1")

    (whole,) = lines(kept, "t1")
    assert whole.usd == 600_000_000
    assert (whole.why, whole.other) == ("parts", "")

    kept.add("pledge", "georgia", amount="600000000", parent="t1")
    assert lines(kept, "t1")[0].usd == 0
    assert total(kept, Measure.FIRM) == 36_000_000_000


def test_a_part_that_repeats_what_was_announced_leaves_the_whole_and_adds_nothing() -> None:
    # grit of 500 was announced; then 1000 in all, of which 600 are the grit: 500 + (1000 - 600)
    kept = Keeper()
    kept.add("pledge", "grit", amount="500", bound="up_to", date="2026-01-01")
    kept.add("pledge", "t1", amount="1000")
    kept.add("pledge", "part", amount="600", parent="t1", repeats="grit")

    assert total(kept, Measure.CEILING) == 500
    assert total(kept, Measure.FIRM) == 400


def test_parts_of_a_re_announcement_add_nothing_either() -> None:
    kept = Keeper()
    kept.add("pledge", "first", amount="500")
    kept.add("pledge", "again", amount="500", repeats="first")
    kept.add("pledge", "part", amount="300", parent="again")

    assert total(kept, Measure.FIRM) == 500
    assert (lines(kept, "part")[0].why, lines(kept, "part")[0].other) == ("repeats", "first")


def test_parts_above_the_whole_leave_nothing_of_it_and_never_less() -> None:
    kept = Keeper()
    kept.add("pledge", "t2", amount="73", bound="up_to")
    kept.add("pledge", "smr", amount="80", bound="firm", parent="t2")

    assert total(kept, Measure.CEILING) == 0
    assert total(kept, Measure.FIRM) == 80


def test_a_part_of_unknown_amount_leaves_the_whole_as_it_is() -> None:
    kept = Keeper()
    kept.add("pledge", "t2", amount="73", bound="up_to")
    kept.add("pledge", "gas", amount="", currency="", parent="t2")

    assert lines(kept, "gas") == []
    assert lines(kept, "t2")[0].usd == 73
    assert lines(kept, "t2")[0].why == ""


def test_a_part_counts_from_its_own_day_on() -> None:
    kept = Keeper()
    kept.add("pledge", "t1", amount="100")
    kept.add("pledge", "part", amount="30", parent="t1", date="2026-03-01")

    assert lines(kept, "t1", date(2026, 2, 28))[0].usd == 100
    assert lines(kept, "t1", date(2026, 3, 1))[0].usd == 70


def test_co_finance_is_split_by_shares_each_on_its_own_funding_line() -> None:
    kept = Keeper()
    kept.add(
        *("pledge", "p"),
        amount="100",
        shares="USA=0.4; JPN=0.6",
        funding_lines="us-incentives; japan-commitments",
    )

    found = {each.party: (each.usd, each.funding_line) for each in lines(kept, "p")}

    assert found == {
        "JPN": (Decimal(60), "japan-commitments"),
        "USA": (Decimal(40), "us-incentives"),
    }


def test_cents_that_do_not_divide_go_to_the_largest_remainder() -> None:
    # 0.05 in halves is 2.5 cents each: 3 for the first by name; 0.4 and 0.6 of it are 2 and 3
    assert split(Decimal("0.05"), {"USA": Decimal("0.5"), "JPN": Decimal("0.5")}) == {
        "JPN": Decimal("0.03"),
        "USA": Decimal("0.02"),
    }
    # 1.00 x 0.333 and x 0.667 are 33.3 and 66.7 cents
    assert split(Decimal("1.00"), {"USA": Decimal("0.333"), "JPN": Decimal("0.667")}) == {
        "JPN": Decimal("0.67"),
        "USA": Decimal("0.33"),
    }


@drawn(
    st.decimals(min_value=0, max_value=10**18, places=6),
    st.lists(st.integers(1, 1000), min_size=1, max_size=5),
)
def test_parts_add_up_to_the_whole_exactly_and_lie_within_a_cent_of_their_share(
    amount: Decimal, weights: list[int]
) -> None:
    whole = sum(weights)
    parts = [Decimal(each * 10**6 // whole) / 10**6 for each in weights[1:]]
    shares = {f"p{at}": part for at, part in enumerate([1 - sum(parts, Decimal(0)), *parts])}

    found = split(amount, shares)

    assert sum(map(Fraction, found.values())) == Fraction(amount)
    for name, part in found.items():
        assert abs(Fraction(part) - Fraction(amount) * Fraction(shares[name])) <= Fraction(1, 100)


def test_a_commitment_takes_from_its_pledge_what_it_does_not_say_itself() -> None:
    kept = Keeper()
    kept.add("pledge", "p", sector="energy", project="mine", funding_lines="japan-commitments")
    kept.add("commitment", "c", pledge="p")
    kept.add("commitment", "own", pledge="p", sector="minerals", project="mill")

    (found,), (own,) = lines(kept, "c"), lines(kept, "own")

    assert (found.sector, found.project, found.funding_line) == (
        *("energy", "mine", "japan-commitments"),
    )
    assert (own.sector, own.project, own.funding_line) == ("minerals", "mill", "japan-commitments")


def test_payments_are_split_and_placed_as_their_commitment_is() -> None:
    kept = Keeper()
    kept.add(
        *("commitment", "c"),
        shares="USA=0.4; JPN=0.6",
        sector="energy",
        funding_lines="japan-commitments",
    )
    kept.add("disbursement", "d", amount="10", date="2026-03-01")
    kept.add("repayment", "r", amount="1", date="2026-04-01")

    found = [(each.party, each.usd, each.funding_line, each.sector) for each in lines(kept, "d")]

    assert found == [
        ("JPN", Decimal(6), "japan-commitments", "energy"),
        ("USA", Decimal(4), "", "energy"),
    ]
    assert total(kept, Measure.REPAID, party="JPN") == Decimal("0.6")
    assert total(kept, Measure.COMMITTED) == 100


def test_each_amount_counts_at_the_rate_of_its_own_day() -> None:
    # 100,000 yen at 0.0067
    kept = Keeper()
    kept.add("pledge", "p", amount="100000", currency="JPY")

    (found,) = lines(kept, "p")

    assert (found.stated, found.usd) == (Decimal(100_000), Decimal(670))


def test_a_withdrawn_pledge_counts_what_was_committed_under_it() -> None:
    kept = Keeper()
    kept.add("pledge", "p", amount="100")
    kept.add("commitment", "c", amount="30", pledge="p", date="2026-03-01")
    kept.add("withdrawal", "off", withdraws="p", date="2026-05-01")

    assert lines(kept, "p", date(2026, 4, 30))[0].usd == 100
    (after,) = lines(kept, "p")
    assert (after.usd, after.why, after.other) == (Decimal(30), "withdrawn", "off")
    assert total(kept, Measure.COMMITTED) == 30


def test_a_withdrawn_commitment_counts_what_was_disbursed_under_it() -> None:
    # 14,925 yen at 0.0067 are 100.00
    kept = Keeper()
    kept.add("commitment", "c", amount="1000")
    kept.add("disbursement", "d", amount="25", date="2026-03-01")
    kept.add("disbursement", "y", amount="14925", currency="JPY", date="2026-03-01")
    kept.add("withdrawal", "off", date="2026-05-01")

    assert lines(kept, "c", date(2026, 4, 30))[0].usd == 1000
    (after,) = lines(kept, "c")
    assert (after.usd, after.why, after.other) == (Decimal(125), "withdrawn", "off")


def test_a_withdrawn_whole_takes_its_parts_with_it() -> None:
    kept = Keeper()
    kept.add("pledge", "t1", amount="100")
    kept.add("pledge", "part", amount="30", parent="t1")
    kept.add("withdrawal", "off", withdraws="t1", date="2026-05-01")

    assert total(kept, Measure.FIRM) == 0
    assert lines(kept, "part")[0].other == "off"


def test_a_withdrawn_first_announcement_does_not_come_back_by_its_re_announcement() -> None:
    kept = Keeper()
    kept.add("pledge", "first", amount="500")
    kept.add("pledge", "again", amount="600", repeats="first", date="2026-03-01")
    kept.add("withdrawal", "off", withdraws="first", date="2026-05-01")

    assert total(kept, Measure.FIRM) == 0


def test_every_total_is_the_sum_of_the_lines_it_opens_into() -> None:
    kept = Keeper()
    kept.add("pledge", "a", amount="1.10", sector="energy")
    kept.add("pledge", "b", amount="2.20", sector="energy", party="USA")
    kept.add("pledge", "c", amount="4.40", sector="minerals")
    found = kept.position()

    opened = found.lines(Measure.FIRM, sector="energy")

    assert [each.entry for each in opened] == ["a", "b"]
    assert found.total(Measure.FIRM, sector="energy") == Decimal("3.30")


@pytest.mark.parametrize(
    ("as_of", "usd"), [("2026-01-31", 0), ("2026-02-01", 100), ("2026-11-22", 100)]
)
def test_money_counts_from_its_day_on(as_of: str, usd: int) -> None:
    kept = Keeper()
    kept.add("pledge", "p")

    assert kept.position(date.fromisoformat(as_of)).total(Measure.FIRM) == usd


def test_a_known_part_of_a_part_of_unknown_amount_is_taken_out_of_the_whole() -> None:
    kept = Keeper()
    kept.add("pledge", "whole", amount="100")
    kept.add("pledge", "part", amount="", currency="", parent="whole")
    kept.add("pledge", "leaf", amount="30", parent="part")
    assert kept.position().total(Measure.FIRM) == 100


def test_a_part_said_again_within_the_same_whole_is_taken_out_once() -> None:
    kept = Keeper()
    kept.add("pledge", "whole", amount="100")
    kept.add("pledge", "part", amount="60", parent="whole")
    kept.add("pledge", "again", amount="60", parent="whole", repeats="part", date="2026-03-01")
    assert kept.position().total(Measure.FIRM) == 100


def test_parts_of_a_part_above_it_are_taken_out_of_the_whole() -> None:
    kept = Keeper()
    kept.add("pledge", "whole", amount="100")
    kept.add("pledge", "part", amount="60", parent="whole")
    for name, amount in (("a", "50"), ("b", "30")):
        kept.add("pledge", name, amount=amount, parent="part")
    assert kept.position().total(Measure.FIRM) == 100


def test_money_committed_under_a_re_announcement_stays_when_the_first_is_withdrawn() -> None:
    kept = Keeper()
    kept.add("pledge", "p", amount="100")
    kept.add("pledge", "again", amount="100", repeats="p")
    kept.add("commitment", "c", amount="30", pledge="again")
    kept.add("withdrawal", "off", withdraws="p", date="2026-03-01")
    assert kept.position().total(Measure.FIRM) == 30


def test_a_part_of_a_part_that_comes_later_is_taken_out_of_the_whole_that_was_counted() -> None:
    kept = Keeper()
    kept.add("pledge", "whole", amount="100")
    kept.add("pledge", "part", amount="", currency="", parent="whole")
    assert kept.position().total(Measure.FIRM) == 100
    kept.add("pledge", "leaf", amount="30", parent="part")
    assert kept.position().total(Measure.FIRM) == 100
