"""Where a rule ends: cases worked by hand that only one reading of the rules satisfies."""

from datetime import date
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from supplypact.domain.entry import Project
from supplypact.domain.network import Network
from supplypact.domain.pact import Reading
from supplypact.domain.plan import Plan
from supplypact.domain.progress import TargetProgress
from supplypact.planning.given import gather
from supplypact.tracking.plants import Counted
from supplypact.tracking.schedule import with_dates
from supplypact.tracking.shares import TargetPath, target_paths
from supplypact.tracking.slip import Case, slip
from supplypact.tracking.targets import targets
from supplypact.tracking.track import replanned
from tests.given import pact, project, target
from tests.tracking.given import EVIDENCE, milestone, one_stage, plant, position, record
from tests.tracking.small import plants_of

PROMISED = pact(target("testium", reading=Reading.WORLD))
MADE = {("CHN", 2024): 90.0, ("JPN", 2024): 10.0}
YEARS = tuple(range(2024, 2036))


def _made(network: Network, country: str) -> dict[int, float]:
    """Return what a country refines by year, plants of the base in it."""
    found = gather(PROMISED, network, network.materials[0], (), YEARS)
    path = found.output[-1, found.countries.index(country)]
    return dict(zip(YEARS, path.tolist(), strict=True))


def _replanned(*, binding: bool = True, **met: bool) -> TargetProgress:
    """Return a target that is missed, beside a new plan with these results by material."""
    path = TargetPath(
        target=target("testium", year=2030, binding=binding),
        material="testium",
        materials=("testium",),
        goal=0.3,
        years=YEARS,
        share=np.full(len(YEARS), 0.2),
        short=np.full(len(YEARS), 10.0),
    )
    results = [
        SimpleNamespace(
            target="sourcing", material=name, planned_share=0.3 if held else 0.25, met=held
        )
        for name, held in met.items()
    ]
    plan = cast("Plan", SimpleNamespace(targets=results))
    world = one_stage(output=MADE)
    (found,) = targets(pact(), world, [path], None, plan, as_of=date(2026, 11, 22))
    return found


@pytest.mark.parametrize(
    ("met", "rule", "share"),
    [
        ({"testium": True}, "T6", 0.3),
        ({"testium": False}, "T7", 0.25),
        # what a plan does for another material says nothing of this one
        ({"other": True, "testium": False}, "T7", 0.25),
        ({"other": False, "testium": True}, "T6", 0.3),
        ({"other": True}, "T8", None),
    ],
)
def test_what_a_new_plan_reaches_decides_on_a_target_that_is_missed(
    met: dict[str, bool], rule: str, share: float | None
) -> None:
    found = _replanned(**met)
    assert found.verdict.rule == rule
    assert found.replanned == share


def test_an_indicator_is_at_risk_whatever_a_new_plan_does() -> None:
    assert _replanned(binding=False, testium=False).verdict.rule == "T10"


def test_what_a_named_host_loses_the_rest_of_the_world_does_not_lose_too() -> None:
    # Australia and the rest are projected; the plant comes on top of Australia's 10
    projected = MADE | {
        ("AUS", 2024): 10.0,
        ("AUS", 2030): 10.0,
        ("ROW", 2024): 100.0,
        ("ROW", 2030): 160.0,
    }
    base = one_stage(output=projected, addition={("AUS", 2027): 12})
    slipped = with_dates(PROMISED, base, {"AUS": date(2029, 1, 1)}, plants_of(base))
    assert [_made(base, "ROW")[2028], _made(slipped, "ROW")[2028]] == pytest.approx([140, 140])
    assert [_made(base, "AUS")[2028], _made(slipped, "AUS")[2028]] == pytest.approx([22, 10])


def test_a_candidate_that_a_projection_counts_adds_nothing_when_it_goes_ahead() -> None:
    # 10 in 2024, 40 in 2030, a line between them; the plant of 10 from 2028 on is in it
    projected = MADE | {("AUS", 2024): 10.0, ("AUS", 2030): 40.0}
    counted = project("eneabba", "AUS", {("testium", "refine"): 10.0}, in_projection=True)
    base = one_stage(output=projected, projects=(counted,))
    (own,) = plants_of(base)
    assert own.makes[0].counted is Counted.PROJECTED
    going = with_dates(PROMISED, base, {"eneabba": date(2028, 1, 1)}, [own])
    assert [_made(going, "AUS")[year] for year in (2027, 2028, 2030)] == pytest.approx([25, 30, 40])
    later = with_dates(PROMISED, base, {"eneabba": date(2029, 1, 1)}, [own])
    assert [_made(later, "AUS")[year] for year in (2027, 2028, 2029)] == pytest.approx([25, 20, 35])


def test_a_host_that_a_projection_names_without_output_is_named_no_more() -> None:
    # known for 2024 only: nothing is projected, so nothing of the rest is held
    base = one_stage(output=MADE | {("ROW", 2024): 100.0})
    going = with_dates(
        PROMISED, base, {"new": date(2027, 1, 1)}, [plant("new", 12.0, candidate=True)]
    )
    assert _made(going, "ROW")[2030] == pytest.approx(100.0)
    assert _made(going, "AUS")[2030] == pytest.approx(12.0)


def test_a_target_past_the_horizon_is_left_out_and_one_in_its_last_year_is_not() -> None:
    network = one_stage(output=MADE)
    for binding in (True, False):
        for year, found in ((2030, 1), (2031, 0)):
            promised = pact(target("testium", year=year, binding=binding))
            assert len(target_paths(promised, network, last_year=2030)) == found


def test_a_declared_project_slips_under_its_own_name() -> None:
    declared = [
        Project(
            id=f"p-{name}",
            date=date(2026, 1, 1),
            party="JPN",
            evidence=EVIDENCE,
            project=name,
            name=name.title(),
        )
        for name in ("ships", "power")
    ]
    given = position(
        records=[record(each, seq=at) for at, each in enumerate(declared)],
        milestones=[milestone(date(2028, 2, 29), project="power")],
    )
    world = one_stage(
        output=MADE, projects=(project("eneabba", "AUS", {("testium", "refine"): 25.0}),)
    )
    found = slip(
        Case(pact=PROMISED, network=world, position=given, plants=(), planned=None), "power", 12
    )
    assert (found.name, found.nothing) == ("Power", "no_material")
    assert (found.due_before, found.due_after) == (date(2028, 2, 29), date(2029, 2, 28))
    assert found.cost_before == found.cost_after
    assert not found.effects
    assert not found.shortages


@pytest.mark.parametrize(("day", "first"), [(2029, 2029), (2020, 2025)])
def test_a_new_plan_starts_nothing_before_the_year_of_the_report(day: int, first: int) -> None:
    plant = project("eneabba", "AUS", {("testium", "refine"): 25.0}, lead=1)
    world = one_stage(output=MADE, projects=(plant,))
    given = position(as_of=date(day, 3, 1))
    made = replanned(pact(target("testium", reading=Reading.WORLD, goal=0.28)), world, given)
    assert made.options.first_year == first
    assert made.projects
    assert all(each.first_output_year > first for each in made.projects)
