from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from supplypact.domain.position import FundingCall, Loan, Position
from supplypact.domain.progress import Drawn, Progress
from supplypact.reporting.progress import asides, words
from supplypact.reporting.progress.view import ProgressView
from tests.reporting.progress import given

DUE = date(2029, 1, 19)
LOAN = Loan(
    entry="loan",
    lender="JPN",
    borrower="USA",
    material="testium",
    form="refine",
    place="Kobe",
    lent_on=date(2026, 3, 1),
    tonnes=Decimal(30),
    returned=Decimal(10),
)
CALL = FundingCall(
    entry="call",
    commitment="ohio-loan",
    party="JPN",
    notice=date(2026, 11, 1),
    earliest=date(2026, 12, 15),
    usd=given.BN,
)


def view(language: str = "en", **other: Any) -> ProgressView:
    base = given.view(language)
    return replace(base, progress=replace(base.progress, **other))


def placed(**other: Any) -> ProgressView:
    return view(position=replace(given.progress().position, **other))


def drawn(progress: Progress, **other: Any) -> str:
    assert progress.drawn is not None
    found: Drawn = replace(progress.drawn, **other)
    return asides.drawn(replace(given.view(), progress=replace(progress, drawn=found)))


def on(day: date) -> Progress:
    base = given.progress()
    return replace(base, options=replace(base.options, as_of=day))


def test_without_a_payment_there_is_no_date_but_a_need() -> None:
    assert asides.drawn(given.view()) == (
        "Nothing has been disbursed, so there is no pace to go by; USD 254.0 bn a year are needed "
        "to draw all by 19 January 2029."
    )
    told = asides.drawn(given.view("en", *given.paid()))
    assert "all is drawn by 31 March 2042; by 31 March 2045" in told


def test_a_pace_that_takes_more_than_a_century_is_a_pace() -> None:
    told = drawn(given.progress(), pace=Decimal(1_000_000), central=None, late=None)
    assert told.startswith(
        "At the pace so far (USD 1 mn a year) it is not drawn within 100 years; USD 254.0 bn"
    )


def test_with_a_year_or_less_a_sum_is_missing_and_no_rate_is_needed() -> None:
    assert drawn(on(DUE - timedelta(days=366))).endswith(
        "USD 254.0 bn a year are needed to draw all by 19 January 2029."
    )
    for left in (365, 1, 0):
        told = drawn(on(DUE - timedelta(days=left)))
        assert told.endswith("USD 254.0 bn are missing until 19 January 2029.")


def test_after_the_due_day_what_is_missing_is_told() -> None:
    assert drawn(on(DUE + timedelta(days=1))).endswith(
        "the due day, 19 January 2029, has passed; USD 254.0 bn are missing."
    )
    assert drawn(on(DUE), needed=Decimal(0)) == "All of it is disbursed."


def test_money_outside_the_funding_lines_is_told_by_measure() -> None:
    # of the pledges the 2.1 and 33.3 bn of the first tranche, firm, and 15 bn up to
    odd = {"t1-ohio", "t1-gulflink", "fs-murata"}
    lines = tuple(
        replace(each, funding_line="") if each.entry in odd else each
        for each in given.progress().position.money
    )
    assert asides.outside(placed(money=lines)) == [
        (
            "Outside the funding lines, and in none of these sums: USD 15.0 bn pledged up to and "
            "USD 35.4 bn pledged, firm sum."
        )
    ]
    assert asides.outside(given.view()) == []


def test_open_loans_and_calls_are_told_with_their_earliest_day() -> None:
    repaid = replace(LOAN, returned=Decimal(30), lent_on=date(2026, 1, 1))
    assert asides.stocks(placed(loans=(repaid, LOAN))) == [
        (
            "1 loan of metal is open: 20 t of Testium from Japan to United States, lent on "
            "1 March 2026."
        )
    ]
    later = replace(LOAN, lent_on=date(2026, 5, 1))
    assert asides.stocks(placed(loans=(later, LOAN)))[0].startswith(
        "2 loans of metal are open; the earliest of 1 March 2026: 20 t"
    )
    second = replace(CALL, earliest=date(2027, 1, 15), usd=2 * given.BN)
    assert asides.calls(placed(calls=(second, CALL))) == [
        (
            "2 calls for funds are recorded (USD 3.0 bn together); the first, of USD 1.0 bn, may "
            "be paid from 15 December 2026."
        )
    ]
    undated = asides.calls(placed(calls=(replace(CALL, earliest=None),)))
    assert undated[0].endswith("the pact states no day from which they may be paid.")
    assert asides.stocks(given.view()) == asides.calls(given.view()) == []


def test_targets_of_stocks_without_account_are_counted() -> None:
    assert asides.stocks(view(stocks_without_account=3)) == [
        "3 targets for stocks have no account in the record; they are left out."
    ]


def test_the_past_projects_behind_late_are_named_in_one_line() -> None:
    assert asides.late_class(given.view()) == [
        (
            "“If late” rests on 2 past projects that went wrong (Past plant A, Past plant B): nine "
            "in ten below 38 months; 1 published delay, the others inferred from cost growth."
        )
    ]
    assert any("Past plant A" in each for each in words.progress_lines(given.view()))


def test_an_empty_record_says_from_when_it_holds_entries() -> None:
    none: Position = replace(given.progress().position, records=(), money=())
    told = asides.record(view(size=0, position=none))
    assert told == ["Nothing was known by then: the record holds entries from 2 November 2026 on."]
    (told_none,) = asides.record(view(size=0, begins=None))
    assert told_none == "No record is bundled with this pact: name a ledger with --ledger."
    assert asides.record(view(size=0, begins=None, origin="pact.ledger")) == [
        "The ledger holds no entries yet."
    ]
    assert asides.record(given.view()) == []
    assert told_none in words.progress_lines(view(size=0, begins=None))
