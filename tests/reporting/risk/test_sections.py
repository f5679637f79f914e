from dataclasses import replace

import polars as pl

from supplypact.domain.risk_study import RiskStudy
from supplypact.reporting.risk.page_tables import hazards, risk_tables, stocks, uses
from supplypact.reporting.risk.sections import risk_sections
from supplypact.reporting.risk.study_tables import conclusions, reasons, study_tables
from tests.reporting.risk.given import result, simulated, study, together, tornado, view


def test_only_what_was_asked_has_a_section() -> None:
    assert [each.id for each in risk_sections(view(study=RiskStudy()))] == ["risk", "risk-losses"]
    assert [each.id for each in risk_sections(view())] == [
        "risk",
        "risk-losses",
        "risk-histories",
        "risk-frontier",
        "risk-together",
        "risk-rates",
    ]


def test_a_plan_of_other_years_only_says_so() -> None:
    plan = result()
    seen = view(
        result=replace(plan, stocks=plan.stocks.filter(plan.stocks["year"] < 2030)),
        study=RiskStudy(),
    )
    (only,) = risk_sections(seen)
    assert "not planned" in only.finding
    assert only.charts == ()


def test_the_words_come_first() -> None:
    first = risk_sections(view())[0]
    questions = [question for question, _ in first.answers]
    assert questions == [
        "What to hold?",
        "What does it cost?",
        "What does it save?",
        "How sure is it?",
        "Who pays?",
    ]


def test_stocks_stand_beside_the_policies_and_empty_ones_only_in_the_workbook() -> None:
    whole, shown = stocks(view()), stocks(view(), whole=False)
    labels = [column.label for column in whole.columns]
    assert labels[3:7] == ["Tonnes 2030", "Days 2030", "Tonnes at 60 days", "Tonnes at 180 days"]
    assert [row[2] for row in whole.rows] == ["USA", "JPN"]
    assert [row[2:5] for row in shown.rows] == [("JPN", 10.0, 122)]
    assert whole.rows[0][5:7] == (30 * 60 / 365, 30 * 180 / 365)


def test_the_hazards_that_cost_most_a_year_stand_first() -> None:
    rows = hazards(view()).rows
    assert [row[0] for row in rows] == ["Export control, CHN, refine: testium", "strike"]
    assert rows[0][1:] == (10, 100e6, 20e6, 10e6, 2e6)


def test_what_is_missing_is_told_by_party_and_use() -> None:
    assert uses(view()).rows == (
        ("USA", "industry other", 6e6, 0.0, 0.0, 1.2e6),
        ("JPN", "industry other", 4e6, 0.0, 0.0, 0.8e6),
    )


def test_reasons_stand_once_with_a_column_for_each_case() -> None:
    made = reasons(view(), simulated())
    assert [column.label for column in made.columns] == ["Reason", "stocks and projects"]
    assert made.rows[0] == ("overlapping disruptions", 0.6e6)


def test_a_conclusion_names_its_material_in_lower_case() -> None:
    named = pl.DataFrame(
        {
            "conclusion": ["hold Testium in the US", "start Opal"],
            "low": "no",
            "base": "no",
            "high": "1",
        }
    )
    made = conclusions(view(), replace(tornado(), conclusions=named))
    assert [row[0] for row in made.rows] == ["hold testium in the US", "start Opal"]


def test_several_ways_of_acting_together_are_told_apart() -> None:
    many = (together(), together(("USA", "JPN", "AUS"), excess=1e6))
    section = next(
        e for e in risk_sections(view(study=study(together=many))) if e.id == "risk-together"
    )
    assert [each.title for each in section.tables] == [
        "Who pays what: USA and JPN",
        "Who pays what: USA, JPN and AUS",
    ]
    assert "Another split keeps all" in section.charts[1].finding
    assert "miss a target by up to 2.0%" in section.note
    assert "is an example and no agreement" in section.note
    titles = [each.title for each in study_tables(view(study=study(together=many)))]
    assert {"Coalitions", "Coalitions 2"} <= set(titles)


def test_nothing_that_changes_needs_no_table_of_it() -> None:
    same = replace(tornado(), conclusions=tornado().conclusions.clear())
    section = risk_sections(view(study=study(tornado=same)))[-1]
    assert section.tables == ()


def test_sheets_have_names_that_a_workbook_takes() -> None:
    made = [*risk_tables(view()), *study_tables(view())]
    titles = [each.title for each in made]
    assert len(set(titles)) == len(titles)
    assert max(map(len, titles)) <= 31
