"""The tables of one material's profile."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from supplypact.domain.assessment import WORLD
from supplypact.reporting.assessment.indicator_table import told
from supplypact.reporting.assessment.published import Clash, clash
from supplypact.reporting.assessment.view import AssessmentView, Figure
from supplypact.reporting.numbers import UNKNOWN, percent, percent_band, whole_percent
from supplypact.reporting.table import AtMost, Cell, Kind, Table, table

CASES = ("base", "plan")
LEAST_ROUTE = 0.01
"""Routes with less of what the parties use stand in the workbook only."""
LEAST_SHARE = 0.005
MOST_SUPPLIERS = 15


def concentration(view: AssessmentView, material: str) -> Table:
    """Return the concentration of world output and of each party's purchases, by stage."""
    columns = {
        "stage": Kind.TEXT,
        "who": Kind.TEXT,
        "largest": Kind.TEXT,
        "top_1": Kind.BAR,
        "top_3": Kind.BAR,
        "hhi": Kind.BAND,
        "n_minus_1": Kind.BAR,
    }
    rows = (
        _concentration_row(view, material, stage.id, party)
        for stage in view.stages(material)
        for party in (WORLD, *(view.buyers if view.traceable else ()))
    )
    return table("concentration", columns, rows, view.say)


def _concentration_row(
    view: AssessmentView, material: str, stage: str, party: str
) -> tuple[Cell, ...]:
    def figure(name: str) -> Figure:
        return view.figure(name, material, stage, party)

    first = figure("top_1")
    return (
        view.stage(stage),
        view.say["assess_name.world_output"] if party == WORLD else view.who(party),
        None if first.supplier is None else view.supplier(first.supplier),
        first.value,
        figure("top_3").value,
        told("hhi", figure("hhi")),
        figure("n_minus_1").value,
    )


COMPARED = {
    "direct_concern": Kind.BAR,
    "customs_concern": Kind.SHARE,
    "published_concern": Kind.SHARE,
    "traced_concern": Kind.BAR,
    "band": Kind.BAND,
    "check": Kind.PROSE,
    "direct_largest": Kind.TEXT,
    "traced_largest": Kind.TEXT,
}
"""What is told of each stage and party."""


def compared(view: AssessmentView, material: str) -> Table:
    """Return what each party buys from the concern against the content of what it uses.

    Beside it the share of its imports by customs and as officially published.
    """
    columns = {"stage": Kind.TEXT, "party": Kind.TEXT, **COMPARED}
    rows = _compared_rows(view, material)
    made = table("compared", columns, rows, view.say, labels=_compared_labels(view))
    return made.without_empty(keep=("direct_concern", "traced_concern"))


def compared_all(view: AssessmentView) -> Table:
    """Return the same of every material, worst first, upper bounds marked in a column."""
    columns = {
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        "party": Kind.TEXT,
        **COMPARED,
        "at_most": Kind.YES,
    }
    rows = (
        (view.material(material), *row, any(isinstance(cell, AtMost) for cell in row))
        for material in view.order
        for row in _compared_rows(view, material)
    )
    return table("compared", columns, rows, view.say, labels=_compared_labels(view))


def _compared_labels(view: AssessmentView) -> dict[str, str]:
    keys = (key for key in COMPARED if key.endswith("_concern"))
    return {key: view.say[f"column.{key}"].format(concern=view.concern()) for key in keys}


def _compared_rows(view: AssessmentView, material: str) -> Iterator[tuple[Cell, ...]]:
    for stage in (each.id for each in view.stages(material)):
        for party in view.buyers:
            where = (material, stage, party)
            traced = view.traced(*where)
            yield (
                view.stage(stage),
                view.who(party),
                view.bought(*where).cell,
                view.figure("import_concern_share", *where).value,
                view.figure("published_concern_share", *where).value,
                traced.cell,
                percent_band(traced.low, traced.high) or None,
                _check(view, clash(view, *where)),
                _largest(view, "direct", *where),
                _largest(view, "traced", *where),
            )


def _check(view: AssessmentView, found: Clash | None) -> str | None:
    if found is None:
        return None
    return view.say["assess.check"].format(
        published=whole_percent(found.published), ours=whole_percent(found.ours)
    )


def _largest(
    view: AssessmentView, reading: str, material: str, stage: str, party: str
) -> str | None:
    found = view.largest(reading, material, stage, party)
    return None if found is None else f"{view.country(found.country)} {percent(found.share)}"


def suppliers(view: AssessmentView, material: str, stage: str) -> Table:
    """Return who supplies each party at a stage, bought and traced."""
    labels = {
        f"{reading}_{party}": f"{view.who(party)}, {view.say[f'assess_reading.{reading}']}"
        for party in view.buyers
        for reading in ("direct", "traced")
    }
    columns = {"supplier": Kind.TEXT, **dict.fromkeys(labels, Kind.SHARE)}
    shares = {
        (party, reading): {
            each.country: each.share for each in view.suppliers(reading, material, stage, party)
        }
        for party in view.buyers
        for reading in ("direct", "traced")
    }
    most: dict[str, float] = {}
    for of in shares.values():
        for country, share in of.items():
            most[country] = max(most.get(country, 0.0), share)
    listed = sorted((each for each in most if most[each] >= LEAST_SHARE), key=lambda c: -most[c])
    rows = (
        (view.supplier(country), *(of.get(country) for of in shares.values()))
        for country in listed[:MOST_SUPPLIERS]
    )
    made = table("suppliers", columns, rows, view.say, labels=labels)
    return made.titled(view.say["table.suppliers"].format(stage=view.stage(stage).lower()))


def route_table(view: AssessmentView, material: str) -> Table:
    """Return the larger routes to the parties, tonnes by party."""
    frame = view.assessment.routes.filter(pl.col("material") == material)
    tonnes: dict[tuple[str, str, str], dict[str, float]] = {}
    for party, *route, amount in frame.select(
        "party", "stage", "exporter", "importer", "tonnes"
    ).iter_rows():
        tonnes.setdefault((route[0], route[1], route[2]), {})[party] = amount
    used = frame.filter(pl.col("party") == view.together)["used"].sum()
    least = LEAST_ROUTE * float(used)
    labels = {f"tonnes_{party}": view.who(party) for party in view.buyers}
    columns = {
        "stage": Kind.TEXT,
        "exporter": Kind.TEXT,
        "importer": Kind.TEXT,
        **dict.fromkeys(labels, Kind.TONNES),
    }
    rows = (
        (
            view.stage(stage),
            view.supplier(exporter),
            view.supplier(importer),
            *(of.get(party) for party in view.buyers),
        )
        for (stage, exporter, importer), of in tonnes.items()
        if max(of.values()) >= least
    )
    return table("profile_routes", columns, rows, view.say, labels=labels)


def history_table(view: AssessmentView, frame: pl.DataFrame) -> Table:
    """Return the concern's share and the largest supplier by year and party."""
    cells: dict[tuple[int, str], tuple[Cell, ...]] = {}
    for party, year, concern, supplier, top in frame.select(
        "party", "year", "concern_share", "supplier", "top_1"
    ).iter_rows():
        name = UNKNOWN if supplier is None else view.supplier(supplier)
        cells[year, party] = (concern, f"{name} {percent(top)}")
    labels = {
        f"{key}_{party}": view.say[f"column.{key}_of"].format(
            party=view.who(party), concern=view.concern()
        )
        for party in view.buyers
        for key in ("concern", "largest")
    }
    kinds = {key: Kind.SHARE if key.startswith("concern") else Kind.TEXT for key in labels}
    rows = (
        (year, *(cell for party in view.buyers for cell in cells.get((year, party), (None, None))))
        for year in sorted({year for year, _ in cells})
    )
    return table("profile_history", {"year": Kind.YEAR, **kinds}, rows, view.say, labels=labels)


def outlook_table(view: AssessmentView, frame: pl.DataFrame) -> Table:
    """Return the share from outside the concern by year, each party without and with the plan."""
    shares = {
        (year, party): (base, plan)
        for party, year, base, plan in frame.select(
            "party", "year", "base_share", "plan_share"
        ).iter_rows()
    }
    labels = {
        f"{case}_{party}": f"{view.who(party)}, {view.say[f'case.{case}']}"
        for party in view.buyers
        for case in CASES
    }
    rows = (
        (year, *(cell for party in view.buyers for cell in shares.get((year, party), (None, None))))
        for year in sorted({year for year, _ in shares})
    )
    columns = {"year": Kind.YEAR, **dict.fromkeys(labels, Kind.SHARE)}
    return table("assess_outlook", columns, rows, view.say, labels=labels)
