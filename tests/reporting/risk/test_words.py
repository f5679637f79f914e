from dataclasses import replace

from supplypact.domain.risk_study import RiskStudy
from supplypact.reporting.risk.words import stockpile_lines
from tests.reporting.risk.given import result, view


def test_the_screen_says_first_what_is_drawn_and_marks_what_the_planner_counts() -> None:
    lines = stockpile_lines(view())
    assert lines[1].startswith("In drawn histories the loss falls from USD 15 mn to USD 8.0 mn")
    assert "Disruptions in 2030, planner's count: expected loss" in "\n".join(lines)
    assert "'plan --risk' draws" not in "\n".join(lines)
    bare = "\n".join(stockpile_lines(view(study=RiskStudy())))
    assert "'plan --risk' draws histories without that limit" in bare


def test_the_screen_tells_holders_and_hazards_in_words() -> None:
    told = "\n".join(stockpile_lines(view()))
    assert "  JPN USD 10,000: testium 122 days (USD 10,000)" in told
    assert "  Export control, CHN, refine: testium: once in 10 years, USD 100 mn if it" in told
    assert "in present value, less what the stock is worth at the end." in told


def test_a_nearest_plan_says_how_to_learn_which_target_fails() -> None:
    near = view(result=replace(result(), status="nearest"))
    assert "'supplypact plan test' names the target" in "\n".join(stockpile_lines(near))
