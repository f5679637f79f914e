from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from supplypact.domain.entry import Stock
from supplypact.domain.position import StockAccount
from tests.ledger import given
from tests.ledger.given import Keeper


def opened() -> Keeper:
    """Japan opens with 50 t of refined lithium on 1 February and buys 10 t on 1 March."""
    kept = Keeper()
    kept.add("stock", "open", movement="opening", tonnes="50")
    kept.add("stock", "buy", tonnes="10", date="2026-03-01")
    return kept


def lent() -> Keeper:
    """And lends 20 t to the United States on 1 April."""
    kept = opened()
    kept.add("stock", "loan", movement="loan", tonnes="20", counterparties="USA", date="2026-04-01")
    return kept


def tonnes(*numbers: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, numbers))


def account(kept: Keeper, holder: str) -> StockAccount:
    (found,) = (each for each in kept.position().stocks if each.holder == holder)
    return found


def test_a_stock_never_falls_below_zero_on_any_day() -> None:
    kept = opened()

    assert kept.refused("stock", movement="release", tonnes="60", date="2026-03-01") == []
    assert kept.refused("stock", movement="release", tonnes="51", date="2026-02-28") == [
        (
            "the account lithium (refine) of JPN would hold -1 t on 2026-02-28 (L16); "
            "record first what came in, or correct the tonnes or the day"
        )
    ]


def test_a_movement_that_comes_to_light_late_is_checked_against_all_later_days() -> None:
    kept = opened()
    kept.add("stock", "out", movement="release", tonnes="55", date="2026-06-01")

    # 50 on 1 February, 60 on 1 March, 5 since 1 June: 6 t fewer in April leave -1 t in June
    assert kept.refused("stock", movement="release", tonnes="5", date="2026-04-01") == []
    assert (
        "would hold -1 t on 2026-06-01 (L16)"
        in (kept.refused("stock", movement="release", tonnes="6", date="2026-04-01")[0])
    )


def test_what_comes_in_on_a_day_may_go_out_on_the_same_day() -> None:
    kept = Keeper()
    kept.add("stock", "buy", tonnes="10")

    assert kept.refused("stock", movement="release", tonnes="10") == []


def test_an_account_opens_once_and_before_all_else() -> None:
    kept = opened()

    assert kept.refused("stock", movement="opening", date="2026-01-01") == [
        (
            "the account lithium (refine) of JPN was opened already (open), new opens it again "
            "(L16); record a purchase, or correct the opening"
        ),
        (
            "the account lithium (refine) of JPN would move on 2026-01-01 and opens on 2026-02-01 "
            "(open) (L16); nothing moves before the opening: correct one of the two days"
        ),
    ]
    assert "opens on 2026-02-01 (open) (L16)" in kept.refused("stock", date="2026-01-31")[0]
    assert kept.refused("stock", movement="opening", place="Niihama", tonnes="0") == []


def test_no_more_is_rotated_than_is_there() -> None:
    kept = opened()

    assert kept.refused("stock", movement="rotation", tonnes="50", date="2026-02-02") == []
    assert kept.refused("stock", movement="rotation", tonnes="51", date="2026-02-02") == [
        (
            "the account lithium (refine) of JPN would hold 50 t on 2026-02-02, and 51 t would be "
            "rotated (L16); record first what came in, or correct the tonnes or the day"
        )
    ]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"counterparties": ""}, "a loan needs one borrower, another party (L17)"),
        ({"counterparties": "JPN"}, "a loan needs one borrower, another party (L17)"),
        ({"counterparties": "USA; JPN"}, "a loan needs one borrower, another party (L17)"),
        ({"counterparties": "AUS"}, "'AUS' is no party of the pact test-pact (L4)"),
    ],
)
def test_a_loan_is_to_another_party_of_the_pact(cells: dict[str, str], told: str) -> None:
    found = opened().refused("stock", movement="loan", **cells)

    assert told in found[0]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({}, None),
        ({"counterparties": "JPN"}, None),
        ({"loan": ""}, "a return needs its loan (L17)"),
        ({"loan": "buy"}, "loan 'buy' is a purchase, not a loan (L11)"),
        ({"party": "JPN"}, "JPN returns what USA borrowed (loan) (L17)"),
        ({"counterparties": "USA"}, "the loan loan is of JPN, not of USA (L17)"),
        ({"form": "mine"}, "form is 'mine', but 'refine' was lent (loan) (L17)"),
        ({"place": "Osaka"}, "place is 'Osaka', but '' was lent (loan) (L17)"),
        ({"date": "2026-03-31"}, "2026-03-31 is before loan, which it refers to"),
        ({"tonnes": "21"}, "21 t are returned of 20 t open of loan (L17)"),
        ({"movement": "purchase"}, "a purchase is against no loan (L17)"),
    ],
)
def test_what_comes_back_is_what_was_lent(cells: dict[str, str], told: str | None) -> None:
    kept = lent()
    kept.add("stock", "more", tonnes="100", party="USA", date="2026-02-01", place="Osaka")
    kept.add("stock", "ore", tonnes="100", party="USA", date="2026-02-01", form="mine")
    back = {"movement": "return", "party": "USA", "loan": "loan", "date": "2026-05-01"}

    found = kept.refused("stock", **{**back, **cells})

    assert found == [] if told is None else told in found[0]


def test_no_more_comes_back_than_is_open() -> None:
    kept = lent()
    cells = {"movement": "return", "party": "USA", "loan": "loan", "date": "2026-05-01"}
    kept.add("stock", "back", tonnes="15", **cells)

    assert kept.refused("stock", tonnes="5", **cells) == []
    assert (
        "6 t are returned of 5 t open of loan (L17)"
        in (kept.refused("stock", tonnes="6", **cells)[0])
    )


def test_opening_and_in_less_out_is_closing_for_each_holder() -> None:
    # Japan: 50 + 10 - 20 lent - 8 released + 12 back = 44; United States: 20 - 12 = 8
    kept = lent()
    kept.add("stock", "use", movement="release", tonnes="8", date="2026-05-01")
    kept.add("stock", "turn", movement="rotation", tonnes="30", date="2026-05-02")
    kept.add(
        *("stock", "back"),
        movement="return",
        party="USA",
        loan="loan",
        tonnes="12",
        date="2026-06-01",
    )

    japan, states = account(kept, "JPN"), account(kept, "USA")

    assert (japan.opening, japan.into, japan.out, japan.closing) == tonnes(50, 22, 28, 44)
    assert (japan.lent, japan.regained, japan.rotated) == tonnes(20, 12, 30)
    assert (states.opening, states.into, states.out, states.closing) == tonnes(0, 20, 12, 8)
    assert states.entries == ("loan", "back")
    (loan,) = kept.position().loans
    assert (loan.lender, loan.borrower) == ("JPN", "USA")
    assert (loan.tonnes, loan.open) == tonnes(20, 8)


def test_a_stock_is_seen_as_it_was_on_the_day() -> None:
    kept = lent()

    assert kept.position(date(2026, 3, 31)).loans == ()
    assert kept.position(date(2026, 3, 31)).stocks[0].closing == Decimal(60)
    assert kept.position(date(2026, 4, 1)).stocks[0].closing == Decimal(40)


def test_a_correction_that_leaves_too_little_is_refused_with_the_day() -> None:
    kept = lent()

    found = kept.refused("correction", corrects="open", changes="tonnes=9")

    assert found == [
        (
            "after it the ledger would break L16: the account lithium (refine) of JPN would "
            "hold -1 "
            "t on 2026-04-01 (L20); record first what came in, or correct the tonnes or the day"
        )
    ]


def test_a_corrected_loan_moves_what_came_back_to_the_right_lender() -> None:
    kept = lent()
    kept.add("stock", "us", movement="opening", tonnes="30", party="USA", date="2026-01-01")
    cells = {"movement": "return", "party": "USA", "loan": "loan", "date": "2026-05-01"}
    kept.add("stock", "back", tonnes="5", **cells)

    found = kept.refused("correction", corrects="loan", changes="party=USA; counterparties=JPN")

    assert any(
        "after it back would break L17: USA returns what JPN borrowed" in each for each in found
    )
    assert account(kept, "JPN").closing == Decimal(45)


def test_a_movement_of_a_place_stands_in_the_account_of_that_place() -> None:
    kept = opened()

    found = kept.refused("stock", movement="release", tonnes="1", place="Niihama")

    assert "the account lithium (refine) of JPN at Niihama would hold -1 t" in found[0]


def test_a_movement_is_not_below_zero_even_if_made_by_hand() -> None:
    made = given.entry("stock", "new")
    assert isinstance(made, Stock)

    assert "(L7)" in opened().told(replace(made, tonnes=Decimal(-1)))[0]
