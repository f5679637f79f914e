"""Targets: each rule on paths that are given."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from supplypact.domain.pact import Reading
from supplypact.domain.progress import Status
from supplypact.tracking.shares import TargetPath, known_year, target_paths
from supplypact.tracking.targets import targets
from supplypact.units import Year
from tests.given import pact, project, target, two_stages
from tests.tracking.given import one_stage

AS_OF = date(2025, 6, 1)
YEARS = (2024, 2025, 2026, 2027, 2028)


def _path(*share: float, year: int = 2026, binding: bool = True) -> TargetPath:
    return TargetPath(
        target=replace(target("testium"), year=Year(year), binding=binding),
        material="testium",
        materials=("testium",),
        goal=0.3,
        years=YEARS,
        share=np.array(share),
        short=np.maximum(0.3 - np.array(share), 0) * 100,
    )


@pytest.mark.parametrize(
    ("path", "low", "status", "rule"),
    [
        (_path(0.3, 0.1, 0.1, 0.1, 0.1, year=2024), None, Status.MET, "T2"),
        (_path(0.29, 0.4, 0.4, 0.4, 0.4, year=2024), None, Status.LATE, "T3"),
        (_path(0.1, 0.2, 0.3, 0.4, 0.3), _path(0.1, 0.2, 0.3, 0.3, 0.3), Status.ON_TRACK, "T4"),
        (_path(0.1, 0.2, 0.3, 0.4, 0.3), _path(0.1, 0.2, 0.3, 0.2, 0.3), Status.AT_RISK, "T5"),
        (_path(0.1, 0.2, 0.3, 0.4, 0.3), None, Status.AT_RISK, "T5"),
        (_path(0.1, 0.2, 0.2, 0.4, 0.4), None, Status.AT_RISK, "T8"),
        (_path(0.1, 0.2, 0.4, 0.4, 0.2), None, Status.AT_RISK, "T9"),
        (_path(0.1, 0.2, 0.2, 0.2, 0.2, binding=False), None, Status.AT_RISK, "T10"),
        (_path(0.1, 0.2, 0.3, 0.3, 0.3, year=2031), None, Status.UNKNOWN, "T1"),
    ],
)
def test_each_rule_of_a_target(
    path: TargetPath, low: TargetPath | None, status: Status, rule: str
) -> None:
    network = one_stage(output={("CHN", 2024): 90, ("JPN", 2024): 10})
    (found,) = targets(pact(), network, [path], None if low is None else [low], None, as_of=AS_OF)
    assert (found.verdict.status, found.verdict.rule) == (status, rule)
    assert found.verdict.who == (() if status in (Status.MET, Status.ON_TRACK) else ("USA", "JPN"))


def test_the_goal_is_reached_at_the_end_of_the_first_year_from_which_it_is_held() -> None:
    assert _path(0.1, 0.3, 0.2, 0.3, 0.4).reached == date(2027, 12, 31)
    assert _path(0.3, 0.3, 0.3, 0.3, 0.4).reached == date(2024, 12, 31)
    assert _path(0.3, 0.3, 0.3, 0.3, 0.2).reached is None
    assert _path(0.1, 0.3, 0.2, 0.3, 0.25).held == 0.2


def test_a_share_of_world_output_and_what_is_missing_as_worked_by_hand() -> None:
    # Refined in 2030: China 90 and Japan 10 of 100: 0.1, and 20 tonnes are missing at 0.3.
    network = one_stage(output={("CHN", 2024): 90, ("JPN", 2024): 10})
    (path,) = target_paths(pact(target("testium", reading=Reading.WORLD)), network)
    assert path.at(2030) == pytest.approx(0.1)
    assert path.missing(2030) == pytest.approx(20.0)
    assert path.at(2099) is None
    assert path.missing(2099) is None


def test_shares_are_read_where_every_candidate_has_gone_ahead() -> None:
    assert target_paths(pact(target("testium")), two_stages())
    assert target_paths(pact(), two_stages(project("a", "AUS", {("testium", "refine"): 1.0}))) == ()


def test_the_last_known_year_is_that_of_the_material_known_the_least() -> None:
    known = one_stage(output={("CHN", 2024): 90, ("JPN", 2025): 10, ("AUS", 2030): 40})
    assert known_year(known, target("testium"), ["testium"]) == 2025
    assert known_year(known, target("testium"), ["testium", "other"]) == 2024


def test_a_target_whose_year_has_ended_is_late_even_before_the_data_are_there() -> None:
    network = one_stage(output={("CHN", 2024): 90, ("JPN", 2024): 10})
    short, enough = _path(0.1, 0.2, 0.2, 0.2, 0.2), _path(0.1, 0.2, 0.3, 0.3, 0.3)
    for day, rules in ((date(2026, 12, 31), ["T8", "T5"]), (date(2027, 1, 1), ["T3", "T5"])):
        found = targets(pact(), network, [short, enough], None, None, as_of=day)
        assert [each.verdict.rule for each in found] == rules
