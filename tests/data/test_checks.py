"""Checks of figures: each one passes on sums that fit and names what does not."""

import polars as pl
import pytest

from supplypact.data.checks import Check, check_figures

FACT = {"source": "s", "year": 2024, "quality": "official", "method": None}


def given_tables() -> dict[str, pl.DataFrame]:
    """Return lithium: 90 t mined in Chile and 10 t in Australia, 80 t refined in China for Japan.

    Refining recovers 0.8 and a tenth of its feed is scrap, so that it takes
    80 * 0.9 / 0.8 = 90 t: 81 t from Chile and 9 t from Australia.
    """
    mine = {"material": "lithium", "stage": "mine", **FACT}
    refine = {"material": "lithium", "stage": "refine", **FACT}
    made = {"measure": "production"}
    use = {"material": "lithium", "region": "world", **FACT}
    rows: dict[str, list[dict[str, object]]] = {
        "stages": [
            {**mine, "position": 1, "recovery": None, "other_feed_share": None},
            {**refine, "position": 2, "recovery": 0.8, "other_feed_share": 0.1},
        ],
        "production": [
            {**mine, **made, "country": "CHL", "tonnes": 90.0},
            {**mine, **made, "country": "AUS", "tonnes": 10.0},
            {**refine, **made, "country": "CHN", "tonnes": 80.0},
        ],
        "world_totals": [{**mine, "tonnes": 95.0}, {**refine, "tonnes": None}],
        "demand": [{**refine, "country": "JPN", "tonnes": 80.0}],
        "flows": [
            {**mine, "exporter": "CHL", "importer": "CHN", "tonnes": 81.0},
            {**mine, "exporter": "AUS", "importer": "CHN", "tonnes": 9.0},
            {**refine, "exporter": "CHN", "importer": "JPN", "tonnes": 80.0},
        ],
        "end_uses": [
            {**use, "end_use_text": "batteries", "share": 0.6},
            {**use, "end_use_text": "glass", "share": 0.4},
            {**use, "end_use_text": "of which ovenware", "share": 0.1},
        ],
        "trade_shares": [{**mine, "importer": "CHN", "exporter": "CHL", "share": 0.9}],
        "sources": [
            {"source": "s", "file": "raw/s.csv", "sha256": "0" * 64},
            {"source": "t", "file": None, "sha256": None},
        ],
    }
    return {name: pl.DataFrame(each, infer_schema_length=None) for name, each in rows.items()}


def changed(table: str, row: int, column: str, value: object) -> Check:
    """Return the one check that a changed cell breaks."""
    tables = given_tables()
    cells = tables[table][column].to_list()
    cells[row] = value
    tables[table] = tables[table].with_columns(pl.Series(column, cells))
    (broken,) = [each for each in check_figures(tables) if not each.passed]
    return broken


def test_sums_that_fit_break_nothing() -> None:
    checks = check_figures(given_tables())
    assert [each.failures for each in checks if not each.passed] == []
    assert [each.count for each in checks] == [1, 3, 2, 1, 1, 15, 1]


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "told"),
    [
        # 100 t found; 112 t is 10.7 % more
        ("world_totals", 0, "tonnes", 112.0, "lithium mine 2024: 100 t, expected 112 t"),
        ("demand", 0, "tonnes", 81.0, "lithium refine JPN: 80 t, expected 81 t"),
        ("flows", 2, "importer", "USA", "lithium refine JPN: 0 t, expected 80 t"),
        ("end_uses", 1, "share", 0.5, "lithium world 2024 s add up to 1.1"),
        ("trade_shares", 0, "share", 1.5, "lithium mine CHN 2024 s add up to 1.5"),
        ("demand", 0, "quality", "estimate", "demand: 1 rows"),
        ("demand", 0, "method", "guess", "demand: 1 rows"),
        ("sources", 0, "sha256", None, "s"),
    ],
)
def test_what_does_not_fit_is_named(
    table: str, row: int, column: str, value: object, told: str
) -> None:
    assert told in changed(table, row, column, value).failures


def test_a_country_that_ships_more_than_its_share_is_named() -> None:
    # Chile makes 0.9 of the output and ships 85 of 90 t instead of 81; so does Australia 5 of 9
    tables = given_tables()
    tonnes = pl.Series("tonnes", [85.0, 5.0, 80.0])
    tables["flows"] = tables["flows"].with_columns(tonnes)
    (broken,) = [each for each in check_figures(tables) if not each.passed]
    assert broken.failures == (
        "lithium mine AUS: 5 t, expected 9 t",
        "lithium mine CHL: 85 t, expected 81 t",
    )


def test_a_sum_within_the_stated_tolerance_passes() -> None:
    # 100 t found; 110 t is 9.1 % off the larger one
    tables = given_tables()
    totals = tables["world_totals"].with_columns(pl.Series("tonnes", [110.0, None]))
    assert all(each.passed for each in check_figures({**tables, "world_totals": totals}))
