"""What is wrong with a problem is told all at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from supplypact.decomposition.linear import Entries, Linear
from supplypact.decomposition.problem import Problem, Tail
from supplypact.errors import DataError
from tests.decomposition.given import drawn


def faults(problem: Problem, **changed: object) -> list[str]:
    with pytest.raises(DataError) as caught:
        replace(problem, **changed)  # type: ignore[arg-type]
    return [str(fault) for fault in caught.value.faults]


def test_every_fault_is_told() -> None:
    problem = drawn(0)
    weight = problem.scenarios.weight.copy()
    weight[0] = np.nan
    tail = Tail(
        weight=-1.0, level=1.0, scenarios=np.zeros(1, np.int32), probability=np.array([0.9])
    )

    told = faults(problem, scenarios=replace(problem.scenarios, weight=weight), tails=(tail,))

    assert len(told) == 4
    assert "weight is not a number" in told[0]
    assert "level 1.0" in told[1]
    assert "add up to 0.9" in told[3]


def test_terms_outside_the_model_are_told_with_their_family() -> None:
    problem = drawn(0)
    one = np.array([99], np.int32)
    wrong = replace(problem.families[0], shared=Entries(one, one, np.ones(1)))

    told = faults(problem, families=(wrong, problem.families[1]))

    what = "family 'material 0', shared: a term lies outside the model"
    assert told == [f"{what}; rows are 0 to 11, columns 0 to 2"]


def test_integers_belong_to_the_first_stage() -> None:
    problem = drawn(0)
    family = problem.families[0]
    integer = np.ones(family.recourse.columns, bool)
    wrong = replace(family, recourse=replace(family.recourse, integer=integer))

    assert "integer columns" in faults(problem, families=(wrong, problem.families[1]))[0]


def test_entry_of_a_right_hand_side_that_does_not_exist_is_told() -> None:
    problem = drawn(0)
    rhs = problem.scenarios.rhs + 8

    told = faults(problem, scenarios=replace(problem.scenarios, rhs=rhs))

    assert "does not exist" in told[0]


def test_full_matrix_becomes_columns() -> None:
    linear = Linear.dense([1, 2], [[0, 3], [4, 0], [5, 6]], row_lower=0)

    assert linear.start.tolist() == [0, 2, 4]
    assert linear.index.tolist() == [1, 2, 0, 2]
    assert linear.times(np.array([1.0, 10.0])).tolist() == [30.0, 4.0, 65.0]
