from supplypact.domain.plan import FrontierPoint
from supplypact.reporting.frontier import frontier_finding, frontier_section, frontier_table
from supplypact.reporting.phrases import load_phrases
from supplypact.units import Share, Usd
from tests.reporting.test_tables import rows

SAY = load_phrases("en")


def points() -> list[FrontierPoint]:
    """Return three levels; the third is not reached."""
    return [
        FrontierPoint(
            goal=Share(goal),
            reached=Share(min(goal, 0.5)),
            objective=Usd(cost),
            support=Usd(cost / 2),
            projects=number,
            met=goal <= 0.5,
        )
        for number, (goal, cost) in enumerate([(0.3, 0.0), (0.5, 2e9), (0.7, 3e9)])
    ]


def test_the_highest_level_that_can_be_met_is_named_with_its_cost() -> None:
    assert frontier_finding(points(), SAY) == "Goals up to 50.0% can be met; that costs USD 2.0 bn."
    assert frontier_finding(points()[2:], SAY) == "No goal of these can be met in full."


def test_levels_that_are_not_reached_look_different() -> None:
    (chart,) = frontier_section(points(), SAY).charts
    data = chart.panels[0].option["series"][0]["data"]
    assert [each["value"] for each in data] == [[30.0, 0.0], [50.0, 2000.0], [70.0, 3000.0]]
    assert [each["symbol"] for each in data] == ["circle", "circle", "emptyRect"]


def test_the_table_has_a_row_for_each_level() -> None:
    assert [row["met"] for row in rows(frontier_table(points(), SAY))] == [True, True, False]
