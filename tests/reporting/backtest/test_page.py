"""The page of a backtest: the answer first, nothing from outside, every event with its chart."""

import json
import re

import pytest

from supplypact.backtesting.backtest import BACKTEST_TABLES, backtest
from supplypact.reporting.backtest import sentences
from supplypact.reporting.backtest.page import backtest_data, backtest_files
from supplypact.reporting.backtest.tables import UNSCORED, cut_table, error_table
from supplypact.reporting.backtest.view import BacktestView, view_of
from supplypact.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def view() -> BacktestView:
    workspace = Workspace(None)
    pact, network = workspace.open_case("us-japan-2025")
    return view_of(backtest(pact, workspace.open_tables(BACKTEST_TABLES)), pact, network)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    workspace = Workspace(None)
    pact, network = workspace.open_case("us-japan-2025")
    result = backtest(pact, workspace.open_tables(BACKTEST_TABLES), "ni2014")
    return backtest_files(result, pact, network)


def test_the_first_sentence_says_that_a_naive_forecast_is_as_good(view: BacktestView) -> None:
    assert sentences.verdict(view).startswith("The model is no better than")
    assert not sentences.is_better(view)


def test_events_in_sample_and_doubtful_ones_are_named_on_top(view: BacktestView) -> None:
    said = " ".join(sentences.points(view))
    assert "In sample: Rare-earth compounds" in said
    assert "weights are doubtful: Platinum" in said


def test_every_event_says_what_was_announced_what_happened_and_why(view: BacktestView) -> None:
    for each in view.result.scored:
        told = sentences.told(view, each)
        assert any(sentence.startswith("Announced: ") for sentence in told)
        assert any(sentence.startswith("Why: ") for sentence in told), each.event.id


def test_a_supplier_that_sold_more_is_not_said_to_have_lost(view: BacktestView) -> None:
    first = view.result.scored[0]
    assert first.event.id == "ree2010c"
    assert any("in fact they rose by 25.0%" in said for said in sentences.told(view, first))


def test_the_page_needs_nothing_from_outside(files: dict[str, bytes]) -> None:
    page = files["backtest.html"].decode()
    assert re.search(r"(?:src|href)=\"(?:https?:)?//", page) is None
    assert "default-src &#39;none&#39;" in page


def test_each_event_has_a_chart_with_its_data(files: dict[str, bytes]) -> None:
    page = files["backtest.html"].decode()
    (found,) = re.findall(r'<script type="application/json" id="charts">(.*?)</script>', page)
    charts = json.loads(found)
    (series,) = (chart["option"]["baseOption"]["series"] for chart in charts.values())
    assert [each["name"] for each in series] == [
        "year before",
        "model",
        "made up by shares",
        "in fact",
    ]
    assert 'id="drawing-ni2014"' in page


def test_the_data_hold_every_table(files: dict[str, bytes], view: BacktestView) -> None:
    data = json.loads(files["backtest.json"])
    assert list(data["events"]) == ["ni2014"]
    assert data["mode"] == "alone"
    assert len(data["unscored"]["rows"]) == len(UNSCORED)
    whole = backtest_data(view)
    assert json.loads(json.dumps(whole))["errors"]["rows"][0]["year"] == 2010


def test_tables_have_a_row_for_each_event_and_each_cut(view: BacktestView) -> None:
    assert len(error_table(view).rows) == 10
    assert len(cut_table(view).rows) == 12
