"""The decomposition against the same problem as one model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplypact.decomposition.monolith import as_linear, monolith
from supplypact.decomposition.options import Options, Progress, relative_gap
from supplypact.decomposition.solve import solve
from supplypact.errors import SupplypactError, UsageError
from tests.decomposition.given import drawn

EXACT = Options(gap=1e-8)
SEEDS = st.integers(0, 10_000)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, tail=st.sampled_from([0.0, 0.3, 1.0]), families=st.integers(1, 3))
def test_optimum_is_that_of_the_one_model(seed: int, tail: float, families: int) -> None:
    problem = drawn(seed, tail=tail, families=families)
    whole = monolith(problem)

    solution = solve(problem, EXACT)

    # degenerate optima: objectives are compared, never x or duals
    assert solution.objective == pytest.approx(whole.objective, rel=1e-6)
    assert solution.bound <= whole.objective * (1 + 1e-8)
    assert solution.finished


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, tail=st.sampled_from([0.0, 0.5]), integers=st.integers(1, 3))
def test_optimum_with_integers_is_that_of_the_one_model(
    seed: int, tail: float, integers: int
) -> None:
    problem = drawn(seed, tail=tail, integers=integers)
    whole = monolith(problem)

    solution = solve(problem, replace(EXACT, gap=1e-7))

    assert solution.objective == pytest.approx(whole.objective, rel=1e-6)
    assert solution.bound <= whole.objective * (1 + 1e-7)
    assert solution.relaxed_bound <= solution.bound + 1e-9
    assert solution.x[:integers] == pytest.approx(np.round(solution.x[:integers]), abs=1e-6)


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, tail=st.sampled_from([0.0, 0.5]))
def test_parts_add_up_to_the_objective(seed: int, tail: float) -> None:
    problem = drawn(seed, tail=tail)

    solution = solve(problem, EXACT)

    whole = solution.first_cost + solution.expected
    whole += sum(t.weight * cvar for t, cvar in zip(problem.tails, solution.tails, strict=True))
    assert whole == pytest.approx(solution.objective)
    for weight in solution.tail_weights:
        assert weight.sum() == pytest.approx(1.0)
    entries = problem.scenarios
    costs = [solution.values[f][r] for f, r in zip(entries.family, entries.rhs, strict=True)]
    scenario = np.bincount(entries.scenario, entries.times * costs, minlength=entries.count)
    assert solution.scenario == pytest.approx(scenario)


def test_slope_is_a_slope_of_the_recourse_part() -> None:
    problem = drawn(3)
    solution = solve(problem, EXACT)
    for column in range(problem.first.columns):
        for step in (-1e-3, 1e-3):
            x = solution.x.copy()
            x[column] += step
            held = replace(problem.first, column_lower=x, column_upper=x, row_upper=np.full(1, 1e9))
            moved = monolith(replace(problem, first=held)).objective - problem.first.cost @ x
            still = solution.objective - solution.first_cost
            assert moved >= still + solution.slope[column] * step - 1e-9


def test_one_model_has_a_column_for_each_decision() -> None:
    problem = drawn(0, families=1, size=4)
    linear = as_linear(problem)

    recourse = problem.families[0].recourse.columns
    assert linear.columns == problem.first.columns + 4 * recourse


def test_bounds_close_in_and_never_cross() -> None:
    heard: list[Progress] = []

    solve(drawn(1), Options(gap=1e-6), heard.append)

    lower, upper = ([getattr(each, side) for each in heard] for side in ("lower", "upper"))
    assert lower == sorted(lower)
    assert upper == sorted(upper, reverse=True)
    assert all(each.gap == relative_gap(each.upper, each.lower) for each in heard)
    assert heard[-1].gap <= 1e-6
    assert heard[-1].pool > 0


def test_run_that_is_out_of_time_states_the_gap_it_reached() -> None:
    solution = solve(drawn(2, size=60, rows=8), Options(gap=1e-9, seconds=1e-6))

    assert not solution.finished
    assert solution.gap > 1e-9
    assert solution.bound <= solution.objective


def test_start_that_breaks_a_row_serves_for_cuts_only() -> None:
    problem = drawn(4)

    solution = solve(problem, replace(EXACT, start=np.full(3, 5.0)))

    assert solution.objective == pytest.approx(monolith(problem).objective, rel=1e-6)
    assert (problem.first.times(solution.x) <= problem.first.row_upper + 1e-6).all()


@pytest.mark.parametrize("wrong", [{"gap": 0.0}, {"gap": np.nan}, {"workers": 0}, {"seconds": 0}])
def test_options_that_cannot_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        Options(**wrong)  # type: ignore[arg-type]


def test_unbounded_first_stage_is_named() -> None:
    problem = drawn(0)
    free = replace(problem.first, cost=-problem.first.cost, row_upper=np.full(1, np.inf))
    endless = replace(free, column_upper=np.full(3, np.inf))

    with pytest.raises(SupplypactError, match="finite bounds"):
        solve(replace(problem, first=endless))
