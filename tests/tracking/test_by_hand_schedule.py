"""Shares, slips and verdicts of a small world, worked by hand.

Refined: China 90 and Japan 10 of 100 tonnes; Australia adds a plant of 20.  Every plant makes all
it can from its first year on, unless a ramp is given.
"""

from datetime import date

import numpy as np
import pytest

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact, Reading
from supplypact.domain.progress import Status
from supplypact.tracking.plants import Plant
from supplypact.tracking.schedule import with_dates, with_schedules
from supplypact.tracking.shares import TargetPath, target_paths
from supplypact.tracking.targets import targets
from tests.given import pact, project, target
from tests.tracking.given import milestone, one_stage, position
from tests.tracking.small import plants_of

MADE = {("CHN", 2024): 90.0, ("JPN", 2024): 10.0}
WORLD = pact(target("testium", reading=Reading.WORLD, goal=0.25))


def _path(promised: Pact, network: Network) -> TargetPath:
    (found,) = target_paths(promised, network)
    return found


def _with(day: date | None, first: int = 2027) -> Network:
    """The world with the Australian plant on another day than that of the tables."""
    base = one_stage(output=MADE, addition={("AUS", first): 20})
    return with_dates(WORLD, base, {"AUS": day}, plants_of(base))


def test_the_share_of_the_world_outside_china_by_year() -> None:
    path = _path(WORLD, one_stage(output=MADE, addition={("AUS", 2027): 20}))
    # 10 of 100, from 2027 on 30 of 120
    assert [path.at(year) for year in (2024, 2026, 2027, 2035)] == pytest.approx(
        [0.1, 0.1, 0.25, 0.25]
    )
    # a quarter of 100 is 25: 15 are missing; of 120 nothing is
    assert [path.missing(year) for year in (2026, 2027)] == pytest.approx([15.0, 0.0])
    assert path.reached == date(2027, 12, 31)
    assert path.held == pytest.approx(0.25)


def test_the_share_of_what_the_parties_use_in_the_base_year() -> None:
    # they use 60: 28 and 22 from China, 2 and 8 from Japan
    for reading in (Reading.DIRECT, Reading.EMBODIED):
        path = _path(pact(target("testium", reading=reading)), one_stage(output=MADE))
        assert path.at(2024) == pytest.approx(10 / 60)
        # 0.3 of 60 are 18: 8 are missing
        assert path.missing(2024) == pytest.approx(8.0)


def test_eighteen_months_later_by_hand() -> None:
    # 1 July 2027 (181 of 365 days gone) and 18 months: 1 January 2029
    part = 20 * 184 / 365
    sooner, worse = (_path(WORLD, _with(day)) for day in (date(2027, 7, 1), date(2029, 1, 1)))
    assert sooner.at(2027) == pytest.approx((10 + part) / (100 + part))
    assert sooner.at(2028) == pytest.approx(0.25)
    assert [worse.at(year) for year in (2027, 2028, 2029)] == pytest.approx([0.1, 0.1, 0.25])
    assert (sooner.reached, worse.reached) == (date(2028, 12, 31), date(2029, 12, 31))


def test_a_plant_that_comes_sooner_than_the_tables_say() -> None:
    path = _path(WORLD, _with(date(2026, 1, 1), first=2029))
    assert [path.at(year) for year in (2025, 2026)] == pytest.approx([0.1, 0.25])


def test_a_plant_that_will_not_come_leaves_the_share_as_it_was() -> None:
    path = _path(WORLD, _with(None))
    assert np.asarray(path.share) == pytest.approx(np.full(len(path.years), 0.1))
    assert path.reached is None


def test_a_plant_past_the_horizon_makes_nothing_within_it() -> None:
    path = _path(WORLD, _with(date(2036, 1, 1)))
    assert path.at(2035) == pytest.approx(0.1)
    assert _path(WORLD, _with(date(2035, 12, 31))).at(2035) == pytest.approx(
        (10 + 20 / 365) / (100 + 20 / 365)
    )


def test_a_ramp_is_spread_over_the_two_years_that_stand_for_a_day() -> None:
    # 2 July 2027, 182 of 365 days: f = 0.4986.  2027: 20 x 0.5 (1 - f); 2028: 20 (0.8 (1 - f) +
    # 0.5 f); 2029: 20 ((1 - f) + 0.8 f); 2030: 20
    promised = pact(
        target("testium", reading=Reading.WORLD, goal=0.25), ramp_first=0.5, ramp_second=0.8
    )
    base = one_stage(output=MADE, addition={("AUS", 2027): 20})
    path = _path(promised, with_dates(promised, base, {"AUS": date(2027, 7, 2)}, plants_of(base)))
    gone = 182 / 365
    made = [
        10 * (1 - gone),
        20 * (0.8 * (1 - gone) + 0.5 * gone),
        20 * ((1 - gone) + 0.8 * gone),
        20.0,
    ]
    found = [path.at(year) for year in (2027, 2028, 2029, 2030)]
    assert found == pytest.approx([(10 + each) / (100 + each) for each in made])


@pytest.mark.parametrize(
    ("due", "status", "rule"),
    [
        # reached in the year before the target's, in the target's year, a year late
        (date(2029, 1, 1), Status.AT_RISK, "T5"),
        (date(2030, 1, 1), Status.AT_RISK, "T5"),
        (date(2030, 1, 2), Status.AT_RISK, "T8"),
        (date(2031, 1, 1), Status.AT_RISK, "T8"),
    ],
)
def test_the_verdict_of_a_target_by_the_recorded_day(due: date, status: Status, rule: str) -> None:
    base = one_stage(output=MADE, addition={("AUS", 2027): 20})
    given = position(milestones=[milestone(due, project="AUS")])
    path = _path(WORLD, with_schedules(WORLD, base, given, plants_of(base)))
    (found,) = targets(WORLD, base, [path], None, None, as_of=date(2026, 11, 22))
    assert (found.verdict.status, found.verdict.rule) == (status, rule)
    assert found.now == pytest.approx(0.1)
    assert found.now_year == 2024
    if due > date(2030, 1, 2):
        # a quarter of 100 is 25
        assert found.short == pytest.approx(15.0)
    assert found.verdict.who == ("USA", "JPN")


def test_the_target_is_on_track_only_where_late_projects_reach_it_as_well() -> None:
    base = one_stage(output=MADE, addition={("AUS", 2027): 20})
    sooner, in_time, worse = (
        _path(WORLD, _with(day)) for day in (date(2027, 1, 1), date(2030, 1, 1), date(2030, 7, 1))
    )
    for low, rule in ((in_time, "T4"), (worse, "T5")):
        (found,) = targets(WORLD, base, [sooner], [low], None, as_of=date(2026, 11, 22))
        assert found.verdict.rule == rule
        assert found.expected == pytest.approx(0.25)
        assert found.held_low == pytest.approx(low.held)
        assert found.reached_late == low.reached


def test_two_plants_of_which_one_slips() -> None:
    # Australia 20 and Japan 5 more: 35 of 125; without Australia 15 of 105
    base = one_stage(output=MADE, addition={("AUS", 2027): 20, ("JPN", 2028): 5})
    moved = with_dates(WORLD, base, {"AUS": date(2031, 1, 1)}, plants_of(base))
    before, after = _path(WORLD, base), _path(WORLD, moved)
    assert [before.at(2030), after.at(2030), after.at(2031)] == pytest.approx(
        [35 / 125, 15 / 105, 35 / 125]
    )


def test_a_candidate_of_the_record_is_no_candidate_of_a_new_plan() -> None:
    base = one_stage(
        output=MADE,
        projects=(
            project("eneabba", "AUS", {("testium", "refine"): 20.0}),
            project("nolans", "AUS", {("testium", "refine"): 7.0}),
        ),
    )
    plants: tuple[Plant, ...] = tuple(plants_of(base))
    given = position(milestones=[milestone(date(2029, 1, 1), project="eneabba")])
    going = with_schedules(WORLD, base, given, plants)
    assert [each.id for each in going.projects] == ["nolans"]
    path = _path(WORLD, going)
    # 30 of 120 from 2029 on
    assert [path.at(year) for year in (2028, 2029)] == pytest.approx([0.1, 0.25])
