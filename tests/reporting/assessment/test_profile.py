from dataclasses import replace

import polars as pl
import pytest

from supplypact.domain.network import Source
from supplypact.reporting.assessment import profile_tables as tables
from supplypact.reporting.assessment.charts import flow_chart
from supplypact.reporting.assessment.history_charts import history_charts
from supplypact.reporting.assessment.indicator_table import indicators
from supplypact.reporting.assessment.lines import spans
from supplypact.reporting.assessment.outlook_charts import outlook_charts
from supplypact.reporting.assessment.profile import profile, profiles
from supplypact.reporting.assessment.sources import material_sources
from supplypact.reporting.chart import Option
from tests.reporting.assessment.given import assessment, evidence, frame, view
from tests.reporting.plan.test_tables import rows


def test_what_is_bought_stands_beside_what_is_traced() -> None:
    found = {(row["stage"], row["party"]): row for row in rows(tables.compared(view(), "testium"))}
    refined = found["Refine", "USA"]
    assert refined["direct_concern"] == refined["traced_concern"] == pytest.approx(28 / 30)
    assert refined["direct_largest"] == "CHN 93.3%"
    mined = found["Mine", "JPN"]
    assert (mined["direct_concern"], mined["direct_largest"]) == (None, None)
    assert mined["traced_largest"] == "AUS 70.7%"
    assert mined["band"] == "25–33%"


def test_published_shares_stand_beside_and_those_far_off_are_marked() -> None:
    found = {(row["stage"], row["party"]): row for row in rows(tables.compared(view(), "testium"))}
    refined = found["Refine", "USA"]
    assert (refined["customs_concern"], refined["published_concern"]) == (0.5, 0.5)
    assert refined["check"] == "check: published says 50% of imports, ours 93%"
    assert found["Refine", "JPN"]["check"] is None


def test_the_comparison_of_all_materials_marks_upper_bounds() -> None:
    found = rows(tables.compared_all(view()))
    bounds = {(row["material"], row["party"]) for row in found if row["at_most"]}
    assert bounds == {("Solium", "USA")}
    assert [row["material"] for row in found][::3] == ["Solium", "Testium", "Testium", "Orium"]


def test_concentration_tells_the_world_and_each_party() -> None:
    found = rows(tables.concentration(view(), "solium"))
    assert [row["who"] for row in found] == ["World output", "All parties", "USA", "JPN"]
    assert (found[0]["largest"], found[0]["top_1"], found[0]["n_minus_1"]) == ("CHN", 0.6, None)
    assert found[1]["hhi"] == "4,200\n3,800–4,600"


def test_every_indicator_has_its_driver_and_its_reason() -> None:
    found = {(row["indicator"], row["stage"]): row for row in rows(indicators(view(), "orium"))}
    share = found["Traced to countries of concern", "Mine"]
    assert share["value_*"] == "25.0%\n21.0–29.0%"
    assert share["value_JPN"] is None
    assert share["why_*"] == "output of CHN, mine (estimate): explains 70.0%"
    assert "it receives none at this stage" in str(share["why_JPN"])
    assert (share["indicator_unit"], share["threshold"], share["verdict_*"]) == ("%", None, None)
    assert ("Months of cover by stocks", "Whole chain") in found


def test_indicators_have_threshold_and_verdict_and_what_the_eu_study_says() -> None:
    made = assessment()
    # 50% with a band of 46 to 54% passes 40%; with one of 30 to 70% it is open
    wide = (pl.col("indicator") == "eu_processing") & (pl.col("party") == "USA")
    low = pl.when(wide).then(0.3).otherwise("low").alias("low")
    whole = pl.col("indicator") == "eu_economic_importance"
    told = made.indicators.with_columns(
        low,
        value=pl.when(whole & (pl.col("party") == "world")).then(3.0).otherwise("value"),
    )
    seen = view(assessment(indicators=told))
    found = {(row["indicator"], row["stage"]): row for row in rows(indicators(seen, "solium"))}
    processing = found["EU benchmark: processing at home", "Refine"]
    assert processing["threshold"] == "≥ 40%"
    assert (processing["verdict_JPN"], processing["verdict_USA"]) == ("✓ pass", "◇ open")
    importance = found["EU economic importance", "Whole chain"]
    assert (importance["value_world"], importance["threshold"]) == ("3.00\nEU study", "< 2.8")


def test_the_page_shows_the_columns_of_one_party_at_a_time() -> None:
    made = indicators(view(), "solium")
    groups = {column.id: column.group for column in made.columns if column.group}
    assert (groups["value_*"], groups["verdict_USA"], groups["why_JPN"]) == ("of-1", "of-2", "of-3")
    assert "value_world" not in groups


def test_suppliers_are_listed_by_their_largest_share() -> None:
    made = tables.suppliers(view(), "testium", "mine")
    assert made.title == "Suppliers at the stage 'mine'"
    first, second = rows(made)
    assert (first["supplier"], first["traced_JPN"]) == ("AUS", pytest.approx(21.2 / 30))
    assert (second["supplier"], second["direct_USA"]) == ("CHN", None)


def test_small_routes_are_left_to_the_workbook() -> None:
    tiny = ("testium", "*", "mine", "AUS", "AUS", 0.5, 0.0)
    more = frame("routes", [*assessment().routes.iter_rows(), tiny])
    found = rows(tables.route_table(view(assessment(routes=more)), "testium"))
    # of 60 t used, 0.5 t is less than a hundredth
    assert ("AUS", "AUS") not in {(row["exporter"], row["importer"]) for row in found}
    (ore,) = (row for row in found if (row["exporter"], row["importer"]) == ("AUS", "CHN"))
    assert (ore["tonnes_*"], ore["tonnes_USA"], ore["tonnes_JPN"]) == (30.0, 16.8, 13.2)


def test_the_flow_is_drawn_for_each_party_that_has_one() -> None:
    made = flow_chart(view(), "testium")
    assert made is not None
    assert [panel.party for panel in made.panels] == ["*", "USA", "JPN"]
    assert made.panels[1].ends == ("Mine", "Refine", "Use")
    assert links(made.panels[1].option)["AUS, Mine", "▲ CHN, Refine"] == 16.8
    assert "refine 93% (89–97%)" in made.panels[1].finding
    solium = flow_chart(view(), "solium")
    assert solium is not None
    assert [panel.party for panel in solium.panels] == ["*", "USA"]
    assert flow_chart(view(), "orium") is None


def links(option: Option) -> dict[tuple[str, str], float]:
    (series,) = option["series"]
    return {(each["source"], each["target"]): each["value"] for each in series["links"]}


def test_history_draws_the_concern_thick_and_names_the_others() -> None:
    (made,) = history_charts(view(), evidence().trade_codes, "testium")
    concern, other = made.panels[0].option["baseOption"]["series"]
    assert (concern["name"], concern["data"]) == ("▲ CHN", [40.0, 50.0])
    assert (other["name"], other["data"]) == ("AUS", [30.0, 30.0])
    assert "went from 40.0% in 1995 to 50.0% in 1996" in made.panels[0].finding
    assert history_charts(view(), evidence().trade_codes, "solium") == []
    assert made.subtitle.endswith(
        "Codes: HS 123456 (Te in oxide). Content counts, at the shares that the codes' notes give."
    )


def test_years_of_which_most_has_no_weight_are_left_out() -> None:
    rows_of = [
        ("testium", "refine", "*", year, 60.0, 6e4, unweighed, 0.4, "CHN", 0.4, 0.3)
        for year, unweighed in ((1995, 0.6), (1996, 0.7), (1997, 0.1), (1999, 0.9))
    ]
    made = assessment(history=frame("history", rows_of))
    (chart,) = history_charts(view(made), evidence().trade_codes, "testium")
    concern, *_ = chart.panels[0].option["baseOption"]["series"]
    assert concern["data"] == [None, None, 40.0, None]
    assert chart.panels[0].finding.endswith(
        "Left out: 1995 to 1996 and 1999, when over 50% of the value has no weight."
    )


def test_years_in_a_row_are_told_as_a_span() -> None:
    assert spans(view().say, [2003, 2001, 2002, 2005]) == "2001 to 2003 and 2005"


def test_history_without_a_known_maker_says_so() -> None:
    empty = ("testium", "refine", "USA", 1995, None, 5.0, 1.0, None, None, None, None)
    made = assessment(history=frame("history", [empty]))
    (chart,) = history_charts(view(made), evidence().trade_codes, "testium")
    assert chart.panels[0].finding == (
        "USA: no year with imports by maker that can be weighed. "
        "Left out: 1995, when over 50% of the value has no weight."
    )


def test_the_outlook_sets_base_against_plan() -> None:
    (made,) = outlook_charts(view(), "testium")
    base, plan = made.panels[0].option["baseOption"]["series"]
    assert base["data"] == [16.7, 16.7, 16.7, 16.7]
    assert plan["data"] == [16.7, 16.7, 30.0, 30.0]
    assert rows(made.table)[-1]["plan_JPN"] == 0.3
    assert made.panels[1].finding == (
        "USA: in 2030, the pact's target year, 16.7% without the plan and 30.0% with it; "
        "in 2031 16.7% and 30.0%."
    )


def test_the_outlook_says_where_the_plan_fades_or_makes_it_worse() -> None:
    by_year = ((2029, 0.3, 0.2), (2030, 0.2, 0.3), (2031, 0.2, 0.25))
    found = [("testium", "refine", "*", *shares) for shares in by_year]
    (made,) = outlook_charts(view(assessment(outlook=frame("outlook", found))), "testium")
    assert made.panels[0].finding.endswith(
        "With the plan it is lower in 2029, by up to 10.0 points. "
        "What the plan adds fades from 10.0 points in 2030 to 5.0 in 2031."
    )


def test_an_outlook_that_the_plan_does_not_change_says_so() -> None:
    found = [("testium", "refine", "*", year, 0.2, 0.2) for year in (2030, 2031)]
    (made,) = outlook_charts(view(assessment(outlook=frame("outlook", found))), "testium")
    assert made.panels[0].finding == (
        "All parties: in 2030, the pact's target year, 20.0% with and without the plan; "
        "in 2031 20.0%."
    )


def test_sources_of_a_material_stand_with_what_they_are_the_source_of() -> None:
    survey, fact = material_sources(view(), evidence(), "testium")
    assert (survey.publisher, survey.link) == ("Geological Survey", "https://example.org/yearbook")
    assert survey.tables == "use (1), flows (1), output (1), trade codes (1)"
    assert (survey.estimates, fact.estimates) == (0, 2)
    assert (survey.whole, fact.whole) == (True, False)


def test_facts_that_are_cited_in_the_same_words_stand_once() -> None:
    fact = Source(
        id="fact-1", publisher="", title="press", year="", licence="fact", url="", sha256=""
    )
    again = replace(fact, id="fact-2")
    cited = pl.DataFrame(
        {
            "material": ["orium", "orium"],
            "source": ["fact-1", "fact-2"],
            "quality": ["reported", "estimate"],
        }
    )
    seen = view()
    seen = replace(seen, network=replace(seen.network, sources=(fact, again)))
    (one,) = material_sources(seen, replace(evidence(), prices=cited), "orium")
    assert (one.title, one.tables, one.estimates) == ("press", "prices (2)", 1)


def test_the_worst_stage_has_its_map_open() -> None:
    made = profile(view(), evidence(), "testium")
    assert [(of.stage, of.worst) for of in made.maps] == [("refine", True), ("mine", False)]
    assert [map_.party for map_ in made.maps[0].maps] == ["*", "USA", "JPN"]
    assert "no code for mine" in made.without_history


def test_profiles_stand_worst_first() -> None:
    assert [each.id for each in profiles(view(), evidence())] == ["solium", "testium", "orium"]
