"""Worked examples of Birge and Louveaux, Introduction to Stochastic Programming (2011).

Optima and the values of information: martinbiel/StochasticPrograms.jl, test/problems at ba8f82c.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from supplypact.decomposition.linear import Entries, Linear, OwnEntries
from supplypact.decomposition.monolith import monolith
from supplypact.decomposition.options import Options
from supplypact.decomposition.problem import Family, Problem, Scenarios
from supplypact.decomposition.solve import solve
from supplypact.decomposition.worth import worth
from supplypact.errors import InfeasibleError
from tests.decomposition.given import family, single

EXACT = Options(gap=1e-8)


def farmer() -> Problem:
    """Return the farmer's problem: acres of wheat, corn, beets before the weather is known."""
    first = Linear.dense([150, 230, 260], [[1, 1, 1]], row_upper=500)
    # buy wheat, buy corn, sell wheat, sell corn, sell beets within and above the quota of 6000 t
    recourse = Linear.dense(
        [238, 210, -170, -150, -36, -10],
        [[1, 0, -1, 0, 0, 0], [0, 1, 0, -1, 0, 0], [0, 0, 0, 0, -1, -1]],
        row_lower=0,
        upper=[np.inf, np.inf, np.inf, np.inf, 6000, np.inf],
    )
    harvest = [np.diag([2.5, 3.0, 20.0]) * weather for weather in (0.8, 1.0, 1.2)]
    return single(first, family(recourse, [[200, 240, 0]] * 3, harvest), [1 / 3] * 3)


def profit(p: float, q: list[float], d: list[float], name: str) -> Family:
    """Return y sold at q, up to d, made on two machines of 60 x1 and 80 x2 hours."""
    recourse = Linear.dense([-each for each in q], [[6, 10], [8, 5]], row_upper=0, upper=d)
    only = family(recourse, [[0, 0]], [[-60, 0], [0, -80]], name=name)
    assert 0 < p <= 1
    return only


def machines(*cases: tuple[float, list[float], list[float]]) -> Problem:
    """Return the example of the L-shaped method; prices differ, so each case is a family."""
    first = Linear.dense([100, 150], [[1, 1]], row_upper=120, lower=[40, 20], upper=120)
    count = len(cases)
    each = np.arange(count, dtype=np.int32)
    return Problem(
        first=first,
        families=tuple(profit(p, q, d, f"case {place}") for place, (p, q, d) in enumerate(cases)),
        scenarios=Scenarios(
            weight=np.array([p for p, _, _ in cases]),
            scenario=each,
            family=each,
            rhs=np.zeros(count, np.int32),
            times=np.ones(count),
        ),
    )


def demanding() -> Problem:
    """Return the example of feasibility cuts: 0.8 xi <= y <= xi for xi (6, 8) or (4, 4)."""
    first = Linear.dense([3, 2], np.zeros((0, 2)), upper=1000)
    recourse = Linear.dense([-15, -12], [[3, 2], [2, 5]], row_upper=0, upper=0)
    both = np.arange(2, dtype=np.int32)
    factors = np.array([[0, 0, 6, 8], [0, 0, 4, 4]], float)
    only = Family(
        name="orders",
        recourse=recourse,
        row_sides=Entries(both, both, np.ones(2)),
        lower_sides=Entries(both, both + 2, np.full(2, 0.8)),
        upper_sides=Entries(both, both + 2, np.ones(2)),
        base=factors,
        shared=Entries(both, both, np.ones(2)),
        own=OwnEntries.none(),
        labels=("high orders", "low orders"),
    )
    return single(first, only, [0.5, 0.5])


def test_farmer_plants_170_80_250_acres_for_108390() -> None:
    solution = solve(farmer(), EXACT)

    assert solution.x == pytest.approx([170, 80, 250], abs=1e-4)
    assert solution.objective == pytest.approx(-108390, abs=1e-3)
    assert solution.bound == pytest.approx(-108390, abs=0.01)


def test_forecast_and_stochastic_solution_are_worth_to_the_farmer_what_the_book_says() -> None:
    value = worth(farmer())

    assert value.wait_and_see == pytest.approx(-115405.56, abs=0.01)
    assert value.of_information == pytest.approx(7015.56, abs=0.01)
    assert value.mean_value == pytest.approx(-118600, abs=0.01)
    assert value.mean_value_decision == pytest.approx(-107240, abs=0.01)
    assert value.of_stochastic_solution == pytest.approx(1150, abs=0.01)


def test_example_of_the_l_shaped_method() -> None:
    low, high = (0.4, [24.0, 28.0], [500.0, 100.0]), (0.6, [28.0, 32.0], [300.0, 300.0])
    problem = machines(low, high)

    solution = solve(problem, EXACT)
    value = worth(problem)

    assert solution.objective == pytest.approx(-855.83, abs=0.01)
    assert solution.x == pytest.approx([46.67, 36.25], abs=0.01)
    assert value.wait_and_see == pytest.approx(-1518.75, abs=0.01)
    assert value.of_information == pytest.approx(662.92, abs=0.01)

    # the mean case: prices 0.4 * 24 + 0.6 * 28 = 26.4 and 30.4, orders 380 and 220
    mean = monolith(machines((1.0, [26.4, 30.4], [380.0, 220.0])))
    held = replace(problem.first, column_lower=mean.x, column_upper=mean.x)
    kept = solve(replace(problem, first=held), EXACT)
    assert mean.objective == pytest.approx(-1445.92, abs=0.01)
    assert kept.objective == pytest.approx(-568.92, abs=0.01)
    assert kept.objective - solution.objective == pytest.approx(286.92, abs=0.01)


def test_decisions_that_leave_a_case_without_solution_are_cut_off() -> None:
    # 3 * 4.8 + 2 * 6.4 = 27.2 and 2 * 4.8 + 5 * 6.4 = 41.6 are the least that high orders need
    solution = solve(demanding(), EXACT)
    value = worth(demanding())

    assert solution.x == pytest.approx([27.2, 41.6], abs=1e-6)
    assert solution.objective == pytest.approx(36.4, abs=1e-6)
    assert value.wait_and_see == pytest.approx(9.2, abs=1e-6)
    assert value.mean_value == pytest.approx(9.2, abs=1e-6)
    assert value.of_stochastic_solution == np.inf


def test_when_no_decision_leaves_every_case_a_solution_the_case_is_named() -> None:
    problem = demanding()
    poor = replace(problem, first=replace(problem.first, column_upper=np.array([20.0, 20.0])))

    with pytest.raises(InfeasibleError, match="high orders"):
        solve(poor, EXACT)
