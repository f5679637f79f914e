"""Stocks as built: which lines count, what content they have, what stays unknown."""

import pytest

from supplypact.workspace.workspace import Workspace
from tools.build_data import definitions
from tools.build_data.stocks import industry, national

CHAINS = {"zinc": ["mine"], "cobalt": ["mine", "refine"]}


def line(commodity: str, detail: str, value: str, unit: str = "metric tons") -> dict[str, str]:
    return {
        "Commodity": commodity,
        "Statistics_detail": detail,
        "Value": value,
        "Unit": unit,
        "Section": "Salient Statistics",
        "Year": "2025",
        "Notes": "Estimated.",
    }


def lines(**changed: str) -> list[dict[str, str]]:
    return [
        line(row["commodity"], row["detail"], changed.get(row["material"], "10"))
        for row in definitions.rows("stocks")
    ]


def policy(**changes: object) -> dict[str, object]:
    plain = {
        "country": "USA",
        "materials": "cobalt",
        "measure": "inventory",
        "unit": "t",
        "value": 316.0,
        "as_of": "2024-03",
        "body": "A store",
        "source": "s",
        "year": 2024,
        "quality": "reported",
        "method": None,
    }
    return plain | changes


def test_a_withheld_line_leaves_no_row() -> None:
    assert "gallium" in {row["material"] for row in industry(lines())}
    assert "gallium" not in {row["material"] for row in industry(lines(gallium="W"))}


def test_gross_weight_becomes_content_and_lines_of_one_stock_add_up() -> None:
    (row,) = [row for row in industry(lines(manganese="100")) if row["material"] == "manganese"]
    # ore 100 x 0.445 + ferromanganese 100 x 0.845 = 129
    assert row["tonnes"] == pytest.approx(129)
    assert row["quality"] == "estimate"
    assert "44.5 %" in str(row["method"])


def test_a_national_stock_is_of_the_refined_product_or_of_the_only_stage() -> None:
    rows = national([policy(), policy(materials="zinc")], CHAINS)
    assert [row["form"] for row in rows] == ["refine", "mine"]
    assert "taken as refined" in str(rows[0]["note"])


@pytest.mark.parametrize(
    "change", [{"unit": "days"}, {"measure": "purchases 2023-2024"}, {"materials": "copper;nickel"}]
)
def test_what_is_not_tonnes_held_of_one_material_is_no_stock(change: dict[str, object]) -> None:
    assert national([policy(**change)], CHAINS) == []


def test_the_bundled_stocks_are_those_of_the_sources() -> None:
    tables = Workspace().open_tables(["stocks", "stages", "materials", "countries", "sources"])
    stocks = tables["stocks"]
    held = {
        (row["holder"], row["material"], row["kind"]): row["tonnes"]
        for row in stocks.iter_rows(named=True)
    }
    assert held["USA", "zinc", "national"] == 6460
    assert held["USA", "copper", "national"] == 0
    assert held["USA", "gallium", "industry"] == pytest.approx(3.4)  # 3,400 kg
    assert ("USA", "tungsten", "industry") not in held  # withheld
    assert stocks["tonnes"].null_count() == 0
    forms = set(tables["stages"].select("material", "stage").iter_rows())
    assert set(stocks.select("material", "form").iter_rows()) <= forms
