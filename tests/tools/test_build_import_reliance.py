from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tools.build_data.import_reliance import TABLES as TABLES_BUILT
from tools.build_data.import_reliance import build, published
from tools.build_data.write import csv_bytes, tidy

TABLES = Path(__file__).parents[2] / "src/supplypact/data/tables"
RAW = Path(__file__).parents[3] / "shared/data"

COMPONENTS = ("production_primary", "production_secondary", "imports", "exports", "stock_change")


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("62", (0.62, "")),
        (">95", (0.95, ">")),
        ("<25", (0.25, "<")),
        ("E", (0.0, "E")),
        ("NA", (None, "")),
    ],
)
def test_a_printed_percentage_is_a_share_with_its_bound(
    text: str, share: tuple[float | None, str]
) -> None:
    assert published(text) == share


def rows() -> dict[str, dict[str, object]]:
    frame = pl.read_csv(TABLES / "import_reliance.csv", infer_schema_length=None)
    return {row["material"]: row for row in frame.iter_rows(named=True)}


def test_lines_are_added_up_and_stocks_are_a_change() -> None:
    antimony, copper = rows()["antimony"], rows()["copper"]
    assert antimony["imports"] == 24_000 + 4_920  # oxide and unwrought metal
    assert antimony["exports"] == 2_690 + 1_570
    assert copper["stock_change"] == 123 - 128


def test_what_is_withheld_is_blank_and_named_and_what_is_not_counted_only_blank() -> None:
    barite, cobalt = rows()["barite"], rows()["cobalt"]
    assert (barite["production_primary"], barite["withheld"]) == (None, "primary")
    assert (cobalt["production_primary"], cobalt["withheld"]) == (None, None)


def test_the_components_add_up_to_the_published_consumption_where_both_are_there() -> None:
    apart = {}
    for material, row in rows().items():
        parts = {name: float(str(row[name] or 0)) for name in row if name in COMPONENTS}
        consumption = row["apparent_consumption"]
        if consumption and not row["withheld"] and not row["reason"]:
            net = parts["imports"] - parts["exports"] - parts["stock_change"]
            used = parts["production_primary"] + parts["production_secondary"] + net
            apart[material] = abs(used / float(str(consumption)) - 1)
    assert len(apart) >= 17
    # printed with three digits; these two by more, for stocks printed with one or two
    assert {name for name, gap in apart.items() if gap > 0.01} == {"chromium", "molybdenum"}


@pytest.mark.skipif(not RAW.exists(), reason="the raw files are not part of this project")
def test_the_bundled_table_is_what_the_raw_file_gives() -> None:
    (table,) = TABLES_BUILT
    frames, _ = build(RAW, {})
    content = csv_bytes(table, tidy(table, frames[table.name]))
    assert content == (TABLES / "import_reliance.csv").read_bytes()
