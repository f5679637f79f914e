from dataclasses import replace

import pytest

from supplypact.domain.pact import Reading
from supplypact.domain.plan import Plan, PlanOptions
from supplypact.reporting.plan.summary import frontier_lines, plan_lines
from supplypact.units import Usd
from tests.reporting.given import network, pact, plan, project, target
from tests.reporting.plan.test_frontier import points


def lines(made: Plan) -> list[str]:
    return plan_lines(made, pact(), network())


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading.WORLD, "of world output"),
        (Reading.DIRECT, "of direct purchases"),
        (Reading.EMBODIED, "of what the parties use"),
    ],
)
def test_a_target_says_what_it_is_a_share_of(reading: Reading, words: str) -> None:
    assert lines(plan(replace(target(), reading=reading)))[2] == (
        f"met     Testium: 30.0% {words} at 'refine' in 2030 from outside the countries of "
        "concern (goal 30.0%, without the plan 16.7%)"
    )


def test_one_project_is_one_project_with_its_id() -> None:
    found = lines(plan())
    assert "1 project to start:" in found
    assert "  2028  Opal [opal], AUS: USD 2,000 million, first output 2030" in found
    assert "2 projects to start:" in lines(plan(projects=(project(), project("Ruby"))))


def test_support_is_said_to_be_undiscounted_and_of_what() -> None:
    found = lines(plan())
    at = found.index("Public support (not discounted, capex share and price floor)")
    assert found[at + 1] == "  USA: USD 500 million, 12.5% of its funding lines"


def test_nothing_is_said_of_parts_that_are_not_there() -> None:
    found = lines(plan(projects=(), bindings=()))
    assert "Cost USD 0 million (discounted)" in found
    assert found[-1] == "No public support is paid."
    assert not any("of which" in line for line in found)
    small = plan(target())
    tiny = tuple(replace(line, discounted=Usd(1.0)) for line in small.costs)
    assert not any("of which" in line for line in lines(replace(small, costs=tiny)))


def test_a_pact_that_binds_nothing_gets_one_hint() -> None:
    found = lines(plan(target(binding=False)))
    assert len([line for line in found if "--target MATERIAL=GOAL" in line]) == 1


def test_a_goal_that_cannot_be_met_is_told_with_its_reasons() -> None:
    missed = plan(target(planned=0.2, relaxed=0.21), obstacles=("Opal comes too late.",))
    found = lines(missed)
    assert found[2].startswith("NOT MET Testium: 20.0%")
    assert found[2].endswith("; the nearest goal that can be held from then on is 21.0%")
    assert found[found.index("Why it cannot be met:") + 1] == "  Opal comes too late."
    assert "Why it cannot be met:" not in lines(plan())


def test_a_what_if_says_so_under_the_title() -> None:
    assert lines(plan(options=PlanOptions(without=("opal",))))[1] == "What if: without opal"


def test_the_frontier_says_that_targets_move_together_and_ends_with_what_is_missed() -> None:
    found = frontier_lines(tuple(points()[::-1]))
    assert "all binding targets, which move together" in found[0]
    assert [line.split()[0] for line in found[3:]] == ["30.0%", "50.0%", "70.0%"]
    assert found[-1].endswith("cannot be met: the nearest plan")
