"""The bundled spreads: one for every grade and figure, rules that do not overlap, and the page."""

from itertools import product
from pathlib import Path

import polars as pl
import pytest

from tools.build_data.table import QUALITIES
from tools.build_data.uncertainty import ANY, FIGURES, spread_of

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "src/supplypact/data/tables"
TABLE = pl.read_csv(TABLES / "uncertainty.csv")
PAGE = (ROOT / "docs/assessment/uncertainty.md").read_text("utf-8")
METHODS = {
    "output": "production",
    "demand": "demand",
    "flow": "flows",
    "price": "prices",
    "stock": "stockpiles",
    "capacity": "facilities",
    "recovery": "stages",
    "other_feed": "stages",
}
"""Table that holds the figures of each kind."""


def spreads() -> dict[tuple[str, str], float]:
    rows = TABLE.filter(pl.col("rule") == ANY)
    return {(row[0], row[1]): row[2] for row in rows.select("figure", "grade", "spread").rows()}


def rules() -> list[tuple[str, str, str, float]]:
    rows = TABLE.filter(pl.col("rule") != ANY)
    return rows.select("figure", "grade", "rule", "spread").rows()


def methods(figure: str, grade: str) -> list[str]:
    frame = pl.read_csv(TABLES / f"{METHODS[figure]}.csv", infer_schema_length=None)
    told = frame.filter(pl.col("quality") == grade)["method"].cast(pl.String)
    return told.drop_nulls().unique().to_list()


def test_every_figure_of_every_grade_has_a_spread() -> None:
    assert set(spreads()) == set(product(FIGURES, QUALITIES))


def test_a_better_grade_is_never_wider() -> None:
    for figure in FIGURES:
        official, reported, estimate = (spreads()[figure, grade] for grade in QUALITIES)
        assert official <= estimate, figure
        assert figure == "price" or official <= reported <= estimate, figure


def test_no_method_of_the_tables_holds_two_rules_of_its_figure() -> None:
    for figure, grade in product(FIGURES, QUALITIES):
        known = [rule for of, at, rule, _ in rules() if (of, at) == (figure, grade)]
        for method in methods(figure, grade) if known else []:
            assert sum(rule in method for rule in known) <= 1, method


def test_every_rule_is_about_some_figures_of_the_tables() -> None:
    idle = [rule for of, at, rule, _ in rules() if not any(rule in m for m in methods(of, at))]
    assert idle == []


def test_an_estimate_is_never_nearer_than_an_official_figure() -> None:
    for figure, _, rule, spread in rules():
        assert spread >= spreads()[figure, "official"], rule


def test_outputs_that_are_figures_of_the_usgs_are_as_far_off_as_official_ones() -> None:
    taken = {rule: spread for figure, _, rule, spread in rules() if figure == "output"}
    assert taken == {"with its USGS figure times": spreads()["output", "official"]}


def test_the_rule_that_a_method_holds_is_taken_and_else_that_of_any_other() -> None:
    rows = [
        {"figure": "demand", "grade": "estimate", "rule": ANY, "spread": 1.0},
        {"figure": "demand", "grade": "estimate", "rule": "(BACI)", "spread": 0.8},
        {"figure": "flow", "grade": "estimate", "rule": "share", "spread": 0.6},
    ]
    many = "production 1 t + imports 2 t (BACI); leading use: many sectors"
    assert spread_of(rows, "demand", "estimate", many) == pytest.approx(0.8)
    assert spread_of(rows, "demand", "estimate", "share of the world") == pytest.approx(1.0)


def test_every_row_says_whether_it_was_measured_derived_or_judged() -> None:
    words = TABLE["method"].str.split(":").list.first().to_list()
    assert {word: words.count(word) for word in set(words)} == {
        "measured": 9,
        "derived": 1,
        "judgement": 22,
    }


def test_the_page_shows_the_spreads_and_the_measurements() -> None:
    lines = [
        f"| {figure} | " + " | ".join(f"{spreads()[figure, grade]:g}" for grade in QUALITIES) + " |"
        for figure in FIGURES
    ]
    lines += [f"| {figure} | {rule} | {spread:g} |" for figure, _, rule, spread in rules()]
    shown = PAGE.splitlines()
    assert [line for line in lines if line not in shown] == []
    measured = TABLE.filter(pl.col("method").str.starts_with("measured"))
    for method in measured["method"]:
        pairs, _, rest = method.rpartition("; nine of ten within a factor of ")
        factor, _, deviations = rest.partition(" (plain standard deviation ")
        plain, _, robust = deviations.rstrip(")").partition(", robust ")
        count = pairs.rsplit("; ", 1)[-1].removesuffix(" pairs")
        assert f"| {count} | {factor} | {plain} | {robust} |" in PAGE, method
