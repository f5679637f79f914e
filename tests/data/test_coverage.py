"""Coverage: what is known of each stage and how much of it is estimated."""

import polars as pl

from supplypact.data.coverage import coverage


def test_coverage_of_a_chain_as_worked_by_hand() -> None:
    key = {"material": "lithium", "stage": "mine"}
    rows: dict[str, list[dict[str, object]]] = {
        "stages": [
            {"material": "lithium", "stage": "refine", "position": 2},
            {"material": "lithium", "stage": "mine", "position": 1},
        ],
        "production": [
            {**key, "country": "CHL", "year": 2024, "tonnes": 75.0, "quality": "official"},
            {**key, "country": "ROW", "year": 2024, "tonnes": 25.0, "quality": "estimate"},
            {**key, "country": "USA", "year": 2024, "tonnes": None, "quality": "official"},
            {**key, "country": "CHL", "year": 2030, "tonnes": 90.0, "quality": "estimate"},
        ],
        "flows": [{**key, "tonnes": 10.0, "quality": "estimate"}],
        "project_outputs": [{**key, "project": "a"}, {**key, "project": "b"}],
    }
    tables = {name: pl.DataFrame(each, infer_schema_length=None) for name, each in rows.items()}
    measure = pl.Series("measure", ["production", "production", "production", "projection"])
    tables["production"] = tables["production"].with_columns(measure)
    # 25 of 100 t are estimated; the withheld figure of the USA counts as unknown
    assert coverage(tables).rows() == [
        ("lithium", "mine", "2024 2030", 2, 100.0, 0.25, 1.0, 2),
        ("lithium", "refine", None, None, None, None, None, None),
    ]
