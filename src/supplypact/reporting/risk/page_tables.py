"""The tables of stocks and losses: what page and workbook show of a plan under risk."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from supplypact.reporting.risk.tables import YEARS_OF_POLICY, stock_table
from supplypact.reporting.risk.view import ALL, CASES, HELD, RiskView
from supplypact.reporting.table import Cell, Kind, Table, table

MOST_HAZARDS = 10
"""Hazards that the page shows."""
BEFORE, AFTER = "nothing", "both"


def stocks(view: RiskView, *, whole: bool = True) -> Table:
    """Return tonnes and days by material, form and holder beside the policies, and the cost.

    Args:
        view: The plan under risk.
        whole: Those that hold nothing as well.

    """
    shown = [
        (name, year, kind)
        for year in view.years
        for name, kind in (("tonnes", Kind.TONNES), ("days", Kind.NUMBER))
    ]
    policies = [f"policy_{days:.0f}_days_{y}" for y in view.years[:1] for days in YEARS_OF_POLICY]
    columns = {
        "material": Kind.TEXT,
        "stock_form": Kind.TEXT,
        "holder": Kind.TEXT,
        **{f"{name}_{year}": kind for name, year, kind in shown},
        **dict.fromkeys(policies, Kind.TONNES),
        "stock_cost": Kind.USD,
    }
    labels = {
        f"{name}_{year}": view.say[f"risk.column_{name}"].format(year=year)
        for name, year, _ in shown
    }
    labels |= {
        name: view.say["risk.column_policy"].format(days=f"{days:.0f}")
        for name, days in zip(policies, YEARS_OF_POLICY, strict=False)
    }
    frame = stock_table(view.result)
    days = [f"days_{year}" for year in view.years]
    if not whole and days:
        frame = frame.filter(pl.max_horizontal(days) >= HELD)
    rows = (
        (
            view.material(row["material"]),
            view.product(row["material"], row["form"]),
            view.country(row["holder"]),
            *(_whole(row[f"{name}_{year}"], name) for name, year, _ in shown),
            *(row[name] for name in policies),
            row["cost_usd"],
        )
        for row in frame.iter_rows(named=True)
    )
    return table("risk_stocks", columns, rows, view.say, labels=labels)


def _whole(amount: float, name: str) -> float:
    return round(amount) if name == "days" else amount


def stock_path(view: RiskView) -> Table:
    """Return every stock in every year: tonnes, days, worth, what is paid."""
    columns = {
        "material": Kind.TEXT,
        "stock_form": Kind.TEXT,
        "holder": Kind.TEXT,
        "year": Kind.YEAR,
        "tonnes": Kind.TONNES,
        "stock_days": Kind.NUMBER,
        "value_usd": Kind.USD,
        "bought_usd": Kind.USD,
        "holding_usd": Kind.USD,
        "storage_tonnes": Kind.TONNES,
    }
    rows = (
        (
            view.material(row["material"]),
            view.product(row["material"], row["form"]),
            view.country(row["holder"]),
            row["year"],
            row["tonnes"],
            row["days"],
            row["value_usd"],
            row["bought_usd"],
            row["holding_usd"],
            row["storage_tonnes"],
        )
        for row in view.result.stocks.iter_rows(named=True)
    )
    return table("risk_path", columns, rows, view.say)


def cases(view: RiskView) -> Table:
    """Return expected and tail loss of the four cases, each party and all together."""
    frame = view.result.losses.filter(pl.col("material") == ALL)
    return table("risk_cases", _LOSS, _loss_rows(view, frame), view.say)


def by_material(view: RiskView) -> Table:
    """Return the same for each material."""
    frame = view.result.losses.filter(pl.col("material") != ALL)
    columns = {"material": Kind.TEXT, **_LOSS}
    rows = (
        (view.material(material), *row)
        for material, row in zip(frame["material"], _loss_rows(view, frame), strict=True)
    )
    return table("risk_losses", columns, rows, view.say)


_LOSS = {
    "year": Kind.YEAR,
    "risk_case": Kind.TEXT,
    "party": Kind.TEXT,
    "expected_usd": Kind.USD,
    "tail_usd": Kind.USD,
    "expected_tonnes": Kind.TONNES,
    "tail_tonnes": Kind.TONNES,
}


def _loss_rows(view: RiskView, frame: pl.DataFrame) -> Iterator[tuple[Cell, ...]]:
    for row in frame.iter_rows(named=True):
        yield (
            row["year"],
            view.say[f"risk_case.{row['case']}"],
            party(view, row["party"]),
            row["expected_usd"],
            row["tail_usd"],
            row["expected_tonnes"],
            row["tail_tonnes"],
        )


def party(view: RiskView, code: str) -> str:
    """Return the name of a party, or the word for all together."""
    return view.say["risk.all_parties"] if code == ALL else view.country(code)


def end_use(use: str) -> str:
    """Return an end use in words."""
    return use.replace("_", " ")


def uses(view: RiskView) -> Table:
    """Return what is expected to be missing in the year told, by party and end use, in USD."""
    frame = view.result.short.filter(pl.col("year") == view.year)
    found: dict[tuple[str, str], dict[str, float]] = {}
    for row in frame.iter_rows(named=True):
        here = found.setdefault((row["party"], row["end_use"]), dict.fromkeys(CASES, 0.0))
        here[row["case"]] += row["expected_usd"]
    ordered = sorted(found.items(), key=lambda each: -each[1][BEFORE])
    columns = {"party": Kind.TEXT, "end_use": Kind.TEXT, **dict.fromkeys(CASES, Kind.USD)}
    labels = {case: view.say[f"risk_case.{case}"] for case in CASES}
    rows: Iterator[tuple[Cell, ...]] = (
        (view.country(code), end_use(use), *(usd[case] for case in CASES))
        for (code, use), usd in ordered
    )
    return table("risk_uses", columns, rows, view.say, labels=labels)


def short(view: RiskView) -> Table:
    """Return what is expected to be missing, by material as well, in tonnes and USD."""
    columns = {
        "year": Kind.YEAR,
        "risk_case": Kind.TEXT,
        "party": Kind.TEXT,
        "material": Kind.TEXT,
        "end_use": Kind.TEXT,
        "expected_tonnes": Kind.TONNES,
        "expected_usd": Kind.USD,
        "tail_tonnes": Kind.TONNES,
        "tail_usd": Kind.USD,
    }
    rows = (
        (
            row["year"],
            view.say[f"risk_case.{row['case']}"],
            view.country(row["party"]),
            view.material(row["material"]),
            end_use(row["end_use"]),
            row["expected_tonnes"],
            row["expected_usd"],
            row["tail_tonnes"],
            row["tail_usd"],
        )
        for row in view.result.short.iter_rows(named=True)
    )
    return table("risk_short", columns, rows, view.say)


def hazards(view: RiskView, *, most: int | None = None) -> Table:
    """Return what each hazard costs if it strikes in the year told, the dearest a year first."""
    frame = view.result.hazards.filter(pl.col("year") == view.year)
    after = dict(frame.filter(pl.col("case") == AFTER).select("hazard", "cost_usd").iter_rows())
    before = view.costliest(BEFORE, view.year or 0)
    columns = {
        "hazard": Kind.TEXT,
        "once_in": Kind.NUMBER,
        "strike_before": Kind.USD,
        "strike_after": Kind.USD,
        "yearly_before": Kind.USD,
        "yearly_after": Kind.USD,
    }
    rows = (
        (
            view.hazard(row["hazard"]),
            round(1.0 / row["rate"], 1 if row["rate"] > 0.1 else 0) if row["rate"] else None,
            row["cost_usd"],
            after.get(row["hazard"]),
            row["yearly"],
            row["rate"] * after.get(row["hazard"], 0.0),
        )
        for row in (before if most is None else before.head(most)).iter_rows(named=True)
    )
    return table("risk_hazards", columns, rows, view.say)


def risk_tables(view: RiskView) -> list[Table]:
    """Return every table of stocks and losses."""
    makers = (stocks, stock_path, cases, by_material, uses, short, hazards)
    return [make(view) for make in makers]
