"""What broke earlier attempts, each kept from coming back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplypact.decomposition.checkpoint import read, write
from supplypact.decomposition.highs import EXACT, Answer, Lp
from supplypact.decomposition.linear import Linear
from supplypact.decomposition.master import Master
from supplypact.decomposition.options import Options, relative_gap
from supplypact.decomposition.recourse import Recourse
from supplypact.decomposition.solve import solve
from supplypact.decomposition.team import Archive
from supplypact.decomposition.vertex import dual_of
from supplypact.errors import SupplypactError
from tests.decomposition.given import drawn
from tests.planning.risk.given import one_user, small, worth

ALL = np.arange(8, dtype=np.int32)


def recourse(seed: int) -> tuple[Recourse, np.ndarray]:
    problem = drawn(seed)
    return Recourse(problem.families[0], problem.links), np.full(len(problem.links), 1.0)


def test_unknown_bounds_do_not_look_like_a_closed_gap() -> None:
    # infinity less a bound is at most infinity times any tolerance
    assert relative_gap(np.inf, 5.0) == np.inf
    assert relative_gap(5.0, -np.inf) == np.inf
    assert relative_gap(np.inf, -np.inf) == np.inf
    assert relative_gap(200.0, 199.0) == pytest.approx(0.005)


def test_cost_of_nothing_can_be_certified() -> None:
    assert relative_gap(1e-12, 0.0) == 0.0
    problem = drawn(0)
    free = tuple(
        replace(each, recourse=replace(each.recourse, cost=0 * each.recourse.cost))
        for each in problem.families
    )

    solution = solve(replace(problem, families=free))

    assert (solution.objective, solution.gap, solution.finished) == (0.0, 0.0, True)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), scale=st.floats(0.0, 3.0))
def test_a_vertex_bounds_every_right_hand_side_from_below(seed: int, scale: float) -> None:
    family, x = recourse(seed)
    family.solve(x, ALL[:3])

    elsewhere = scale * x
    bound = family.price(elsewhere)
    optimum = family.solve(elsewhere, ALL).value

    assert (bound <= optimum + 1e-9 * (1 + np.abs(optimum))).all()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000))
def test_any_row_weights_give_a_bound_not_only_those_of_a_solver(seed: int) -> None:
    problem = drawn(seed)
    family = problem.families[0]
    worker = Recourse(family, problem.links)
    x = np.ones(len(problem.links))
    optimum = worker.solve(x, ALL).value
    weights = np.random.default_rng(seed).normal(0, 5, family.recourse.rows)

    line = dual_of(family, weights, family.recourse.cost)

    for rhs in ALL:
        assert line.at(worker._phi[rhs]) <= optimum[rhs] + 1e-9


def test_solving_again_finds_no_new_vertex_whatever_its_duals() -> None:
    # duals are degenerate: only the value tells whether the pool is short
    family, x = recourse(5)
    first = family.solve(x, ALL)
    other = Recourse(drawn(5).families[0], drawn(5).links)
    backwards = other.solve(x, ALL[::-1].copy())

    family.price(2 * x)
    again = family.solve(x + 1e-15, ALL)

    assert len(first.fresh.constant) > 0
    assert len(again.fresh.constant) == 0
    assert again.value == pytest.approx(first.value)
    assert backwards.value[::-1] == pytest.approx(first.value)


def test_same_point_is_not_solved_twice() -> None:
    family, x = recourse(5)
    first, again = family.solve(x, ALL), family.solve(x, ALL)

    assert (first.lps, again.lps) == (8, 0)
    assert again.value.tolist() == first.value.tolist()


def test_basis_of_the_best_vertex_saves_the_pivots() -> None:
    family, x = recourse(6)
    cold = family.solve(x, ALL)
    # 2 ** -40 off: other factors, the same bases
    warm = family.solve(x * (1 + 2**-40), ALL)

    assert cold.pivots > 0
    assert (warm.lps, warm.pivots) == (8, 0)


def test_family_built_again_from_its_pool_knows_values_and_bases() -> None:
    problem = drawn(6)
    family, x = recourse(6)
    first = family.solve(x, ALL)

    again = Recourse(problem.families[0], problem.links, first.fresh)

    assert again.price(x) == pytest.approx(family.price(x), rel=1e-14)
    assert again.solve(x, ALL).pivots == 0


def test_bounds_that_cross_by_rounding_are_no_infeasibility() -> None:
    # the master may return -1e-9 where 0 is the bound
    family, x = recourse(7)

    assert np.isfinite(family.solve(0 * x - 1e-12, ALL).value).all()


def test_master_keeps_x_inside_its_bounds() -> None:
    problem = drawn(8)
    answer = Master(problem, {}).solve()

    assert (answer.column >= problem.first.column_lower).all()
    assert (answer.column <= problem.first.column_upper).all()
    assert len(answer.column) == problem.first.columns


def test_what_the_master_returns_just_below_a_bound_is_put_onto_it() -> None:
    # as the bound of a recourse column -1e-9 leaves no solution
    problem = drawn(8)
    below = Answer(
        objective=0.0,
        bound=0.0,
        column=np.full(problem.first.columns + 2, -1e-9),
        row_dual=np.zeros(0),
        row=np.zeros(0),
    )

    assert (Master(problem, {})._short(below).column == 0.0).all()


def test_a_vertex_of_other_costs_is_no_bound_and_so_has_a_pool_of_its_own() -> None:
    # other durations are other costs: one pool for each law
    problem = drawn(6)
    family = problem.families[0]
    cheaper = replace(family, recourse=replace(family.recourse, cost=0.5 * family.recourse.cost))
    x = np.ones(len(problem.links))
    dear = Recourse(family, problem.links)
    dear.solve(x, ALL)
    optimum = Recourse(cheaper, problem.links).solve(x, ALL).value

    assert (dear.price(x) > optimum + 1e-6).any()
    other = replace(problem, families=(cheaper, cheaper))
    saved = read(write(problem, Archive.empty(problem), Master(problem, {}).lines(), x, 0.0), other)
    assert saved.serves == "nothing"


def test_families_of_the_plan_are_told_apart_by_law_and_ordered_by_hazard_and_year() -> None:
    # neighbours start from each other's bases: another order takes three to four times the pivots
    problem = small().problem

    assert [each.name for each in problem.families] == ["testium, months", "testium, short"]
    for family in problem.families:
        years = [int(label.rsplit(", ", 1)[1]) for label in family.labels]
        hazards = [label.split(", ", maxsplit=1)[0] for label in family.labels]
        assert list(zip(hazards, years, strict=True)) == sorted(zip(hazards, years, strict=True))


def test_a_shortage_can_be_the_whole_use() -> None:
    # bounded by 0.85 of it, a stop of all supply without stocks would have no solution
    assert worth(one_user(), loss=1.0) == pytest.approx(10.0 * (1 + 0.5 + 0.25))


def test_option_that_the_solver_does_not_know_is_told() -> None:
    # a solver asked for by name can be missing, and HiGHS then keeps another
    model = Linear.dense([1.0], [[1.0]], row_lower=1)
    with pytest.raises(SupplypactError, match="refused"):
        Lp(model, {"no_such_option": 1.0}, "test")


def test_tolerances_are_those_of_exact_solves() -> None:
    assert set(EXACT.values()) == {1e-9}


def test_units_do_not_change_the_answer() -> None:
    problem = drawn(9)
    scaled = replace(
        problem,
        first=replace(problem.first, cost=1e3 * problem.first.cost),
        families=tuple(
            replace(each, recourse=replace(each.recourse, cost=1e3 * each.recourse.cost))
            for each in problem.families
        ),
    )
    options = Options(gap=1e-8)

    assert solve(scaled, options).objective == pytest.approx(
        1e3 * solve(problem, options).objective
    )
