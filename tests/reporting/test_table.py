import pytest

from supplypact.reporting.phrases import load_phrases
from supplypact.reporting.table import AtMost, Cell, Kind, shown, table

SAY = load_phrases("en")


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, Kind.TONNES, "–"),
        (0.3, Kind.SHARE, "30.0%"),
        (AtMost(0.3), Kind.BAR, "≤ 30.0%"),
        (1234.5, Kind.TONNES, "1,234"),
        (2.1e9, Kind.USD, "USD 2.1 bn"),
        (2030, Kind.YEAR, "2030"),
        (True, Kind.YES, "yes"),
        (False, Kind.YES, "no"),
        (True, Kind.ESTIMATE, "≈ estimate"),
        (False, Kind.ESTIMATE, "as reported"),
        ("Opal", Kind.TEXT, "Opal"),
        (5e6, Kind.NUMBER, "5,000,000"),
    ],
)
def test_a_cell_is_shown_by_the_kind_of_its_column(value: Cell, kind: Kind, text: str) -> None:
    assert shown(value, kind, SAY) == text


def test_a_table_becomes_rows_by_column_with_units() -> None:
    made = table("costs", {"cost": Kind.TEXT, "discounted_usd": Kind.USD}, [("x", 1.0)], SAY)
    assert made.to_json() == {
        "title": "Cost lines",
        "columns": [
            {"name": "cost", "label": "Cost", "kind": "text", "unit": ""},
            {"name": "discounted_usd", "label": "Present value", "kind": "usd", "unit": "USD"},
        ],
        "rows": [{"cost": "x", "discounted_usd": 1.0}],
    }


def test_numbers_stand_to_the_right() -> None:
    made = table("costs", {"cost": Kind.TEXT, "discounted_usd": Kind.USD}, [], SAY)
    assert [column.style for column in made.columns] == ["", "n"]
