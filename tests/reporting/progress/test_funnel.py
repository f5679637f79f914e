from dataclasses import replace
from decimal import Decimal

from supplypact.reporting.progress.funnel import LEAST, funnel
from tests.reporting.progress import given


def test_bars_stand_against_the_amount_and_the_even_path() -> None:
    # ceilings 188 of 550 bn = 34.18 %; 444 of 1233 days = 36.01 %
    found = funnel(given.progress(*given.paid()).envelope[2], given.view())
    assert [each.measure.value for each in found.bars] == [
        "ceiling",
        "firm",
        "committed",
        "disbursed",
        "repaid",
    ]
    assert found.bars[0].width == 34.18
    assert found.amount == 100.0
    assert found.even == 36.01
    assert found.note == (
        "USD 550.0 bn by 19 Jan 2029; 36% of the time gone: USD 198.1 bn on an even path"
    )


def test_ceilings_above_the_amount_reach_beyond_its_line() -> None:
    line = replace(given.progress().envelope[1], ceiling=Decimal(860) * given.BN)
    found = funnel(line, given.view())
    assert found.bars[0].width == 100.0
    assert found.amount == 50.0
    assert found.bars[0].part == "200.0%"


def test_a_small_sum_can_be_seen_and_none_has_no_bar() -> None:
    line = replace(given.progress().envelope[1], disbursed=Decimal(1), committed=Decimal(0))
    bars = {each.measure.value: each for each in funnel(line, given.view()).bars}
    assert bars["disbursed"].width == LEAST
    assert bars["committed"].width == 0.0


def test_who_cannot_see_it_is_told() -> None:
    told = funnel(given.progress().envelope[1], given.view()).text
    assert "pledged up to USD 188.0 bn" in told
    assert "disbursed USD 0" in told
    assert "amount promised USD 430.0 bn" in told


def test_without_a_repayment_there_is_no_bar_for_it() -> None:
    assert len(funnel(given.progress().envelope[1], given.view()).bars) == 4
