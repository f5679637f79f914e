"""Imports of a material since 1995 by supplier; one panel a party."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from supplypact.reporting.assessment import profile_tables as tables
from supplypact.reporting.assessment.lines import LINE_HEIGHT, hundred, line_option, spans
from supplypact.reporting.assessment.view import OTHERS, AssessmentView
from supplypact.reporting.chart import CONCERN_MARK, Chart, Option, Panel
from supplypact.reporting.numbers import percent, whole_percent

LINES = 5
"""Suppliers that have a line of their own."""
MOST_UNWEIGHED = 0.5
WEAK = pl.col("unweighed_share").fill_null(0.0) > MOST_UNWEIGHED
"""Years of which most of the value has no weight; their shares say little."""


def history_charts(view: AssessmentView, codes: pl.DataFrame, material: str) -> list[Chart]:
    """Return the imports of each stage by supplier over the years, for stages with trade data.

    ``codes``: the table of trade codes, which says what they hold.
    """
    frame = view.assessment.history.filter(pl.col("material") == material)
    stages = [stage.id for stage in view.stages(material) if stage.id in set(frame["stage"])]
    return [_history_chart(view, codes, material, stage) for stage in stages]


def _history_chart(view: AssessmentView, codes: pl.DataFrame, material: str, stage: str) -> Chart:
    here = (pl.col("material") == material) & (pl.col("stage") == stage)
    frame = view.assessment.history.filter(here).sort("year")
    suppliers = view.assessment.history_suppliers.filter(here).sort("year")
    name = f"history-{material}-{stage}"
    return Chart(
        id=name,
        title=view.say["assess.history"].format(
            material=view.material(material), stage=view.stage(stage).lower()
        ),
        subtitle=" ".join(
            [view.say["assess.subtitle_history"], *_what_codes_hold(view, codes.filter(here))]
        ),
        finding="",
        panels=tuple(
            Panel(
                id=f"{name}-{number}",
                option=_history_lines(
                    view,
                    frame.filter(pl.col("party") == party),
                    suppliers.filter(pl.col("party") == party),
                ),
                party=party,
                finding=_history_finding(view, frame.filter(pl.col("party") == party), party),
            )
            for number, party in enumerate(view.buyers)
            if party in set(frame["party"])
        ),
        height=LINE_HEIGHT,
        unit="%",
        table=tables.history_table(view, frame),
        source=view.say["assess.source_history"],
    )


def _history_finding(view: AssessmentView, frame: pl.DataFrame, party: str) -> str:
    known = frame.drop_nulls("concern_share").filter(~WEAK)
    if known.is_empty():
        told = view.say["assess.history_none"].format(party=view.who(party))
        return " ".join([told, *_weak_years(view, frame)])
    first, last = known.row(0, named=True), known.row(-1, named=True)
    largest = last["supplier"]
    told = view.say["assess.history_finding"].format(
        party=view.who(party),
        concern=view.concern(),
        first=first["year"],
        last=last["year"],
        before=percent(first["concern_share"]),
        after=percent(last["concern_share"]),
        supplier="–" if largest is None else view.supplier(largest),
        share=percent(last["top_1"]),
    )
    return " ".join([told, *_weak_years(view, frame)])


def _weak_years(view: AssessmentView, frame: pl.DataFrame) -> Iterator[str]:
    """Yield which years are left out since most of their value has no weight."""
    years = frame.filter(WEAK)["year"].to_list()
    if years:
        yield view.say["assess.history_weak"].format(
            years=spans(view.say, years), part=whole_percent(MOST_UNWEIGHED)
        )


def _what_codes_hold(view: AssessmentView, codes: pl.DataFrame) -> Iterator[str]:
    """Yield which goods the codes hold, and whether their content or gross weight counts."""
    if codes.is_empty():
        return
    contents = set(codes["content"].to_list())
    weighed = "gross" if contents <= {None, 1.0} else "mixed" if None in contents else "content"
    yield view.say["assess.codes"].format(
        codes="; ".join(f"HS {hs} ({note})" for hs, note in codes.select("hs", "note").iter_rows()),
        weighed=view.say[f"assess_weighed.{weighed}"],
    )


def _history_lines(view: AssessmentView, frame: pl.DataFrame, suppliers: pl.DataFrame) -> Option:
    """Return the share of the concern as a thick line, and those of the largest suppliers."""
    years = frame["year"].to_list()
    firm = set(frame.filter(~WEAK)["year"])
    series: list[Option] = [
        {
            "type": "line",
            "name": f"{CONCERN_MARK} {view.concern()}",
            "data": hundred(
                [
                    share if year in firm else None
                    for year, share in frame.select("year", "concern_share").iter_rows()
                ]
            ),
            "color": "--concern",
            "symbol": "triangle",
            "symbolSize": 6,
            "lineStyle": {"width": 3},
        }
    ]
    alone = view.pact.concern if len(view.pact.concern) == 1 else ()
    named = [
        code
        for code in suppliers["supplier"].unique(maintain_order=True)
        if code != OTHERS and code not in alone
    ]
    kinds = ("solid", "dashed", "dotted")
    for number, code in enumerate(named[:LINES]):
        rows = suppliers.filter(pl.col("supplier") == code)
        by_year = dict(rows.select("year", "share").iter_rows())
        series.append(
            {
                "type": "line",
                "name": view.supplier(code),
                "data": hundred([by_year.get(year) if year in firm else None for year in years]),
                "color": f"--series{number % 4 + 1}",
                "symbol": "none",
                "lineStyle": {"width": 1.5, "type": kinds[number % 3]},
            }
        )
    return line_option(years, series, legend_height=54)
