"""References between tables: each unknown value once, with a mend that the user can make."""

import polars as pl

from supplypact.formats.references import check_bundled_references, check_references
from supplypact.formats.schema import read_schema


def test_a_reference_to_nothing_is_told_once_with_the_nearest_name() -> None:
    shares = {
        "name": "shares",
        "schema": {
            "fields": [{"name": "country", "type": "string"}],
            "foreignKeys": [
                {
                    "fields": ["country"],
                    "reference": {"resource": "countries", "fields": ["country"]},
                }
            ],
        },
    }
    frame = pl.DataFrame({"country": ["AUS", "AUT", "AUSS", None, "AUSS"]})
    tables = {"countries": pl.DataFrame({"country": ["AUS", "AUT"]})}
    (fault,) = check_references(frame, read_schema(shares), tables, where="shares.csv")
    assert str(fault) == "shares.csv, line 4: unknown country 'AUSS'; did you mean 'AUS'?"


NOTED = read_schema(
    {"name": "shares", "schema": {"fields": [{"name": "source", "type": "string"}]}}
)
SOURCES = {"sources": pl.DataFrame({"source": [f"usgs_{year}" for year in range(1700, 2026)]})}


def test_an_unknown_source_is_told_without_listing_all_sources() -> None:
    frame = pl.DataFrame({"source": ["usgs_2025", "ministry", "usgs_20255"]})
    unknown, mistyped = check_references(frame, NOTED, SOURCES, where="shares.csv")
    add = "add it to an own sources.csv, started from: supplypact data show sources --csv"
    assert str(unknown) == f"shares.csv, line 3: unknown source 'ministry'; {add}"
    assert mistyped.fix == f"did you mean 'usgs_2025'? else {add}"


def test_a_bundled_table_that_own_tables_break_is_one_fault() -> None:
    frame = pl.DataFrame({"source": ["a", "b", "b", "c", "usgs_2025"]})
    (fault,) = check_bundled_references(frame, NOTED, SOURCES, where="shares.csv")
    assert "needs rows that sources.csv does not have: 'a' and 2 more" in fault.what
    assert fault.fix.startswith("bring an own shares.csv too")
    assert check_bundled_references(frame.tail(1), NOTED, SOURCES, where="shares.csv") == []
