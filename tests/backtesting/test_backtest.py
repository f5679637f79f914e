"""The bundled events scored, and what the documentation says of it."""

import re
from pathlib import Path

import numpy as np
import pytest

from supplypact.backtesting.backtest import BACKTEST_TABLES, backtest
from supplypact.domain.backtest import CUT_ONLY, FORECASTS, MODEL, Backtest
from supplypact.workspace.workspace import Workspace

DOCS = Path(__file__).parents[2] / "docs/backtest.md"


@pytest.fixture(scope="module")
def result() -> Backtest:
    workspace = Workspace(None)
    pact, _ = workspace.open_case("us-japan-2025")
    return backtest(pact, workspace.open_tables(BACKTEST_TABLES))


def test_at_least_five_events_count(result: Backtest) -> None:
    assert len(result.scored) == 10
    assert len(result.counted) == 8


def test_no_event_takes_more_from_the_supplier_than_it_sent(result: Backtest) -> None:
    for each in result.scored:
        assert each.model.min() >= -1e-6 * each.trade.before.sum()
        balance = each.model.sum() + each.missing - each.trade.before.sum()
        assert balance == pytest.approx(0.0, abs=1e-6 * each.trade.before.sum())


def test_the_struck_supplier_is_cut_alike_in_all_forecasts_of_a_cut(result: Backtest) -> None:
    for each in result.scored:
        column = each.supplier
        model, cut = each.model[:, column], each.cut_only[:, column]
        assert np.allclose(model, cut)
        assert np.allclose(cut, each.proportional[:, column])


def test_the_table_in_the_documentation_is_what_comes_out(result: Backtest) -> None:
    text = DOCS.read_text(encoding="utf-8")
    for each in result.scored:
        errors = " | ".join(f"{100 * each.errors[name].part:.1f}" for name in FORECASTS)
        assert f"| {each.event.id} | {each.event.year} | {errors} |" in text


def test_the_summary_in_the_documentation_is_what_comes_out(result: Backtest) -> None:
    text = re.sub(r"\s+", " ", DOCS.read_text(encoding="utf-8"))
    means = ", ".join(f"{100 * result.mean_part(name):.1f}" for name in FORECASTS)
    won = sum(each.skill(CUT_ONLY) > 0 for each in result.counted)
    assert f"Mean over the {len(result.counted)} events that count: {means} %." in text
    assert f"nearer than the cut alone in {won} of {len(result.counted)}" in text


def test_a_licence_read_as_a_ban_is_as_far_off_as_documented(result: Backtest) -> None:
    (licence,) = (each for each in result.scored if each.event.id == "gr2024")
    assert f"{100 * licence.at_high.part:.1f} %" in DOCS.read_text(encoding="utf-8")


def test_the_page_does_not_call_the_model_better_than_it_is(result: Backtest) -> None:
    assert result.wins()[MODEL] == 2
    assert result.mean_part(MODEL) > result.mean_part(CUT_ONLY)
