from supplypact.reporting.assessment.matrix import cards, matrices, matrix
from supplypact.reporting.assessment.numbers import banded, level, valued
from supplypact.reporting.assessment.view import Figure
from tests.reporting.assessment.given import view


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
    assert told["Cover, months"].text == "–"
    assert "not published" in told["Cover, months"].title


def test_there_is_a_matrix_for_all_and_for_each_party() -> None:
    assert [made.party for made in matrices(view())] == ["*", "USA", "JPN"]


def test_the_worst_materials_are_cards_with_the_parties_beside() -> None:
    first, second, _ = cards(view())
    assert (first.id, first.where, first.cell.text) == ("solium", "Refine", "98%")
    assert second.parties == "USA 93% · JPN 73%"
