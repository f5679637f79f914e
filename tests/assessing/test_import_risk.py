"""The quick reading from trade: figures by hand, and why there is none."""

import polars as pl
import pytest

from supplypact.assessing.geopolrisk import COPPER
from supplypact.assessing.import_risk import SCHEMA, Tables, import_risk
from supplypact.errors import UsageError
from supplypact.workspace.workspace import Workspace

COUNTRIES = ("AUS", "CHN", "JPN", "USA", "ROW")


def tables(
    *,
    trade: tuple[tuple[int, str, str, float | None], ...],
    output: dict[tuple[str, int], float | None],
    content: float | None = 1.0,
    stability: dict[str, float] | None = None,
) -> Tables:
    """Return tables of one material: trade is year, exporter, importer, gross tonnes."""
    return {
        "countries": pl.DataFrame({"country": COUNTRIES}),
        "materials": pl.DataFrame(
            {"material": ["tin", "gallium"], "price_usd_per_tonne": [2000.0, 1.0]}
        ),
        "prices": pl.DataFrame(
            [
                ("tin", "London", 2000.0, 2024),
                ("tin", "New York", 2500.0, 2024),
                ("tin", "London", 1000.0, 2023),
            ],
            schema=["material", "market", "price_usd_per_tonne", "year"],
            orient="row",
        ).with_columns(source=pl.lit("test")),
        "production": pl.DataFrame(
            [("tin", "mine", c, "production", t, y) for (c, y), t in output.items()],
            schema={
                "material": pl.String,
                "stage": pl.String,
                "country": pl.String,
                "measure": pl.String,
                "tonnes": pl.Float64,
                "year": pl.Int64,
            },
            orient="row",
        ),
        "governance": pl.DataFrame(
            [(code, 2023, score) for code, score in (stability or {}).items()],
            schema={"country": pl.String, "year": pl.Int64, "political_stability": pl.Float64},
            orient="row",
        ),
        "trade_history": pl.DataFrame(
            [("a", *flow, 1.0) for flow in trade],
            schema={
                "hs": pl.String,
                "year": pl.Int64,
                "exporter": pl.String,
                "importer": pl.String,
                "tonnes_gross": pl.Float64,
                "value_usd": pl.Float64,
            },
            orient="row",
        ),
        "trade_codes": pl.DataFrame(
            {"material": ["tin"], "stage": ["mine"], "hs": ["a"], "content": [content]},
            schema_overrides={"content": pl.Float64},
        ),
    }


SCORES = {"AUS": 1.5, "CHN": -0.5}
"""Instability 0.2 and 0.6."""
TRADE = ((2024, "AUS", "JPN", 30.0), (2024, "CHN", "JPN", 10.0))
OUTPUT: dict[tuple[str, int], float | None] = {
    ("AUS", 2024): 60.0,
    ("CHN", 2024): 30.0,
    ("JPN", 2024): 10.0,
}


def row(given: Tables, importer: str = "JPN", year: int = 2024) -> dict[str, object]:
    (only,) = import_risk(given, [importer], ["tin"], [year]).to_dicts()
    return only


def test_the_reading_follows_from_trade_output_stability_and_price() -> None:
    found = row(tables(trade=TRADE, output=OUTPUT, stability=SCORES))
    # (30 x 0.2 + 10 x 0.6) / (10 + 40) = 0.24; HHI 0.36 + 0.09 + 0.01 = 0.46
    assert (found["imports"], found["domestic"]) == (40.0, 10.0)
    assert (found["supplier"], found["supplier_share"]) == ("AUS", 0.75)
    assert found["weighted_trade"] == pytest.approx(0.24)
    assert found["hhi"] == pytest.approx(0.46)
    assert found["score"] == pytest.approx(0.1104)
    # 2000 USD/t in the market of the material's price
    assert found["midpoint"] == pytest.approx(0.2208)
    assert found["factor"] == pytest.approx(0.2208 / COPPER)
    assert (found["reason"], found["note"], found["assumed_share"]) == (None, None, 0.0)


def test_a_supplier_without_score_counts_a_half_and_its_share_is_told() -> None:
    found = row(tables(trade=TRADE, output=OUTPUT, stability={"AUS": 1.5}))
    # (30 x 0.2 + 10 x 0.5) / 50
    assert found["weighted_trade"] == pytest.approx(0.22)
    assert found["assumed_share"] == pytest.approx(0.25)


def test_a_year_without_output_names_the_nearest_and_uses_none() -> None:
    given = tables(trade=((2022, "AUS", "JPN", 1.0),), output=OUTPUT, stability=SCORES)
    found = row(given, year=2022)
    assert found["reason"] == "no world output of 2022: the nearest year is 2024"
    for name in ("domestic", "hhi", "weighted_trade", "score", "midpoint", "factor"):
        assert found[name] is None


def test_a_year_without_price_has_a_score_and_names_the_nearest() -> None:
    given = tables(trade=((2021, "AUS", "JPN", 1.0),), output={("AUS", 2021): 1.0})
    found = row(given, year=2021)
    assert found["score"] is not None
    assert found["midpoint"] is None
    assert found["reason"] == "no price of 2021: the nearest year is 2023"


def test_own_output_that_is_withheld_leaves_no_score() -> None:
    found = row(tables(trade=TRADE, output=OUTPUT | {("JPN", 2024): None}))
    assert (found["score"], found["reason"]) == (None, "own output is withheld")
    assert found["hhi"] is not None


def test_own_output_without_a_row_may_be_in_the_rest_of_the_world() -> None:
    given = tables(trade=((2024, "AUS", "USA", 1.0),), output=OUTPUT | {("ROW", 2024): 1234.0})
    found = row(given, importer="USA")
    told = "own output is taken for none; the rest of the world's 1230 t may hold some"
    assert (found["domestic"], found["note"]) == (0.0, told)


def test_gross_imports_beside_own_content_are_told() -> None:
    found = row(tables(trade=TRADE, output=OUTPUT, content=None))
    assert found["weight"] == "gross"
    assert found["note"] == "imports are by gross weight, own output by content"


def test_imports_without_any_weight_leave_no_score() -> None:
    found = row(tables(trade=((2024, "AUS", "JPN", None),), output=OUTPUT))
    assert (found["imports"], found["unweighed_share"]) == (None, 1.0)
    assert (found["score"], found["reason"]) == (None, "its imports have no weight")


def test_who_neither_makes_nor_buys_has_no_score() -> None:
    found = row(tables(trade=TRADE, output=OUTPUT), importer="USA")
    assert (found["score"], found["supplier"]) == (None, None)
    told = "it makes none, and imports are none or too small to be kept"
    assert found["reason"] == told


def test_who_makes_and_buys_none_has_no_risk() -> None:
    assert row(tables(trade=TRADE, output=OUTPUT), importer="CHN")["score"] == 0.0


def test_the_rest_of_the_world_is_no_supplier_and_adds_nothing_to_concentration() -> None:
    given = tables(
        trade=((2024, "ROW", "JPN", 60.0), (2024, "AUS", "JPN", 40.0)),
        output={("AUS", 2024): 50.0, ("ROW", 2024): 50.0, ("JPN", 2024): 0.0},
        stability=SCORES,
    )
    found = row(given)
    assert (found["supplier"], found["supplier_share"]) == ("AUS", 0.4)
    assert found["hhi"] == pytest.approx(0.25)
    assert found["assumed_share"] == pytest.approx(0.6)


def test_a_material_without_code_has_a_row_that_says_so() -> None:
    given = tables(trade=TRADE, output=OUTPUT)
    (found,) = import_risk(given, ["JPN"], ["gallium"], [2024]).to_dicts()
    assert found["reason"] == "no code of the trade table stands for it"
    assert [*found] == [*SCHEMA]


@pytest.mark.parametrize(
    ("importer", "material", "year", "fix"),
    [
        ("JPM", "tin", 2024, "did you mean 'JPN'?"),
        ("ROW", "tin", 2024, "use one of: AUS, CHN, JPN, USA"),
        ("JPN", "tim", 2024, "did you mean 'tin'?"),
        ("JPN", "tin", 2031, "the nearest with trade: --year 2024"),
    ],
)
def test_what_is_not_known_is_told_with_the_nearest(
    importer: str, material: str, year: int, fix: str
) -> None:
    with pytest.raises(UsageError) as caught:
        import_risk(tables(trade=TRADE, output=OUTPUT), [importer], [material], [year])
    assert caught.value.fix == fix


def test_bundled_tables_come_near_the_published_cases_of_the_us_in_2022() -> None:
    """Weights, scores and output are of other editions: nickel 0.000323, manganese 0.1110."""
    found = import_risk(Workspace().open_tables(), ["USA"], ["nickel", "manganese"], [2022])
    scores = dict(found.select("material", "score").iter_rows())
    assert scores == {
        "nickel": pytest.approx(0.000323, rel=0.1),
        "manganese": pytest.approx(0.1110, rel=0.1),
    }


def test_no_bundled_price_is_of_another_market_than_the_materials() -> None:
    found = import_risk(Workspace().open_tables(), ["JPN"], [], [2024])
    price = dict(
        Workspace()
        .open_table("materials")
        .select("material", pl.col("price_usd_per_tonne") / 1000)
        .iter_rows()
    )
    told = dict(found.select("material", "usd_per_kg").unique().iter_rows())
    assert told == {material: pytest.approx(price[material]) for material in told}
