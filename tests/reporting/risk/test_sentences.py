from dataclasses import replace

import polars as pl
import pytest

from supplypact.domain.risk import Cover, RiskOptions
from supplypact.domain.risk_study import RiskStudy
from supplypact.reporting.risk import sentences, study_sentences
from supplypact.units import Share, Usd, Year
from tests.reporting.given import pact
from tests.reporting.risk.given import (
    BAN,
    frontier,
    result,
    simulated,
    study,
    together,
    tornado,
    view,
)


def answer(question: str, **changes: object) -> str:
    return " ".join(dict(sentences.answers(view(**changes)))[question])


def test_the_verdict_says_what_to_hold_and_what_it_saves() -> None:
    assert sentences.verdict(view(study=RiskStudy())) == (
        "Hold USD 10,000 of stocks by 2030: what the planner counts, the first 24 months of a "
        "disruption, one at a time, falls from USD 15 mn to USD 7.0 mn a year in 2030."
    )


def test_the_verdict_tells_drawn_histories_first_and_the_planner_apart() -> None:
    assert sentences.verdict(view()) == (
        "In drawn histories the loss falls from USD 15 mn to USD 8.0 mn a year: hold USD 10,000 of "
        "stocks by 2030. What the planner counts falls from USD 15 mn to USD 7.0 mn in 2030: the "
        "first 24 months of a disruption, one at a time."
    )


def test_a_plan_without_stocks_says_so() -> None:
    seen = view(result=result(held=0.0))
    assert "a year: hold no stocks in 2030." in sentences.verdict(seen)
    bare = view(result=result(held=0.0), study=RiskStudy())
    assert sentences.verdict(bare).startswith("Hold no stocks in 2030:")
    assert "Nothing in 2030" in answer("What to hold?", result=result(held=0.0))
    assert "Stocks:" not in answer("What does it cost?", result=result(held=0.0))


def test_a_plan_that_ends_before_the_years_told_has_no_answer() -> None:
    early = result()
    kept = early.stocks.filter(early.stocks["year"] < 2030)
    seen = view(result=replace(early, stocks=kept))
    assert sentences.verdict(seen) == "The years told are not planned, so no loss is told."
    assert sentences.answers(seen) == []


def test_what_to_hold_names_holders_materials_and_policies() -> None:
    told = answer("What to hold?")
    assert "By 2030 USD 10,000 worth of 1 material: USA USD 0 and JPN USD 10,000." in told
    assert "Of 2 stocks that could be held, 1 are none, 0 cover up to 60 days of use" in told
    assert "Today's policies: JPN 60 days (rare metals)." in told


def test_the_cost_tells_stocks_projects_and_what_the_risk_changes() -> None:
    # 10 t bought at 1,050 USD, held for 50 USD a year in 2029, 2030 and 2031
    told = answer("What does it cost?")
    assert "Stocks: USD 12,000 for buying and holding in 2028 to 2031" in told
    assert "Projects and trade: USD 100 mn more" in told
    assert "Started because of the risk: Opal." in told
    assert "not here: pearl." in told


def test_a_cheaper_plan_is_told_as_cheaper() -> None:
    cheaper = replace(result(), calm_cost=Usd(result().plan_cost + 5e6))
    assert "USD 5.0 mn less" in answer("What does it cost?", result=cheaper)


def test_what_stocks_and_projects_save_is_told_apart() -> None:
    told = answer("What does it save?")
    # stocks: 0.1 * 70 mn; projects: 0.1 * 20 mn; both: 0.1 * 80 mn
    assert "stocks alone would save USD 7.0 mn a year, the projects alone USD 2.0 mn" in told
    assert "both USD 8.0 mn" in told
    assert "from USD 90 mn to USD 19 mn" in told


def test_projects_that_add_to_the_loss_are_told_so() -> None:
    plan = result()
    worse = pl.when(pl.col("case") == "projects").then(pl.col("expected_usd") * 2)
    losses = plan.losses.with_columns(expected_usd=worse.otherwise(pl.col("expected_usd")))
    # 2 * 13 mn less 15 mn
    told = answer("What does it save?", result=replace(plan, losses=losses))
    assert "The projects alone would cost USD 11 mn, as they may come late." in told


def test_how_sure_it_is_says_gap_estimates_histories_and_rates() -> None:
    told = answer("How sure is it?")
    for words in (
        # the planner counted 0.9 of what was drawn
        "In 10,000 drawn histories USD 15 mn a year is lost without stocks and projects",
        "; the planner counted USD 14 mn and USD 7.2 mn (means of 2028 to 2031).",
        "within 0.05% of the best there is for 2 hazards.",
        "3 stay, 1 change",
        "testium",
    ):
        assert words in told
    bare = answer("How sure is it?", study=RiskStudy(), result=replace(result(), finished=False))
    assert bare.startswith("Time ran out")


def test_who_pays_tells_the_holders_and_what_the_pact_is_worth() -> None:
    told = answer("Who pays?")
    assert "USA USD 0 and JPN USD 12,000" in told
    assert "saves USD 5.0 mn (2.5%) against acting alone, planner's count." in told
    assert "stocks as well saves USD 10 mn (5.0%). The full pact saves USD 30 mn" in told
    alone = answer("Who pays?", study=RiskStudy())
    assert "Shapley" not in alone


@pytest.mark.parametrize(
    ("excess", "least", "told"),
    [
        (-5e6, -5e6, "Nobody would do better by leaving."),
        (0.0, -5e6, "by more than the USD 100,000 that the costs are sure to"),
        (2e6, -5e6, "Under this split USA would pay USD 2.0 mn less alone; the costs are sure to"),
        (2e6, -5e6, "USD 100,000. Another split keeps all: the nucleolus."),
        (2e6, 1e6, "No split keeps all: the worst off would lack USD 1.0 mn at best"),
    ],
)
def test_the_core_is_told_with_its_worst_coalition(excess: float, least: float, told: str) -> None:
    made = replace(together(excess=excess), least_excess=Usd(least))
    assert told in study_sentences.core_finding(view(), made)


def test_of_two_parties_nobody_is_named_who_would_come_nearest_to_leaving() -> None:
    assert "nearest" not in study_sentences.core_finding(view(), together())
    three = together(("USA", "JPN", "AUS"))
    assert "USA would come nearest" in study_sentences.core_finding(view(), three)


def test_many_that_would_leave_are_told_by_whom_they_leave() -> None:
    made = replace(together(("USA", "JPN", "AUS"), excess=2e6), worst="USA+JPN")
    told = study_sentences.core_finding(view(), made)
    assert "the others would pay USD 2.0 mn less without AUS; the costs are sure to" in told


def test_a_party_whose_funding_ends_is_named() -> None:
    terms = pact()
    lines = tuple(
        replace(each, last_year=Year(2029)) if each.party == "JPN" else each
        for each in terms.envelope
    )
    seen = replace(view(), pact=replace(terms, envelope=lines[:2]))
    told = " ".join(dict(sentences.answers(seen))["What to hold?"])
    assert "JPN can hold nothing to the end: its funding lines end in 2029" in told
    bare = replace(view(), pact=replace(terms, envelope=()))
    none = " ".join(dict(sentences.answers(bare))["What to hold?"])
    assert "USA and JPN have no funding lines, so they can pay for no stock." in none
    only = tuple(each for each in terms.envelope if each.party == "JPN")
    one = replace(view(), pact=replace(terms, envelope=only))
    assert "USA has no funding lines, so it can pay for no stock." in " ".join(
        dict(sentences.answers(one))["What to hold?"]
    )


def test_a_holder_names_what_is_worth_most_in_days_of_all_forms() -> None:
    # 10 t at 1,000 USD of a use of 30 t a year; a second form of half as much
    plan = result()
    half = plan.stocks.with_columns(
        pl.lit("mine").alias("form"), *(pl.col(name) / 2 for name in ("days", "value_usd"))
    )
    seen = view(result=replace(plan, stocks=pl.concat([plan.stocks, half])))
    assert list(sentences.holder_lines(seen, 2030)) == [
        "JPN USD 15,000: testium 182 days (USD 15,000)"
    ]


def test_what_is_left_to_lose_names_the_hazards_that_cost_most_a_year() -> None:
    # the strike costs 0.5 * 10 mn a year with the plan, the ban 0.1 * 20 mn
    assert (
        "What is left to lose a year, planner's count, comes most from strike (USD 5.0 mn); "
        "Export control, CHN, refine: testium (USD 2.0 mn)."
    ) in answer("What does it save?")


def test_a_project_of_which_next_to_nothing_is_started_is_not_told() -> None:
    plan = result()
    (opal,) = plan.projects
    seen = replace(
        plan, projects=(opal, replace(opal, id="speck", name="Speck", part=Share(0.004)))
    )
    assert "Started because of the risk: Opal." in answer("What does it cost?", result=seen)


def test_late_projects_are_counted_apart_from_hazards() -> None:
    plan = result()
    late = plan.hazards.with_columns(hazard=pl.col("hazard").replace({BAN: "late-opal-refine"}))
    told = answer("How sure is it?", result=replace(plan, hazards=late))
    assert "for 1 hazard and 1 late project." in told


def test_marks_tell_what_was_asked() -> None:
    options = RiskOptions(
        weight=0.25,
        alone=True,
        rates=2.0,
        materials=("testium",),
        covers=(Cover(material="testium", holder="JPN", days=90.0, first_year=2030),),
    )
    assert sentences.marks(view(result=result(options=options))) == [
        (
            "Plan under risk: the worst twentieth of first disruptions weighs 25%; no party "
            "gives from its stock to another; rates of hazards × 2; stocks asked for: 90 days of "
            "testium in JPN by 2030; hazards of testium only"
        )
    ]


def test_every_study_has_a_line_for_the_screen_and_none_has_none() -> None:
    lines = study_sentences.study_lines(view(study=study(together=(together(), together()))))
    assert len(lines) == 6
    assert study_sentences.study_lines(view(study=RiskStudy())) == []


def test_the_frontier_names_its_ends_and_the_plan() -> None:
    told = study_sentences.frontier_finding(view(study=study(frontier=frontier())))
    assert told == (
        "Planner's count: from USD 90 mn in the worst twentieth of first disruptions at an extra "
        "cost of USD 0, to USD 12 mn at USD 200 mn. Where the plan of this report stands: "
        "USD 19 mn at USD 100 mn."
    )


def test_the_largest_reason_for_a_difference_is_told_where_it_matters() -> None:
    drawn = simulated(after=8e6)
    told = study_sentences.claim_finding(view(), drawn)
    assert (
        "With the plan the largest reason for the difference is overlapping disruptions: "
        "USD 600,000 a year."
    ) in told
    assert "The 95% range of the latter, USD 7.2 mn to USD 8.8 mn, is that of the drawing" in told
    small = replace(drawn, reasons=drawn.reasons.with_columns(usd=drawn.reasons["usd"] / 100))
    assert "reason" not in study_sentences.claim_finding(view(), small)
    beyond = drawn.reasons.with_columns(reason=pl.lit("disruptions beyond the planner's months"))
    told = study_sentences.claim_finding(view(), replace(drawn, reasons=beyond))
    assert "is disruptions beyond 24 months: USD 600,000 a year." in told


def test_what_the_gap_of_the_search_explains_is_told_as_unsure() -> None:
    told = study_sentences.rates_finding(view(), replace(tornado(), unsure=2))
    assert told.endswith(
        "Of 6 statements of the plan 3 stay, 1 change with the rates, 2 more differ by no more "
        "than the gap of the search explains."
    )


def test_rates_of_no_bar_tell_nothing() -> None:
    bare = replace(tornado(), bars=tornado().bars.clear())
    assert study_sentences.rates_finding(view(), bare) == ""
