"""The wire to the plan: days of the record in the network."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplypact.domain.network import Network
from supplypact.domain.pact import Reading
from supplypact.domain.position import MilestoneState
from supplypact.planning.given import gather
from supplypact.tracking.days import later, months_between, split_years
from supplypact.tracking.plants import Counted
from supplypact.tracking.schedule import dates_of, pending, with_dates, with_schedules
from supplypact.tracking.shares import target_paths
from tests.given import pact, project, target, two_stages
from tests.tracking.given import TODAY, milestone, one_stage, plant, position
from tests.tracking.small import plants_of

PROMISED = pact(ramp_first=0.5, ramp_second=0.8)
YEARS = tuple(range(2024, 2036))


def _made(network: Network, country: str) -> dict[int, float]:
    """Return what a country refines by year, plants of the base in it."""
    found = gather(PROMISED, network, network.materials[0], (), YEARS)
    path = found.output[-1, found.countries.index(country)]
    return dict(zip(YEARS, path.tolist(), strict=True))


def test_a_day_within_a_year_stands_for_parts_of_two_years() -> None:
    assert split_years(date(2027, 1, 1)) == [(2027, 1.0)]
    # 181 of 365 days have gone by
    (first, kept), (second, moved) = split_years(date(2027, 7, 1))
    assert (first, second) == (2027, 2028)
    assert [kept, moved] == pytest.approx([184 / 365, 181 / 365])


def test_months_later_are_counted_by_the_calendar() -> None:
    assert later(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert later(date(2027, 1, 1), 18) == date(2028, 7, 1)
    assert later(date(2027, 12, 1), 1) == date(2028, 1, 1)
    assert later(date(2027, 1, 1), 0.5) == date(2027, 1, 16)
    assert months_between(date(2027, 1, 1), date(2028, 1, 1)) == pytest.approx(365 / 30.4375)


def test_a_plant_of_the_base_is_moved_with_its_ramp() -> None:
    base = one_stage(output={("CHN", 2024): 90, ("JPN", 2024): 10}, addition={("AUS", 2027): 20})
    moved = with_dates(PROMISED, base, {"AUS": date(2027, 7, 2)}, plants_of(base))
    # half a year is gone (182 of 365 days): 20 x (1 - 0.4986) x 0.5, then both years' ramps
    part = 182 / 365
    assert _made(base, "AUS")[2027] == pytest.approx(10.0)
    assert _made(moved, "AUS")[2027] == pytest.approx(10.0 * (1 - part))
    assert _made(moved, "AUS")[2028] == pytest.approx(20 * (0.8 * (1 - part) + 0.5 * part))
    assert _made(moved, "AUS")[2030] == pytest.approx(20.0)


def test_a_candidate_with_a_day_goes_ahead_and_leaves_the_candidates() -> None:
    base = two_stages(project("eneabba", "AUS", {("testium", "refine"): 20.0}))
    going = with_dates(PROMISED, base, {"eneabba": date(2028, 1, 1)}, plants_of(base))
    assert going.projects == ()
    assert _made(base, "AUS")[2030] == 0.0
    assert [_made(going, "AUS")[year] for year in (2027, 2028, 2029, 2030)] == [0, 10, 16, 20]


def test_a_project_that_will_not_come_makes_nothing_and_is_no_candidate() -> None:
    base = two_stages(project("eneabba", "AUS", {("testium", "refine"): 20.0}))
    gone = with_dates(PROMISED, base, {"eneabba": None}, plants_of(base))
    assert gone.projects == ()
    assert gone.addition.is_empty()


def test_a_slip_takes_tonnes_out_of_the_projection_that_counts_them() -> None:
    projected = {("CHN", 2024): 90, ("JPN", 2024): 10, ("AUS", 2024): 10, ("AUS", 2030): 40}
    base = one_stage(output=projected)
    plants = [plant("eneabba", 10.0, first=2027, counted=Counted.PROJECTED)]
    assert [round(_made(base, "AUS")[year], 9) for year in (2027, 2028, 2030)] == [25, 30, 40]
    slipped = with_dates(PROMISED, base, {"eneabba": date(2028, 1, 1)}, plants)
    # 2027: 25 - 10 x 0.5; 2028: 30 - 10 x (0.8 - 0.5); 2029: 35 - 10 x (1 - 0.8); 2030: 40
    found = _made(slipped, "AUS")
    assert [round(found[year], 9) for year in (2026, 2027, 2028, 2029, 2030)] == [
        20,
        20,
        27,
        33,
        40,
    ]


def test_a_projection_never_falls_below_the_output_of_the_base_year() -> None:
    projected = {("CHN", 2024): 90, ("JPN", 2024): 10, ("AUS", 2024): 10, ("AUS", 2030): 16}
    plants = [plant("eneabba", 50.0, first=2026, counted=Counted.PROJECTED)]
    gone = with_dates(PROMISED, one_stage(output=projected), {"eneabba": None}, plants)
    # 1 t a year of growth; the plant that was to come in 2026 would have made far more
    found = _made(gone, "AUS")
    assert [found[2024], found[2025]] == pytest.approx([10, 11])
    assert {found[year] for year in range(2026, 2036)} == {10.0}


WITH_REST = {("CHN", 2024): 90, ("JPN", 2024): 10, ("ROW", 2024): 100, ("ROW", 2030): 160}


def test_what_a_plant_outside_a_projection_loses_the_rest_of_the_world_does_not_make() -> None:
    base = one_stage(output=WITH_REST, addition={("AUS", 2027): 12})
    slipped = with_dates(PROMISED, base, {"AUS": date(2029, 1, 1)}, plants_of(base))
    # the rest's growth holds the plant: 150 in 2029, 12 of it in Australia
    assert [_made(base, "ROW")[2029], _made(base, "AUS")[2029]] == pytest.approx([138, 12])
    # half of the plant runs in 2029, and the rest does not make the other half in its place
    assert [_made(slipped, "ROW")[2029], _made(slipped, "AUS")[2029]] == pytest.approx([138, 6])
    assert [_made(slipped, "ROW")[2031], _made(slipped, "AUS")[2031]] == pytest.approx([148, 12])


def test_a_candidate_that_goes_ahead_comes_on_top_of_the_rest_of_the_world() -> None:
    base = one_stage(output=WITH_REST)
    plants = [plant("eneabba", 12.0, candidate=True)]
    going = with_dates(PROMISED, base, {"eneabba": date(2027, 1, 1)}, plants)
    assert [_made(going, "ROW")[2029], _made(going, "AUS")[2029]] == pytest.approx([150, 12])


@settings(max_examples=40, deadline=None)
@given(
    months=st.lists(st.floats(0.0, 120.0), min_size=2, max_size=2).map(sorted),
    counted=st.sampled_from([Counted.ADDED, Counted.PROJECTED]),
)
def test_the_later_a_project_the_lower_the_share_of_world_output(
    months: list[float], counted: Counted
) -> None:
    promised = pact(target("testium", reading=Reading.WORLD), ramp_first=0.5, ramp_second=0.8)
    projected = {("CHN", 2024): 90, ("JPN", 2024): 10, ("AUS", 2024): 10, ("AUS", 2030): 40}
    added = {("AUS", 2027): 20.0} if counted is Counted.ADDED else {}
    base = one_stage(output=projected, addition=added)
    plants = [plant("AUS", 20.0, counted=counted)]
    sooner, worse = (
        target_paths(
            promised, with_dates(promised, base, {"AUS": later(date(2027, 1, 1), m)}, plants)
        )
        for m in months
    )
    assert np.all(worse[0].share <= sooner[0].share + 1e-9)


def test_days_equal_to_those_of_the_tables_change_nothing() -> None:
    promised = pact(target("testium"), ramp_first=0.5, ramp_second=0.8)
    projected = WITH_REST | {("AUS", 2024): 10, ("AUS", 2030): 40}
    base = one_stage(output=projected, addition={("AUS", 2027): 20, ("JPN", 2028): 5})
    plants = [*plants_of(base), plant("eneabba", 10.0, counted=Counted.PROJECTED)]
    same = with_dates(
        promised,
        base,
        {"AUS": date(2027, 1, 1), "JPN": date(2028, 1, 1), "eneabba": date(2027, 1, 1)},
        plants,
    )
    for before, after in zip(
        target_paths(promised, base), target_paths(promised, same), strict=True
    ):
        assert np.abs(before.share - after.share).max() <= 1e-9


@pytest.mark.parametrize(
    ("state", "day"),
    [
        (milestone(date(2028, 3, 1)), date(2028, 3, 1)),
        (milestone(date(2026, 3, 1)), TODAY),
        (milestone(date(2028, 3, 1), met=date(2026, 5, 1)), date(2026, 5, 1)),
        (milestone(date(2028, 3, 1), missed=date(2026, 5, 1)), None),
    ],
)
def test_the_record_says_when_a_project_comes(state: MilestoneState, day: date | None) -> None:
    assert dates_of(position(milestones=[state])) == {"nolans": day}


def test_only_what_goes_ahead_and_makes_nothing_yet_may_still_be_late() -> None:
    plants = [
        plant("under-way", 1.0),
        plant("running", 1.0, producing=True),
        plant("candidate", 1.0, candidate=True),
        plant("decided", 1.0, candidate=True),
    ]
    given = position(
        milestones=[
            milestone(date(2029, 5, 1), project="decided"),
            milestone(date(2026, 1, 1), project="met", met=date(2026, 1, 1)),
            milestone(date(2029, 5, 1), project="under-way", name="permit"),
        ]
    )
    assert pending(plants, given) == {"under-way": date(2027, 1, 1), "decided": date(2029, 5, 1)}


def test_a_record_without_schedules_leaves_the_network_as_it_is() -> None:
    base = two_stages(project("eneabba", "AUS", {("testium", "refine"): 20.0}))
    same = with_schedules(PROMISED, base, position(), plants_of(base))
    assert same.projects == base.projects
    assert same.output.equals(base.output)
