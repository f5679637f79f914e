"""The tables of the assessment's page beside matrix and profiles."""

from __future__ import annotations

from collections.abc import Iterator

from supplypact.domain.assessment import RELIANCE_TOLERANCE, WORLD
from supplypact.reporting.assessment.numbers import valued
from supplypact.reporting.assessment.sentences import driver_words
from supplypact.reporting.assessment.tables import frame_table
from supplypact.reporting.assessment.view import AssessmentView
from supplypact.reporting.numbers import percent_band, points
from supplypact.reporting.table import Cell, Kind, Table, table


def output(view: AssessmentView) -> Table:
    """Return the concentration of world output and each party's imports from the concern."""
    labels = {
        f"imports_{party}": view.say["column.imports_of"].format(
            party=view.who(party), concern=view.concern()
        )
        for party in view.buyers
    }
    columns = {
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        "largest": Kind.TEXT,
        "top_1": Kind.BAR,
        "top_3": Kind.BAR,
        "hhi": Kind.TEXT,
        **dict.fromkeys(labels, Kind.BAR),
    }
    rows = (
        _output_row(view, material.id, stage.id)
        for material in view.network.materials
        for stage in material.stages
    )
    return table("output", columns, rows, view.say, labels=labels)


def _output_row(view: AssessmentView, material: str, stage: str) -> tuple[Cell, ...]:
    first, three, hhi = (
        view.figure(name, material, stage, WORLD) for name in ("top_1", "top_3", "hhi")
    )
    return (
        view.material(material),
        view.stage(stage),
        None if first.supplier is None else view.country(first.supplier),
        first.value,
        three.value,
        None if hhi.value is None else valued("hhi", hhi.value),
        *(view.figure("import_concern_share", material, stage, each).value for each in view.buyers),
    )


def ranking(view: AssessmentView) -> Table:
    """Return the order of dependence, and how firm it is."""
    columns = {
        "rank": Kind.NUMBER,
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        "share": Kind.BAR,
        "band": Kind.BAND,
        "ranks": Kind.BAND,
        "stays_ahead": Kind.SHARE,
        "driver": Kind.PROSE,
    }
    return table("ranking_short", columns, _ranking_rows(view), view.say)


def _ranking_rows(view: AssessmentView) -> Iterator[tuple[Cell, ...]]:
    for material, stage, rank, low, high, ahead in (
        view.assessment.ranking.sort("rank")
        .select("material", "stage", "rank", "rank_low", "rank_high", "stays_ahead")
        .iter_rows()
    ):
        figure = view.traced(material, stage, view.together)
        yield (
            rank,
            view.material(material),
            view.stage(stage),
            figure.value,
            percent_band(figure.low, figure.high) or None,
            f"{low}–{high}" if low != high else f"{low}",
            ahead,
            driver_words(view, figure.driver),
        )


def reliance(view: AssessmentView) -> Table:
    """Return the published net import reliance of the US against the ones computed here."""
    frame = view.assessment.reliance
    return frame_table(view, "reliance", frame, frame.columns)


def reliance_finding(view: AssessmentView) -> str:
    """Return for how many materials published net import reliance agrees with the two others."""
    components, network = (
        view.assessment.reliance[name].drop_nulls() for name in ("difference", "network_difference")
    )
    return view.say["assess.reliance_note"].format(
        points=points(RELIANCE_TOLERANCE),
        all=components.len(),
        close=int((components.abs() <= RELIANCE_TOLERANCE).sum()),
        all_ours=network.len(),
        close_ours=int((network.abs() <= RELIANCE_TOLERANCE).sum()),
    )
