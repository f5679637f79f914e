from datetime import date
from decimal import Decimal

from hypothesis import given as drawn
from hypothesis import strategies as st

from supplypact.domain.entry import Revenue
from supplypact.domain.position import RevenueShare
from supplypact.ledger.book.revenue import fold_revenue
from tests.ledger import given
from tests.ledger.given import Keeper


def committed(**cells: str) -> Keeper:
    kept = Keeper()
    kept.add("commitment", "c", amount="1000", project="mine", **cells)
    return kept


def splits(kept: Keeper) -> list[tuple[int, ...]]:
    """First split of Japan and the United States, second split of the two."""
    parts = [(each.before, each.after) for each in kept.position().revenue]
    found = [(one["JPN"], one["USA"], two["JPN"], two["USA"]) for one, two in parts]
    assert all(part == int(part) for each in found for part in each)
    return [tuple(map(int, each)) for each in found]


def test_half_each_until_japan_has_its_allocation_then_nine_tenths_as_worked_by_hand() -> None:
    # 150 in halves: 75 each, 25 of the 100 are open.  Of the next 100 the halves of 50 bring
    # these 25; the other 50 go 45 to 5.  Of 80 all goes 72 to 8.
    kept = committed(deemed_allocation="100")
    for at, amount in enumerate(["150", "100", "80"], start=1):
        kept.add("revenue", f"cash-{at}", amount=amount, date=f"2026-0{at + 2}-01")

    assert splits(kept) == [
        (75, 75, 0, 0),
        (25, 25, 5, 45),
        (0, 0, 8, 72),
    ]
    assert [each.recovered_before for each in kept.position().revenue] == [0, 75, 100]


def test_without_a_stated_allocation_what_was_disbursed_by_the_day_is_recovered() -> None:
    # 40 disbursed by March, 100 by May: of 100 in April 80 are in halves (40 each), 20 are 18 to 2;
    # of 200 in June 120 are in halves (60 each: 100 recovered), 80 are 72 to 8
    kept = committed()
    kept.add("disbursement", "d", amount="40", date="2026-03-01")
    kept.add("revenue", "cash-1", amount="100", date="2026-04-01")
    kept.add("disbursement", "e", amount="60", date="2026-05-01")
    kept.add("revenue", "cash-2", amount="200", date="2026-06-01")

    assert [each.deemed_allocation for each in kept.position().revenue] == [40, 100]
    assert splits(kept) == [
        (40, 40, 2, 18),
        (60, 60, 8, 72),
    ]


def test_only_what_the_recovering_party_paid_is_deemed_allocated_as_worked_by_hand() -> None:
    # Japan pays 100, the United States 900; of 1,000 the first 200 go 100 to 100, the other 800 go
    # 80 to 720: Japan has 180, the United States 820
    kept = committed(shares="JPN=0.1; USA=0.9")
    kept.add("disbursement", "d", amount="1000", date="2026-03-01")
    kept.add("revenue", "cash", amount="1000", date="2026-04-01")

    assert [each.deemed_allocation for each in kept.position().revenue] == [100]
    assert splits(kept) == [(100, 100, 80, 720)]


def test_revenue_recorded_late_is_split_in_its_place() -> None:
    kept = committed(deemed_allocation="100")
    kept.add("revenue", "later", amount="100", date="2026-06-01")
    kept.add("revenue", "earlier", amount="150", date="2026-03-01")

    found = kept.position().revenue

    assert [each.entry for each in found] == ["earlier", "later"]
    assert [each.before["JPN"] for each in found] == [75, 25]


def test_each_project_recovers_its_own_allocation() -> None:
    kept = committed(deemed_allocation="100")
    kept.add("commitment", "other", project="mill", deemed_allocation="10")
    kept.add("revenue", "mine-cash", amount="100", date="2026-03-01")
    kept.add("revenue", "mill-cash", amount="100", project="mill", date="2026-03-01")

    assert splits(kept) == [
        (50, 50, 0, 0),
        (10, 10, 8, 72),
    ]


def test_a_project_counts_the_commitments_that_take_it_from_their_pledge() -> None:
    kept = Keeper()
    kept.add("pledge", "p", project="mine")
    kept.add("commitment", "c", pledge="p", deemed_allocation="10")
    kept.add("revenue", "cash", amount="100", date="2026-03-01")

    assert splits(kept) == [(10, 10, 8, 72)]


def test_of_a_withdrawn_commitment_only_what_was_disbursed_is_recovered() -> None:
    # 100 are to be recovered until May, of which the halves of 120 bring 60; from May on 40, which
    # are there already: of 120 more 12 to 108
    kept = committed(deemed_allocation="100")
    kept.add("disbursement", "d", amount="40", date="2026-03-01")
    kept.add("revenue", "cash-1", amount="120", date="2026-04-01")
    kept.add("withdrawal", "off", date="2026-05-01")
    kept.add("revenue", "cash-2", amount="120", date="2026-06-01")

    assert splits(kept) == [(60, 60, 0, 0), (0, 0, 12, 108)]


def test_a_call_may_be_paid_45_business_days_after_its_notice() -> None:
    kept = Keeper()
    kept.add("commitment", "c", date="2026-01-05")
    kept.add("call", "k", date="2026-03-02", amount="10")

    (call,) = kept.position().calls

    assert (call.notice, call.earliest) == (date(2026, 3, 2), date(2026, 5, 11))
    assert call.usd == 10


AMOUNTS = st.lists(st.decimals(min_value="0.01", max_value=1000, places=2), max_size=8)


@drawn(AMOUNTS, st.decimals(min_value=0, max_value=1500, places=2))
def test_the_two_splits_add_up_to_the_cash_and_no_more_is_recovered_than_allocated(
    amounts: list[Decimal], deemed: Decimal
) -> None:
    terms = given.pact().revenue_split
    assert terms is not None
    entries = [
        (given.entry("revenue", f"r-{at}", amount=str(each)), each)
        for at, each in enumerate(amounts)
    ]
    pairs = [(entry, usd) for entry, usd in entries if isinstance(entry, Revenue)]

    found: tuple[RevenueShare, ...] = fold_revenue(pairs, terms, lambda *_: deemed)

    recovered = Decimal(0)
    for each in found:
        assert sum(each.before.values()) + sum(each.after.values()) == each.usd
        assert each.recovered_before == recovered
        recovered += each.before["JPN"]
        # the last cent that the halves do not divide goes to the first by name
        assert recovered <= deemed + Decimal("0.01") * len(found)
        assert not any(each.after.values()) or recovered >= deemed - Decimal("0.01")
