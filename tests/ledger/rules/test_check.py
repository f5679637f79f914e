"""One sentence for each way to break a rule; the numbers are those of ``ledger.rules``."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from supplypact.domain.entry import Commitment, Pledge
from supplypact.ledger.book.book import Book
from supplypact.ledger.rules import check as rules
from tests.ledger import given
from tests.ledger.given import Keeper


def keeper() -> Keeper:
    """A pledge p of 100, a commitment c of 100 to the mine under it, both of 1 February."""
    kept = Keeper()
    kept.add("pledge", "p", sector="energy", project="mine", funding_lines="japan-commitments")
    kept.add("commitment", "c", pledge="p")
    return kept


def test_every_rule_is_numbered_once_and_in_order() -> None:
    numbers = [int(each) for each in re.findall(r"^L(\d+) ", rules.__doc__ or "", re.MULTILINE)]

    assert numbers == list(range(1, 21))


def test_l1_an_entry_that_was_made_without_its_reader_is_checked_as_well() -> None:
    sound = given.entry("pledge", "new")
    assert isinstance(sound, Pledge)
    made = replace(sound, id="New One", amount=Decimal("NaN"))

    told = keeper().told(made)

    assert told == [
        "id 'New One' is not lower-case words joined by hyphens (L1); write 'new-one'",
        (
            "amount 'NaN' is not a decimal number in plain digits (L1); write 33300000000 or 0.25, "
            "say: no separators, at most 18 digits before and 6 behind the point"
        ),
    ]


def test_l1_an_entry_that_would_not_be_read_back_the_same_is_refused() -> None:
    made = replace(given.entry("pledge", "new"), counterparties=("A", " B "))

    assert keeper().told(made) == [
        ("it is not in the form in which entries are kept (L1); make it by reading its body")
    ]


def test_l2_an_id_stands_for_one_entry_of_whatever_kind() -> None:
    assert keeper().refused("decision", "p") == [
        "the id p is taken, by a pledge (L2); give it another id"
    ]


def test_l3_an_entry_dated_after_it_was_recorded_is_refused() -> None:
    assert keeper().refused("decision", date="2026-11-23") == [
        (
            "an entry dated after it was recorded: 2026-11-23, recorded by 2026-11-22 (L3); "
            "date it on the day on which it was true; what is to come is a milestone or a due day"
        )
    ]


@pytest.mark.parametrize(
    ("kind", "cells", "told"),
    [
        ("decision", {"party": "AUS"}, "'AUS' is no party of the pact test-pact (L4)"),
        ("decision", {"party": "Japan"}, "(L4); did you mean 'JPN'?"),
        ("pledge", {"shares": "JPN=0.5; AUS=0.5"}, "'AUS' is no party of the pact test-pact (L4)"),
        ("project", {"host": "JAP"}, "host 'JAP' is unknown (L5); did you mean 'JPN'?"),
        ("project", {"host": "Australia"}, "host 'Australia' is unknown (L5); did you mean 'AUS'?"),
        ("decision", {"sector": "enrgy"}, "sector 'enrgy' is unknown (L5); did you mean 'energy'?"),
        ("stock", {"material": "lithum"}, "(L5); did you mean 'lithium'?"),
        ("stock", {"form": "refined"}, "form 'refined' is unknown (L5); did you mean 'refine'?"),
        ("output", {"stage": "magnet"}, "stage 'magnet' is unknown (L5)"),
        ("output", {"stage": ""}, "stage '' is unknown (L5)"),
        ("output", {"product": "ships"}, "product 'ships' is unknown (L5)"),
        ("indicator", {"indicator": "defense"}, "(L5); did you mean 'defence'?"),
        ("indicator", {"unit": "%"}, "unit '%' is unknown (L5); use one of: % of GDP"),
        ("cost", {"project": "mines"}, "project 'mines' is unknown (L6); did you mean 'mine'?"),
        ("cost", {"project": "nowhere"}, "(or declare it by an entry of kind project)"),
        ("project", {"project": "mine"}, "project mine is in the tables already (Great Mine) (L6)"),
        ("project", {"latitude": "40"}, "only one of latitude and longitude is given (L6)"),
        (
            "project",
            {"latitude": "91", "longitude": "10"},
            "latitude 91 is not between -90 and 90 (L6)",
        ),
        ("pledge", {"amount": "0"}, "amount 0 is not above 0 (L7)"),
        ("commitment", {"amount": "-5"}, "amount -5 is not above 0 (L7)"),
        ("commitment", {"deemed_allocation": "0"}, "deemed_allocation 0 is not above 0 (L7)"),
        ("stock", {"tonnes": "0"}, "tonnes 0 is not above 0 (L7)"),
        ("output", {"quantity": "-1"}, "quantity -1 is below 0 (L7)"),
        ("pledge", {"amount": ""}, "there is a currency without an amount (L7)"),
        ("pledge", {"currency": ""}, "there is an amount without a currency (L7)"),
        ("pledge", {"currency": "EUR"}, "currency EUR has no rate on 2026-02-01 (L8)"),
        ("cost", {"currency": "JPY", "date": "2025-09-30"}, "has no rate on 2025-09-30 (L8)"),
        (
            "pledge",
            {"shares": "USA=0.4; JPN=0.5"},
            "shares add up to 0.9: 0.5 + 0.4 (L9); write parts that add up to exactly 1",
        ),
        ("pledge", {"shares": "USA=0; JPN=1"}, "the share of USA is 0 (L9)"),
        (
            "pledge",
            {"funding_lines": "japan-commitment"},
            "(L10); did you mean 'japan-commitments'?",
        ),
        (
            "pledge",
            {"funding_lines": "us-incentives"},
            (
                "funding line us-incentives is of USA, which pays no part (L10); "
                "use japan-commitments, or leave it blank; shares tell who pays"
            ),
        ),
    ],
)
def test_words_and_numbers_of_one_entry(kind: str, cells: dict[str, str], told: str) -> None:
    found = Keeper().refused(kind, **cells)

    assert len(found) == 1
    assert told in found[0]


def test_all_rules_that_an_entry_breaks_are_told_at_once() -> None:
    found = keeper().refused(
        "pledge",
        date="2026-12-01",
        party="AUS",
        amount="-1",
        currency="EUR",
        sector="x",
        project="x",
        repeats="x",
        funding_lines="x",
    )

    assert re.findall(r"\((L\d+)\)", " ".join(found)) == [
        *("L3", "L4", "L5", "L6", "L7", "L8", "L10", "L11")
    ]


def test_l6_a_project_is_declared_once_and_before_it_is_named() -> None:
    kept = Keeper()
    kept.add("project", "smelter-named", date="2026-03-01")

    assert kept.refused("cost", project="smelter", date="2026-03-01") == []
    assert kept.refused("cost", project="smelter", date="2026-02-28") == [
        (
            "2026-02-28 is before project smelter is declared (smelter-named) (L6); "
            "date smelter-named on 2026-02-28 or before: it is on 2026-03-01"
        )
    ]
    assert kept.refused("project") == [
        (
            "project smelter is declared already, by smelter-named (L6); "
            "choose another id, or correct smelter-named"
        )
    ]
    assert (
        "did you mean 'smelter'?"
        in kept.refused("cost", project="Copper smelter".lower()[7:] + "s")[0]
    )


def test_l8_the_currency_of_a_commitment_needs_a_rate_on_the_day_of_a_payment_in_another() -> None:
    kept = Keeper()
    kept.add("commitment", "yen", currency="JPY", amount="1000000")

    assert kept.refused("disbursement", commitment="yen", date="2026-11-20") == [
        (
            "currency JPY has no rate on 2026-11-20, on which it is counted against yen (L8); "
            "there are rates of 2025-10-01; add a row for JPY on 2026-11-20 or before to "
            "exchange_rates.csv"
        )
    ]


def test_l9_shares_of_three_digits_add_up_exactly() -> None:
    assert Keeper().refused("pledge", shares="USA=0.333; JPN=0.667") == []


def test_l10_each_party_that_pays_may_use_a_line_of_its_own() -> None:
    assert (
        Keeper().refused(
            "pledge", shares="USA=0.4; JPN=0.6", funding_lines="us-incentives; japan-commitments"
        )
        == []
    )


def test_l10_two_lines_of_one_party_are_two_entries() -> None:
    terms = given.terms()
    lines = terms.pact.envelope
    pact = replace(terms.pact, envelope=(*lines, replace(lines[1], id="japan-loans")))
    kept = Keeper(book=Book(replace(terms, pact=pact)))

    assert kept.refused("pledge", funding_lines="japan-commitments; japan-loans") == [
        (
            "funding lines japan-commitments and japan-loans are both of JPN (L10); "
            "record one entry for each line"
        )
    ]


@pytest.mark.parametrize(
    ("kind", "cells", "told"),
    [
        ("pledge", {"repeats": "q"}, "repeats 'q': there is no such pledge (L11)"),
        ("pledge", {"parent": "c"}, "parent 'c' is a commitment, not a pledge (L11)"),
        ("pledge", {"parent": "new"}, "parent is the entry itself (L11)"),
        ("commitment", {"pledge": "pp"}, "(L11)"),
        ("disbursement", {"commitment": "p"}, "commitment 'p' is a pledge, not a commitment (L11)"),
        ("withdrawal", {"withdraws": "d"}, "there is no such pledge or commitment (L11)"),
        (
            "disbursement",
            {"date": "2026-01-31"},
            (
                "2026-01-31 is before c, which it refers to, of 2026-02-01 (L12); "
                "give it the day 2026-02-01 or a later one"
            ),
        ),
        ("pledge", {"repeats": "p", "date": "2026-01-31"}, "(L12)"),
        ("pledge", {"parent": "p", "date": "2026-01-31"}, "(L12)"),
        ("commitment", {"pledge": "p", "date": "2026-01-31"}, "(L12)"),
        ("withdrawal", {"withdraws": "p", "date": "2026-01-31"}, "(L12)"),
    ],
)
def test_what_an_entry_refers_to(kind: str, cells: dict[str, str], told: str) -> None:
    found = keeper().refused(kind, **cells)

    assert told in found[0]


def test_l11_a_mistyped_reference_offers_the_nearest_id() -> None:
    kept = keeper()
    kept.add("pledge", "tranche-1")

    assert kept.refused("pledge", repeats="tranch-1") == [
        "repeats 'tranch-1': there is no such pledge (L11); did you mean 'tranche-1'?"
    ]


def test_l11_a_re_announcement_of_a_re_announcement_is_refused() -> None:
    kept = keeper()
    kept.add("pledge", "again", repeats="p")

    assert kept.refused("pledge", repeats="again") == [
        (
            "repeats 'again' is itself a re-announcement, of p (L11); "
            "write repeats = p, the first announcement"
        )
    ]


def test_l11_a_part_may_be_a_re_announcement_but_not_of_its_own_whole() -> None:
    kept = keeper()
    kept.add("pledge", "whole")

    assert kept.refused("pledge", parent="whole", repeats="p") == []
    assert kept.refused("pledge", parent="whole", repeats="whole") == [
        "repeats 'whole' is what it is a part of (L11); keep parent and leave repeats out"
    ]


def test_l11_a_whole_cannot_become_a_part_of_its_own_part() -> None:
    kept = keeper()
    kept.add("pledge", "part", parent="p")

    assert kept.refused("correction", corrects="p", changes="parent=part") == [
        (
            "after it p would break L11: by parent and repeats p comes back to itself (L20); a "
            "whole "
            "is no part of its own part: leave one of the two references out"
        ),
        (
            "after it part would break L11: by parent and repeats part comes back to itself "
            "(L20); a "
            "whole is no part of its own part: leave one of the two references out"
        ),
    ]


def test_l11_what_was_withdrawn_is_not_made_good_from_that_day_on() -> None:
    kept = keeper()
    kept.add("pledge", "part", parent="p")
    kept.add("withdrawal", "off", withdraws="p", date="2026-05-01")

    assert kept.refused("commitment", pledge="p", date="2026-04-30") == []
    for each in ("p", "part"):
        assert kept.refused("commitment", pledge=each, date="2026-05-01") == [
            (
                f"pledge '{each}' was withdrawn on 2026-05-01 (off) (L11); "
                "name another pledge, or correct off if it was wrong"
            )
        ]


def test_l11_money_comes_back_after_a_commitment_is_withdrawn_but_none_is_paid() -> None:
    kept = keeper()
    kept.add("disbursement", "d", date="2026-03-01")
    kept.add("withdrawal", "off", date="2026-05-01")

    assert kept.refused("repayment", date="2026-06-01") == []
    assert "(L11)" in kept.refused("disbursement", date="2026-06-01")[0]
    assert "(L11)" in kept.refused("call", date="2026-06-01")[0]


def test_l13_a_disbursement_over_its_commitment_tells_what_is_left() -> None:
    kept = keeper()
    kept.add("disbursement", "d", amount="70")

    assert kept.refused("disbursement", amount="30") == []
    assert kept.refused("disbursement", amount="30.01") == [
        (
            "100.01 USD would be disbursed of 100 committed: 70 disbursed so far, 30 left (c) "
            "(L13); "
            "correct the amount, or record a commitment to the rest"
        )
    ]


def test_l13_calls_are_counted_apart_from_disbursements() -> None:
    kept = keeper()
    kept.add("disbursement", "d", amount="100")
    kept.add("call", "k", amount="60")

    assert kept.refused("call", amount="40") == []
    assert kept.refused("call", amount="41") == [
        (
            "101 USD would be called of 100 committed: 60 called so far, 40 left (c) (L13); "
            "correct the amount, or record a commitment to the rest"
        )
    ]


def test_l13_another_currency_counts_at_the_rate_of_the_commitments_day() -> None:
    # 14,925.37 yen at 0.0067 are 99.999979, so 100.00; 14,926.12 are 100.005004, so 100.01
    kept = keeper()

    assert kept.refused("disbursement", amount="14925.37", currency="JPY") == []
    assert (
        "100.01 USD would be disbursed of 100 committed"
        in (kept.refused("disbursement", amount="14926.12", currency="JPY")[0])
    )


def test_l13_a_commitment_may_exceed_its_pledge() -> None:
    assert keeper().refused("commitment", pledge="p", amount="500") == []


def test_l14_no_more_is_repaid_than_was_disbursed_by_that_day() -> None:
    kept = keeper()
    kept.add("disbursement", "d", amount="40", date="2026-03-01")
    kept.add("disbursement", "e", amount="40", date="2026-06-01")

    assert kept.refused("repayment", amount="80", date="2026-06-01") == []
    assert kept.refused("repayment", amount="50", date="2026-05-01") == [
        (
            "more would be repaid than disbursed under c by 2026-05-01: 40 USD is out, 50 "
            "would come "
            "back (L14); correct the amount or the day: principal only"
        )
    ]


def test_l18_nothing_is_withdrawn_twice() -> None:
    kept = keeper()
    kept.add("withdrawal", "off", date="2026-05-01")

    assert kept.refused("withdrawal", date="2026-06-01") == [
        ("c is withdrawn already, on 2026-05-01 (off) (L18); correct off if its day is wrong")
    ]


def test_l18_nothing_is_withdrawn_before_what_was_made_good_of_it() -> None:
    kept = keeper()
    kept.add("pledge", "part", parent="p", date="2026-03-01")
    kept.add("commitment", "of-part", pledge="part", date="2026-04-01")

    assert kept.refused("withdrawal", withdraws="p", date="2026-04-02") == []
    assert kept.refused("withdrawal", withdraws="p", date="2026-04-01") == [
        (
            "of-part of 2026-04-01 refers to part, which would be off by then (L18); "
            "give the withdrawal a day after 2026-04-01, or correct of-part first"
        )
    ]


def test_l19_revenue_is_of_a_project_that_money_was_committed_to() -> None:
    kept = keeper()

    assert kept.refused("revenue", project="mine") == []
    assert kept.refused("revenue", project="mill") == [
        "no money was committed to project mill by 2026-02-01 (L19); record the commitment first"
    ]
    assert "by 2026-01-31 (L19)" in kept.refused("revenue", project="mine", date="2026-01-31")[0]


def test_l19_a_commitment_to_another_project_is_none_to_that_of_its_pledge() -> None:
    kept = Keeper()
    kept.add("pledge", "p", project="mine")
    kept.add("commitment", "c", pledge="p", project="mill")

    assert kept.refused("revenue", project="mill") == []
    assert "no money was committed to project mine" in kept.refused("revenue", project="mine")[0]


def test_l18_a_correction_makes_no_second_withdrawal_of_the_same() -> None:
    kept = keeper()
    kept.add("withdrawal", "other", withdraws="p", date="2026-05-01")
    kept.add("withdrawal", "off", withdraws="c", date="2026-05-01")

    found = kept.refused("correction", corrects="other", changes="withdraws=c")

    assert found == [
        (
            "after it off would break L18: c is withdrawn already, on 2026-05-01 (other) (L20); "
            "correct other if its day is wrong"
        )
    ]


def test_l19_revenue_needs_a_pact_that_splits_it() -> None:
    terms = given.terms()
    book = Book(replace(terms, pact=replace(terms.pact, revenue_split=None)))
    kept = Keeper(book=book)
    kept.add("commitment", "c", project="mine")

    assert kept.refused("revenue") == [
        (
            "the pact test-pact states no split of revenue (L19); "
            "add [revenue_split] to the pact file"
        )
    ]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"corrects": "cc"}, "corrects 'cc': there is no such entry (L20)"),
        ({"corrects": "x"}, "corrects 'x': a correction of a correction (L20); correct p again"),
        (
            {"changes": "id=d"},
            (
                "id of c cannot be changed (L20); "
                "void the entry by a correction without changes, and record another one"
            ),
        ),
        ({"changes": "kind=pledge"}, "kind of c cannot be changed (L20)"),
        (
            {"changes": "amout=5"},
            "c is a commitment, which has no field 'amout' (L20); did you mean 'amount'?",
        ),
        ({"changes": "amount=100.00"}, "c says the same already (L20)"),
        ({"changes": "amount=5e1"}, "changed so, amount '5e1' is not a decimal number"),
        ({"changes": "amount="}, "changed so, amount is missing (L1) (L20)"),
        ({"changes": "amount=-5"}, "after it c would break L7: amount -5 is not above 0 (L20)"),
        ({"changes": "party=AUS"}, "after it c would break L4: 'AUS' is no party"),
        ({"changes": "date=2026-12-01"}, "after it c would break L3: an entry dated after it was"),
        (
            {"changes": "date=2026-03-02"},
            "after it d would break L12: 2026-03-01 is before c, which it refers to, of 2026-03-02",
        ),
        (
            {"changes": "amount=39"},
            "after it the ledger would break L13: 40 USD would be disbursed of 39 committed (c)",
        ),
        (
            {"changes": ""},
            "after it d would break L11: commitment 'c': there is no such commitment",
        ),
        ({"corrects": "p", "changes": ""}, "after it c would break L11: pledge 'p'"),
        ({"corrects": "d", "changes": "date=2026-04-02"}, "after it the ledger would break L14"),
        ({"corrects": "d", "changes": "amount=19"}, "after it the ledger would break L14"),
        ({"date": "2026-11-23"}, "an entry dated after it was recorded"),
        ({"party": "AUS", "changes": "note=x"}, "'AUS' is no party of the pact test-pact (L4)"),
    ],
)
def test_l20_what_a_correction_may_not_do(cells: dict[str, str], told: str) -> None:
    kept = keeper()
    kept.add("disbursement", "d", amount="40", date="2026-03-01")
    kept.add("repayment", "r", amount="20", date="2026-04-01")
    kept.add("correction", "x", corrects="p", changes="note=As told by METI")

    found = kept.refused("correction", **cells)

    assert any(told in each for each in found), found


def test_l20_what_is_void_is_neither_corrected_nor_referred_to() -> None:
    kept = keeper()
    kept.add("correction", "void", corrects="c")

    assert kept.refused("correction", corrects="c", changes="amount=5") == [
        "corrects 'c' is void by the correction void (L20); record the entry again under another id"
    ]
    assert kept.refused("disbursement", commitment="c") == [
        (
            "commitment 'c' is void by the correction void (L11); "
            "record the commitment again under another id"
        )
    ]


def test_l20_a_correction_of_a_declaration_tells_what_named_the_project() -> None:
    kept = Keeper()
    kept.add("project", "named")
    kept.add("cost", "k", project="smelter")

    found = kept.refused("correction", corrects="named", changes="project=refinery")

    assert len(found) == 1
    assert "after it k would break L6: project 'smelter' is unknown (L20)" in found[0]


def test_l20_a_commitment_with_revenue_stays_with_its_project() -> None:
    kept = keeper()
    kept.add("revenue", "cash")

    found = kept.refused("correction", corrects="p", changes="project=mill")

    assert [each.split(":")[0] for each in found] == ["after it cash would break L19"]


def test_corrections_of_one_entry_add_up_in_the_order_they_were_recorded() -> None:
    kept = keeper()
    kept.add("correction", "x", corrects="c", changes="amount=50; note=first")
    kept.add("correction", "y", corrects="c", changes="amount=60; sector=minerals")

    found = kept.position().entry("c")

    assert isinstance(found, Commitment)
    assert (found.amount, found.note, found.sector) == (Decimal(60), "first", "minerals")


def test_a_corrected_record_keeps_its_place_and_the_day_it_was_recorded() -> None:
    kept = keeper()
    kept.day = date(2026, 12, 24)
    kept.add("correction", "x", corrects="p", changes="party=USA; funding_lines=")

    first = kept.position().records[0]

    assert isinstance(first.entry, Pledge)
    assert (first.seq, first.recorded_on, first.entry.party) == (0, date(2026, 11, 22), "USA")


def test_a_refused_entry_changes_nothing() -> None:
    kept = keeper()
    kept.add("disbursement", "d", amount="40")
    before = kept.position()
    for cells in ({"changes": "amount=1"}, {"changes": ""}, {"changes": "amount=500"}):
        kept.refused("correction", **cells)
    kept.refused("disbursement", amount="500")
    kept.refused("stock", movement="release")

    kept.add("decision", "later")

    assert kept.position().money == before.money
    assert kept.position().stocks == before.stocks == ()
    assert kept.refused("disbursement", amount="61") != []
    assert kept.refused("disbursement", amount="60") == []
