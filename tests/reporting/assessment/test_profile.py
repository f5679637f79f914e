import pytest

from supplypact.reporting.assessment import profile_tables as tables
from supplypact.reporting.assessment.charts import flow_chart, history_charts, outlook_charts
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


def test_concentration_tells_the_world_and_each_party() -> None:
    found = rows(tables.concentration(view(), "solium"))
    assert [row["who"] for row in found] == ["World output", "All parties", "USA", "JPN"]
    assert (found[0]["largest"], found[0]["top_1"], found[0]["n_minus_1"]) == ("CHN", 0.6, None)
    assert found[1]["hhi"] == "4,200\n3,800–4,600"


def test_every_indicator_has_its_driver_and_its_reason() -> None:
    found = {
        (row["indicator"], row["stage"]): row for row in rows(tables.indicators(view(), "orium"))
    }
    share = found["Traced to countries of concern", "Mine"]
    assert share["value_*"] == "25.0%\n21.0–29.0%"
    assert share["value_JPN"] is None
    assert share["driver"] == "output of CHN, mine (estimate): explains 70.0%"
    assert "it receives none at this stage" in str(share["reason"])
    assert ("Months of cover by stocks", "Whole chain") in found


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
    (made,) = history_charts(view(), "testium")
    concern, other = made.panels[0].option["baseOption"]["series"]
    assert (concern["name"], concern["data"]) == ("▲ CHN", [40.0, 50.0])
    assert (other["name"], other["data"]) == ("AUS", [30.0, 30.0])
    assert "went from 40.0% in 1995 to 50.0% in 1996" in made.panels[0].finding
    assert history_charts(view(), "solium") == []


def test_history_without_a_known_maker_says_so() -> None:
    empty = ("testium", "refine", "USA", 1995, None, 5.0, 1.0, None, None, None, None)
    made = assessment(history=frame("history", [empty]))
    (chart,) = history_charts(view(made), "testium")
    assert chart.panels[0].finding == "USA: no imports whose maker is known."


def test_the_outlook_sets_base_against_plan() -> None:
    (made,) = outlook_charts(view(), "testium")
    base, plan = made.panels[0].option["baseOption"]["series"]
    assert base["data"] == [16.7, 16.7, 16.7, 16.7]
    assert plan["data"] == [16.7, 16.7, 30.0, 30.0]
    assert rows(made.table)[-1]["plan_JPN"] == 0.3


def test_sources_of_a_material_stand_with_what_they_are_the_source_of() -> None:
    survey, fact = material_sources(view(), evidence(), "testium")
    assert (survey.publisher, survey.link) == ("Geological Survey", "https://example.org/yearbook")
    assert survey.tables == "use (1), flows (1), output (1)"
    assert (survey.estimates, fact.estimates) == (0, 2)
    assert (survey.whole, fact.whole) == (True, False)


def test_the_worst_stage_has_its_map_open() -> None:
    made = profile(view(), evidence(), "testium")
    assert [(of.stage, of.worst) for of in made.maps] == [("refine", True), ("mine", False)]
    assert [map_.party for map_ in made.maps[0].maps] == ["*", "USA", "JPN"]
    assert "no code for mine" in made.without_history


def test_profiles_stand_worst_first() -> None:
    assert [each.id for each in profiles(view(), evidence())] == ["solium", "testium", "orium"]
