from dataclasses import replace

from supplypact.domain.plan import PlanOptions
from supplypact.reporting.plan.view import View
from supplypact.reporting.plan.what_if import marks
from tests.reporting.given import network, pact, plan, view


def test_the_pact_as_it_is_has_no_mark() -> None:
    assert marks(view()) == []


def test_changes_and_own_tables_are_named_in_one_line() -> None:
    options = PlanOptions(without=("opal",), budgets=(("USA", 1e9),), delays=(("ruby", 1),))
    own = replace(network(), replaced=("projects", "flows"))
    assert marks(View(plan(options=options), pact(), own, view().say)) == [
        (
            "What if: budget of USA USD 1.0 bn; without opal; ruby 1 year later; "
            "own tables: projects and flows"
        )
    ]


def test_starts_in_parts_are_a_lower_bound_not_a_what_if() -> None:
    asked = View(plan(options=PlanOptions(relaxed=True)), pact(), network(), view().say)
    assert marks(asked) == ["Lower bound: projects start in parts"]
