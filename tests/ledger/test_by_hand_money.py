"""Sums of money worked by hand from the rules that docs/accounts.md states."""

from datetime import date
from decimal import Decimal

import pytest

from supplypact.domain.position import Measure
from tests.ledger.given import Keeper


def total(kept: Keeper, measure: Measure = Measure.FIRM, **where: str) -> Decimal:
    return kept.position().total(measure, **where)


def counted(kept: Keeper, *names: str) -> list[Decimal]:
    """What each entry adds to all measures together."""
    lines = kept.position().money
    return [sum((each.usd for each in lines if each.entry == name), Decimal(0)) for name in names]


def test_a_part_of_a_part_leaves_each_whole_what_its_own_parts_leave() -> None:
    # 100 holds 60, the 60 hold 50: 40 + 10 + 50
    kept = Keeper()
    kept.add("pledge", "whole", amount="100")
    kept.add("pledge", "part", amount="60", parent="whole")
    kept.add("pledge", "leaf", amount="50", parent="part")

    assert counted(kept, "whole", "part", "leaf") == [40, 10, 50]
    assert total(kept) == 100


def test_ceilings_and_firm_amounts_of_nested_parts_stay_apart() -> None:
    # up to 100, 60 of it firm, of which 45 only "up to": ceiling 40 + 45, firm 15
    kept = Keeper()
    kept.add("pledge", "whole", amount="100", bound="up_to")
    kept.add("pledge", "part", amount="60", parent="whole")
    kept.add("pledge", "leaf", amount="45", bound="up_to", parent="part")

    assert [total(kept, Measure.CEILING), total(kept)] == [85, 15]


def test_a_part_that_is_withdrawn_does_not_fall_back_to_its_whole() -> None:
    # 100 with a part of 60 that is off: the other 40 stand; 25 were committed under the part
    kept = Keeper()
    kept.add("pledge", "whole", amount="100")
    kept.add("pledge", "part", amount="60", parent="whole")
    kept.add("commitment", "c", amount="25", pledge="part", date="2026-02-10")
    kept.add("withdrawal", "off", withdraws="part", date="2026-03-01")

    assert counted(kept, "whole", "part") == [40, 25]
    assert kept.position(date(2026, 2, 28)).total(Measure.FIRM) == 100


def test_a_withdrawn_whole_keeps_what_was_committed_under_each_of_its_parts() -> None:
    # 100 = 40 + 60; under the part 30 are committed, under the whole itself 45: above its 40
    kept = Keeper()
    kept.add("pledge", "whole", amount="100")
    kept.add("pledge", "part", amount="60", parent="whole")
    kept.add("commitment", "c", amount="30", pledge="part")
    kept.add("commitment", "d", amount="45", pledge="whole")
    kept.add("withdrawal", "off", withdraws="whole", date="2026-03-01")

    assert counted(kept, "whole", "part") == [40, 30]


def test_a_pledge_that_is_withdrawn_keeps_no_more_than_it_counted() -> None:
    # 100 pledged, 80 and 70 committed
    kept = Keeper()
    kept.add("pledge", "p", amount="100")
    kept.add("commitment", "c", amount="80", pledge="p")
    kept.add("commitment", "d", amount="70", pledge="p")
    kept.add("withdrawal", "off", withdraws="p", date="2026-03-01")

    assert counted(kept, "p") == [100]
    assert kept.position().total(Measure.COMMITTED) == 150


def test_three_announcements_of_one_sum_are_one_sum_in_any_party_and_currency() -> None:
    # 10,000 yen are 67.00 dollars; said again as 70 dollars by the other party, and once more
    kept = Keeper()
    kept.add("pledge", "first", amount="10000", currency="JPY")
    kept.add("pledge", "second", amount="70", repeats="first", party="USA")
    kept.add("pledge", "third", amount="75", repeats="first", bound="up_to")

    assert total(kept) == Decimal("67.00")
    assert total(kept, Measure.CEILING) == 0


def test_a_whole_in_one_currency_with_a_part_in_another() -> None:
    # 10,000 yen are 67.00; a part of 27 dollars leaves 40.00
    kept = Keeper()
    kept.add("pledge", "whole", amount="10000", currency="JPY")
    kept.add("pledge", "part", amount="27", parent="whole")

    assert counted(kept, "whole", "part") == [40, 27]


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        # halves of a cent: the first by name
        ("0.01", "JPN=0.5; USA=0.5", ["0.01", "0"]),
        # 0.667 and 0.333 of 0.10: 6.67 and 3.33 cents; the cent left goes to the 0.67
        ("0.1", "JPN=0.667; USA=0.333", ["0.07", "0.03"]),
        # 0.334 and 0.666 of 0.10: 3.34 and 6.66 cents
        ("0.1", "JPN=0.334; USA=0.666", ["0.03", "0.07"]),
        ("33300000000", "JPN=0.75; USA=0.25", ["24975000000", "8325000000"]),
    ],
)
def test_each_party_gives_its_part_to_the_cent(amount: str, shares: str, parts: list[str]) -> None:
    kept = Keeper()
    kept.add("pledge", "p", amount=amount, shares=shares)

    assert [total(kept, party=party) for party in ("JPN", "USA")] == [Decimal(p) for p in parts]


def test_a_payment_in_halves_of_an_odd_cent_is_paid_in_full() -> None:
    kept = Keeper()
    kept.add("commitment", "c", amount="0.07", shares="JPN=0.5; USA=0.5")
    kept.add("disbursement", "d", amount="0.03", date="2026-02-02")
    kept.add("repayment", "r", amount="0.01", date="2026-02-03")

    assert [total(kept, Measure.DISBURSED, party=who) for who in ("JPN", "USA")] == [
        Decimal("0.02"),
        Decimal("0.01"),
    ]
    assert total(kept, Measure.REPAID) == Decimal("0.01")


def test_a_withdrawn_commitment_counts_what_was_paid_and_not_less_for_what_came_back() -> None:
    # 1,000 committed, 125 paid, 25 of them repaid, withdrawn
    kept = Keeper()
    kept.add("commitment", "c", amount="1000")
    kept.add("disbursement", "d", amount="125", date="2026-02-10")
    kept.add("repayment", "r", amount="25", date="2026-02-20")
    kept.add("withdrawal", "off", withdraws="c", date="2026-03-01")

    measures = (Measure.COMMITTED, Measure.DISBURSED, Measure.REPAID)
    assert [total(kept, each) for each in measures] == [125, 125, 25]


def test_money_of_a_party_without_a_line_of_its_own_is_outside_the_envelope() -> None:
    # Japan's line is named, the United States' is not
    kept = Keeper()
    kept.add("pledge", "p", shares="JPN=0.6; USA=0.4", funding_lines="japan-commitments")

    assert total(kept, funding_line="japan-commitments") == 60
    assert total(kept, funding_line="") == 40


def test_a_corrected_amount_counts_on_every_day_for_those_who_know_of_it() -> None:
    kept = Keeper(day=date(2026, 3, 1))
    kept.add("pledge", "p", amount="100")
    kept.day = date(2026, 4, 1)
    kept.add("correction", "fix", corrects="p", changes="amount=90", date="2026-03-20")

    seen = [
        kept.position(date(2026, 2, 1), known).total(Measure.FIRM)
        for known in (date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 1), None)
    ]
    assert seen == [0, 100, 90, 90]


def test_what_is_left_of_a_commitment_may_be_paid_to_the_cent_and_no_cent_more() -> None:
    kept = Keeper()
    kept.add("commitment", "c", amount="100")
    kept.add("disbursement", "d", amount="99.99", date="2026-02-02")

    assert kept.refused("disbursement", amount="0.01", date="2026-02-03") == []
    assert len(kept.refused("disbursement", amount="0.02", date="2026-02-03")) == 1
    assert kept.refused("repayment", amount="99.99", date="2026-02-02") == []
    assert len(kept.refused("repayment", amount="100", date="2026-02-02")) == 1


def test_a_repayment_is_checked_against_every_later_day() -> None:
    # 50 are out from 10 February on; 40 came back on 20 February.  Of a payment that is corrected
    # to 1 March nothing was out by then.
    kept = Keeper()
    kept.add("commitment", "c", amount="100")
    kept.add("disbursement", "d", amount="50", date="2026-02-10")
    kept.add("repayment", "r", amount="40", date="2026-02-20")

    assert len(kept.refused("repayment", amount="11", date="2026-02-15")) == 1
    assert kept.refused("repayment", amount="10", date="2026-02-15") == []
    told = kept.refused("correction", corrects="d", changes="date=2026-03-01", date="2026-03-02")
    assert "L14" in told[0]


def test_the_mend_of_a_currency_without_any_rate_names_the_row_to_add() -> None:
    (told,) = Keeper().refused("pledge", currency="GBP")
    assert told.endswith("add a row for GBP on 2026-02-01 or before to exchange_rates.csv")
