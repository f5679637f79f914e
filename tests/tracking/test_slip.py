"""What comes of a slip: in a small world by laws and by hand."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplypact.domain.entry import Project
from supplypact.domain.network import Network
from supplypact.domain.pact import Reading
from supplypact.domain.position import MilestoneState
from supplypact.errors import UsageError
from supplypact.tracking.planned import Planned, planned_of
from supplypact.tracking.plants import Plant
from supplypact.tracking.slip import Case, slip
from tests.given import pact, project, target, two_stages
from tests.tracking.given import EVIDENCE, TODAY, milestone, one_stage, plant, position, record
from tests.tracking.small import plants_of

REFINE = ("testium", "refine")
CHEAP = project("cheap", "AUS", {REFINE: 25.0}, capex=1e6)
DEAR = project("dear", "AUS", {REFINE: 25.0}, capex=3e6)
PROMISED = pact(target("testium", reading=Reading.WORLD, goal=0.3))


def _case(
    *states: MilestoneState,
    network: Network | None = None,
    planned: Planned | None = None,
    plants: tuple[Plant, ...] = (),
) -> Case:
    world = network or two_stages(CHEAP, DEAR)
    return Case(
        pact=PROMISED,
        network=world,
        position=position(milestones=states),
        plants=(*plants_of(world), *plants),
        planned=planned,
    )


def test_a_planned_project_that_slips_past_the_year_is_missed_and_replaced_by_a_dearer_one() -> (
    None
):
    # Refined: CHN 90, JPN 10.  The plan starts the cheaper plant in 2028 at the latest.
    found = slip(_case(), "cheap", 60)
    (effect,) = found.effects
    assert effect.before == pytest.approx(0.3, abs=1e-6)
    assert effect.after < 0.3 - 1e-3
    assert effect.before_plan == effect.after_plan == pytest.approx(0.3, abs=1e-6)
    # the dearer plant costs 2 million more, less what the other start year changes in trade
    assert found.cost_after > found.cost_before + 1e6
    assert found.shortage_of == "plan"
    assert found.nothing == ""


def test_a_recorded_project_slips_from_the_day_of_the_record() -> None:
    state = milestone(date(2028, 3, 1), project="cheap")
    world = one_stage(output={("CHN", 2024): 90, ("JPN", 2024): 10}, projects=(CHEAP, DEAR))
    found = slip(_case(state, network=world, planned=Planned(first_output={})), "cheap", 36)
    assert (found.due_before, found.due_after) == (date(2028, 3, 1), date(2031, 3, 1))
    (effect,) = found.effects
    # the makers share 100 as 90 to 10 to 25: 35 of 125; without the Australian plant
    # Japan's 10, which run at 0.9 of what they can
    assert effect.before >= 35 / 125 - 1e-6
    assert effect.after == pytest.approx(10 / 0.9 / 100, abs=1e-5)
    assert found.cost_after > found.cost_before


def test_the_plan_that_was_made_before_says_what_is_built() -> None:
    planned = Planned(first_output={"dear": 2029}, of="risk")
    found = slip(_case(planned=planned), "dear", 24)
    assert (found.due_before, found.due_after) == (date(2029, 1, 1), date(2031, 1, 1))
    assert found.shortage_of == "risk"
    (effect,) = found.effects
    assert effect.after < effect.before
    # the cheapest plan needs no dear plant, so it costs what it did
    assert found.cost_after == pytest.approx(found.cost_before)


@pytest.mark.parametrize(
    ("case", "name", "why"),
    [
        (_case(), "dear", "not_started"),
        (
            _case(milestone(date(2028, 1, 1), project="cheap", met=date(2026, 1, 1))),
            "cheap",
            "producing",
        ),
        (_case(plants=(plant("running", 5.0, producing=True),)), "running", "producing"),
        (
            _case(
                plants=(
                    Plant(
                        id="ships",
                        name="Ships",
                        host="USA",
                        first=2029,
                        candidate=False,
                        producing=False,
                        makes=(),
                    ),
                )
            ),
            "ships",
            "no_material",
        ),
    ],
)
def test_some_slips_change_nothing_and_say_why(case: Case, name: str, why: str) -> None:
    found = slip(case, name, 12)
    assert found.nothing == why
    assert (found.effects, found.shortages) == ((), ())
    assert found.cost_after == found.cost_before


def test_an_unknown_project_offers_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="did you mean 'cheap'"):
        slip(_case(), "cheep", 12)


def test_a_slip_backwards_or_beyond_all_days_is_refused() -> None:
    for months in (-1.0, float("nan"), 1e9):
        with pytest.raises(UsageError, match="cannot be"):
            slip(_case(), "cheap", months)


def test_a_project_that_was_missed_has_no_first_output_to_slip() -> None:
    state = milestone(date(2028, 1, 1), project="cheap", missed=date(2026, 1, 1))
    with pytest.raises(UsageError, match="no first output of 'cheap'"):
        slip(_case(state), "cheap", 12)


def test_a_slip_of_nothing_changes_nothing() -> None:
    for case in (_case(), _case(milestone(date(2028, 6, 1), project="cheap"))):
        found = slip(case, "cheap", 0)
        assert found.cost_after == pytest.approx(found.cost_before)
        for each in found.effects:
            assert each.after == pytest.approx(each.before, abs=1e-9)
            assert each.after_plan == pytest.approx(each.before_plan, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(
    months=st.lists(st.integers(0, 72), min_size=2, max_size=2).map(sorted), recorded=st.booleans()
)
def test_the_longer_a_slip_the_lower_the_shares_and_the_dearer_the_plan(
    months: list[int], recorded: bool
) -> None:
    states = [milestone(date(2028, 3, 1), project="cheap")] if recorded else []
    shorter, longer = (slip(_case(*states), "cheap", each) for each in months)
    for found in (shorter, longer):
        assert all(each.after <= each.before + 1e-6 for each in found.effects)
        assert found.cost_after >= found.cost_before * (1 - 1e-3)
    for less, more in zip(shorter.effects, longer.effects, strict=True):
        assert more.after <= less.after + 1e-6
    assert longer.cost_after >= shorter.cost_after * (1 - 1e-3)


RECORD = {
    "projects": [{"id": "cheap", "first_output_year": 2028}],
    "risk": {
        "stocks": [
            {"holder": "JPN", "material": "testium", "form": "refine", "year": 2030, "tonnes": 7.5},
            {"holder": "USA", "material": "testium", "form": "refine", "year": 2030, "tonnes": 0.0},
        ]
    },
}


def test_a_decision_record_says_what_is_built_and_held() -> None:
    planned = planned_of(RECORD)
    assert (planned.of, planned.first_output) == ("risk", {"cheap": 2028})
    assert planned.stocks[2030]["JPN", "testium", "refine"] == 7.5
    calm = planned_of({"projects": []})
    assert (calm.of, calm.stocks) == ("plan", {})


def test_a_project_of_the_record_is_known_by_its_declared_name() -> None:

    declared = Project(
        id="d", date=TODAY, party="USA", evidence=EVIDENCE, project="ohio", name="Gas, Ohio"
    )
    state = milestone(date(2029, 1, 1), project="ohio")
    world = two_stages(CHEAP, DEAR)
    case = Case(
        pact=PROMISED,
        network=world,
        position=position(records=[record(declared)], milestones=[state]),
        plants=plants_of(world),
    )
    found = slip(case, "ohio", 6)
    assert (found.name, found.nothing) == ("Gas, Ohio", "no_material")
