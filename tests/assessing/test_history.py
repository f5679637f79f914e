"""Imports over the years: shares by contained tonnes, suppliers, what has no weight."""

from dataclasses import replace

import polars as pl
import pytest

from supplypact.assessing.history import history
from supplypact.domain.evidence import Evidence
from tests.assessing.given import evidence
from tests.given import two_stages

CODES = pl.DataFrame(
    [("lithium", "refine", "a", 0.2), ("lithium", "refine", "b", None), ("tin", "mine", "c", 1.0)],
    schema=["material", "stage", "hs", "content"],
    orient="row",
)


def world(*flows: tuple[str, int, str, str, float | None, float]) -> Evidence:
    """Return evidence with these flows: hs, year, exporter, importer, gross tonnes, USD."""
    columns = ["hs", "year", "exporter", "importer", "tonnes_gross", "value_usd"]
    trade = pl.DataFrame(
        flows, schema=columns, orient="row", schema_overrides={"tonnes_gross": pl.Float64}
    )
    return replace(evidence(two_stages()), trade_history=trade, trade_codes=CODES)


def rows(frame: pl.DataFrame, party: str) -> list[dict[str, object]]:
    return frame.filter(pl.col("party") == party).to_dicts()


def test_shares_are_of_content_and_gross_where_the_content_is_unknown() -> None:
    # CHN 100 x 0.2 + 20 = 40, CHL 300 x 0.2 = 60: 0.4 and 0.6, HHI 0.16 + 0.36 = 0.52
    given = world(
        ("a", 2024, "CHN", "JPN", 100.0, 5.0),
        ("b", 2024, "CHN", "JPN", 20.0, 1.0),
        ("a", 2024, "CHL", "JPN", 300.0, 4.0),
    )
    found, suppliers = history(given, ["lithium"], ["JPN"], ["CHN"])
    (row,) = rows(found, "JPN")
    assert row["tonnes"] == pytest.approx(100.0)
    assert row["value_usd"] == pytest.approx(10.0)
    assert row["concern_share"] == pytest.approx(0.4)
    assert (row["supplier"], row["unweighed_share"]) == ("CHL", 0.0)
    assert (row["top_1"], row["hhi"]) == (pytest.approx(0.6), pytest.approx(0.52))
    assert suppliers.select("supplier", "share").rows() == [
        ("CHL", pytest.approx(0.6)),
        ("CHN", pytest.approx(0.4)),
    ]


def test_trade_without_weight_is_not_in_the_tonnes_but_counted() -> None:
    given = world(("c", 2023, "CHN", "JPN", None, 3.0), ("c", 2023, "PER", "JPN", 10.0, 1.0))
    found, _ = history(given, ["tin"], ["JPN"], ["CHN"])
    (row,) = rows(found, "JPN")
    assert (row["tonnes"], row["unweighed_share"], row["concern_share"]) == (10.0, 0.75, 0.0)


def test_a_year_whose_trade_all_lacks_a_weight_has_value_but_no_shares() -> None:
    found, suppliers = history(
        world(("c", 2023, "CHN", "JPN", None, 3.0)), ["tin"], ["JPN"], ["CHN"]
    )
    (row,) = rows(found, "JPN")
    assert (row["value_usd"], row["unweighed_share"]) == (3.0, 1.0)
    unknown = ("tonnes", "concern_share", "supplier", "top_1", "hhi")
    assert [row[name] for name in unknown] == [None] * 5
    assert suppliers.is_empty()


def test_a_year_without_imports_has_no_row() -> None:
    given = world(("c", 2023, "CHN", "JPN", 1.0, 3.0), ("c", 2024, "CHN", "KOR", 1.0, 3.0))
    found, _ = history(given, ["tin"], ["JPN"], ["CHN"])
    assert found["year"].to_list() == [2023]


def test_all_together_leaves_out_what_they_buy_from_each_other() -> None:
    given = world(
        ("c", 2024, "USA", "JPN", 50.0, 1.0),
        ("c", 2024, "CHN", "JPN", 30.0, 1.0),
        ("c", 2024, "PER", "USA", 10.0, 1.0),
    )
    found, _ = history(given, ["tin"], ["USA", "JPN"], ["CHN"])
    assert [row["tonnes"] for row in rows(found, "JPN")] == [80.0]
    (together,) = rows(found, "*")
    assert (together["tonnes"], together["concern_share"]) == (40.0, pytest.approx(0.75))


def test_goods_that_come_back_are_imports_of_the_party_but_not_of_all_together() -> None:
    # Customs count 20 t that Japan once shipped out; from abroad the parties buy 30 and 50.
    given = world(
        ("c", 2024, "JPN", "JPN", 20.0, 1.0),
        ("c", 2024, "CHN", "JPN", 30.0, 1.0),
        ("c", 2024, "PER", "USA", 50.0, 1.0),
    )
    found, suppliers = history(given, ["tin"], ["USA", "JPN"], ["CHN"])
    (japan,) = rows(found, "JPN")
    assert (japan["tonnes"], japan["concern_share"]) == (50.0, pytest.approx(0.6))
    assert [row["supplier"] for row in rows(suppliers, "JPN")] == ["CHN", "JPN"]
    (together,) = rows(found, "*")
    assert (together["tonnes"], together["concern_share"]) == (80.0, pytest.approx(0.375))
    assert [row["supplier"] for row in rows(suppliers, "*")] == ["PER", "CHN"]


def test_the_rest_of_the_world_is_in_the_total_but_no_single_supplier() -> None:
    given = world(("c", 2024, "ROW", "JPN", 60.0, 1.0), ("c", 2024, "PER", "JPN", 40.0, 1.0))
    found, suppliers = history(given, ["tin"], ["JPN"], ["CHN"])
    (row,) = rows(found, "JPN")
    assert (row["supplier"], row["top_1"], row["hhi"]) == ("PER", 0.4, pytest.approx(0.16))
    assert suppliers.select("supplier", "share").rows() == [("PER", 0.4), ("other", 0.6)]


def test_five_suppliers_are_named_by_their_mean_over_all_years_and_the_others_added() -> None:
    sold = {"A": 10.0, "B": 10.0, "C": 10.0, "D": 10.0, "E": 9.0, "F": 51.0}
    first = [("c", 2023, code, "JPN", tonnes, 1.0) for code, tonnes in sold.items()]
    last = [("c", 2024, code, "JPN", 20.0, 1.0) for code in "ABCDE"]
    _, suppliers = history(world(*first, *last), ["tin"], ["JPN"], ["CHN"])
    of_2023 = suppliers.filter(pl.col("year") == 2023).select("supplier", "share").rows()
    # means: F (0.51 + 0) / 2 = 0.255, A to D (0.10 + 0.20) / 2 = 0.15, E (0.09 + 0.20) / 2 = 0.145
    assert of_2023 == [
        ("F", pytest.approx(0.51)),
        *((code, pytest.approx(0.10)) for code in "ABCD"),
        ("other", pytest.approx(0.09)),
    ]
    of_2024 = suppliers.filter(pl.col("year") == 2024).select("supplier", "share").rows()
    assert of_2024[0] == ("F", 0.0), "a supplier that is told has a row in every year"
    assert of_2024[-1] == ("other", pytest.approx(0.2))
