"""The base case: fitted flows, growth, projections, and the model's point of cost zero."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from supplypact.algebra.model import Matrix
from supplypact.algebra.sets import Array
from supplypact.domain.network import Network
from supplypact.domain.plan import PlanOptions
from supplypact.planning.balance import fit
from supplypact.planning.base_columns import base_columns
from supplypact.planning.plan import build
from supplypact.planning.reference import Base, build_bases
from tests.given import material, network, pact, project, stage, two_stages

YEARS = tuple(range(2025, 2036))
SMELTER = project("smelter", "AUS", {("testium", "refine"): 12})


def base_of(world: Network) -> Base:
    (base,) = build_bases(pact(), world, world.projects, YEARS)
    return base


def test_the_base_year_is_kept_where_nothing_grows() -> None:
    chain = base_of(two_stages(SMELTER)).chain
    refine = chain.stages[1]
    tonnes = refine.reference.sum(axis=1)[:, 0] * chain.unit
    arcs = {
        (chain.countries[i], chain.countries[j]): t
        for i, j, t in zip(refine.exporter, refine.importer, tonnes, strict=True)
        if t > 0
    }
    assert arcs == pytest.approx(
        {
            ("CHN", "USA"): 28,
            ("JPN", "USA"): 2,
            ("CHN", "JPN"): 22,
            ("JPN", "JPN"): 8,
            ("CHN", "CHN"): 40,
        }
    )


def test_growth_beyond_known_output_is_told_as_unannounced() -> None:
    # use doubles by 2035 while 100 a year are known: 100 more
    world = two_stages(SMELTER)
    grown = network(
        world.materials,
        output={(m, s, c, y): t for m, s, c, y, t, _ in world.output.iter_rows()},
        demand={(m, s, c): t for m, s, c, t, _, _ in world.demand.iter_rows()},
        flow={(m, s, i, j): t for m, s, i, j, t, _ in world.flow.iter_rows()},
        projects=world.projects,
        growth={("testium", 2024): 1.0, ("testium", 2035): 2.0},
    )
    base = base_of(grown)
    assert base.unannounced[1, -1] * base.chain.unit == pytest.approx(100)
    assert base.unannounced[1, 0] * base.chain.unit == pytest.approx(100 / 11)


def test_a_candidate_inside_the_projection_counts_once() -> None:
    # Australia is projected to refine 12 by 2030; that is the smelter, so the base has none
    inside = project("smelter", "AUS", {("testium", "refine"): 12}, in_projection=True)
    world = two_stages(inside)
    output = {(m, s, c, y): t for m, s, c, y, t, _ in world.output.iter_rows()}
    output |= {("testium", "refine", "AUS", 2024): 0.0, ("testium", "refine", "AUS", 2030): 12.0}
    projected = network(
        world.materials,
        output=output,
        demand={(m, s, c): t for m, s, c, t, _, _ in world.demand.iter_rows()},
        flow={(m, s, i, j): t for m, s, i, j, t, _ in world.flow.iter_rows()},
        projects=world.projects,
    )
    chain = base_of(projected).chain
    australia = chain.countries.index("AUS")
    assert chain.stages[1].capacity[australia, YEARS.index(2030)] == 0.0


def projected(mined: float) -> Base:
    """The two stages, where Australia is projected to mine ``mined`` and refine 12 in 2030."""
    world = two_stages(SMELTER)
    output = {(m, s, c, y): t for m, s, c, y, t, _ in world.output.iter_rows()}
    output |= {("testium", "refine", "AUS", 2024): 0.0, ("testium", "refine", "AUS", 2030): 12.0}
    output |= {("testium", "mine", "AUS", 2030): mined}
    return base_of(
        network(
            world.materials,
            output=output,
            demand={(m, s, c): t for m, s, c, t, _, _ in world.demand.iter_rows()},
            flow={(m, s, i, j): t for m, s, i, j, t, _ in world.flow.iter_rows()},
            projects=world.projects,
        )
    )


def refined_in_australia(base: Base) -> float:
    refine, australia = base.chain.stages[1], base.chain.countries.index("AUS")
    made = refine.reference[refine.exporter == australia].sum(axis=(0, 1)) * base.chain.unit
    return float(made[YEARS.index(2030)])


def test_a_projected_newcomer_with_feed_gets_customers() -> None:
    # 12 more are mined; 112 of refining are known for a need of 100: everyone runs at 100/112
    assert refined_in_australia(projected(72)) == pytest.approx(12 * 100 / 112, rel=1e-6)


def test_a_projected_newcomer_without_feed_does_not_run() -> None:
    # Australia's ore is spoken for: five sixths go to China as in 2024, the rest to Japan
    assert refined_in_australia(projected(60)) == 0.0


def test_a_newcomer_runs_as_far_as_its_feed_reaches() -> None:
    # 6 more are mined, so 6 of its 12; with 90 and 10 known elsewhere, all at 100/106
    assert refined_in_australia(projected(66)) == pytest.approx(6 * 100 / 106, rel=1e-6)


def test_a_plant_that_no_projection_counts_is_added_once() -> None:
    # China's projection grows; the rest of the world grows by 5 of which 3 are the plant in Estonia
    base = network(
        (material("ore", stage("mine")),),
        output={
            ("ore", "mine", "CHN", 2024): 90,
            ("ore", "mine", "CHN", 2030): 90,
            ("ore", "mine", "ROW", 2024): 10,
            ("ore", "mine", "ROW", 2030): 15,
        },
        addition={("ore", "mine", "EST", 2026): 3},
        demand={("ore", "mine", "JPN"): 100},
        flow={("ore", "mine", "CHN", "JPN"): 90, ("ore", "mine", "ROW", "JPN"): 10},
        projects=(project("pit", "AUS", {("ore", "mine"): 1}),),
    )
    chain = base_of(base).chain
    capacity = chain.stages[0].capacity[:, YEARS.index(2030)] * chain.unit
    by_country = dict(zip(chain.countries, capacity.tolist(), strict=True))
    assert by_country == pytest.approx({"AUS": 0, "CHN": 90, "EST": 3, "JPN": 0, "ROW": 12})


def test_fitting_meets_margins_worked_by_hand() -> None:
    # [[1, 1], [1, 1]] to rows 30, 10 and columns 20, 20: each row splits evenly
    flow = fit(np.ones((2, 2, 1)), np.array([[30.0], [10.0]]), np.array([[20.0], [20.0]]))
    assert flow[:, :, 0].tolist() == [[15.0, 15.0], [5.0, 5.0]]


@forall(
    st.lists(st.floats(0.1, 100), min_size=3, max_size=3),
    st.lists(st.floats(0.1, 100), min_size=4, max_size=4),
    st.lists(st.floats(0.1, 10), min_size=12, max_size=12),
)
def test_fitting_meets_any_margins_from_any_full_pattern(
    rows: list[float], columns: list[float], seed: list[float]
) -> None:
    made, need = np.array(rows)[:, None], np.array(columns)[:, None]
    need *= made.sum() / need.sum()
    flow = fit(np.array(seed).reshape(3, 4, 1), made, need)
    assert flow.sum(axis=1) == pytest.approx(made, rel=1e-6)
    assert flow.sum(axis=0) == pytest.approx(need, rel=1e-6)


COUNTRIES = ("AUS", "CHN", "JPN", "USA", "IDN")


@st.composite
def worlds(draw: st.DrawFn) -> Network:
    """A chain of one to three stages among five countries, balanced by construction."""
    names = ("mine", "refine", "magnet")[: draw(st.integers(1, 3))]
    recovery = [1.0, *(draw(st.floats(0.3, 1.0)) for _ in names[1:])]
    other = [0.0, *(draw(st.sampled_from((0.0, 0.2, 0.8))) for _ in names[1:])]
    need: Array = np.array([draw(st.floats(0.0, 50.0)) for _ in COUNTRIES])
    need[2] += 1.0
    demand = {("ore", names[-1], c): n for c, n in zip(COUNTRIES, need, strict=True) if n > 0}
    output, flow = {}, {}
    for number in reversed(range(len(names))):
        share = np.array([draw(st.sampled_from((0.0, 1.0, 3.0))) for _ in COUNTRIES])
        share[draw(st.integers(0, 4))] += 1.0
        made = share / share.sum() * need.sum()
        sent = np.outer(made, need) / need.sum()
        for i, exporter in enumerate(COUNTRIES):
            if made[i] > 0:
                output["ore", names[number], exporter, 2024] = float(made[i])
            for j, importer in enumerate(COUNTRIES):
                if sent[i, j] > 0:
                    flow["ore", names[number], exporter, importer] = float(sent[i, j])
        need = made * (1.0 - other[number]) / recovery[number]
    stages = [stage(n, recovery=r, other=o) for n, r, o in zip(names, recovery, other, strict=True)]
    growth = {("ore", 2024): 1.0, ("ore", 2035): draw(st.floats(0.5, 3.0))}
    plant = project("plant", "AUS", {("ore", names[-1]): draw(st.floats(0.1, 30.0))})
    return network(
        (material("ore", *stages),),
        output=output,
        demand=demand,
        flow=flow,
        projects=(plant,),
        growth=growth,
    )


def activity(matrix: Matrix, column: Array) -> Array:
    row = np.zeros(len(matrix.row_lower))
    owner = np.repeat(np.arange(len(column)), np.diff(matrix.start))
    np.add.at(row, matrix.index, matrix.value * column[owner])
    return row


@settings(max_examples=60, deadline=None)
@forall(worlds())
def test_the_base_case_is_a_feasible_point_of_cost_zero(world: Network) -> None:
    built = build(pact(), world, PlanOptions())
    matrix = built.model.matrix()
    column = base_columns(built)
    row = activity(matrix, column)
    close = 1e-6 * max(1.0, float(column.max()))
    assert np.all(column <= matrix.column_upper + close)
    assert np.all(column >= matrix.column_lower - close)
    assert np.all(row <= matrix.row_upper + close)
    assert np.all(row >= matrix.row_lower - close)
    assert matrix.cost @ column == pytest.approx(0.0, abs=1e-6)


def test_tags_of_a_base_case_follow_the_feed() -> None:
    # China feeds 50 Australian and 40 Chinese ore: its refined output is 5/9 partner, 4/9 concern
    chain = base_of(two_stages(SMELTER)).chain
    china = chain.countries.index("CHN")
    mix: Sequence[float] = chain.stages[1].composition[china, :, 0].tolist()
    assert mix == pytest.approx([4 / 9, 0.0, 5 / 9, 0.0])
