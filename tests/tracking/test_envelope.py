"""The envelope against what is pledged, committed and paid, worked by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from supplypact.domain.pact import EnvelopeWhole
from supplypact.domain.position import Measure, MoneyLine
from supplypact.domain.progress import EnvelopeProgress, Status
from supplypact.tracking.envelope import elapsed_part, envelope
from supplypact.units import Usd
from tests.given import CLAUSE, pact
from tests.tracking.given import money, position

# each line has 500 from 2026-01-01 to 2035-12-31, 3651 days; 2030-12-31 is day 1825: 0.49986
HALFWAY = date(2030, 12, 31)


def _line(*lines: MoneyLine, as_of: date = HALFWAY) -> EnvelopeProgress:
    every = envelope(pact(budget=1000.0), position(as_of=as_of, money=lines))
    return next(each for each in every if each.scope == "JPN-line")


@pytest.mark.parametrize(
    ("lines", "as_of", "status", "rule"),
    [
        ([], HALFWAY, Status.UNKNOWN, "E1"),
        ([(Measure.COMMITTED, "500"), (Measure.DISBURSED, "500")], HALFWAY, Status.MET, "E2"),
        ([(Measure.DISBURSED, "499.99")], date(2036, 1, 1), Status.LATE, "E3"),
        # the line stands at 500 x 0.49986 = 249.93
        ([(Measure.COMMITTED, "250")], HALFWAY, Status.ON_TRACK, "E4"),
        ([(Measure.COMMITTED, "249")], HALFWAY, Status.AT_RISK, "E5"),
        ([(Measure.CEILING, "200"), (Measure.COMMITTED, "30")], HALFWAY, Status.AT_RISK, "E5"),
        ([(Measure.CEILING, "150"), (Measure.FIRM, "100")], HALFWAY, Status.AT_RISK, "E6"),
        # a pledge of the whole amount is no payment
        ([(Measure.FIRM, "500")], HALFWAY, Status.AT_RISK, "E6"),
    ],
)
def test_each_rule_of_a_funding_line(
    lines: list[tuple[Measure, str]], as_of: date, status: Status, rule: str
) -> None:
    found = _line(*(money(measure, usd) for measure, usd in lines), as_of=as_of)
    assert (found.verdict.status, found.verdict.rule) == (status, rule)
    assert found.verdict.who == (() if status in (Status.MET, Status.ON_TRACK) else ("JPN",))


def test_pledges_above_the_amount_are_shown_and_never_added_to_commitments() -> None:
    found = _line(
        money(Measure.CEILING, "456"), money(Measure.FIRM, "94"), money(Measure.COMMITTED, "10")
    )
    assert [found.ceiling, found.firm, found.committed] == [456, 94, 10]
    assert found.over == Decimal(50)


def test_repayments_and_money_outside_the_envelope_do_not_count() -> None:
    found = _line(money(Measure.REPAID, "500"), money(Measure.COMMITTED, "500", line=""))
    assert found.verdict.rule == "E1"


def test_the_lines_together_and_the_stated_whole_have_their_own_days() -> None:
    whole = EnvelopeWhole(
        amount=Usd(1100.0), first=date(2025, 9, 4), due=date(2029, 1, 19), clause=CLAUSE
    )
    lines = [
        money(Measure.COMMITTED, "100"),
        money(Measure.FIRM, "20", line="USA-line", party="USA"),
    ]
    found = envelope(
        replace(pact(budget=1000.0), whole=whole), position(as_of=date(2027, 1, 1), money=lines)
    )
    assert [each.scope for each in found] == ["USA-line", "JPN-line", "lines", "whole"]
    together, stated = found[2:]
    assert [together.amount, together.committed, together.firm] == [1000, 100, 20]
    # 365 of 3651 days: 99.97 of 1000, so 100 committed is on the line
    assert together.verdict.rule == "E4"
    # 484 of 1233 days: 0.3925 x 1100 = 431.8, and pledges do not reach it either
    assert stated.elapsed == pytest.approx(484 / 1233)
    assert stated.verdict.rule == "E5"
    # Japan is on its own line, the United States are not: they must act
    assert stated.verdict.who == ("USA",)


def test_a_whole_that_one_party_funds_counts_its_money_alone() -> None:
    whole = EnvelopeWhole(
        amount=Usd(550.0),
        first=date(2025, 9, 4),
        due=date(2029, 1, 19),
        clause=CLAUSE,
        party="JPN",
    )
    lines = [
        money(Measure.DISBURSED, "550", line="USA-line", party="USA"),
        money(Measure.COMMITTED, "7"),
    ]
    stated = envelope(replace(pact(budget=1000.0), whole=whole), position(money=lines))[-1]
    assert stated.party == "JPN"
    assert [stated.disbursed, stated.committed] == [0, 7]
    assert stated.verdict.rule == "E5"
    assert stated.verdict.who == ("JPN",)


def test_time_gone_by_is_a_part_of_the_whole() -> None:
    first, due = date(2026, 1, 1), date(2026, 1, 11)
    assert elapsed_part(first, due, date(2026, 1, 6)) == 0.5
    assert elapsed_part(first, due, date(2025, 1, 1)) == 0.0
    assert elapsed_part(first, due, date(2027, 1, 1)) == 1.0
