"""The page of a backtest, and its files."""

from __future__ import annotations

from dataclasses import dataclass

from supplypact.domain.backtest import Backtest, Scored
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.reporting.backtest import sentences
from supplypact.reporting.backtest.charts import event_chart
from supplypact.reporting.backtest.tables import (
    cut_table,
    error_table,
    importer_table,
    origin_table,
    unscored_table,
)
from supplypact.reporting.backtest.view import BacktestView, view_of
from supplypact.reporting.chart import chart_data
from supplypact.reporting.page import render_page
from supplypact.reporting.plan.files import json_bytes
from supplypact.reporting.plan.sections import Section

FAILS = ("stocks", "quota", "demand", "sellers", "routes", "good")
"""What the events have in common, by keys in the catalogue."""


@dataclass(frozen=True)
class Title:
    """What the head of the page says."""

    title_en: str
    title_ja: str


def backtest_files(result: Backtest, pact: Pact, network: Network) -> dict[str, bytes]:
    """Return page and tables of a backtest."""
    view = view_of(result, pact, network)
    return {
        "backtest.html": render_backtest(view).encode(),
        "backtest.json": json_bytes(backtest_data(view)),
    }


def backtest_data(view: BacktestView) -> dict[str, object]:
    """Return every table of a backtest as JSON-ready data."""
    return {
        "pact": view.result.pact,
        "mode": view.result.mode,
        "verdict": sentences.verdict(view),
        "points": sentences.points(view),
        "errors": error_table(view).to_json(),
        "cuts": cut_table(view).to_json(),
        "events": {each.event.id: _event_data(view, each) for each in view.result.scored},
        "unscored": unscored_table(view).to_json(),
    }


def _event_data(view: BacktestView, each: Scored) -> dict[str, object]:
    return {
        "told": sentences.told(view, each),
        "origins": origin_table(view, each).to_json(),
        "importers": importer_table(view, each).to_json(),
    }


def render_backtest(view: BacktestView) -> str:
    """Return the page as complete HTML without outside parts."""
    parts = sections(view)
    scored = view.result.scored
    return render_page(
        "backtest.html",
        view.say,
        pact=Title(view.say["backtest.title"], view.say["backtest.title_ja"]),
        about=view.say["backtest.about"].format(
            count=len(scored),
            first=scored[0].event.year,
            last=scored[-1].event.year,
            pact=view.result.pact,
        ),
        verdict=sentences.verdict(view),
        mood="good" if sentences.is_better(view) else "bad",
        points=sentences.points(view),
        sections=parts,
        top={"answers": ()},
        data=chart_data([chart for part in parts for chart in part.charts]),
    )


def sections(view: BacktestView) -> list[Section]:
    """Return the parts of the page in their order."""
    say = view.say
    return [
        Section(id="errors", heading=say["section.errors"], tables=(error_table(view),)),
        Section(
            id="why",
            heading=say["section.why"],
            points=tuple(say[f"fails.{key}"] for key in FAILS),
        ),
        *(event_section(view, each) for each in view.result.scored),
        Section(id="unscored", heading=say["section.unscored"], tables=(unscored_table(view),)),
        Section(
            id="method",
            heading=say["section.method"],
            terms=tuple(method(view)),
            folded=(cut_table(view),),
        ),
    ]


def event_section(view: BacktestView, each: Scored) -> Section:
    """Return the part of one event."""
    return Section(
        id=each.event.id,
        heading=view.title(each),
        finding=sentences.best(view, each),
        points=tuple(sentences.told(view, each)),
        charts=(event_chart(view, each),),
        folded=(importer_table(view, each),),
    )


def method(view: BacktestView) -> list[tuple[str, str]]:
    """Return the terms of the method and what is said of each."""
    assumed = view.pact.assume
    answer = view.say["method.answer_text"].format(
        utilisation=f"{assumed('existing_utilisation'):g}",
        access=f"{assumed('surge_access'):g}",
        ramp=f"{assumed('surge_ramp_months'):g}",
        reroute=f"{assumed('reroute_share'):g}",
        days=f"{assumed('order_days'):g}",
    )
    keys = ("network", "event", "answer", "naive", "error", "band", "data")
    return [
        (
            view.say[f"method.{key}"],
            answer if key == "answer" else view.say[f"method.{key}_text"],
        )
        for key in keys
    ]
