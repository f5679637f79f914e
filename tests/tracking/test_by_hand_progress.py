"""Verdicts, forecasts and days worked by hand from the rules that docs/track.md states."""

import math
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest

from supplypact.domain.entry import Cost, MilestonePlanned
from supplypact.domain.hazard import DurationLaw
from supplypact.domain.pact import EnvelopeWhole, Sector
from supplypact.domain.position import Measure, MilestoneState
from supplypact.domain.progress import Drawn, EnvelopeProgress, ReferenceClass
from supplypact.tracking.days import later, split_years
from supplypact.tracking.envelope import envelope
from supplypact.tracking.forecast import drawn, quantile, reference_classes
from supplypact.tracking.milestones import milestones, projects
from supplypact.units import Usd, Year
from tests.given import CLAUSE, pact
from tests.tracking.given import EVIDENCE, TODAY, cost, milestone, money, plant, position, record


def whole(as_of: date, **usd: str) -> EnvelopeProgress:
    """An envelope of 1,000 of ten days, 1 to 11 January 2026, with these sums."""
    stated = EnvelopeWhole(
        amount=Usd(1000.0), first=date(2026, 1, 1), due=date(2026, 1, 11), clause=CLAUSE
    )
    lines = [money(Measure(name), amount) for name, amount in usd.items()]
    every = envelope(replace(pact(), whole=stated), position(as_of=as_of, money=lines))
    return next(each for each in every if each.scope == "whole")


@pytest.mark.parametrize(
    ("day", "usd", "rule"),
    [
        # five of ten days: the line stands at 500
        (6, {"committed": "500"}, "E4"),
        (6, {"committed": "499.99"}, "E5"),
        (6, {"ceiling": "499.99"}, "E5"),
        (6, {"ceiling": "500"}, "E6"),
        (6, {"firm": "300", "ceiling": "200"}, "E6"),
        # commitments and pledges are not added
        (6, {"committed": "400", "firm": "400"}, "E5"),
        # before the first day the line stands at 0
        (1, {"firm": "1"}, "E4"),
        # on the due day there is time left; the day after there is none
        (11, {"committed": "1000", "disbursed": "999"}, "E4"),
        (12, {"committed": "1000", "disbursed": "999"}, "E3"),
        (12, {"disbursed": "1000"}, "E2"),
        (12, {}, "E1"),
        (6, {"disbursed": "10"}, "E5"),
        (6, {"repaid": "10"}, "E1"),
    ],
)
def test_rules_of_an_envelope_at_their_edges(day: int, usd: dict[str, str], rule: str) -> None:
    assert whole(date(2026, 1, day), **usd).verdict.rule == rule


def test_the_worked_example_of_the_page() -> None:
    # 325 of 3,651 days: 8.9 %; 430 billion x 325 / 3651 = 38.277 billion
    promised = pact(budget=860e9)
    for committed, rule in (("38.27e9", "E6"), ("38.28e9", "E4")):
        lines = [
            money(Measure.CEILING, "489450000000"),
            money(Measure.FIRM, "35400000000"),
            money(Measure.COMMITTED, str(Decimal(committed).quantize(Decimal(1)))),
        ]
        japan = envelope(promised, position(money=lines))[1]
        assert japan.elapsed == pytest.approx(325 / 3651)
        assert japan.over == Decimal(94_850_000_000)
        assert japan.verdict.rule == rule


def test_pledges_of_less_than_the_amount_exceed_it_by_nothing() -> None:
    assert whole(date(2026, 1, 6), firm="400", ceiling="600").over == 0
    assert whole(date(2026, 1, 6), firm="400", ceiling="600.01").over == Decimal("0.01")


def _days(count: int) -> date:
    return TODAY + timedelta(days=count)


def _with_word(state: MilestoneState, silent: int) -> tuple[MilestoneState, MilestonePlanned]:
    """Return a milestone whose only entry is so many days old."""
    entry = MilestonePlanned(
        id="plan",
        date=_days(-silent),
        party="JPN",
        evidence=EVIDENCE,
        milestone=state.milestone,
        due=state.first_due,
        project=state.project,
    )
    return replace(state, entries=("plan",)), entry


@pytest.mark.parametrize(
    ("state", "rule"),
    [
        (milestone(_days(0), met=_days(0)), "M1"),
        (milestone(_days(0), first_due=_days(0), met=_days(0)), "M1"),
        # moved, and met by the new day, a day after the first
        (milestone(_days(9), first_due=_days(-1), met=_days(0)), "M2"),
        (milestone(_days(30), first_due=_days(-60)), "M5"),
        (milestone(_days(31), first_due=_days(-60)), "M6"),
        (milestone(_days(31), first_due=_days(-59)), "M7"),
        # an earlier day is no slip
        (milestone(_days(31), first_due=_days(400)), "M7"),
        # overdue comes before moved
        (milestone(_days(-1), first_due=_days(-300)), "M4"),
    ],
)
def test_rules_of_a_milestone_at_their_edges(state: MilestoneState, rule: str) -> None:
    told, entry = _with_word(state, 10)
    (found,) = milestones(pact(), position(milestones=[told], records=[record(entry)]))
    assert found.verdict.rule == rule


def _cost(name: str, day: date) -> Cost:
    return Cost(
        id=name,
        date=day,
        party="USA",
        evidence=EVIDENCE,
        project="nolans",
        amount=Decimal(100),
        currency="USD",
    )


@pytest.mark.parametrize(
    ("latest", "silent", "rule"),
    [
        ("125", 0, "P6"),
        ("125", 365, "P6"),
        ("125", 366, "P7"),
        ("125.01", 366, "P5"),
        ("80", 0, "P6"),
    ],
)
def test_a_cost_at_the_edges_of_its_rules(latest: str, silent: int, rule: str) -> None:
    entry = _cost("k", _days(-silent))
    state = replace(cost("nolans", "100", latest), entries=("k",))
    given = position(records=[record(entry)], costs=[state])
    (found,) = projects(pact(), given, [plant("nolans", 10.0)], None)
    assert found.verdict.rule == rule
    assert found.overrun == pytest.approx(float(latest) / 100 - 1)
    assert found.verdict.who == (() if rule == "P6" else ("USA",))


def test_a_slip_of_90_days_is_within_the_limit_and_more_comes_before_the_cost() -> None:
    for first, rule in ((210, "P5"), (209, "P4")):
        told, entry = _with_word(milestone(_days(300), first_due=_days(first)), 5)
        given = position(
            records=[record(entry)], milestones=[told], costs=[cost("nolans", "100", "200")]
        )
        (found,) = projects(pact(), given, [], None)
        assert found.verdict.rule == rule
        assert found.slip_months == pytest.approx((300 - first) / 30.4375)
        assert found.verdict.who == ("JPN",)


def test_a_due_day_of_today_is_not_overdue() -> None:
    for due, rule in ((0, "P6"), (-1, "P3")):
        told, entry = _with_word(milestone(_days(due)), 5)
        given = position(records=[record(entry)], milestones=[told])
        (found,) = projects(pact(), given, [], None)
        assert found.verdict.rule == rule


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        # a month and half of 30.44 days, 15.2
        (date(2027, 1, 31), 1.5, date(2027, 3, 15)),
        (date(2027, 1, 1), 0.0, date(2027, 1, 1)),
    ],
)
def test_months_later_by_the_calendar(day: date, months: float, moved: date) -> None:
    assert later(day, months) == moved


def test_the_last_day_of_a_leap_year_is_nearly_the_next_year() -> None:
    (_, kept), (year, moved) = split_years(date(2028, 12, 31))
    assert year == 2029
    assert [kept, moved] == pytest.approx([1 / 366, 365 / 366])


DELAY = ReferenceClass(
    id="delay",
    unit="months",
    members=("A",),
    measured=1,
    half=6.0,
    nine_of_ten=12.0,
    low=6.0,
    high=12.0,
    only_overran=True,
)


def _drawn(
    as_of: date,
    paid: str,
    first: date,
    *,
    due: date = date(2030, 1, 1),
    delay: ReferenceClass | None = DELAY,
) -> Drawn:
    """An envelope of 1,000 to 2030, so much of it paid on one day."""
    stated = EnvelopeWhole(amount=Usd(1000.0), first=date(2026, 1, 1), due=due, clause=CLAUSE)
    given = position(as_of=as_of, money=[money(Measure.DISBURSED, paid, day=first)])
    every = envelope(replace(pact(), whole=stated), given)
    found = drawn(given, next(each for each in every if each.scope == "whole"), delay)
    assert found is not None
    return found


def test_the_pace_and_the_day_by_hand() -> None:
    # 200 in the 365 days to 1 January 2027: 200.14 a year (365.25 days); 800 take 3.9972 years,
    # 1459.98 days: 1,460 days from then; twelve months later
    found = _drawn(date(2027, 1, 1), "200", date(2026, 1, 1))
    assert found.pace == Decimal("200.14")
    assert found.central == date(2027, 1, 1) + timedelta(days=1460)
    assert found.central == date(2030, 12, 31)
    assert found.late == date(2031, 12, 31)
    # 800 in the 1,096 days to 1 January 2030: 266.61 a year
    assert found.needed == Decimal("266.61")
    assert found.reference_class == "late"


@pytest.mark.parametrize(
    ("days", "needed"),
    [
        # 730 days: 900 x 365.25 / 730
        (730, "450.31"),
        # 366 days are more than a year of 365.25
        (366, "898.16"),
        (365, "900"),
        (1, "900"),
        (-5, "900"),
    ],
)
def test_what_is_needed_a_year_is_all_that_is_left_within_the_last_year(
    days: int, needed: str
) -> None:
    due = date(2030, 1, 1)
    found = _drawn(due - timedelta(days=days), "100", date(2026, 1, 1))
    assert found.needed == Decimal(needed)


def test_a_first_payment_counts_as_a_quarter_of_a_year_old_at_least() -> None:
    # 91 days, and 92
    assert _drawn(date(2026, 4, 2), "100", date(2026, 1, 1)).pace == Decimal("401.37")
    assert _drawn(date(2026, 4, 1), "100", date(2026, 1, 1)).pace == Decimal("401.37")
    assert _drawn(date(2026, 4, 3), "100", date(2026, 1, 1)).pace == Decimal("397.01")


def test_a_century_is_the_end_of_what_is_told() -> None:
    # 91 in 3,652 days are 9.10 a year: 909 take 99.9 years; 90.5 are 9.05: 909.5 take 100.5
    assert _drawn(date(2036, 1, 1), "91", date(2026, 1, 1)).central is not None
    assert _drawn(date(2036, 1, 1), "90.5", date(2026, 1, 1)).central is None


def test_quantiles_between_two_months_by_hand() -> None:
    # 100, 80, 40, 40, 10 % still late after 0 to 4 months
    law = DurationLaw(id="late", alive=(1.0, 0.8, 0.4, 0.4, 0.1), low=(), high=())
    assert quantile(law, 0.2) == pytest.approx(1.0)
    # 90 % is within month one, at ln(1 / 0.9) / ln(1 / 0.8) of it
    assert quantile(law, 0.1) == pytest.approx(math.log(1 / 0.9) / math.log(1 / 0.8))
    half = quantile(law, 0.5)
    assert half is not None
    # 50 % is between 80 and 40 %, within month two
    assert 1.0 < half < 2.0
    # 5 %: past the table at its mean rate, ln 10 in 4 months
    assert quantile(law, 0.95) == pytest.approx(math.log(20) / (math.log(10) / 4))


def _overruns(*factors: float) -> ReferenceClass:
    names = [f"P{number}" for number in range(len(factors))]
    costs = pl.DataFrame(
        {
            "project": names,
            "measure": ["capex growth factor"] * len(factors),
            "value": list(factors),
            "low": [None] * len(factors),
        }
    )
    tables = {"costs": costs, "projects": pl.DataFrame({"lead_time_years": [2.0]})}
    (found,) = reference_classes(tables, [])
    return found


def test_an_even_number_of_overruns_has_its_median_between_the_two_in_the_middle() -> None:
    found = _overruns(1.2, 1.5, 1.4, 1.9)
    assert [found.half, found.low, found.high] == pytest.approx([1.45, 1.2, 1.9])
    assert found.members == ("P0", "P1", "P2", "P3")
    assert found.only_overran


def test_a_class_with_a_project_that_kept_to_its_cost_is_not_one_of_overruns_alone() -> None:
    assert not _overruns(1.0, 1.5).only_overran


def test_ten_members_say_something_of_nine_of_ten_and_nine_do_not() -> None:
    assert _overruns(*(1.0 + number / 10 for number in range(9))).nine_of_ten is None
    ten = _overruns(*(1.0 + number / 10 for number in range(10))).nine_of_ten
    assert ten is not None
    assert 1.8 <= ten <= 1.9


def test_without_a_class_no_late_day_is_told() -> None:
    found = _drawn(date(2027, 1, 1), "200", date(2026, 1, 1), delay=None)
    assert found.central == date(2030, 12, 31)
    assert found.late is None
    assert found.reference_class == ""


def test_a_project_without_a_class_is_told_no_delay() -> None:
    entry = _cost("k", _days(0))
    given = position(records=[record(entry)], costs=[cost("nolans", "100", "100")])
    (found,) = projects(pact(), given, [plant("nolans", 10.0)], None)
    assert (found.late_by, found.reference_class) == (None, "")
    (found,) = projects(pact(), given, [plant("nolans", 10.0)], DELAY)
    assert (found.late_by, found.reference_class) == ((6.0, 12.0), "late")


def test_only_projects_of_the_tables_are_of_the_sector_of_minerals_without_being_told() -> None:
    minerals = Sector(id="critical_minerals", name_en="", name_ja="", clause=CLAUSE)
    given = position(records=[record(_cost("k", _days(0)))])
    for sectors, plants, sector in (
        ((minerals,), [plant("nolans", 10.0)], "critical_minerals"),
        ((minerals,), [], ""),
        ((), [plant("nolans", 10.0)], ""),
    ):
        (found,) = projects(replace(pact(), sectors=sectors), given, plants, None)
        assert found.sector == sector


def test_all_lines_together_run_from_the_first_day_to_the_last() -> None:
    promised = pact(budget=1000.0)
    short = replace(promised.envelope[0], first_year=Year(2027), last_year=Year(2030))
    lines = envelope(replace(promised, envelope=(short, promised.envelope[1])), position())
    assert [(each.first, each.due) for each in lines] == [
        (date(2027, 1, 1), date(2030, 12, 31)),
        (date(2026, 1, 1), date(2035, 12, 31)),
        (date(2026, 1, 1), date(2035, 12, 31)),
    ]
