"""Ways to meet a target on paper only, each shut; worked by hand."""

import polars as pl
import pytest

from supplypact.domain.network import Network
from supplypact.domain.pact import Reading
from supplypact.domain.plan import Plan, PlanOptions, TargetResult
from supplypact.planning.plan import plan
from tests.given import material, network, pact, project, stage, target, two_stages

SMELTER = project("smelter", "AUS", {("testium", "refine"): 12}, capex=1e6)


def only(made: Plan) -> TargetResult:
    (result,) = made.targets
    return result


def unmet(made: Plan) -> float:
    (found,) = [each.undiscounted for each in made.costs if each.id == "unmet"]
    return found


@pytest.mark.parametrize("reading", list(Reading))
def test_starving_anyone_never_meets_a_target(reading: Reading) -> None:
    options = PlanOptions(goals=(("testium", 0.9),), reading=reading)
    made = plan(pact(target("testium")), two_stages(SMELTER), options)
    assert made.status == "nearest"
    assert unmet(made) == pytest.approx(0.0, abs=1.0)


def scrap_world() -> Network:
    """Oxide: JPN 3, CHN 7.  Magnets: CHN 10 from 8 of oxide and a fifth of scrap; JPN uses all.

    Japan's oxide 3: 2 fed to magnets and 1 for use of its own (as demand at refine).
    """
    return network(
        (material("mag", stage("refine"), stage("magnet", other=0.2)),),
        output={
            ("mag", "refine", "CHN", 2024): 7,
            ("mag", "refine", "JPN", 2024): 3,
            ("mag", "magnet", "CHN", 2024): 10,
        },
        demand={("mag", "magnet", "JPN"): 10, ("mag", "refine", "JPN"): 2},
        flow={
            ("mag", "refine", "CHN", "CHN"): 7,
            ("mag", "refine", "JPN", "CHN"): 1,
            ("mag", "refine", "JPN", "JPN"): 2,
            ("mag", "magnet", "CHN", "JPN"): 10,
        },
        projects=(project("plant", "AUS", {("mag", "refine"): 1}),),
    )


def test_idling_scrap_does_not_raise_the_share_of_world_output() -> None:
    # output is what counts below the line too: 3 of 10, and idle scrap adds to both
    goal = target("mag", reading=Reading.WORLD, goal=0.3)
    made = plan(pact(goal), scrap_world())
    flows = made.flows.filter(case="plan", stage="refine", year=2030)
    made_by = flows.group_by("exporter").agg(pl.col("tonnes").sum())
    tonnes = dict(zip(made_by["exporter"], made_by["tonnes"], strict=True))
    outside = sum(t for country, t in tonnes.items() if country != "CHN")
    assert only(made).planned_share == pytest.approx(outside / sum(tonnes.values()), rel=1e-6)


def test_scrap_never_turns_into_ore() -> None:
    # JPN refines with up to 80 % other feed; its own use of ore at the mine stage stays CHN's
    world = network(
        (material("carbon", stage("mine"), stage("refine", other=0.8)),),
        output={("carbon", "mine", "CHN", 2024): 12, ("carbon", "refine", "JPN", 2024): 10},
        demand={("carbon", "refine", "JPN"): 10, ("carbon", "mine", "JPN"): 10},
        flow={("carbon", "mine", "CHN", "JPN"): 12, ("carbon", "refine", "JPN", "JPN"): 10},
        projects=(project("pit", "AUS", {("carbon", "mine"): 1e-3}),),
    )
    made = plan(pact(target("carbon", stage="mine", goal=0.6)), world)
    # only what is inside the refined product: 8 of 10 from scrap of Japan; 8 of 20 in all
    assert only(made).planned_share == pytest.approx(8 / 20, abs=1e-3)
    assert not only(made).met


def test_what_a_run_does_without_is_gone_from_the_projection_too() -> None:
    inside = project("smelter", "AUS", {("testium", "refine"): 12}, in_projection=True)
    other = project("spare", "AUS", {("testium", "refine"): 1})
    world = two_stages(inside, other)
    output = {(m, s, c, y): t for m, s, c, y, t, _ in world.output.iter_rows()}
    output |= {("testium", "refine", "AUS", 2024): 0.0, ("testium", "refine", "AUS", 2030): 12.0}
    output |= {("testium", "mine", "AUS", 2030): 72.0}
    projected = network(
        world.materials,
        output=output,
        demand={(m, s, c): t for m, s, c, t, _, _ in world.demand.iter_rows()},
        flow={(m, s, i, j): t for m, s, i, j, t, _ in world.flow.iter_rows()},
        projects=world.projects,
    )
    agreed = pact(target("testium", binding=False))
    both = plan(agreed, projected)
    without = plan(agreed, projected, PlanOptions(without=("smelter",)))
    assert only(without).base_share == pytest.approx(only(both).base_share) == pytest.approx(1 / 6)


def test_a_project_in_a_country_without_plants_can_sell_what_it_makes() -> None:
    # Brazil is neither party nor partner and refines nothing yet
    plant = project("plant", "BRA", {("testium", "refine"): 12}, capex=1e6)
    made = plan(pact(target("testium")), two_stages(plant))
    assert [each.id for each in made.projects] == ["plant"]
    assert only(made).met


def test_a_goal_missed_only_in_a_later_year_is_not_met() -> None:
    # use trebles by 2035 while the smelter stays: 2030 is met, 2035 is not
    base = two_stages(SMELTER)
    world = network(
        base.materials,
        output={(m, s, c, y): t for m, s, c, y, t, _ in base.output.iter_rows()},
        demand={(m, s, c): t for m, s, c, t, _, _ in base.demand.iter_rows()},
        flow={(m, s, i, j): t for m, s, i, j, t, _ in base.flow.iter_rows()},
        projects=base.projects,
        growth={("testium", 2024): 1.0, ("testium", 2030): 1.0, ("testium", 2035): 3.0},
    )
    result = only(plan(pact(target("testium", goal=0.35)), world))
    assert result.planned_share >= 0.35 - 1e-6
    assert not result.met
    assert result.nearest_goal is not None
    assert result.nearest_goal < 0.35


def test_materials_together_are_weighted_by_price_and_a_part_is_not_counted_twice() -> None:
    # dear: 10 used, none from outside, 1000 USD; cheap: 10 used, all from outside, 250 USD;
    # the part of dear is left out.  Together 10 * 250 / (10 * 1000 + 10 * 250) = 20 %
    world = network(
        (
            material("dear", stage("mine"), price=1000.0),
            material("cheap", stage("mine"), price=250.0),
            material("part", stage("mine"), price=9000.0, part_of="dear"),
        ),
        output={
            ("dear", "mine", "CHN", 2024): 10,
            ("cheap", "mine", "AUS", 2024): 10,
            ("part", "mine", "CHN", 2024): 1,
        },
        demand={
            ("dear", "mine", "JPN"): 10,
            ("cheap", "mine", "JPN"): 10,
            ("part", "mine", "JPN"): 1,
        },
        flow={
            ("dear", "mine", "CHN", "JPN"): 10,
            ("cheap", "mine", "AUS", "JPN"): 10,
            ("part", "mine", "CHN", "JPN"): 1,
        },
        projects=(project("pit", "AUS", {("dear", "mine"): 1}),),
    )
    goal = target("dear", "cheap", "part", stage="mine", goal=0.0, together=True)
    made = plan(pact(goal), world)
    shares = {each.material: each.base_share for each in made.targets}
    assert shares == pytest.approx({"dear": 0.0, "cheap": 1.0, "part": 0.0, "together": 0.2})


def test_a_plan_through_three_stages_counts_tonnes_where_the_target_stands() -> None:
    # 10 of magnets need 20 of oxide; Japan makes all its magnets, all oxide is Chinese.  Half of
    # the oxide, 10, must come from elsewhere: the plant of 12 in Australia is enough, one of 6 not
    def world(size: float) -> Network:
        return network(
            (material("mag", stage("mine"), stage("refine"), stage("magnet", recovery=0.5)),),
            output={
                ("mag", "mine", "AUS", 2024): 30,
                ("mag", "refine", "CHN", 2024): 20,
                ("mag", "magnet", "JPN", 2024): 10,
            },
            demand={("mag", "magnet", "JPN"): 10},
            flow={
                ("mag", "mine", "AUS", "CHN"): 20,
                ("mag", "refine", "CHN", "JPN"): 20,
                ("mag", "magnet", "JPN", "JPN"): 10,
            },
            projects=(project("plant", "AUS", {("mag", "refine"): size}),),
        )

    goal = pact(target("mag", goal=0.5))
    assert only(plan(goal, world(12))).met
    assert only(plan(goal, world(6))).nearest_goal == pytest.approx(6 / 20, abs=1e-5)
