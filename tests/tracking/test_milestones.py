"""Milestones and projects, each rule with days worked by hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from supplypact.domain.entry import Bound, MilestonePlanned, Pledge, Project, Step
from supplypact.domain.position import CostState, Measure, MilestoneState
from supplypact.domain.progress import ProjectProgress, ReferenceClass, Status
from supplypact.tracking.milestones import milestones, projects
from tests.given import pact
from tests.tracking.given import (
    EVIDENCE,
    TODAY,
    cost,
    milestone,
    money,
    plant,
    position,
    record,
)


def _days(count: int) -> date:
    return TODAY + timedelta(days=count)


@pytest.mark.parametrize(
    ("state", "status", "rule", "who"),
    [
        (milestone(_days(5), met=_days(-1)), Status.MET, "M1", ()),
        (milestone(_days(5), first_due=_days(-2), met=_days(-1)), Status.MET, "M2", ()),
        (milestone(_days(5), missed=_days(-1)), Status.LATE, "M3", ("JPN",)),
        (milestone(_days(-1)), Status.LATE, "M4", ("JPN",)),
        (milestone(_days(-1), party=""), Status.LATE, "M4", ("USA", "JPN")),
        (milestone(_days(0)), Status.ON_TRACK, "M5", ("JPN",)),
        (milestone(_days(30)), Status.ON_TRACK, "M5", ("JPN",)),
        # signed on 2025-10-28, 390 days before: without an entry there is no word for too long
        (milestone(_days(31)), Status.UNKNOWN, "M8", ("JPN",)),
        (milestone(_days(200), first_due=_days(110)), Status.UNKNOWN, "M8", ("JPN",)),
        (milestone(_days(200), first_due=_days(109)), Status.AT_RISK, "M6", ("JPN",)),
    ],
)
def test_each_rule_of_a_milestone(
    state: MilestoneState, status: Status, rule: str, who: tuple[str, ...]
) -> None:
    (found,) = milestones(pact(), position(milestones=[state]))
    verdict = found.verdict
    assert (verdict.status, verdict.rule, verdict.who) == (status, rule, who)
    assert found.days == (state.due - TODAY).days


@pytest.mark.parametrize(("silent", "rule"), [(365, "M7"), (366, "M8")])
def test_a_plan_is_on_track_for_a_year_after_the_last_word(silent: int, rule: str) -> None:
    planned = MilestonePlanned(
        id="p1",
        date=_days(-silent),
        party="JPN",
        evidence=EVIDENCE,
        milestone="first-output",
        due=_days(31),
        project="nolans",
    )
    state = replace(milestone(_days(31)), entries=("p1",))
    (found,) = milestones(pact(), position(milestones=[state], records=[record(planned)]))
    assert found.verdict.rule == rule


DELAY = ReferenceClass(
    id="delay",
    unit="months",
    members=("A", "B"),
    measured=1,
    half=13.0,
    nine_of_ten=44.0,
    low=10.0,
    high=24.0,
    only_overran=True,
)


def _project(
    *states: MilestoneState,
    costs: tuple[CostState, ...] = (),
    known: bool = True,
    heard: date = TODAY,
) -> ProjectProgress:
    pledge = Pledge(
        id="p",
        date=heard,
        party="USA",
        evidence=EVIDENCE,
        step=Step.INTEREST,
        bound=Bound.FIRM,
        binding=False,
        project="nolans",
    )
    given = position(
        records=[record(pledge)],
        milestones=states,
        costs=costs,
        money=[
            money(Measure.CEILING, "5", project="nolans"),
            money(Measure.FIRM, "2", project="nolans"),
            money(Measure.COMMITTED, "1", project="other"),
        ],
    )
    (found,) = projects(pact(), given, [plant("nolans", 10.0)] if known else [], DELAY)
    return found


@pytest.mark.parametrize(
    ("states", "costs", "status", "rule"),
    [
        ([], [], Status.UNKNOWN, "P1"),
        ([milestone(_days(-5), met=_days(-5))], [cost("nolans", "1", "9")], Status.MET, "P2"),
        ([milestone(_days(5), missed=_days(-1))], [], Status.LATE, "P3"),
        ([milestone(_days(-1))], [], Status.LATE, "P3"),
        ([milestone(_days(300), first_due=_days(209))], [], Status.AT_RISK, "P4"),
        ([milestone(_days(300), first_due=_days(210))], [], Status.ON_TRACK, "P6"),
        # 1050 to 1600 is 52 % more
        ([], [cost("nolans", "1050", "1600")], Status.AT_RISK, "P5"),
        ([milestone(_days(300))], [cost("nolans", "100", "125")], Status.ON_TRACK, "P6"),
    ],
)
def test_each_rule_of_a_project(
    states: list[MilestoneState], costs: list[CostState], status: Status, rule: str
) -> None:
    found = _project(*states, costs=tuple(costs))
    assert (found.verdict.status, found.verdict.rule) == (status, rule)


@pytest.mark.parametrize(("silent", "rule"), [(365, "P6"), (366, "P7")])
def test_a_project_without_word_for_over_a_year_is_unknown(silent: int, rule: str) -> None:
    found = _project(milestone(_days(300)), heard=_days(-silent))
    assert found.verdict.rule == rule


def test_a_project_tells_slip_overrun_money_and_how_late_its_class_comes() -> None:
    state = milestone(date(2028, 12, 31), first_due=date(2027, 12, 31))
    found = _project(state, costs=(cost("nolans", "1050", "1600"),))
    # 366 days of 30.4375
    assert found.slip_months == pytest.approx(366 / 30.4375)
    assert found.overrun == pytest.approx(550 / 1050)
    assert (found.ceiling, found.firm, found.committed) == (Decimal(5), Decimal(2), Decimal(0))
    assert found.late_by == (13.0, 44.0)
    assert found.reference_class == "late"
    assert found.materials == ("testium",)


def test_no_class_of_mineral_projects_stands_for_a_project_that_makes_none() -> None:
    found = _project(milestone(_days(300)), known=False)
    assert found.late_by is None
    assert found.reference_class == ""
    assert found.name == "nolans"


def test_a_declared_project_is_named_as_declared() -> None:
    declared = Project(
        id="d",
        date=TODAY,
        party="JPN",
        evidence=EVIDENCE,
        project="ohio",
        name="Gas power, Ohio",
        host="USA",
        latitude=Decimal("39.9"),
        longitude=Decimal("-83.0"),
    )
    (found,) = projects(pact(), position(records=[record(declared)]), [], None)
    assert (found.name, found.host, found.latitude) == ("Gas power, Ohio", "USA", Decimal("39.9"))
    assert found.verdict.who == ("JPN",)
