import polars as pl

from supplypact.reporting.assessment.matrix import cards, matrices, matrix
from supplypact.reporting.assessment.numbers import banded, level, valued
from supplypact.reporting.assessment.view import AssessmentView, Figure
from tests.reporting.assessment.given import assessment, view


def test_a_dependence_is_called_by_where_it_stands() -> None:
    assert [level(share) for share in (0.751, 0.75, 0.5, 0.25, 0.0, None)] == [
        "very_high",
        "high",
        "medium",
        "low",
        "low",
        "none",
    ]


def test_values_are_shown_in_the_unit_of_the_indicator() -> None:
    assert valued("hhi", 0.42) == "4,200"
    assert valued("top_1", 0.6) == "60.0%"
    assert valued("months_of_cover", 3.14) == "3.1"
    assert valued("eu_supply_risk", 5.217) == "5.22"
    assert valued("geopolrisk", 0.0123) == "0.012"
    assert valued("geopolrisk_midpoint", 12345.0) == "12,345"
    assert valued("hhi", None) == "–"


def test_a_band_stands_without_its_unit_in_between() -> None:
    assert banded("top_1", Figure(value=0.6, low=0.5, high=0.7)) == "50.0–70.0%"
    assert banded("hhi", Figure(value=0.4, low=0.3, high=0.5)) == "3,000–5,000"
    assert banded("hhi", Figure(value=0.4)) == ""


def test_the_matrix_has_a_row_a_material_worst_first_and_a_column_a_stage() -> None:
    made = matrix(view(), "*")
    assert made.stages == ("Mine", "Refine")
    assert [row.id for row in made.rows] == ["solium", "testium", "orium"]
    solium, testium, _ = (row.cells for row in made.rows)
    assert solium[0] is None
    assert [cell and (cell.text, cell.word, cell.symbol) for cell in testium] == [
        ("33%", "medium", "●●○○"),
        ("83%", "very high", "●●●●"),
    ]


def test_a_cell_without_a_figure_says_why() -> None:
    made = matrix(view(), "JPN")
    (cell,) = (row.cells[0] for row in made.rows if row.id == "orium")
    assert cell is not None
    assert (cell.text, cell.word) == ("–", "not computable")
    assert "it receives none at this stage" in cell.title


def test_numbers_beside_the_stages_are_of_the_worst_stage() -> None:
    made = matrix(view(), "*")
    (row,) = (row for row in made.rows if row.id == "testium")
    told = dict(zip([head for head, _ in made.beside], row.small, strict=True))
    assert told["HHI"].text == "4,200"
    assert told["Net imports"].title == "Refine: 50.0% (46.0–54.0%)"
    assert "Cover, months" not in told


def test_there_is_a_matrix_for_all_and_for_each_party() -> None:
    assert [made.party for made in matrices(view())] == ["*", "USA", "JPN"]


def test_the_worst_materials_are_cards_with_the_parties_beside() -> None:
    first, second, _ = cards(view(), "*")
    assert (first.id, first.where, first.cell.text) == ("solium", "Refine", "98%")
    assert second.parties == "USA 93% · JPN 73%"
    assert first.parties == "USA ≤ 98% · JPN 98%"
    # Japan uses no orium
    assert [card.id for card in cards(view(), "JPN")] == ["solium", "testium"]


def changed(material: str, **values: float) -> AssessmentView:
    here = (pl.col("indicator") == "traced_concern_share") & (pl.col("material") == material)
    columns = [
        pl.when(here).then(value).otherwise(name).alias(name) for name, value in values.items()
    ]
    return view(assessment(indicators=assessment().indicators.with_columns(columns)))


def test_a_band_that_reaches_into_another_class_names_all_that_it_could_be() -> None:
    seen = changed("solium", low=0.2, high=0.9)
    (cell,) = (row.cells[1] for row in matrix(seen, "*").rows if row.id == "solium")
    assert cell is not None
    assert (cell.firm, cell.word) == (False, "low to very high")
    assert cell.title == "Refine: 98.0%; could be low to very high"


def test_a_cell_without_a_flow_says_so_in_place_of_a_zero() -> None:
    seen = changed("solium", value=0.0, low=0.0, high=0.0)
    (cell,) = (row.cells[1] for row in matrix(seen, "*").rows if row.id == "solium")
    assert cell is not None
    assert (cell.text, cell.word, cell.symbol, cell.band) == ("no flow", "in the tables", "", "")


def test_an_upper_bound_has_its_sign_and_its_reason() -> None:
    (cell,) = (row.cells[1] for row in matrix(view(), "USA").rows if row.id == "solium")
    assert cell is not None
    assert (cell.text, cell.title) == (
        "≤ 98%",
        "Refine: 98.0%; at most: own output is withheld, and counted as none",
    )


def test_a_number_beside_comes_from_the_worst_stage_that_has_it() -> None:
    here = (
        (pl.col("indicator") == "hhi")
        & (pl.col("material") == "testium")
        & (pl.col("stage") == "refine")
    )
    lost = pl.when(here).then(None).otherwise("value").alias("value")
    seen = view(assessment(indicators=assessment().indicators.with_columns(lost)))
    made = matrix(seen, "*")
    (row,) = (row for row in made.rows if row.id == "testium")
    told = dict(zip([head for head, _ in made.beside], row.small, strict=True))
    assert told["HHI"].title.startswith("Mine: 4,200")
