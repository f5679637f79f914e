from dataclasses import replace

import polars as pl

from supplypact.domain.plan import TOGETHER
from supplypact.reporting.plan.answers import answers, mood, verdict
from supplypact.reporting.plan.view import View
from supplypact.units import Share
from tests.reporting.given import plan, project, target, view


def answer(seen: View, number: int) -> list[str]:
    return answers(seen)[number][1]


def test_the_verdict_says_yes_no_or_not_asked() -> None:
    assert verdict(view()) == "Yes. The plan meets every binding target of 2030."
    assert verdict(view(target(base=0.4, planned=0.4))).startswith("Yes, even without a new")
    assert verdict(view(target(planned=0.2), target())) == (
        "Not in full. 1 of 2 binding targets of 2030 cannot be met: testium."
    )
    assert verdict(view(target(binding=False))).startswith("This pact binds no target")


def test_a_pact_without_binding_targets_is_told_by_its_indicators() -> None:
    seen = view(target(planned=0.2, binding=False), projects=())
    assert mood(seen) == "neutral"
    assert [question for question, _ in answers(seen)] == [
        "Is the target met?",
        "By what?",
        "At what cost, and to whom?",
        "What could break it?",
        "How much rests on estimates?",
    ]
    assert answer(seen, 0) == ["0 of 1 indicators are reached in 2030."]
    assert answer(seen, 4)[-1].startswith("10.0% of the testium")


def test_a_question_without_an_answer_is_not_asked() -> None:
    seen = view(target(binding=False), projects=())
    bare = View(replace(seen.plan, bindings=()), seen.pact, seen.network, seen.say)
    assert "What could break it?" not in [question for question, _ in answers(bare)]


def test_the_verdict_looks_as_it_reads() -> None:
    assert mood(view()) == "good"
    assert mood(view(target(planned=0.2))) == "bad"


def test_the_target_that_decides_is_named_with_base_plan_and_goal() -> None:
    assert answer(view(), 0) == [
        (
            "Testium decides it: 16.7% from outside CHN without the plan, 30.0% with it; "
            "the goal is 30.0%."
        )
    ]


def test_a_missed_target_is_told_with_the_nearest_goal() -> None:
    (text,) = answer(view(target(planned=0.2, relaxed=0.21)), 0)
    assert text.endswith(
        "20.0% from outside CHN, where the goal is 30.0%; the nearest goal "
        "that can be held from then on is 21.0%."
    )


def test_a_missed_target_is_told_with_what_stands_in_its_way() -> None:
    made = plan(target(planned=0.2, relaxed=0.21), obstacles=("Opal comes too late.",))
    seen = view()
    assert answer(View(made, seen.pact, seen.network, seen.say), 0)[1] == "Opal comes too late."


def test_a_pact_without_any_target_is_told_as_such() -> None:
    seen = view()
    bare = View(replace(seen.plan, targets=()), seen.pact, seen.network, seen.say)
    assert verdict(bare).startswith("This pact names no supply target.")
    assert "Is the target met?" not in [question for question, _ in answers(bare)]


def test_what_needs_no_project_is_said() -> None:
    texts = answer(view(target(base=0.5, planned=0.5)), 0)
    assert texts[-1] == "Testium would reach the goal without a new project."


def test_one_project_is_told_in_full_and_many_by_the_largest() -> None:
    assert answer(view(), 1) == ["One project: Opal (AUS), funded from 2028, first output 2030."]
    four = tuple(
        project(name, capex=capex)
        for name, capex in (("A", 1e6), ("B", 4e6), ("C", 3e6), ("D", 2e6))
    )
    many = answer(view(projects=four), 1)
    assert many[0] == (
        "4 projects in AUS; the largest: B (AUS, USD 4.0 mn), C (AUS, USD 3.0 mn) "
        "and D (AUS, USD 2.0 mn)."
    )
    assert answer(view(projects=()), 1) == ["No project needs to be started."]


def test_a_project_started_in_part_says_so() -> None:
    assert (
        "Opal (25.0% of it)" in answer(view(projects=(replace(project(), part=Share(0.25)),)), 1)[0]
    )


def test_cost_is_told_with_its_largest_line_and_each_party() -> None:
    # support: USD 0.5 bn each, of four yearly limits of USD 1 bn
    assert answer(view(), 2) == [
        "USD 2.0 bn in present value (0.0% a year); building projects are 75.0% of it.",
        "Public support by USA: USD 500 mn, 12.5% of its funding lines.",
        "Public support by JPN: USD 500 mn, 12.5% of its funding lines.",
        "The funding lines never come near to binding: no year uses more than 25.0% of a line.",
    ]


def test_a_plan_without_projects_costs_nothing() -> None:
    assert answer(view(projects=()), 2)[0].startswith("The plan costs nothing")


def test_what_could_break_it_names_the_only_project_the_margin_and_the_mine() -> None:
    # mined in China: 16.8 of 60 t
    assert answer(view(), 3) == [
        (
            "Without Opal, and nothing in its place, testium would fall to 16.7%, below the goal "
            "of 30.0%."
        ),
        "Testium has a margin of 0.0 points above its goal in 2030.",
        "A further point costs USD 5.0 million.",
        "Behind it, 28.0% of the testium that the parties use is still mined in CHN (2030).",
        "No project that starts is owned from CHN.",
    ]


def test_a_project_owned_from_a_country_of_concern_is_named() -> None:
    seen = view()
    owned = replace(seen.network.projects[0], concern_owned=True)
    marked = View(seen.plan, seen.pact, replace(seen.network, projects=(owned,)), seen.say)
    assert answer(marked, 3)[-1] == "Owned from CHN: Opal."


def test_a_loss_that_the_target_survives_is_told_as_such() -> None:
    text = answer(view(target(planned=0.3, goal=0.1)), 3)[0]
    assert text.endswith("would fall to 16.7%, still not below the goal of 10.0%.")


def test_estimates_are_told_by_capex_flows_and_unannounced_supply() -> None:
    some = view(projects=(project(capex=3e9), project("Ruby", capex=1e9, estimate=True)))
    assert answer(some, 4) == [
        "25.0% of the USD 4.0 bn of capex is an estimate.",
        (
            "Of the tonnes that reach the parties at the last stage, 0.0% are estimated flows (the "
            "marks at the charts count the whole world's flows, at every stage)."
        ),
        (
            "10.0% of the testium at the stage 'refine' that the world ships in 2030 is supply "
            "that nobody has announced yet."
        ),
    ]


def test_the_materials_together_need_no_flows_of_their_own() -> None:
    together = replace(target(), material=TOGETHER)
    seen = view(target(), together)
    assert all(text for _, texts in answers(seen) for text in texts)


def test_a_pact_without_support_limits_names_the_sum_alone() -> None:
    made = replace(plan(), support=plan().support.with_columns(limit_usd=pl.lit(0.0)))
    seen = view()
    bare = View(made, seen.pact, seen.network, seen.say)
    assert answer(bare, 2)[1] == "Public support by USA: USD 500 mn."
