"""US net import reliance: ours from components against the USGS's, material by material."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import polars as pl
import pytest

from supplypact.assessing.reliance_check import RELIANCE_SCHEMA, reliance
from supplypact.domain.assessment import RELIANCE_TOLERANCE

if TYPE_CHECKING:
    from supplypact.domain.evidence import Evidence

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/assessment/reliance.md"

EMPTY: dict[str, object] = {
    "stage": "mine",
    "year": 2024,
    "production_primary": None,
    "production_secondary": None,
    "imports": None,
    "exports": None,
    "stock_change": None,
    "published": None,
    "bound": None,
    "withheld": None,
    "reason": None,
}
NUMBERS = (
    "production_primary",
    "production_secondary",
    "imports",
    "exports",
    "stock_change",
    "published",
)


def check(
    *rows: dict[str, object], network: dict[tuple[str, str], float] | None = None
) -> list[dict[str, object]]:
    kinds = dict.fromkeys(EMPTY, pl.String) | {"material": pl.String, "year": pl.Int64}
    frame = pl.DataFrame(
        [EMPTY | {"material": "tin"} | row for row in rows],
        schema=kinds | dict.fromkeys(NUMBERS, pl.Float64),
    )
    evidence = cast("Evidence", SimpleNamespace(import_reliance=frame))
    return list(reliance(evidence, network or {}).iter_rows(named=True))


def bundled() -> pl.DataFrame:
    table = pl.read_csv(
        ROOT / "src/supplypact/data/tables/import_reliance.csv", infer_schema_length=None
    )
    return reliance(cast("Evidence", SimpleNamespace(import_reliance=table)), {})


def test_tin_of_2024_by_hand() -> None:
    (row,) = check(
        {
            "production_secondary": 8_550.0,
            "imports": 25_400.0,
            "exports": 596.0,
            "stock_change": -1_300.0,
            "published": 0.75,
        },
        network={("tin", "mine"): 0.9},
    )
    # (25400 - 596 + 1300) / (8550 + 26104) = 26104 / 34654
    assert row["components"] == pytest.approx(26_104 / 34_654)
    assert row["difference"] == pytest.approx(26_104 / 34_654 - 0.75)
    assert row["network"] == 0.9


@pytest.mark.parametrize(
    ("bound", "published", "difference"),
    [(">", 0.5, -0.1), (">", 0.3, 0.0), ("<", 0.5, 0.0), ("<", 0.3, 0.1), ("E", 0.0, 0.4)],
)
def test_a_bound_differs_only_by_how_far_it_is_broken(
    bound: str, published: float, difference: float
) -> None:
    (row,) = check(
        {
            "production_primary": 60.0,
            "imports": 50.0,
            "exports": 10.0,
            "published": published,
            "bound": bound,
        }
    )
    assert row["components"] == pytest.approx(0.4)  # 40 of 100
    assert row["difference"] == pytest.approx(difference)


@pytest.mark.parametrize("withheld", ["primary", "imports;stocks", "exports"])
def test_what_cannot_be_computed_is_null(withheld: str) -> None:
    (row,) = check(
        {
            "production_secondary": 5.0,
            "imports": 10.0,
            "exports": 1.0,
            "published": 0.5,
            "withheld": withheld,
        }
    )
    assert (row["components"], row["difference"]) == (None, None)


def test_where_nothing_is_made_unknown_exports_do_not_matter() -> None:
    (row,) = check(
        {"production_primary": 0.0, "imports": 7.0, "published": 1.0, "withheld": "exports"}
    )
    assert row["components"] == 1.0


def test_scrap_and_stocks_that_are_withheld_count_as_none() -> None:
    (row,) = check(
        {
            "production_primary": 50.0,
            "imports": 60.0,
            "exports": 10.0,
            "withheld": "secondary;stocks",
        }
    )
    assert row["components"] == pytest.approx(0.5)


def test_the_frame_is_that_of_the_assessment() -> None:
    assert dict(bundled().schema) == RELIANCE_SCHEMA


def test_at_least_25_materials_have_both_figures() -> None:
    both = bundled().drop_nulls(["components", "published"])
    assert both["material"].n_unique() >= 25


def test_a_difference_has_a_reason_exactly_if_it_is_above_5_points() -> None:
    rows = bundled().with_columns(
        far=pl.col("difference").abs().fill_null(0.0) > RELIANCE_TOLERANCE
    )
    odd = rows.filter(pl.col("far") != pl.col("reason").is_not_null())
    assert odd["material"].to_list() == []
    assert rows.filter("far")["material"].to_list() == [
        "magnesium",
        "magnet_rare_earths",
        "palladium",
        "platinum",
    ]


def line(row: dict[str, object]) -> str:
    """Return a material's line of the table on the page."""

    def percent(name: str) -> str:
        return "" if row[name] is None else f"{100 * float(str(row[name])):.0f}"

    bound = str(row["bound"] or "")
    published = "E" if bound == "E" else f"{bound}{percent('published')}"
    gap = row["difference"]
    difference = "" if gap is None else f"{round(100 * float(str(gap)), 1) + 0.0:+.1f}"
    cells = (row["material"], published, percent("components"), difference, row["reason"] or "")
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def test_the_page_shows_the_table() -> None:
    lines = [line(row) for row in bundled().iter_rows(named=True)]
    shown = [each for each in PAGE.read_text("utf-8").splitlines() if each.startswith("| ")]
    assert shown[1:] == lines
