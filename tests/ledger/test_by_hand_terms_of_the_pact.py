"""Revenue, calls and stocks worked by hand from what docs/accounts.md states."""

from datetime import date

import pytest

from supplypact.domain.pact import Clause, FundingTerm
from supplypact.ledger.book.business_days import earliest
from tests.ledger.given import Keeper


@pytest.mark.parametrize(
    ("notice", "days", "calendars", "due"),
    [
        # Good Friday is no federal holiday: 3 April, 6-10, 13-16
        (date(2026, 4, 2), 10, ("USA", "JPN"), date(2026, 4, 16)),
        # Japan: 21 September (third Monday), 23 (equinox), and so the 22nd between the two
        (date(2026, 9, 18), 5, ("JPN",), date(2026, 9, 30)),
        (date(2026, 9, 18), 5, ("USA",), date(2026, 9, 25)),
        # a notice on a Saturday: Monday is the first day
        (date(2026, 3, 7), 1, ("USA", "JPN"), date(2026, 3, 9)),
        # 31 December (banks of Japan), 1 January, a weekend
        (date(2026, 12, 30), 1, ("USA", "JPN"), date(2027, 1, 4)),
        # Juneteenth 2027 is a Saturday: Friday the 18th is closed
        (date(2027, 6, 17), 1, ("USA",), date(2027, 6, 21)),
        (date(2027, 6, 17), 1, ("JPN",), date(2027, 6, 18)),
        # 2 October 1, 5-9 6, 13-16 10 (12th closed in both), to the 23rd 15, 30th 20, 2 November
        # 21, 4-6 24, 9-10 26, 12-13 28 (11th United States), 16-20 33, 24-25 35 (23rd Japan),
        # 27 36 (26th United States), 30 November to 4 December 41, 7-10 45
        (date(2026, 10, 1), 45, ("USA", "JPN"), date(2026, 12, 10)),
    ],
)
def test_business_days_as_counted_by_hand(
    notice: date, days: int, calendars: tuple[str, ...], due: date
) -> None:
    term = FundingTerm(business_days=days, calendars=calendars, clause=Clause(source="test"))
    assert earliest(notice, term) == due


def committed(**cells: str) -> Keeper:
    kept = Keeper()
    kept.add("commitment", "c", amount="1000", project="mine", **cells)
    return kept


def split(kept: Keeper) -> list[list[str]]:
    """First split of Japan and the United States, second split of the two."""
    return [
        [f"{part[who]:.2f}" for part in (each.before, each.after) for who in ("JPN", "USA")]
        for each in kept.position().revenue
    ]


def test_a_split_within_cents_gives_every_cent_to_somebody() -> None:
    # 0.02 are to be recovered.  0.03 in halves: 0.02 and 0.01, the odd cent to the first by name;
    # all of the next 0.10 is beyond: 0.01 and 0.09
    kept = committed(deemed_allocation="0.02")
    kept.add("revenue", "one", amount="0.03", date="2026-03-01")
    kept.add("revenue", "two", amount="0.10", date="2026-03-02")

    assert split(kept) == [["0.02", "0.01", "0.00", "0.00"], ["0.00", "0.00", "0.01", "0.09"]]


def test_cash_that_brings_exactly_what_is_open_is_all_of_the_first_split() -> None:
    kept = committed(deemed_allocation="100")
    kept.add("revenue", "one", amount="200", date="2026-03-01")
    kept.add("revenue", "two", amount="0.1", date="2026-03-01")

    assert split(kept) == [
        ["100.00", "100.00", "0.00", "0.00"],
        ["0.00", "0.00", "0.01", "0.09"],
    ]


def test_an_allocation_is_the_stated_of_one_commitment_and_the_paid_of_another() -> None:
    # 100 stated + 40 paid by the day (60 more the day after): 140; half of 300 is 150:
    # 280 in halves, 20 as 2 and 18
    kept = committed(deemed_allocation="100")
    kept.add("commitment", "d", amount="500", project="mine")
    kept.add("disbursement", "paid", commitment="d", amount="40", date="2026-03-01")
    kept.add("disbursement", "more", commitment="d", amount="60", date="2026-03-02")
    kept.add("revenue", "cash", amount="300", date="2026-03-01")

    (found,) = kept.position().revenue
    assert found.deemed_allocation == 140
    assert split(kept) == [["140.00", "140.00", "2.00", "18.00"]]


def test_a_larger_allocation_later_opens_the_first_split_again() -> None:
    # 10 paid: 20 in halves, 80 as 8 and 72.  16 more paid: 16 are open again (of 26, 10 were had;
    # what came under the second split is no recovery): 32 in halves, 8 as 0.80 and 7.20
    kept = committed()
    kept.add("disbursement", "a", amount="10", date="2026-02-10")
    kept.add("revenue", "one", amount="100", date="2026-03-01")
    kept.add("disbursement", "b", amount="16", date="2026-03-10")
    kept.add("revenue", "two", amount="40", date="2026-04-01")

    assert [each.recovered_before for each in kept.position().revenue] == [0, 10]
    assert split(kept) == [
        ["10.00", "10.00", "8.00", "72.00"],
        ["16.00", "16.00", "0.80", "7.20"],
    ]


def test_revenue_in_yen_is_split_in_dollars_of_its_day() -> None:
    # 10,000 yen are 67.00 dollars
    kept = committed(deemed_allocation="100")
    kept.add("revenue", "cash", amount="10000", currency="JPY", date="2026-03-01")

    assert split(kept) == [["33.50", "33.50", "0.00", "0.00"]]


def stock(kept: Keeper, name: str, day: str, movement: str, tonnes: str, **cells: str) -> None:
    kept.add("stock", name, date=day, movement=movement, tonnes=tonnes, **cells)


def test_two_loans_one_half_returned_as_worked_by_hand() -> None:
    # Japan: 100 + 30 bought + 15 back - 40 - 20 lent - 5 released = 80; the United States:
    # 40 + 20 borrowed - 15 given back = 45, 45 owed; rotation moves nothing
    kept = Keeper()
    stock(kept, "open", "2026-02-01", "opening", "100")
    stock(kept, "buy", "2026-02-02", "purchase", "30")
    stock(kept, "l1", "2026-02-03", "loan", "40", counterparties="USA")
    stock(kept, "l2", "2026-02-04", "loan", "20", counterparties="USA")
    stock(kept, "back", "2026-02-05", "return", "15", party="USA", counterparties="JPN", loan="l1")
    stock(kept, "out", "2026-02-06", "release", "5")
    stock(kept, "turn", "2026-02-07", "rotation", "60")

    position = kept.position()
    held = {each.holder: each for each in position.stocks}
    assert {who: each.closing for who, each in held.items()} == {"JPN": 80, "USA": 45}
    japan = held["JPN"]
    assert [japan.opening, japan.bought, japan.lent, japan.regained, japan.released] == [
        100,
        30,
        60,
        15,
        5,
    ]
    assert [held["USA"].borrowed, held["USA"].returned] == [60, 15]
    assert {each.entry: each.open for each in position.loans} == {"l1": 25, "l2": 20}
    before = {each.holder: each.closing for each in kept.position(date(2026, 2, 4)).stocks}
    assert before == {"JPN": 70, "USA": 60}


def test_a_level_of_nought_is_allowed_and_a_tonne_below_is_not() -> None:
    kept = Keeper()
    stock(kept, "open", "2026-02-01", "opening", "10")

    assert kept.refused("stock", movement="release", tonnes="10", date="2026-02-02") == []
    assert len(kept.refused("stock", movement="release", tonnes="10.001", date="2026-02-02")) == 1
    assert kept.refused("stock", movement="rotation", tonnes="10", date="2026-02-02") == []
    assert len(kept.refused("stock", movement="rotation", tonnes="10.1", date="2026-02-02")) == 1
    assert (
        len(kept.refused("stock", movement="release", tonnes="1", form="mine", date="2026-02-02"))
        == 1
    )
